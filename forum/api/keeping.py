"""Keeping order: what moderators and stewards do with threads and posts, each with its reason."""

from __future__ import annotations

from forum.api.answers import Answer
from forum.api.models.posts import PostWhole
from forum.api.models.threads import ThreadEvents, ThreadWhole
from forum.api.operations import operation
from forum.api.people import member, page_words
from forum.api.posts import get_post
from forum.api.threads import after, whole
from forum.domain.crisis import notice
from forum.infra import clock
from forum.infra.directory import directory
from forum.infra.web.reader import current_reader
from forum.posts import actions as posts
from forum.posts.forms import MovePostForm, RemoveForm, SealForm
from forum.posts.forms import ReasonForm as PostReasonForm
from forum.threads import actions as threads
from forum.threads.forms import MoveForm, OptionalReasonForm, ReasonForm, RenameForm
from forum.threads.queries import history_page

TAG = "keeping order"
_WHY = {"reason": "It turned into a quarrel."}
_KEEPING = {"tag": TAG, "scope": "moderate", "limits": ("decide",), "example": _WHY}
_THREAD = {**_KEEPING, "answer": ThreadWhole, "once": whole}
_POST = {**_KEEPING, "answer": PostWhole, "once": get_post}


@operation("GET", "/threads/<int:thread_id>/events", tag=TAG, answer=ThreadEvents)
def list_thread_events(thread_id: int) -> Answer:
    """What was done to a thread and why, the newest 50, for all who may read in its group."""
    reader = current_reader()
    page = history_page(reader, thread_id, clock.now(), words=page_words().titles)
    return ThreadEvents.of(page, notice=notice(directory(), page.topics, reader.country, reader.language))


@operation("POST", "/threads/<int:thread_id>/lock", body=ReasonForm, **_THREAD)
def lock_thread(thread_id: int, form: ReasonForm) -> Answer:
    """Let nobody but moderators write in a thread. Locked twice is locked once."""
    threads.lock_thread(member(), thread_id, form, clock.now())
    return after(thread_id, 0)


@operation("POST", "/threads/<int:thread_id>/unlock", body=ReasonForm, **_THREAD)
def unlock_thread(thread_id: int, form: ReasonForm) -> Answer:
    """Let members write in it again."""
    threads.unlock_thread(member(), thread_id, form, clock.now())
    return after(thread_id, 0)


@operation("POST", "/threads/<int:thread_id>/open", body=ReasonForm, **_THREAD)
def let_open(thread_id: int, form: ReasonForm) -> Answer:
    """Open an episode's thread that the group holds. 409 while the episode is not out."""
    threads.let_open(member(), thread_id, form, clock.now())
    return after(thread_id, 0)


@operation("POST", "/threads/<int:thread_id>/pin", body=ReasonForm, **_THREAD)
def pin_thread(thread_id: int, form: ReasonForm) -> Answer:
    """Put a thread above the others."""
    threads.pin_thread(member(), thread_id, form, clock.now())
    return after(thread_id, 0)


@operation("POST", "/threads/<int:thread_id>/unpin", body=ReasonForm, **_THREAD)
def unpin_thread(thread_id: int, form: ReasonForm) -> Answer:
    """Let it sink among the others again."""
    threads.unpin_thread(member(), thread_id, form, clock.now())
    return after(thread_id, 0)


@operation("POST", "/threads/<int:thread_id>/neutralise", body=OptionalReasonForm, **_THREAD)
def neutralise_title(thread_id: int, form: OptionalReasonForm) -> Answer:
    """Put a neutral title over one that gives something away; for stewards as well. Its author still reads it."""
    threads.neutralise_title(member(), thread_id, form, clock.now())
    return after(thread_id, 0)


@operation("POST", "/threads/<int:thread_id>/give-back-title", body=OptionalReasonForm, **_THREAD)
def give_back_title(thread_id: int, form: OptionalReasonForm) -> Answer:
    """Show the written title again. Nobody does that to a thread of their own."""
    threads.give_back_title(member(), thread_id, form, clock.now())
    return after(thread_id, 0)


