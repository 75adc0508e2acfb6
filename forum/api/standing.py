"""Standing on the site: who may write, for staff. Site roles are given on the pages alone, never with a key."""

from __future__ import annotations

from datetime import timedelta

from forum.accounts import actions
from forum.accounts.forms import SuspendForm, UnsuspendForm
from forum.accounts.queries import person_by_handle, standing_page
from forum.api.answers import Answer
from forum.api.models.standing import SiteStanding, StaffAct
from forum.api.operations import operation
from forum.api.people import member
from forum.infra import clock

TAG = "people"
_KEY = "moderate"


@operation("GET", "/people/<handle>/standing", tag=TAG, answer=SiteStanding, scope=_KEY, signed_in=True)
def get_standing(handle: str) -> Answer:
    """Whether somebody may write, and what staff did to their account, the newest 50; for staff."""
    page = standing_page(member(), person_by_handle(handle), clock.now())
    return SiteStanding.of(page, events=[StaffAct.of(one) for one in page.events])


@operation(
    "POST",
    "/people/<handle>/suspension",
    tag=TAG,
    answer=SiteStanding,
    scope=_KEY,
    body=SuspendForm,
    limits=("decide",),
    example={"days": 3, "reason": "Advertising in five groups."},
    once=get_standing,
)
def suspend(handle: str, form: SuspendForm) -> Answer:
    """Take away somebody's writing for so many days. They are told why; their keys and sign-ins end."""
    now, person = clock.now(), person_by_handle(handle)
    standing_page(member(), person, now)  # others than staff learn nothing of who may be suspended
    actions.suspend(member(), person.id, now + timedelta(days=form.days), form.reason, now)
    return get_standing(handle)


@operation(
    "POST",
    "/people/<handle>/suspension/end",
    tag=TAG,
    answer=SiteStanding,
    scope=_KEY,
    body=UnsuspendForm,
    limits=("decide",),
    example={"reason": "Talked it over."},
    once=get_standing,
)
def unsuspend(handle: str, form: UnsuspendForm) -> Answer:
    """Give it back early."""
    actions.unsuspend(member(), person_by_handle(handle).id, form.reason, clock.now())
    return get_standing(handle)
