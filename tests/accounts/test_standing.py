"""Suspensions and site roles: who may, what happens at once, what is written down."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts import actions, queries
from forum.accounts.models import AccountEvent
from forum.domain.errors import Denied, Invalid, Missing
from forum.domain.people import Reader, SiteRole
from forum.infra import clock as clocks
from forum.infra.db import db
from tests.accounts.test_recovering import Mails
from tests.factories.accounts import address, administrator, moderator, person


def suspend(actor: Reader, target: Reader, **more: object) -> None:
    until = more.get("until", clocks.now() + timedelta(days=3))
    actions.suspend(actor, target.id or 0, until, str(more.get("reason", "spam")), clocks.now())


def test_a_suspension_has_who_when_why_and_an_end(app: Flask, clock: clocks.SetClock) -> None:
    mona, ann = moderator(), person("ann")
    suspend(mona, ann)
    assert queries.reader_of(ann.id or 0, clocks.now()).suspended
    event = db.session.scalars(select(AccountEvent)).one()
    assert (event.person_id, event.actor_id, event.kind, event.reason) == (ann.id, mona.id, "suspended", "spam")
    assert event.detail == "2026-11-25T12:00:00+00:00"
    db.session.rollback()
    clock.forward(timedelta(days=3))
    assert not queries.reader_of(ann.id or 0, clocks.now()).suspended


def test_it_can_be_lifted(app: Flask) -> None:
    mona, ann = moderator(), person("ann")
    suspend(mona, ann)
    actions.unsuspend(mona, ann.id or 0, "a mistake", clocks.now())
    assert not queries.reader_of(ann.id or 0, clocks.now()).suspended


def test_whoever_is_meant_is_told_by_mail(app: Flask, mails: Mails) -> None:
    anna, ann = administrator(), person("ann")
    for step in (
        lambda: suspend(anna, ann),
        lambda: actions.unsuspend(anna, ann.id or 0, "a mistake", clocks.now()),
        lambda: actions.unsuspend(anna, ann.id or 0, "once more", clocks.now()),
        lambda: actions.set_site_role(anna, ann.id or 0, SiteRole.MODERATOR, "welcome", clocks.now()),
        lambda: actions.set_site_role(anna, ann.id or 0, SiteRole.MODERATOR, "again", clocks.now()),
        lambda: actions.set_site_role(anna, ann.id or 0, SiteRole.MEMBER, "thank you", clocks.now()),
    ):
        step()
    told = [
        (mail.to, mail.subject, "you are a moderator" in mail.body, "like everybody else" in mail.body)
        for mail in mails()
    ]
    changed = "Your role on Watercooler has changed"
    assert told == [
        ([address("ann")], "Your account on Watercooler is suspended", False, False),
        ([address("ann")], "You can write on Watercooler again", False, False),
        ([address("ann")], changed, True, False),
        ([address("ann")], changed, False, True),
    ]


@pytest.mark.parametrize(
    ("actor", "target", "reason"),
    [
        (SiteRole.STRANGER, SiteRole.MEMBER, "sign-in"),
        (SiteRole.MEMBER, SiteRole.MEMBER, "staff-only"),
        (SiteRole.MODERATOR, SiteRole.MODERATOR, "administrators-only"),
        (SiteRole.MODERATOR, SiteRole.ADMINISTRATOR, "administrators-only"),
        (SiteRole.MODERATOR, SiteRole.MEMBER, ""),
        (SiteRole.ADMINISTRATOR, SiteRole.MEMBER, ""),
        (SiteRole.ADMINISTRATOR, SiteRole.MODERATOR, ""),
        (SiteRole.ADMINISTRATOR, SiteRole.ADMINISTRATOR, ""),
    ],
)
def test_who_may_suspend_whom(app: Flask, actor: SiteRole, target: SiteRole, reason: str) -> None:
    by = Reader.stranger() if actor is SiteRole.STRANGER else person("anna-by", actor)
    whom = person("bob-whom", target)
    if reason:
        with pytest.raises(Denied) as fault:
            suspend(by, whom)
        assert fault.value.reason == reason
    else:
        suspend(by, whom)
    assert queries.reader_of(whom.id or 0, clocks.now()).suspended is (reason == "")


def test_nobody_suspends_themselves_nor_while_suspended(app: Flask) -> None:
    mona, ann = moderator(), person("ann")
    with pytest.raises(Denied):
        suspend(mona, mona)
    suspended = moderator("nina")
    suspend(administrator(), suspended)
    with pytest.raises(Denied):
        suspend(queries.reader_of(suspended.id or 0, clocks.now()), ann)


@pytest.mark.parametrize(
    ("more", "field"),
    [({"reason": "  "}, "reason"), ({"until": clocks.datetime(2026, 11, 22, 12, tzinfo=clocks.UTC)}, "until")],
)
def test_it_needs_a_reason_and_an_end_to_come(app: Flask, more: dict[str, object], field: str) -> None:
    ann = person("ann")
    with pytest.raises(Invalid) as fault:
        suspend(moderator(), ann, **more)
    assert list(fault.value.errors) == [field]


def test_roles_are_given_by_administrators(app: Flask) -> None:
    ada, ann = administrator(), person("ann")
    actions.set_site_role(ada, ann.id or 0, SiteRole.MODERATOR, "help wanted", clocks.now())
    assert queries.reader_of(ann.id or 0, clocks.now()).role is SiteRole.MODERATOR
    assert db.session.scalars(select(AccountEvent.detail)).all() == ["moderator"]
    db.session.rollback()
    for actor in (moderator(), person("bob"), Reader.stranger()):
        with pytest.raises(Denied):
            actions.set_site_role(actor, actor.id or 1, SiteRole.ADMINISTRATOR, "me", clocks.now())


def test_the_last_administrator_stays(app: Flask) -> None:
    ada = administrator()
    with pytest.raises(Invalid):
        actions.set_site_role(ada, ada.id or 0, SiteRole.MEMBER, "tired", clocks.now())
    eve = administrator("eve")
    actions.set_site_role(ada, ada.id or 0, SiteRole.MEMBER, "tired", clocks.now())
    assert queries.reader_of(eve.id or 0, clocks.now()).is_administrator
    assert not queries.reader_of(ada.id or 0, clocks.now()).is_administrator


def test_nobody_there(app: Flask) -> None:
    with pytest.raises(Missing):
        actions.set_site_role(administrator(), 99, SiteRole.MEMBER, "x", clocks.now())