@operation(
    "POST",
    "/threads/<int:thread_id>/move",
    body=MoveForm,
    **{**_THREAD, "example": {"group": "slow-burners", "reason": "It belongs there."}},
)
def move_thread(thread_id: int, form: MoveForm) -> Answer:
    """Move a thread to another group that you moderate too, named by its slug. 409 when the episode has one there."""
    threads.move_thread(member(), thread_id, form, clock.now())
    return after(thread_id, 0)


@operation(
    "POST",
    "/threads/<int:thread_id>/rename",
    body=RenameForm,
    **{
        **_THREAD,
        "scope": "write",
        "limits": ("amend",),
        "example": {"title": "The clock", "reason": "It gave too much away."},
    },
)
def rename_thread(thread_id: int, form: RenameForm) -> Answer:
    """Give a thread another title; for its author as well. Titles that the calendar makes stay."""
    threads.rename_thread(member(), thread_id, form, clock.now())
    return after(thread_id, 0)


@operation(
    "POST",
    "/posts/<int:post_id>/seal",
    body=SealForm,
    **{**_POST, "example": {"scope": "lost S01E02", "reason": "It tells who wrote the letter."}},
)
def seal_post(post_id: int, form: SealForm) -> Answer:
    """Draw the curtain over a whole post. `scope` as in a spoiler mark written there."""
    reader, now = member(), clock.now()
    posts.seal_post(reader, post_id, posts.read_seal(reader, post_id, form.scope, now), form.reason, now)
    return get_post(post_id)


@operation("POST", "/posts/<int:post_id>/unseal", body=PostReasonForm, **_POST)
def unseal_post(post_id: int, form: PostReasonForm) -> Answer:
    """Lift the curtain again. 409 when there is none."""
    posts.unseal_post(member(), post_id, form.reason, clock.now())
    return get_post(post_id)


@operation(
    "POST", "/posts/<int:post_id>/remove", body=RemoveForm, **{**_POST, "example": {"rule": "1", "reason": "Unkind."}}
)
def remove_post(post_id: int, form: RemoveForm) -> Answer:
    """Take a post away. `rule` is the number or the words of the group's rule that was broken."""
    posts.remove_post(member(), post_id, form.rule, form.reason, clock.now())
    return get_post(post_id)


@operation("POST", "/posts/<int:post_id>/restore", body=PostReasonForm, **_POST)
def restore_post(post_id: int, form: PostReasonForm) -> Answer:
    """Put a removed post back. 409 when it was not removed."""
    posts.restore_post(member(), post_id, form.reason, clock.now())
    return get_post(post_id)


@operation(
    "POST",
    "/posts/<int:post_id>/move",
    body=MovePostForm,
    **{**_POST, "example": {"thread": 12, "reason": "It is about the next episode."}},
)
def move_post(post_id: int, form: MovePostForm) -> Answer:
    """Move a post to the end of another thread, for moderators at both ends. Its id and its address stay."""
    posts.move_post(member(), post_id, form, clock.now())
    return get_post(post_id)


@operation("PUT", "/posts/<int:post_id>/answer", tag=TAG, answer=ThreadWhole, scope="write", limits=("amend",))
def take_answer(post_id: int) -> Answer:
    """Say that this post answers its thread's question; for who asked it, and for moderators."""
    posts.take_answer(member(), post_id, clock.now())
    return after(get_post(post_id).post.thread_id, 0)


@operation("DELETE", "/threads/<int:thread_id>/answer", tag=TAG, answer=ThreadWhole, scope="write", limits=("amend",))
def clear_answer(thread_id: int) -> Answer:
    """The question is open again."""
    threads.clear_answer(member(), thread_id, clock.now())
    return after(thread_id, 0)
