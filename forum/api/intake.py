"""Before a case: posts that wait, if-then rules with their dry run, the pace of a group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forum.api.answers import Answer, Made
from forum.api.asking import ListQuery
from forum.api.cursors import cursor, place_of
from forum.api.door import PREFIX
from forum.api.models.intake import (
    Because,
    IfThenRule,
    IfThenRules,
    Pace,
    Trial,
    Tried,
    Waiting,
    WaitingOne,
    WaitingPosts,
)
from forum.api.operations import operation
from forum.api.people import member
from forum.domain.permissions import Action, CaseFacts, require
from forum.groups.queries import group_facts
from forum.infra import clock
from forum.infra.directory import directory
from forum.intake import actions, queries
from forum.intake.forms import AutomationForm, PaceForm, SwitchForm, WaitingForm
from forum.intake.queries.trying import THREADS
from forum.posts.words import current_page_words
from forum.presenting.intake import WaitingCard, WaitingPage

TAG = "moderation"
_KEY = "moderate"
_RULE = {"name": "Shops", "sites": "cheap.example", "deed": "hold", "reason": "spam", "note": "We had a flood."}
FURTHEST = 10_000


def _why(pairs: tuple[tuple[str, str], ...]) -> list[Because]:
    return [Because(code=code, value=value) for code, value in pairs]


def _waiting(card: WaitingCard) -> Waiting:
    return Waiting.of(card, why=_why(card.why), body_html=str(card.body_html))


def _posts(page: WaitingPage) -> WaitingPosts:
    return WaitingPosts.of(page, posts=[_waiting(card) for card in page.posts])


@operation("GET", "/groups/<slug>/waiting", tag=TAG, answer=WaitingPosts, scope=_KEY, signed_in=True)
def list_waiting(slug: str) -> Answer:
    """Posts of a group that wait for a moderator, oldest first."""
    return _posts(queries.waiting_page(member(), slug, directory(), clock.now(), words=current_page_words()))


@operation("GET", "/me/waiting", tag=TAG, answer=WaitingPosts, signed_in=True)
def list_own_waiting() -> Answer:
    """What you sent and others do not see yet, or will not."""
    return _posts(queries.own_waiting(member(), directory(), clock.now(), words=current_page_words()))


def _one(page: WaitingPage) -> WaitingOne:
    return WaitingOne.of(page, post=_waiting(page.posts[0]))


@operation("GET", "/waiting/<int:waiting_id>", tag=TAG, answer=WaitingOne, signed_in=True)
def get_waiting(waiting_id: int) -> Answer:
    """One of them, for its author and for the moderators of its group."""
    page = queries.waiting_card(member(), waiting_id, directory(), clock.now(), words=current_page_words())
    return _one(page)


@operation("POST", "/waiting/<int:waiting_id>/reading", tag=TAG, answer=WaitingOne, scope=_KEY, limits=("decide",))
def read_waiting(waiting_id: int) -> Answer:
    """Read it although it is about what you have not seen. It is written down, each time."""
    queries.waiting_card(member(), waiting_id, directory(), clock.now())
    actions.note_reading(member(), waiting_id, clock.now())
    return _one(queries.read_anyway(member(), waiting_id, directory(), clock.now(), words=current_page_words()))


@operation(
    "POST",
    "/waiting/<int:waiting_id>/decision",
    tag=TAG,
    answer=WaitingOne,
    scope=_KEY,
    body=WaitingForm,
    limits=("decide",),
    example={"outcome": "declined", "reason": "It is an advertisement."},
    once=get_waiting,
)
def decide_waiting(waiting_id: int, form: WaitingForm) -> Answer:
    """Let it in, or decline it with a reason. 409 when somebody was faster."""
    get_waiting(waiting_id)
    actions.decide_waiting(member(), waiting_id, form, clock.now())
    return get_waiting(waiting_id)


@operation("DELETE", "/waiting/<int:waiting_id>", tag=TAG, answer=None, scope="write", limits=("decide",))
def take_back_waiting(waiting_id: int) -> None:
    """You do not want it any more."""
    actions.take_back(member(), waiting_id, clock.now())


@operation("GET", "/groups/<slug>/automations", tag=TAG, answer=IfThenRules, scope=_KEY, signed_in=True)
def list_automations(slug: str) -> Answer:
    """The if-then rules of a group, oldest first."""
    return IfThenRules(rules=[IfThenRule.of(card) for card in queries.automation_cards(member(), slug, clock.now())])


@operation("GET", "/automations/<int:automation_id>", tag=TAG, answer=IfThenRule, scope=_KEY, signed_in=True)
def get_automation(automation_id: int) -> Answer:
    """One of them, whatever became of it."""
    return IfThenRule.of(queries.automation_card(member(), automation_id, clock.now())[0])


@operation(
    "POST",
    "/groups/<slug>/automations",
    tag=TAG,
    answer=IfThenRule,
    scope=_KEY,
    body=AutomationForm,
    status=201,
    limits=("change",),
    example=_RULE,
    once=True,
)
def write_automation(slug: str, form: AutomationForm) -> Made:
    """Write a rule. It is switched off: look at its trial first."""
    number = actions.write_automation(member(), slug, form, clock.now())
    return Made(get_automation(number), f"{PREFIX}/automations/{number}")


@operation(
    "POST",
    "/automations/<int:automation_id>/versions",
    tag=TAG,
    answer=IfThenRule,
    scope=_KEY,
    body=AutomationForm,
    status=201,
    limits=("change",),
    example=_RULE,
    once=True,
)
def amend_automation(automation_id: int, form: AutomationForm) -> Made:
    """Write it anew: a new version takes its place, switched off. 409 when a newer one is there."""
    number = actions.amend_automation(member(), automation_id, form, clock.now())
    return Made(get_automation(number), f"{PREFIX}/automations/{number}")


@operation(
    "PUT",
    "/automations/<int:automation_id>/switch",
    tag=TAG,
    answer=IfThenRule,
    scope=_KEY,
    body=SwitchForm,
    limits=("change",),
    example={"to": "on"},
)
def switch_automation(automation_id: int, form: SwitchForm) -> Answer:
    """On, off, or away."""
    actions.switch_automation(member(), automation_id, form, clock.now())
    return get_automation(automation_id)


@operation(
    "GET", "/automations/<int:automation_id>/trial", tag=TAG, answer=Trial, scope=_KEY, query=ListQuery, signed_in=True
)
def try_automation(automation_id: int, query: ListQuery) -> Answer:
    """What it would have met in the past thirty days, before anybody switches it on."""
    after = min(place_of(query.cursor, "a", 0) * THREADS, FURTHEST)
    page = queries.tried(member(), automation_id, after, directory(), clock.now(), words=current_page_words())
    return Trial.of(
        page,
        rule=IfThenRule.of(page.rule),
        found=[Tried.of(card, because=_why(card.because)) for card in page.found],
        next_cursor=cursor("a", int(page.following) // THREADS) if page.following else None,
    )


@operation("GET", "/groups/<slug>/pace", tag=TAG, answer=Pace, scope=_KEY, signed_in=True)
def get_pace(slug: str) -> Answer:
    """What the group asks of newcomers and of everybody's pace, for its moderators."""
    facts = group_facts(member(), slug, clock.now())
    require(member(), Action.CASE_READ, CaseFacts(0, facts))
    known: Mapping[str, Any] = PaceForm().model_dump() | dict(queries.pace_of(facts.id))
    return Pace.model_validate(known)


@operation(
    "PUT",
    "/groups/<slug>/pace",
    tag=TAG,
    answer=Pace,
    scope=_KEY,
    body=PaceForm,
    limits=("change",),
    example={"first_posts": 2, "hold_first": True, "newcomer_links": 1, "premiere_seconds": 30, "later_seconds": 0},
)
def set_pace(slug: str, form: PaceForm) -> Answer:
    """Say it."""
    actions.set_pace(member(), slug, form, clock.now())
    return get_pace(slug)
