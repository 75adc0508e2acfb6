"""Taking a break: from writing, from topics. Shows are hidden by a step of one's progress."""

from __future__ import annotations

from forum.accounts import actions as accounts
from forum.accounts.forms import BreakForm
from forum.api.answers import Answer
from forum.api.models.breaks import Break
from forum.api.operations import operation
from forum.api.people import member
from forum.care import queries
from forum.infra import clock
from forum.threads import actions as threads
from forum.threads.forms import TopicMutesForm

TAG = "you"


@operation("GET", "/me/break", tag=TAG, answer=Break, signed_in=True)
def get_break() -> Answer:
    """What you have put aside, and until when."""
    return Break.of(queries.break_page(member(), clock.now()))


@operation(
    "PUT", "/me/break", tag=TAG, answer=None, scope="write", body=BreakForm, limits=("change",), example={"days": 7}
)
def take_break(form: BreakForm) -> None:
    """Read, and do not write, for so many days. Nobody but you begins or ends it."""
    accounts.take_break(member(), form, clock.now())


@operation("DELETE", "/me/break", tag=TAG, answer=None, scope="write", limits=("change",))
def end_break() -> None:
    """Write again. Ended twice is ended once."""
    accounts.end_break(member(), clock.now())


@operation(
    "PUT",
    "/me/muted-topics",
    tag=TAG,
    answer=None,
    scope="write",
    body=TopicMutesForm,
    limits=("change",),
    example={"topics": ["suicide"], "days": 30},
)
def mute_topics(form: TopicMutesForm) -> None:
    """Keep threads about these topics, and no others, out of your lists, for so many days or until you change it."""
    threads.mute_topics(member(), form, clock.now())
