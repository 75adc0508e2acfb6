"""Posts and the pages they stand on, finished for one reader: nothing here holds what that reader may not see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from forum.domain.crisis import Notice
from forum.domain.people import Reader
from forum.domain.permissions import Action, PostFacts, ThreadFacts, judge
from forum.presenting.accounts import PersonCard
from forum.presenting.threads import ENGLISH as TITLES
from forum.presenting.threads import TitleWords
from forum.rendering.words import ENGLISH as PRESS
from forum.rendering.words import Words


@dataclass(frozen=True, slots=True)
class PageWords:
    """All the words that the machine puts on a page with posts, in one language."""

    press: Words = PRESS
    titles: TitleWords = TITLES
    rule: str = "Rule {rule}."
    rule_in_words: str = "Rule: {rule}"


ENGLISH = PageWords()


@dataclass(frozen=True, slots=True)
class MayPost:
    """What this reader may do with a post; templates ask here and nowhere else."""

    react: bool = False
    reply: bool = False
    quote: bool = False
    edit: bool = False
    withdraw: bool = False
    flag: bool = False
    seal: bool = False
    unseal: bool = False
    remove: bool = False
    restore: bool = False
    answer: bool = False
    history: bool = False


@dataclass(frozen=True, slots=True)
class MayThread:
    """What this reader may do with a thread."""

    reply: bool = False
    rename: bool = False
    lock: bool = False
    pin: bool = False
    move: bool = False
    note: bool = False
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class ReactionCard:
    """One kind of nod under a post. Shapes: `mine` = this reader gave it."""

    code: str
    count: int
    mine: bool


@dataclass(frozen=True, slots=True)
class ReplyToCard:
    """The post that is answered: where it stands and whose it is, never its words."""

    id: int
    position: int
    author: PersonCard | None


@dataclass(frozen=True, slots=True)
class Body:
    """The words of a text for one reader at one instant.

    Shapes: `valid_until` = the next instant at which a gate may open or close by time alone, None for never; `closed`
    counts what this reader does not get; `openable` are the keys of the veils a click would open.
    """

    html: Markup
    text: str
    excerpt: str
    valid_until: datetime | None
    closed: int = 0
    openable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PostCard:
    """A post as one reader gets it.

    Shapes: `state` "open", "sealed", "removed", "withdrawn" or "broken" (its stored form cannot be read); a removed,
    withdrawn or broken post has empty bodies. `reason` = rule and reason of a removal.
    """

    id: int
    thread_id: int
    position: int
    author: PersonCard | None
    created_at: datetime
    edited_at: datetime | None
    version: int
    body_html: Markup
    body_text: str
    excerpt: str
    valid_until: datetime | None
    state: str
    may: MayPost
    closed: int = 0
    openable: tuple[str, ...] = ()
    reason: str | None = None
    seal_label: str | None = None
    reply_to: ReplyToCard | None = None
    is_answer: bool = False
    is_new: bool = False
    mine: bool = False
    reactions: tuple[ReactionCard, ...] = ()


@dataclass(frozen=True, slots=True)
class RevisionCard:
    """One version of a post as one reader gets it. Shapes: `body_html` None when it cannot be printed."""

    version: int
    written_at: datetime
    body_html: Markup | None


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
class SourceCard:
    """The words of a post as they were typed: for its author and the group's moderators, and no page else."""

    id: int
    thread_id: int
    position: int
    source: str
    version: int


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


@dataclass(frozen=True, slots=True)
class NewThreadPage:
    """The form for a new thread. Shapes: `shows` = (slug, name) of what the group follows."""

    group_id: int
    group_slug: str
    group_name: str
    shows: tuple[tuple[str, str], ...]
    draft_title: str
    draft: str


@dataclass(frozen=True, slots=True)
class WrittenCard:
    """A post in a list of what a person wrote. Shapes: `thread_title` went through the reader's door."""

    post: PostCard
    thread_title: str
    group_slug: str
    group_name: str


@dataclass(frozen=True, slots=True)
class WrittenPage:
    """What a person wrote, newest first, as far as this reader may know of it."""

    posts: tuple[WrittenCard, ...]
    number: int
    has_more: bool
    valid_until: datetime | None


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
class ProblemCard:
    """Why a text was refused, and where. Shapes: `line` and `column` from 1; `excerpt` is the author's own line."""

    code: str
    line: int
    column: int
    excerpt: str
    start: int


@dataclass(frozen=True, slots=True)
class PreviewCard:
    """A text as three readers would get it. Shapes: `behind_label` = what the second one has seen, "" for nothing."""

    stranger: Markup
    behind: Markup
    caught_up: Markup
    problems: tuple[ProblemCard, ...]
    behind_label: str


