"""When mails come, what a digest says, and how lists of mails end."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from forum.domain.people import Reader
from forum.infra import jobs
from forum.infra.clock import SetClock
from forum.infra.db import db
from forum.infra.directory import directory
from forum.notifications.choosing import choose_mails, mail_choices
from forum.notifications.digests import begin_digests, digest_day, send_digest
from forum.notifications.forms import MailChoices
from forum.notifications.models import Cadence, Digest, Notification
from forum.notifications.stopping import read_stop_key, stop_key
from forum.threads.actions import mark_read, note_topics
from tests.conftest import counting
from tests.factories import accounts, groups, posts, shows
from tests.moderation.conftest import CANARY, Court, court

__all__ = ["court"]

SECRET = "a secret for tests only, thirty-two characters"


@pytest.fixture(autouse=True)
def _empty(app: Flask) -> None:
    app.extensions["mailman"].outbox = []


def sent(app: Flask) -> list[Any]:
    return list(app.extensions["mailman"].outbox)


def choose(who: Reader, at: datetime, **cadences: str) -> None:
    choose_mails(who, MailChoices.read(cadences), at)


def answered(court: Court, clock: SetClock, words: str = "Yes.") -> int:
    post_id = posts.post(court.ben, court.thread_id, words, reply_to=court.post_id)
    jobs.drain(clock.instant)
    return post_id


def morning(clock: SetClock, days: int = 1) -> datetime:
    """Just after seven, so many days later, in UTC."""
    clock.set((clock.instant + timedelta(days=days)).replace(hour=7, minute=1))
    begin_digests(clock.instant)
    jobs.drain(clock.instant)
    return clock.instant


def test_without_a_choice_mails_come_at_once(app: Flask, court: Court, clock: SetClock) -> None:
    answered(court, clock)
    assert [one.subject for one in sent(app)] == ["Somebody answered you on Watercooler"]
    morning(clock)
    assert len(sent(app)) == 1


def test_never_means_never_and_the_list_has_it_all_the_same(app: Flask, court: Court, clock: SetClock) -> None:
    choose(court.ann, clock.instant, reply="never")
    answered(court, clock)
    morning(clock)
    assert sent(app) == []
    assert db.session.scalars(select(Notification.about)).all() == ["reply"]


def test_a_daily_digest_comes_once_in_the_morning(app: Flask, court: Court, clock: SetClock) -> None:
    choose(court.ann, clock.instant, reply="daily")
    first, second = answered(court, clock), answered(court, clock, f"No, {CANARY}!")
    assert sent(app) == []
    morning(clock)
    (mail,) = sent(app)
    assert (mail.to, mail.subject) == (["ann@people.example"], "Your day on Watercooler")
    for text in (mail.body, mail.alternatives[0][0]):
        assert [f"/p/{one}" in text for one in (first, second)] == [True, True]
        assert "ben answered you in “All sorts”." in text
        assert CANARY not in text
    begin_digests(clock.instant)
    morning(clock)
    assert len(sent(app)) == 1


def test_a_weekly_digest_waits_for_monday(app: Flask, court: Court, clock: SetClock) -> None:
    choose(court.ann, clock.instant, reply="weekly")
    answered(court, clock)
    assert clock.instant.strftime("%A") == "Sunday"
    morning(clock)
    assert [one.subject for one in sent(app)] == ["Your week on Watercooler"]
    answered(court, clock)
    morning(clock)
    assert len(sent(app)) == 1
    morning(clock, 6)
    assert len(sent(app)) == 2


@pytest.mark.parametrize(
    ("zone", "at", "day"),
    [
        ("UTC", "2026-11-22T06:59:00+00:00", date(2026, 11, 21)),
        ("UTC", "2026-11-22T07:00:00+00:00", date(2026, 11, 22)),
        ("Asia/Tokyo", "2026-11-21T22:00:00+00:00", date(2026, 11, 22)),
        ("America/Los_Angeles", "2026-11-22T14:00:00+00:00", date(2026, 11, 21)),
    ],
)
def test_the_morning_is_that_of_whoever_gets_it(zone: str, at: str, day: date) -> None:
    assert digest_day(Cadence.DAILY, zone, datetime.fromisoformat(at)) == day
    assert digest_day(Cadence.WEEKLY, zone, datetime.fromisoformat(at)) == date(2026, 11, 16)


def test_what_was_read_or_is_gone_is_in_no_digest(app: Flask, court: Court, clock: SetClock) -> None:
    choose(court.ann, clock.instant, reply="daily")
    read, gone = answered(court, clock), answered(court, clock)
    posts.row(gone).withdrawn_at = clock.instant
    db.session.scalars(select(Notification).where(Notification.subject_id == read)).one().read_at = clock.instant
    db.session.commit()
    morning(clock)
    assert sent(app) == []
    assert db.session.scalars(select(Notification.id).where(Notification.mailed_at.is_(None))).all() == []


def test_who_left_a_hidden_group_hears_nothing_of_it(app: Flask, court: Court, clock: SetClock) -> None:
    """The right is looked at when the mail is made, not when it happened."""
    attic = groups.hidden_group(court.ben)
    groups.member(attic, court.ann)
    thread_id = posts.started(court.ann, attic, "Secret", "A word.")
    choose(court.ann, clock.instant, reply="daily")
    first = db.session.scalars(select(posts.Post.id).where(posts.Post.thread_id == thread_id)).one()
    posts.post(court.ben, thread_id, "Yes.", reply_to=first)
    jobs.drain(clock.instant)
    db.session.execute(groups.Membership.__table__.delete().where(groups.Membership.person_id == court.ann.id))
    db.session.commit()
    morning(clock)
    assert sent(app) == []


def test_a_digest_names_no_hidden_group_and_no_title_of_it(app: Flask, court: Court, clock: SetClock) -> None:
    attic = groups.hidden_group(court.ben)
    groups.member(attic, court.ann)
    thread_id = posts.started(court.ann, attic, "Our secret", "A word.")
    choose(court.ann, clock.instant, reply="daily")
    first = db.session.scalars(select(posts.Post.id).where(posts.Post.thread_id == thread_id)).one()
    posts.post(court.ben, thread_id, "Yes.", reply_to=first)
    jobs.drain(clock.instant)
    morning(clock)
    (mail,) = sent(app)
    assert ("secret" in str(mail.message()).lower(), "attic" in str(mail.message()).lower()) == (False, False)


def test_a_digest_about_a_sensitive_thread_carries_the_notice_once(app: Flask, court: Court, clock: SetClock) -> None:
    db.session.get_one(accounts.Person, court.ann.id).country = "GB"
    db.session.commit()
    note_topics(accounts.moderator("sam"), court.thread_id, ["suicide"], "It is.", clock.instant)
    choose(court.ann, clock.instant, reply="daily")
    answered(court, clock), answered(court, clock)
    morning(clock)
    (mail,) = sent(app)
    for text in (mail.body, mail.alternatives[0][0]):
        assert text.count("If this topic is close to home") == 1
        assert text.index("116 123") < text.index("answered you")


@pytest.mark.parametrize("how_many", [1, 3, 30])
def test_a_digest_costs_the_same_whatever_waits(court: Court, clock: SetClock, how_many: int) -> None:
    choose(court.ann, clock.instant, reply="daily")
    post_id = answered(court, clock)
    posts.many_posts(court.ben, court.thread_id, how_many)
    wanted = select(posts.Post.id).where(posts.Post.thread_id == court.thread_id, posts.Post.id > post_id)
    for number in db.session.scalars(wanted).all():
        note = Notification(
            person_id=court.ann.id, about="reply", subject_id=number, told_at=clock.instant, cadence="daily"
        )
        db.session.add(note)
    db.session.commit()
    clock.set(clock.instant + timedelta(days=1))
    begin_digests(clock.instant)
    digest_id = db.session.scalars(select(Digest.id)).one()
    db.session.expunge_all()
    lines = directory()  # read once a minute, whoever comes first
    with counting() as seen:
        send_digest(digest_id, lines, clock.instant)
    assert len(seen) == 10, "\n".join(seen)


def test_a_digest_names_where_somebody_wrote_and_no_more(app: Flask, court: Court, clock: SetClock) -> None:
    """Titles as strangers know them; no thread of a hidden group, none that was quiet; the notice for those as well."""
    lounge, attic = groups.group(court.ben, "lounge"), groups.hidden_group(court.ben)
    groups.member(lounge, court.ann), groups.member(attic, court.ann)
    clock.set(clock.instant - timedelta(days=3))
    posts.started(court.ben, lounge, "Quiet corner", "Hm.")
    clock.set(clock.instant + timedelta(days=3))
    choose(court.ann, clock.instant, reply="daily")
    answered(court, clock)
    talk = posts.started(court.ben, lounge, "Popcorn or crisps?", f"{CANARY}, of course.")
    posts.started(court.ben, attic, "Our secret", "A word.")
    note_topics(accounts.moderator("sam"), talk, ["suicide"], "It is.", clock.instant)
    morning(clock)
    (mail,) = sent(app)
    for text in (mail.body, mail.alternatives[0][0]):
        assert f"/t/{talk}" in text
        assert "Popcorn or crisps?" in text
        assert [word for word in (CANARY, "Quiet corner", "Our secret", "Attic") if word in text] == []
        assert text.count("If this topic is close to home") == 1


@pytest.mark.parametrize(("cadence", "days"), [("daily", 1), ("weekly", 1)])
def test_what_waits_unread_comes_of_its_own_accord_to_who_asked(
    app: Flask, court: Court, clock: SetClock, cadence: str, days: int
) -> None:
    """Nobody answered or named her. The mail says how many posts she may read are new: no word, no closed one."""
    clock.set(datetime(2026, 11, 22, 12, tzinfo=UTC))  # a Sunday: either digest comes in the morning
    choose(court.ann, clock.instant, unread=cadence)
    lounge = groups.group(court.ben, "lounge")
    groups.member(lounge, court.ann)
    talk = posts.started(court.ben, lounge, "Popcorn or crisps?", f"{CANARY}, of course.")
    posts.post(court.ben, talk, f"{CANARY} again.")
    show = shows.made_up_show(seasons=(2,))
    posts.post(court.ben, talk, f"[spoiler {show.slug} S01E02]{CANARY}[/spoiler]")
    jobs.drain(clock.instant)
    morning(clock, days)
    (mail,) = sent(app)
    assert mail.subject == f"Your {'day' if cadence == 'daily' else 'week'} on Watercooler"
    for text in (mail.body, mail.alternatives[0][0]):
        assert "Popcorn or crisps?" in text
        assert "2 new posts" in text
        assert CANARY not in text
        assert "This waited for you" not in text  # nothing did
        assert text.count("Somebody wrote in your groups:") == 1
    assert re.search(r"Somebody wrote in your groups:\n\n- Popcorn or crisps\? · \w+ · 2 new posts\n", mail.body)
    begin_digests(clock.instant), jobs.drain(clock.instant)
    assert len(sent(app)) == 1


def test_nothing_new_is_no_mail_and_nobody_is_told_unasked(app: Flask, court: Court, clock: SetClock) -> None:
    clock.set(datetime(2026, 11, 22, 12, tzinfo=UTC))
    lounge = groups.group(court.ben, "lounge")
    groups.member(lounge, court.ann)
    talk = posts.started(court.ben, lounge, "Popcorn or crisps?", "Crisps.")
    jobs.drain(clock.instant)
    morning(clock)
    assert sent(app) == []
    choose(court.ann, clock.instant, unread="daily")
    mark_read(court.ann, talk, 1, clock.instant)
    morning(clock)
    assert sent(app) == []


# -- the end of a list


def link_of(mail: Any) -> str:
    return str(re.fullmatch(r"<http://127\.0\.0\.1:8000(/mail/stop/[^>]+)>", mail.extra_headers["List-Unsubscribe"])[1])  # type: ignore[index]  # fails the test when there is none


def test_a_list_ends_with_one_post_and_not_by_looking(app: Flask, court: Court, clock: SetClock) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    answered(court, clock)
    (mail,) = sent(app)
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.extra_headers["Auto-Submitted"] == "auto-generated"
    path = link_of(mail)
    assert path in mail.body
    client = app.test_client()
    page = client.get(path)
    assert (page.status_code, "ann" in page.text) == (200, False)
    assert mail_choices(court.ann).reply == "now"
    done = client.post(path, data={"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200
    assert mail_choices(court.ann).model_dump() == {**MailChoices().model_dump(), "reply": "never"}
    answered(court, clock)
    assert len(sent(app)) == 1
    assert client.post(path).status_code == 200


def test_the_end_of_a_digest_ends_what_comes_with_it(app: Flask, court: Court, clock: SetClock) -> None:
    choose(court.ann, clock.instant, reply="daily", mention="daily", thread="weekly")
    answered(court, clock)
    morning(clock)
    (mail,) = sent(app)
    assert app.test_client().post(link_of(mail)).status_code == 200
    chosen = mail_choices(court.ann)
    assert (chosen.reply, chosen.mention, chosen.thread, chosen.decision) == ("never", "never", "weekly", "now")


def test_a_key_stops_one_list_of_one_person_for_half_a_year() -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    key = stop_key(7, "reply", SECRET, now)
    found = read_stop_key(key, SECRET, now + timedelta(days=179))
    assert found is not None
    assert (found.person_id, found.which) == (7, "reply")
    assert read_stop_key(key, SECRET, now + timedelta(days=181)) is None
    assert read_stop_key(key, "another secret", now) is None
    for wrong in ("", "x", key[:-1], key + "x", "é"):
        assert read_stop_key(wrong, SECRET, now) is None


def test_the_choices_have_a_page_and_an_operation(app: Flask) -> None:
    ann = accounts.person("ann")
    browser = accounts.signed_in(app, ann)
    assert browser.post("/settings/mails", data={"reply": "weekly"}).status_code == 303
    assert re.search(r'<option value="weekly" selected', browser.get("/settings/mails").text)
    assert browser.post("/settings/mails", data={"reply": "hourly"}).status_code == 422
    key = {"Authorization": f"Bearer {accounts.token(ann, 'read', 'write')}"}
    assert browser.get("/api/v1/me/mails", headers=key).json["reply"] == "weekly"
    assert browser.put("/api/v1/me/mails", json={"reply": "never"}, headers=key).json["reply"] == "never"
    assert browser.put("/api/v1/me/mails", json={"reply": "x"}, headers=key).status_code == 422
