"""Conversations that part or come together: many posts move at once, by the same rule as one (`moving.py`).

Posts that were withdrawn or removed go along: if they are given back one day, it is where their conversation is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from forum.domain.covering import covers
from forum.domain.errors import Conflict, Invalid
from forum.domain.flags import MERGE_MOST, SPLIT_MOST
from forum.domain.people import Reader
from forum.domain.permissions import Action, require
from forum.infra.db import db, transaction
from forum.infra.hearing import Spoken, speak
from forum.infra.jobs import announce
from forum.infra.rows import holding
from forum.posts.actions.moving import REASON, aimed, carry_over, held_in_order
from forum.posts.finding import post_and_facts
from forum.posts.models import Post
from forum.presenting.threads import FROM_CALENDAR, Kind, thread_topics
from forum.shows.queries import catalogues
from forum.threads.actions.held import held_row
from forum.threads.actions.held import note as note_thread
from forum.threads.forms import RenameForm
from forum.threads.models import Thread, What
from forum.threads.queries import stored_thread

Detail = dict[str, Any]
"""What the way back has to know: {"from": thread, "thread": thread, "posts": [[id, position, version], ...], "answer":
post|None, "topics": before|None of the thread they went into, "locked": whether the one they left was locked}."""


def split_thread(actor: Reader, post_id: int, title: str, reason: str, now: datetime) -> Detail:
    """A post and everything that answers it, over any number of steps, become a thread of their own in the same group.

    It has the gate and the hard topics of the thread they come from, so that nothing becomes readable by it.
    Raises: `Missing`; `Denied`; `Invalid` for the title; `Conflict` "gone", "opening-post", "too-many-answers", or
    "thread-changed" when somebody wrote meanwhile.
    """
    form = RenameForm.read({"title": title, "reason": reason[:REASON]})
    with transaction():
        post, facts = post_and_facts(actor, post_id, now)
        require(actor, Action.POST_MOVE, replace(facts, thread=replace(facts.thread, target=facts.thread.group)))
        ids = _below(post_id, facts.thread.id)
        if len(ids) > SPLIT_MOST:
            raise Conflict("too-many-answers", most=SPLIT_MOST)
        posts, here = _held_posts(ids), held_row(facts.thread.id)
        if post.thread_id != here.id or _below(post_id, here.id) != ids:
            raise Conflict("thread-changed")
        if not post.stands:
            raise Conflict("gone")
        if post.position == 1 and here.kind not in FROM_CALENDAR:
            raise Conflict("opening-post")
        there = _own_thread(here, post, form.title, _topics(actor, here.id, now), now)
        detail = _detail(here, there, posts)
        note_thread(here, actor, What.SPLIT, now, form.reason, to=there.id)
        note_thread(there, actor, What.SPLIT_FROM, now, form.reason, **{"from": here.id})
        carry_over(actor, posts, (here, there), reason, now, by="split")
        announce("thread.started", thread_id=there.id, group_id=there.group_id)
        speak(Spoken(there.id, None, actor.id, title=form.title, topics=there.topics))
        return detail


def _own_thread(here: Thread, post: Post, title: str, topics: list[str], now: datetime) -> Thread:
    thread = Thread(
        group_id=here.group_id,
        kind=Kind.OPEN.value,
        show_id=here.show_id,
        gate=here.gate,
        title=title,
        author_id=post.author_id,
        created_at=now,
        opens_at=now,
        opened_at=now,
        active_at=now,
        topics=topics,
        last_position=0,
        post_count=0,
    )
    db.session.add(thread)
    db.session.flush()
    return thread


def merge_thread(actor: Reader, post_id: int, thread_id: int, reason: str, now: datetime) -> Detail:
    """The whole thread of a post goes into another one, at its end and in order; what is left leads there.

    Hard topics go along, so that a notice does.
    Raises: `Missing`; `Denied` without the right at both ends; `Invalid` under "thread" for one that is not there, not
    open yet, its own, or leads on itself; `Conflict` "calendar-stays" for an episode's thread, "too-many-posts",
    "would-open" where the other thread is open to more readers, "thread-changed" when somebody wrote meanwhile.
    """
    with transaction():
        _, facts = post_and_facts(actor, post_id, now)
        require(actor, Action.POST_MOVE, aimed(actor, facts, thread_id, {"thread": thread_id}, now))
        ids = _all_of(facts.thread.id)
        if len(ids) > MERGE_MOST:
            raise Conflict("too-many-posts", most=MERGE_MOST)
        posts = _held_posts(ids)
        here, there = held_in_order(facts.thread.id, thread_id)
        if _all_of(here.id) != ids:
            raise Conflict("thread-changed")
        _refuse_merge(here, there)
        detail = {**_detail(here, there, posts), "topics": list(there.topics)}
        _add_topics(actor, there, _topics(actor, here.id, now), reason, now)
        note_thread(here, actor, What.MERGED, now, reason[:REASON], to=there.id)
        note_thread(there, actor, What.MERGED_IN, now, reason[:REASON], **{"from": here.id})
        carry_over(actor, posts, (here, there), reason, now, by="merge")
        _lead_on(here, there, actor, reason, now)
        return detail


def _refuse_merge(here: Thread, there: Thread) -> None:
    if here.kind in FROM_CALENDAR:
        raise Conflict("calendar-stays")
    if there.merged_into_id is not None:
        raise Invalid({"thread": ["leads-on"]}, {"thread": there.id})
    mine, other = here.gate_now(), there.gate_now()
    if mine is None:
        return
    if other is None or not covers(other, mine, catalogues(mine.show_ids() | other.show_ids())):
        raise Conflict("would-open")


def unsplit_thread(actor: Reader, detail: Mapping[str, Any], reason: str, now: datetime) -> bool:
    """Everything of a thread that was split off goes back, what was there before to its old place; what is left leads
    there. Returns whether it was done: not when either end has been merged or moved to another group since.

    Raises: `Missing`; `Denied` without the right at both ends.
    """
    with transaction():
        ids = _all_of(detail["thread"])
        if not ids or len(ids) > MERGE_MOST:
            return False
        posts = _held_posts(ids)
        there, here = held_in_order(detail["thread"], detail["from"])
        led = there.merged_into_id is not None or here.merged_into_id is not None
        if led or there.group_id != here.group_id or _all_of(there.id) != ids:
            return False
        _may_both(actor, posts[0].id, here.id, now)
        _bring(actor, (there, here), posts, detail, reason, now=now)
        _lead_on(there, here, actor, reason, now)
        return True


def unmerge_thread(actor: Reader, detail: Mapping[str, Any], reason: str, now: datetime) -> bool:
    """The posts of a thread that went into another one go back to their old places, but for those that were moved on,
    or rewritten behind another gate, since. Returns whether it was done: not when the thread was opened again.

    Raises: `Missing`; `Denied` without the right at both ends.
    """
    with transaction():
        posts = _held_posts(number for number, _, _ in detail["posts"])
        here, there = held_in_order(detail["from"], detail["thread"])
        is_same = here.gate_now() == there.gate_now()
        versions = {number: version for number, _, version in detail["posts"]}
        posts = [one for one in posts if one.thread_id == there.id and (is_same or one.version == versions[one.id])]
        if here.merged_into_id != there.id or not posts:
            return False
        _may_both(actor, posts[0].id, here.id, now)
        here.merged_into_id = None
        if not detail["locked"]:
            here.locked_at = here.locked_by_id = here.lock_reason = None
        if len(posts) == len(versions):
            _take_topics(actor, there, detail, reason, now)
        _bring(actor, (there, here), posts, detail, reason, now=now)
        return True


def _bring(
    actor: Reader,
    ends: tuple[Thread, Thread],
    posts: list[Post],
    detail: Mapping[str, Any],
    reason: str,
    *,
    now: datetime,
) -> None:
    """Held posts back to the thread they came from, each to its old place if it had one."""
    here, home = ends
    places = {number: position for number, position, _ in detail["posts"]}
    note_thread(here, actor, What.GAVE_BACK, now, reason[:REASON], to=home.id)
    note_thread(home, actor, What.GOT_BACK, now, reason[:REASON], **{"from": here.id})
    carry_over(actor, posts, ends, reason, now, places=places, by="back")
    if home.answer_post_id is None and detail["answer"] in {one.id for one in posts}:
        home.answer_post_id = detail["answer"]
        note_thread(home, actor, What.ANSWERED, now, post_id=home.answer_post_id)


def _may_both(actor: Reader, post_id: int, home_id: int, now: datetime) -> None:
    _, facts = post_and_facts(actor, post_id, now)
    require(actor, Action.POST_MOVE, aimed(actor, facts, home_id, {}, now))


def _lead_on(here: Thread, there: Thread, actor: Reader, reason: str, now: datetime) -> None:
    here.merged_into_id = there.id
    here.pinned_at = here.pinned_by_id = None
    if here.locked_at is None:
        here.locked_at, here.locked_by_id, here.lock_reason = now, actor.id, reason[:REASON]


def _topics(actor: Reader, thread_id: int, now: datetime) -> list[str]:
    """All hard topics of a thread, those of its episode too."""
    found, _ = stored_thread(actor, thread_id, now)
    return sorted(thread_topics(found, catalogues(found.show_ids)))


def _add_topics(actor: Reader, thread: Thread, topics: Iterable[str], reason: str, now: datetime) -> None:
    wanted = sorted({*thread.topics, *topics})
    if wanted != thread.topics:
        note_thread(thread, actor, What.NOTED, now, reason[:REASON], **{"from": list(thread.topics), "to": wanted})
        thread.topics = wanted


def _take_topics(actor: Reader, thread: Thread, detail: Mapping[str, Any], reason: str, now: datetime) -> None:
    """What a merge had added, unless somebody has set other topics since."""
    before, added = detail["topics"], _topics(actor, detail["from"], now)
    if thread.topics == sorted({*before, *added}) and thread.topics != before:
        note_thread(thread, actor, What.NOTED, now, reason[:REASON], **{"from": list(thread.topics), "to": before})
        thread.topics = before


def _detail(here: Thread, there: Thread, posts: Iterable[Post]) -> Detail:
    return {
        "from": here.id,
        "thread": there.id,
        "posts": [[one.id, one.position, one.version] for one in posts],
        "answer": here.answer_post_id,
        "topics": None,
        "locked": here.locked_at is not None,
    }


def _below(post_id: int, thread_id: int) -> list[int]:
    """A post and all answers below it in its thread, by id; one more than a split takes at most. One statement."""
    tree = select(Post.id).where(Post.id == post_id).cte(recursive=True)
    answer = aliased(Post)
    tree = tree.union(
        select(answer.id).join(tree, answer.reply_to_id == tree.c.id).where(answer.thread_id == thread_id)
    )
    return sorted(db.session.scalars(select(tree.c.id).limit(SPLIT_MOST + 1)))


def _all_of(thread_id: int) -> list[int]:
    """All posts of a thread, by id; one more than a merge takes at most."""
    wanted = select(Post.id).where(Post.thread_id == thread_id).order_by(Post.position).limit(MERGE_MOST + 1)
    return sorted(db.session.scalars(wanted))


def _held_posts(ids: Iterable[int]) -> list[Post]:
    """The rows, held in the order of their ids; returned in the order of the conversation."""
    wanted = holding(select(Post).where(Post.id.in_(list(ids))).order_by(Post.id))
    rows = db.session.scalars(wanted.execution_options(populate_existing=True)).all()
    return sorted(rows, key=lambda one: (one.thread_id, one.position))
