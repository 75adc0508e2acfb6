"""Notices by anybody: confirmed by mail, one case, one answer, and no answer tells what there is."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.domain.errors import Missing
from forum.infra import clock, jobs
from forum.infra.db import db
from forum.intake.actions import answering, noticing
from forum.intake.forms import NoticeAnswerForm
from forum.intake.models import PublicNotice
from forum.moderation.models import Case, Flag
from tests.conftest import NOW
from tests.factories import accounts, groups, posts
from tests.moderation.conftest import Court, court

__all__ = ["court"]

SAID = {
    "name": "Nora Outside",
    "email": "nora@outside.example",
    "reason": "illegal",
    "words": "This names my home address, which is against the law.",
    "good_faith": "true",
}


def sent(app: Flask, url: str, wrong: dict[str, str] | None = None) -> Any:
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client().post("/notice", data={**SAID, "url": url, **(wrong or {})})


def mails(app: Flask) -> list[Any]:
    jobs.drain(clock.now())
    return [one for one in app.extensions["mailman"].outbox if one.to == [SAID["email"]]]


def key_in(mail: Any) -> str:
    found = re.search(r"/notice/confirm/([A-Za-z0-9_-]+)", mail.body)
    assert found is not None
    return found[1]


def test_the_whole_way(app: Flask, court: Court) -> None:
    app.extensions["mailman"].outbox = []
    assert sent(app, f"https://forum.example/p/{court.post_id}").headers["Location"] == "/notice/sent"
    assert db.session.scalar(select(func.count(Case.id))) == 0
    key = key_in(mails(app)[0])
    assert app.test_client().get(f"/notice/confirm/{key}").status_code == 200
    assert db.session.scalar(select(func.count(Case.id))) == 0
    for _ in range(2):
        assert app.test_client().post(f"/notice/confirm/{key}").status_code == 200
    case = db.session.scalars(select(Case)).one()
    flag = db.session.scalars(select(Flag)).one()
    assert (case.target_id, flag.person_id, flag.reason) == (court.post_id, None, "illegal")
    assert "Nora" not in flag.why
    court.decide(court.mona, case.id, "remove", rule=1)
    subjects = [one.subject for one in mails(app)]
    assert subjects == [
        "Please confirm your notice to Watercooler",
        "We have received your notice",
        "What became of your notice",
    ]
    assert "did something about it" in mails(app)[-1].body
    assert not any("home address" in one.body for one in mails(app))


def test_every_address_is_answered_alike(app: Flask, court: Court) -> None:
    app.extensions["mailman"].outbox = []
    attic = groups.hidden_group(court.ann)
    hidden = posts.post(court.ann, groups.thread(attic, court.ann, kind="open"), "Hidden words.")
    answers = []
    for url in (
        f"https://forum.example/p/{hidden}",
        "https://forum.example/p/99999",
        "https://else.example/",
        "http://x/p/" + "9" * 40,
    ):
        app.extensions["mailman"].outbox = []
        page = sent(app, url)
        key = key_in(mails(app)[0])
        done = app.test_client().post(f"/notice/confirm/{key}")
        said = [(one.subject, re.sub(r"confirm/[^\s]+", "confirm/KEY", one.body)) for one in mails(app)]
        answers.append(
            (page.status_code, page.headers["Location"], done.status_code, done.text.count("Thank you"), said)
        )
    assert all(one == answers[0] for one in answers)


@pytest.mark.parametrize(
    ("field", "value"),
    [("email", "nobody"), ("url", "p/1"), ("words", "bad"), ("name", ""), ("good_faith", ""), ("reason", "spoiler")],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(app: Flask, field: str, value: str) -> None:
    answer = sent(app, "https://forum.example/p/1", {field: value})
    assert answer.status_code == 422
    assert ("which is against the law" in answer.text) is (field != "words")
    assert db.session.scalar(select(func.count(PublicNotice.id))) == 0


def test_old_ones_are_forgotten(app: Flask, court: Court) -> None:
    app.extensions["mailman"].outbox = []
    sent(app, "https://forum.example/")
    key = key_in(mails(app)[0])
    with pytest.raises(Missing):
        noticing.confirm_notice(key, NOW + timedelta(days=3))
    noticing.forget_notices(NOW + timedelta(days=3))
    assert db.session.scalar(select(func.count(PublicNotice.id))) == 0
    sent(app, "https://forum.example/")
    noticing.confirm_notice(key_in(mails(app)[-1]), NOW)
    number = db.session.scalars(select(PublicNotice.id)).one()
    said = NoticeAnswerForm.read({"outcome": "kept", "words": "There was nothing to act on."})
    answering.answer_notice(accounts.moderator("ada"), number, said, NOW + timedelta(days=4))
    noticing.forget_notices(NOW + timedelta(days=300))
    assert db.session.scalar(select(func.count(PublicNotice.id))) == 1
    noticing.forget_notices(NOW + timedelta(days=370))
    assert db.session.scalar(select(func.count(PublicNotice.id))) == 0


def test_it_is_found_from_every_page(app: Flask) -> None:
    assert 'href="/notice"' in app.test_client().get("/about").text
