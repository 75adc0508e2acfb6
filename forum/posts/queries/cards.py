"""Stored posts as cards for one reader."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from forum.domain.labels import label
from forum.domain.people import Reader
from forum.domain.permissions import Action, ThreadFacts, judge
from forum.posts.forms import Nod
from forum.posts.pressing import NOTHING, Place, print_body
from forum.posts.queries.rows import Marks, StoredPost
from forum.presenting.posts import ENGLISH, PageWords, PostCard, ReactionCard, may_post

NO_NODS = tuple(ReactionCard(nod.value, 0, False) for nod in Nod)


def post_cards(
    reader: Reader,
    posts: Sequence[StoredPost],
    thread: ThreadFacts,
    marks: Marks,
    place: Place,
    *,
    answer_post_id: int | None = None,
    read_to: int | None = None,
    words: PageWords = ENGLISH,
    plain: bool = False,
) -> tuple[PostCard, ...]:
    """The cards, in the order of the posts.

    Shapes: `read_to` = the last position this reader had read, None when it does not matter.
    """
    return tuple(
        _card(
            reader, post, thread, marks, place, answer_post_id=answer_post_id, read_to=read_to, words=words, plain=plain
        )
        for post in posts
    )


def _card(
    reader: Reader,
    post: StoredPost,
    thread: ThreadFacts,
    marks: Marks,
    place: Place,
    *,
    answer_post_id: int | None,
    read_to: int | None,
    words: PageWords,
    plain: bool,
) -> PostCard:
    printed = print_body(post.document, place, post_id=post.id, author_id=post.author_id, plain=plain)
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
        body_html=body.html,
        body_text=body.text,
        excerpt=body.excerpt,
        valid_until=body.valid_until,
        closed=body.closed,
        openable=body.openable,
        state=_state(post, readable=readable),
        may=may_post(
            reader,
            post.facts(thread),
            sealed=post.seal is not None,
            open_to_words=readable,
            is_answer=post.id == answer_post_id,
        ),
        reason=_reason(post, reader, thread, words),
        seal_label=_seal_label(post, place),
        reply_to=post.reply_to,
        is_answer=post.id == answer_post_id,
        is_new=read_to is not None and post.position > read_to and post.author_id != reader.id,
        mine=reader.id is not None and post.author_id == reader.id,
        reactions=marks.nods.get(post.id, NO_NODS) if readable else (),
    )


def _state(post: StoredPost, *, readable: bool) -> str:
    if post.removed:
        return "removed"
    if post.withdrawn:
        return "withdrawn"
    if not readable:
        return "broken"
    return "sealed" if post.seal is not None else "open"


def _reason(post: StoredPost, reader: Reader, thread: ThreadFacts, words: PageWords) -> str | None:
    """The rule for everybody; the moderator's words, which may spoil as well, for the author and moderators."""
    if not post.removed:
        return None
    inside = post.author_id == reader.id or judge(reader, Action.POST_REMOVE, post.facts(thread)).allowed
    rule = post.removed_rule or ""
    pattern = words.rule if rule.isdigit() else words.rule_in_words
    said = (pattern.format(rule=rule) if rule else None, post.removed_reason if inside else None)
    return " · ".join(part for part in said if part) or None


def _seal_label(post: StoredPost, place: Place) -> str | None:
    if post.seal is None:
        return None
    named = post.seal.show_id != place.home
    return label(post.seal, place.clearance.catalogues, show=named, words=place.words.labels)


def earliest(*instants: datetime | None) -> datetime | None:
    """The first of these instants; None when there is none."""
    return min((instant for instant in instants if instant is not None), default=None)