@dataclass(frozen=True, slots=True)
class LinkCard:
    """A link to another thread of the same show in the same group. Shapes: `code` machine-made, like "S02E04"."""

    url: str
    code: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the reader stands before the thread's gate.

    Shapes: `place` is "free" (no gate), "shown", "behind" (released: three choices), "waiting" (not yet out everywhere:
    only "I have seen it") or "closed" (not open: no posts are on the page). `label` = what the thread is about;
    `reason` a code of the decision; `opens_at` when waiting or closed ends, if known; `missing` = codes of what is not
    seen, at most a handful, in order, and `missing_count` all of them; `seen_id` = the episode that "I have seen it"
    marks, `seen_verb` whether that means all up to it ("through") or it alone ("seen"); `next` = the thread of the
    reader's next episode.
    """

    place: str
    label: str = ""
    reason: str = ""
    opens_at: datetime | None = None
    missing: tuple[str, ...] = ()
    missing_count: int = 0
    seen_id: int | None = None
    seen_verb: str = "through"
    next: LinkCard | None = None
    entered: bool = False

    @property
    def may_enter(self) -> bool:
        """Entering although behind is possible: everything is out."""
        return self.place == "behind"


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Other threads around an episode's, computed when shown."""

    previous: LinkCard | None = None
    next: LinkCard | None = None
    hub: LinkCard | None = None


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """One page of a thread for one reader.

    Shapes: `title` went through the same door as the posts; `notice` has no default, so that no outlet forgets it;
    `number` from 1 to `pages`; `first_unread` = URL, None when everything is read or nobody is signed in; `valid_until`
    bounds every cache of the page; `is_slipped` = its episode was put back after it had opened.
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
    show_name: str | None = None
    show_slug: str | None = None
    episode_id: int | None = None
    code: str | None = None
    link: str | None = None
    locked: bool = False
    lock_reason: str | None = None
    pinned: bool = False
    is_slipped: bool = False
    neighbours: Neighbours = Neighbours()
    first_unread: str | None = None
    draft: str = ""
    scopes: tuple[tuple[str, str], ...] = ()
    last_position: int = 0
    read_to: int = 0
    gate_key: str = ""
    has_events: bool = False

    def url(self, number: int) -> str:
        """The address of a page of this thread."""
        return f"/t/{self.id}" if number <= 1 else f"/t/{self.id}?page={number}"

    @property
    def openable(self) -> tuple[str, ...]:
        """Keys of all veils on this page that a click would open."""
        return tuple(key for post in self.posts for key in post.openable)


def may_post(
    reader: Reader, facts: PostFacts, *, sealed: bool, open_to_words: bool, is_answer: bool = False
) -> MayPost:
    """What the rules allow, for the buttons under a post.

    Shapes: `open_to_words` = the post stands and its words can be read by somebody.
    """

    def allowed(action: Action) -> bool:
        return judge(reader, action, facts).allowed

    writes = judge(reader, Action.POST_WRITE, facts.thread).allowed and open_to_words
    answers = judge(reader, Action.THREAD_ANSWER, facts.thread).allowed
    gone = facts.removed or facts.withdrawn
    return MayPost(
        react=open_to_words and allowed(Action.POST_REACT),
        reply=writes,
        quote=writes,
        edit=allowed(Action.POST_AMEND),
        withdraw=allowed(Action.POST_WITHDRAW),
        flag=open_to_words and allowed(Action.POST_FLAG),
        seal=not sealed and not gone and allowed(Action.POST_SEAL),
        unseal=sealed and not gone and allowed(Action.POST_UNSEAL),
        remove=not gone and allowed(Action.POST_REMOVE),
        restore=facts.removed and allowed(Action.POST_RESTORE),
        answer=open_to_words and answers and not is_answer,
        history=open_to_words,
    )


def may_thread(reader: Reader, facts: ThreadFacts) -> MayThread:
    """What the rules allow, for the buttons of a thread. Shapes: `why_not` = why one may not reply, a code."""

    def allowed(action: Action) -> bool:
        return judge(reader, action, facts).allowed

    writing = judge(reader, Action.POST_WRITE, facts)
    return MayThread(
        reply=writing.allowed,
        rename=allowed(Action.THREAD_RENAME),
        lock=allowed(Action.THREAD_LOCK),
        pin=allowed(Action.THREAD_PIN),
        move=allowed(Action.THREAD_LOCK),
        note=allowed(Action.THREAD_NOTE),
        why_not=writing.reason,
    )
