"""The pages that posts stand on, finished for one reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from forum.domain.crisis import Notice
from forum.presenting.accounts import PersonCard
from forum.presenting.posts.beside import NO_NEIGHBOURS, Neighbours, Standing
from forum.presenting.posts.cards import PostCard, RevisionCard, WrittenCard
from forum.presenting.posts.previews import LinkPreview
from forum.presenting.posts.rights import MayThread


@dataclass(frozen=True, slots=True)
class Watch:
    """By what a page left open knows that it is out of date.

    Shapes: `token` says nothing but "the same" or "another". Units: `seconds` until time alone may change the page.
    """

    token: str = ""
    shows: tuple[int, ...] = ()
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class CoverOffer:
    """What a post will give away as a whole if its author chooses nothing.

    Shapes: `label` of it, "" for no more than the thread; `bound` = the author cannot choose less; `why` is "answers"
    when it comes from the post that is answered, "before" when from the version before, "" from nowhere.
    """

    label: str = ""
    bound: bool = False
    why: str = ""


NO_OFFER = CoverOffer()


@dataclass(frozen=True, slots=True)
class TagAsked:
    """An episode whose talk needs a tag here just now. Shapes: `until` None = it has no date."""

    code: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Asks:
    """What the group asks of who writes here, to be said beside the text.

    Shapes: `tags` = the episodes that need a tag, the newest first, at most a handful, and `more` of them; `free` =
    what may be said without one, "" outside of threads about episodes; `tag_days` of talk elsewhere, of a drop the
    second.
    """

    tags: tuple[TagAsked, ...] = ()
    more: int = 0
    free: str = ""
    tag_days: int = 7
    tag_days_drop: int = 30
    leaks: bool = False
    regional_hides: bool = False
    titles_hidden: bool = False


NOTHING_ASKED = Asks()


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """One page of a thread for one reader.

    Shapes: `title` went through the same door as the posts, `preview` is the same for everybody; `notice` has no
    default, so that no outlet forgets it; `number` from 1 to `pages`; `first_unread` = URL, None when all is read or
    nobody is signed in; `valid_until` bounds every cache of the page; `is_slipped` = its episode was put back after it
    had opened; `is_neutral` = a neutral title stands over the written one; `is_held` = its episode is out and it waits
    for a moderator; `leads_to` = the thread its posts went into, if this reader may know of it; `answer_id` a post.
    """

    id: int
    kind: str
    title: str
    group_slug: str
    group_name: str
    notice: Notice | None
    standing: Standing
    posts: tuple[PostCard, ...]
    number: int
    pages: int
    post_count: int
    may: MayThread
    valid_until: datetime | None
    preview: LinkPreview
    show_name: str | None = None
    show_slug: str | None = None
    episode_id: int | None = None
    code: str | None = None
    link: str | None = None
    locked: bool = False
    lock_reason: str | None = None
    pinned: bool = False
    is_slipped: bool = False
    is_held: bool = False
    neighbours: Neighbours = NO_NEIGHBOURS
    first_unread: str | None = None
    draft: str = ""
    scopes: tuple[tuple[str, str], ...] = ()
    last_position: int = 0
    read_to: int = 0
    gate_key: str = ""
    has_events: bool = False
    is_neutral: bool = False
    cover: CoverOffer = NO_OFFER
    asks: Asks = NOTHING_ASKED
    all_opened: bool = False
    watch: Watch = Watch()
    leads_to: int | None = None
    answer_id: int | None = None

    def url(self, number: int) -> str:
        """The address of a page of this thread."""
        return f"/t/{self.id}" if number <= 1 else f"/t/{self.id}?page={number}"

    @property
    def openable(self) -> tuple[str, ...]:
        """Keys of all veils on this page that a click would open."""
        return tuple(key for post in self.posts for key in post.openable)


@dataclass(frozen=True, slots=True)
class PostPage:
    """A post on a page of its own, with the name of its thread and the thread's notice."""

    post: PostCard
    thread_id: int
    thread_title: str
    group_slug: str
    group_name: str
    notice: Notice | None
    valid_until: datetime | None


@dataclass(frozen=True, slots=True)
class QuotePage(PostPage):
    """A post and the beginning of an answer to it. Shapes: `body` in Markdown; `scopes` for the spoiler picker."""

    body: str
    scopes: tuple[tuple[str, str], ...]
    cover: CoverOffer = NO_OFFER
    asks: Asks = NOTHING_ASKED


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """All versions of a post that this reader may read, newest first."""

    post_id: int
    thread_id: int
    thread_title: str
    position: int
    author: PersonCard | None
    revisions: tuple[RevisionCard, ...]
    valid_until: datetime | None
    notice: Notice | None


@dataclass(frozen=True, slots=True)
class EditPage:
    """The form for a new version of one's own post. Shapes: `scopes` for the spoiler picker."""

    id: int
    thread_id: int
    thread_title: str
    position: int
    source: str
    version: int
    scopes: tuple[tuple[str, str], ...]
    notice: Notice | None
    cover: CoverOffer = NO_OFFER
    asks: Asks = NOTHING_ASKED


@dataclass(frozen=True, slots=True)
class NewThreadPage:
    """The form for a new thread. Shapes: `shows` = (slug, name) of what the group follows; `scopes` of these shows."""

    group_id: int
    group_slug: str
    group_name: str
    shows: tuple[tuple[str, str], ...]
    scopes: tuple[tuple[str, str], ...]
    draft_title: str
    draft: str
    asks: Asks = NOTHING_ASKED


@dataclass(frozen=True, slots=True)
class WrittenPage:
    """What a person wrote, newest first, as far as this reader may know of it.

    Shapes: `notice` = for the hard topics of all threads quoted here; `following` = the key that the next page begins.
    """

    posts: tuple[WrittenCard, ...]
    number: int
    has_more: bool
    valid_until: datetime | None
    notice: Notice | None
    following: str = ""


@dataclass(frozen=True, slots=True)
class RevealedCard:
    """A spoiler that this reader opened.

    Shapes: `label` = what it gives away, "" when its post has changed since; `why` "revealed" = they asked for it and
    would not see it otherwise, "covered" = they have seen it by now, "hidden" = it is covered again for the time being.
    """

    key: str
    thread_id: int
    thread_title: str
    post_id: int
    position: int
    revealed_at: datetime
    label: str
    why: str


@dataclass(frozen=True, slots=True)
class OpenedThreadCard:
    """A thread that this reader entered although behind ("entered"), or in which they opened all ("all"): `why`."""

    thread_id: int
    thread_title: str
    label: str
    opened_at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class RevealedPage:
    """What a reader has opened, newest first: for their eyes alone. Shapes: `following` as in `WrittenPage`."""

    reveals: tuple[RevealedCard, ...]
    threads: tuple[OpenedThreadCard, ...]
    number: int
    has_more: bool
    notice: Notice | None
    following: str = ""
