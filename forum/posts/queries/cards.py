"""Stored posts as cards for one reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from forum.domain.labels import label
from forum.domain.people import Reader
from forum.domain.permissions import Action, ThreadFacts, judge
from forum.domain.spoilers import Outcome
from forum.posts.forms import Nod
from forum.posts.pressing import NOTHING, Place, print_body
from forum.posts.queries.asides import said_instead, with_folds
from forum.posts.queries.rows import Marks, StoredPost
from forum.presenting.posts import ENGLISH, MayPost, PageWords, PostCard, ReactionCard, ReplyToCard, may_post

NO_NODS = tuple(ReactionCard(nod.value, 0, False) for nod in Nod)


@dataclass(slots=True)
class Showing:
    """What the cards of one page share: the reader, the thread and the words.

    Shapes: `read_to` = the last position this reader had read, None when it does not matter; `plain` = with texts and
    excerpts beside the markup; `quiet` = the thread carries a crisis-line notice, and nobody's nods are counted in it.
    """

    reader: Reader
    thread: ThreadFacts
    place: Place
    words: PageWords = ENGLISH
    answer_post_id: int | None = None
    read_to: int | None = None
    plain: bool = False
    quiet: bool = False
    _rights: dict[tuple[object, ...], MayPost] = field(default_factory=dict)

    def cards(self, posts: Sequence[StoredPost], marks: Marks) -> tuple[PostCard, ...]:
        """The cards, in the order of the posts."""
        return tuple(self.card(post, marks) for post in posts)

    def card(self, post: StoredPost, marks: Marks) -> PostCard:
        """One card."""
        own = post.held is not None and self._is_mine(post)
        document = post.held if own else post.document
        printed = print_body(
            document,
            self.place,
            post_id=post.id,
            author_id=post.author_id,
            plain=self.plain,
            said=said_instead(self.reader, post, self.words) if self.plain else None,
        )
        body = printed or NOTHING
        readable = printed is not None
        return PostCard(
            id=post.id,
            thread_id=post.thread_id,
            position=post.position,
            author=post.author,
            created_at=post.created_at,
            edited_at=post.edited_at,
            version=post.version,
            body_html=with_folds(body.html, self.reader, post, self.words),
            body_text=body.text,
            excerpt=body.excerpt,
            valid_until=body.valid_until,
            closed=body.closed,
            openable=body.openable,
            state=_state(post, readable=readable),
            may=self._may(post, readable=readable),
            reason=self._reason(post),
            purged_at=post.purged_at,
            seal_label=self._seal_label(post),
            reply_to=self._answered(post),
            is_answer=post.id == self.answer_post_id,
            is_new=self._is_new(post) and body.readable,
            mine=self._is_mine(post),
            aside=self.reader.keeps_aside(post.author_id),
            reactions=_nods(marks, post, shut=self.quiet or body.closed > 0) if readable else (),
        )

    def _may(self, post: StoredPost, *, readable: bool) -> MayPost:
        """What the rules say, asked once for all posts that are alike to them.

        Of the author the rules ask one thing: whether it is the reader.
        """
        is_answer = post.id == self.answer_post_id
        alike = (
            post.author_id == self.reader.id,
            post.removed,
            post.withdrawn,
            post.seal is not None,
            readable,
            is_answer,
            post.position == 1,
        )
        known = self._rights.get(alike)
        if known is None:
            facts, sealed = post.facts(self.thread), post.seal is not None
            known = may_post(
                self.reader,
                facts,
                sealed=sealed,
                open_to_words=readable,
                is_answer=is_answer,
                is_opening=post.position == 1,
            )
            self._rights[alike] = known
        return known

    def _is_mine(self, post: StoredPost) -> bool:
        return self.reader.id is not None and post.author_id == self.reader.id

    def _is_new(self, post: StoredPost) -> bool:
        new = self.read_to is not None and post.position > self.read_to
        return new and not self._is_mine(post) and post.author_id not in self.reader.aside

    def _answered(self, post: StoredPost) -> ReplyToCard | None:
        """What it answers, without the name of somebody whom the reader has put aside."""
        to = post.reply_to
        if to is None or to.author is None or to.author.id not in self.reader.aside:
            return to
        return replace(to, author=None)

    def _reason(self, post: StoredPost) -> str | None:
        """The rule for everybody; the moderator's words, which may spoil as well, for the author and for moderators who
        have seen what it was about."""
        if not post.removed:
            return None
        inside = self._is_mine(post) or (
            judge(self.reader, Action.POST_REMOVE, post.facts(self.thread)).allowed and self._has_seen(post)
        )
        rule = post.removed_rule or ""
        pattern = self.words.rule if rule.isdigit() else self.words.rule_in_words
        said = (pattern.format(rule=rule) if rule else None, post.removed_reason if inside else None)
        return " · ".join(part for part in said if part) or None

    def _has_seen(self, post: StoredPost) -> bool:
        """Of words that are kept no longer nobody knows what they were about."""
        sight, now = self.place.clearance, self.place.now
        seen = all(sight.decide(gate, now).outcome is Outcome.SHOWN for gate in post.about)
        return seen and post.purged_at is None

    def _seal_label(self, post: StoredPost) -> str | None:
        if post.seal is None:
            return None
        named = post.seal.show_id != self.place.home
        return label(post.seal, self.place.clearance.catalogues, show=named, words=self.words.press.labels)


def _nods(marks: Marks, post: StoredPost, *, shut: bool) -> tuple[ReactionCard, ...]:
    """What people nodded. Where any words are closed not even that: ten gasps say something, and nobody can tell at
    which words. Nor in a thread with the notice: there a post that tells of need is no contest, and if it alone had no
    numbers, everybody would know what was found in it. One's own stay."""
    nods = marks.nods.get(post.id, NO_NODS)
    return tuple(ReactionCard(nod.code, int(nod.mine), nod.mine) for nod in nods) if shut else nods


def _state(post: StoredPost, *, readable: bool) -> str:
    if post.removed:
        return "removed"
    if post.withdrawn:
        return "withdrawn"
    if not readable:
        return "broken"
    if post.held is not None:
        return "held"
    return "sealed" if post.seal is not None else "open"


def is_readable(post: StoredPost, place: Place) -> bool:
    """Whether this reader gets any word of a post that stands."""
    printed = print_body(post.document, place, post_id=post.id, author_id=post.author_id)
    return post.stands and printed is not None and printed.readable


def earliest(*instants: datetime | None) -> datetime | None:
    """The first of these instants; None when there is none."""
    return min((instant for instant in instants if instant is not None), default=None)
