"""What a reader finds. The index proposes, the one path for text disposes: a hit is what its reader can read in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import sqrt

from sqlalchemy import select

from forum.accounts.handles import folded as folded_handle
from forum.accounts.models import Person
from forum.domain.crisis import Directory, notice
from forum.domain.people import Reader
from forum.domain.spoilers import Outcome
from forum.groups.models import Group
from forum.groups.visibility import readable
from forum.infra.db import db
from forum.posts.models import Post
from forum.posts.queries.asides import said_instead
from forum.posts.queries.cards import earliest
from forum.posts.queries.pages import Room, room_from
from forum.posts.queries.profile import threads_of_posts
from forum.posts.queries.rows import StoredPost, posts_selected, show_ids_of, stored_post
from forum.presenting.posts import ENGLISH, PageWords
from forum.presenting.search import HitCard, SearchPage, Snippet
from forum.presenting.threads import Kind
from forum.rendering.outputs import excerpt
from forum.rendering.redact import redact
from forum.search.forms import Order, SearchForm
from forum.search.gates import open_gates
from forum.search.matching import LAST, Asking, Narrowed, matching_posts
from forum.search.names import names_found
from forum.search.snippets import answer_in
from forum.search.words import asked
from forum.shows.models import Show
from forum.shows.queries import clearance

A_PAGE = 20
COUNTED = 100
"""So many hits are counted, and so many of the newest are put in order of closeness."""
WHOLE = 10**6


@dataclass(frozen=True, slots=True)
class _Hit:
    card: HitCard
    closeness: float
    topics: frozenset[str]
    valid_until: datetime | None


def search_page(
    reader: Reader, form: SearchForm, directory: Directory, now: datetime, *, after: int = 0, words: PageWords = ENGLISH
) -> SearchPage:
    """An answer to a question, for this reader. A fixed number of statements, whatever is found.

    Shapes: `after` 0 = the first page; else where the page before said that the posts go on.
    """
    question = asked(form.q)
    narrowed = _narrowed(reader, form)
    if not question or narrowed is None:
        return SearchPage()
    asking = Asking(reader, question, narrowed, open_gates(reader, now), now)
    found = _Posts(asking, words)
    hits, count, is_all, following = found.closest(after) if form.order is Order.CLOSEST else found.newest(after)
    names = names_found(asking, form.q, words=words) if not after else SearchPage()
    topics = frozenset[str]().union(*(hit.topics for hit in hits))
    return SearchPage(
        posts=tuple(hit.card for hit in hits),
        count=min(count, COUNTED),
        is_counted=is_all and count <= COUNTED,
        next_before=following,
        threads=names.threads,
        shows=names.shows,
        episodes=names.episodes,
        groups=names.groups,
        people=names.people,
        notice=notice(directory, topics, reader.country, reader.language),
        valid_until=earliest(*(hit.valid_until for hit in hits)),
    )


def _narrowed(reader: Reader, form: SearchForm) -> Narrowed | None:
    """What was chosen, by id; None when something was chosen that is not there for this reader. One statement each."""
    wanted = (
        (form.group, select(Group.id).where(Group.slug == form.group, readable(reader))),
        (form.show, select(Show.id).where(Show.slug == form.show)),
        (form.author, select(Person.id).where(Person.handle_folded == folded_handle(form.author), Person.active)),
    )
    ids = [db.session.scalar(query) if chosen else None for chosen, query in wanted]
    if any(chosen and found is None for (chosen, _), found in zip(wanted, ids, strict=True)):
        return None
    kind = form.kind if form.kind in set(Kind) else ""
    return Narrowed(group_id=ids[0], show_id=ids[1], author_id=ids[2], kind=kind)


@dataclass(frozen=True, slots=True)
class _Posts:
    """Posts that answer one question of one reader."""

    asking: Asking
    words: PageWords

    def newest(self, after: int) -> tuple[list[_Hit], int, bool, int | None]:
        """A page of hits, how many there are from here on, whether these are all, where they go on. Four statements."""
        ids, is_all = self._ids(after or LAST)
        chosen = ids[:A_PAGE]
        hits = self._looked_at(chosen)
        goes_on = bool(chosen) and (len(ids) > A_PAGE or not is_all)
        return hits, len(ids) - len(chosen) + len(hits), is_all, chosen[-1] if goes_on else None

    def closest(self, after: int) -> tuple[list[_Hit], int, bool, int | None]:
        """The same in order of closeness among the newest. Shapes: a page goes on at a number of hits."""
        ids, is_all = self._ids(LAST)
        hits = sorted(self._looked_at(ids[:COUNTED]), key=lambda hit: (-hit.closeness, -hit.card.post_id))
        reached = after + A_PAGE
        left = len(ids) - min(len(ids), COUNTED) + len(hits) - after
        return hits[after:reached], max(0, left), is_all, reached if reached < len(hits) else None

    def _ids(self, before: int) -> tuple[list[int], bool]:
        return matching_posts(self.asking, before=before, limit=COUNTED + A_PAGE)

    def _looked_at(self, post_ids: Sequence[int]) -> list[_Hit]:
        """The posts as this reader gets them, in the same order; those that then hold no answer are left out."""
        if not post_ids:
            return []
        rows = db.session.execute(posts_selected().where(Post.id.in_(post_ids)).order_by(Post.id.desc())).all()
        posts = [stored_post(row) for row in rows]
        rooms = self._rooms(posts)
        hits = (self._hit(post, rooms[post.thread_id]) for post in posts if post.thread_id in rooms)
        return [hit for hit in hits if hit is not None]

    def _rooms(self, posts: Sequence[StoredPost]) -> Mapping[int, Room]:
        threads = threads_of_posts(self.asking.reader, {post.thread_id for post in posts}, self.asking.now)
        shows = show_ids_of(posts).union(*(thread.show_ids for thread, _ in threads.values()))
        sight = clearance(self.asking.reader, shows, self.asking.now)
        rooms = {
            key: room_from(self.asking.reader, there, sight, self.asking.now, words=self.words)
            for key, there in threads.items()
        }
        return {key: room for key, room in rooms.items() if room.facts.open}

    def _hit(self, post: StoredPost, room: Room) -> _Hit | None:
        if post.document is None or (
            room.decision.outcome is not Outcome.SHOWN and post.author_id != self.asking.reader.id
        ):
            return None
        redacted = redact(post.document, room.sight, self.asking.now, post_id=post.id, author_id=post.author_id)
        instead = said_instead(self.asking.reader, post, self.words)
        home = room.thread.show_id
        said = excerpt(redacted, room.sight.catalogues, self.words.press, WHOLE, home=home, said=instead)
        found = answer_in(said, self.asking.question)
        if found is None:
            return None
        snippet, times = found
        card = _card(post, room, snippet)
        until = earliest(room.decision.changes_at, redacted.valid_until)
        return _Hit(card, times / sqrt(len(said) + 100), room.topics, until)


def _card(post: StoredPost, room: Room, snippet: Snippet) -> HitCard:
    return HitCard(
        post_id=post.id,
        thread_id=post.thread_id,
        position=post.position,
        thread_title=room.title,
        group_slug=room.thread.group_slug,
        group_name=room.thread.group_name,
        author=post.author,
        created_at=post.created_at,
        snippet=snippet,
        sensitive=bool(room.topics),
    )
