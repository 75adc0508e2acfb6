"""What the worker does for this room. Handlers may run twice."""

from __future__ import annotations

from datetime import datetime

from forum.infra.jobs import every, handles
from forum.moderation.actions.forgetting import forget_requests
from forum.moderation.actions.gauging import gauge_after, gauge_rest, gauge_thread
from forum.moderation.actions.ledger import enter_act_on_thread, enter_direct_act
from forum.moderation.actions.notes import forget_notes
from forum.moderation.actions.purging import purge_removed
from forum.moderation.actions.rounds import close_round, open_round
from forum.moderation.actions.stale import call_out, mail_that_cases_wait
from forum.moderation.actions.waiting_appeals import mail_that_appeals_wait


@handles("post.sealed")
@handles("post.unsealed")
@handles("post.removed")
@handles("post.restored")
@handles("post.moved")
def write_down(payload: dict[str, object], now: datetime) -> None:  # noqa: ARG001 - the event has its own instant
    """A moderator acted on a post without a case: the ledger tells of it too."""
    enter_direct_act(int(str(payload["event_id"])))


@handles("thread.title-changed")
def write_down_title(payload: dict[str, object], now: datetime) -> None:  # noqa: ARG001 - the event has its own instant
    """A steward put a neutral title over a thread's, or gave the written one back."""
    enter_act_on_thread(int(str(payload["event_id"])))


@handles("post.sealed")
@handles("post.unsealed")
@handles("post.moved")
def gauge_again(payload: dict[str, object], now: datetime) -> None:
    """What its cases are about is another thing now."""
    gauge_after(int(str(payload["event_id"])), now)


@handles("thread.regated")
def gauge_thread_again(payload: dict[str, object], now: datetime) -> None:
    """The same for all cases in a thread."""
    gauge_thread(int(str(payload["thread_id"])), now)


@every(minutes=60)
def gauge_what_is_left(now: datetime) -> None:
    """Cases of before this was kept."""
    gauge_rest(now)


@handles("flag.raised")
def begin_to_wait(payload: dict[str, object], now: datetime) -> None:  # noqa: ARG001 - the case has its own instant
    """A case waits."""
    open_round(int(str(payload["case_id"])))


@handles("person.left")
def forget_answers(payload: dict[str, object], now: datetime) -> None:  # noqa: ARG001 - it does not matter when
    """What they answered to groups went with them."""
    forget_requests(int(str(payload["person_id"])))


@handles("case.decided")
def wait_no_more(payload: dict[str, object], now: datetime) -> None:  # noqa: ARG001 - the decision has its own instant
    """A case is decided."""
    close_round(int(str(payload["decision_id"])))


@every(minutes=60 * 24)
def watch_appeals(now: datetime) -> None:
    """Appeals that wait are called out."""
    mail_that_appeals_wait(now)


@every(minutes=60 * 24)
def tidy_notes(now: datetime) -> None:
    """Notes of long ago go."""
    forget_notes(now)


@every(minutes=60)
def let_go(now: datetime) -> None:
    """What was removed longer ago than anybody may appeal is emptied."""
    purge_removed(now)


@every(minutes=60)
def watch_the_clock(now: datetime) -> None:
    """What waits too long is called out."""
    call_out(now)


@handles("cases.wait")
def tell_that_cases_wait(payload: dict[str, object], now: datetime) -> None:
    """Moderators are written to."""
    mail_that_cases_wait(int(str(payload["group_id"])), int(str(payload["level"])), now)
