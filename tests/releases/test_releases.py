"""Dates: reports of members, statements of stewards, agreement of two, dates taken back, books, what is undated."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from forum.domain.catalogue import Catalogue
from forum.domain.errors import Conflict, Denied, Invalid, Missing
from forum.domain.gates import Gate, GateKind
from forum.domain.people import Reader
from forum.domain.releases import State
from forum.infra import jobs
from forum.infra.db import db
from forum.notifications.queries import notes_page
from forum.releases import actions, queries
from forum.releases.actions.claiming import MOST_WAITING
from forum.releases.forms import DateDecisionForm, DateReportForm
from forum.shows import actions as shows
from forum.shows import importing
from forum.shows.forms import PullForm, WindowForm, WorkForm
from forum.shows.models import ReleaseWindow
from forum.shows.queries import upcoming
from tests.conftest import NOW
from tests.factories.accounts import moderator, person, signed_in
from tests.factories.shows import OPERATOR, catalogue, episode_row, made_up_show, real_show, show_file

WEEK = timedelta(days=7)
HOUR = timedelta(hours=1)
BOSS = Reader(id=None, handle="console", role=OPERATOR.role)


@pytest.fixture
def show(app: Flask) -> Catalogue:
    """S01E01 to S01E03 out, S01E04 this very hour in a week."""
    return made_up_show(seasons=(5,), starts=NOW - 3 * WEEK)


def window(**more: object) -> WindowForm:
    return WindowForm.read({"scope": "S01E05", "on": "2026-12-24", "at": "20:00", "why": "Said on air.", **more})


def steward_of(show: Catalogue, handle: str = "sue") -> Reader:
    sue = person(handle)
    shows.appoint_steward(OPERATOR, show.show_id, sue.id or 0, NOW)
    return sue


def world(show: Catalogue, number: int) -> datetime | None:
    found = catalogue(show.slug).find(1, number)
    return found.world.earliest if found is not None else None


def notes(reader: Reader) -> list[tuple[str, str]]:
    return [(note.about, note.outcome) for note in notes_page(reader, 1, NOW).notes]


def test_stewards_look_after_their_shows_alone(show: Catalogue) -> None:
    other = made_up_show("Late Show", source_id=9_600_001)
    sue, ann = steward_of(show), person("ann")
    assert actions.state_release(sue, show.show_id, window(), NOW) == 1
    assert world(show, 5) == datetime(2026, 12, 24, 20, tzinfo=UTC)
    for actor, show_id in ((sue, other.show_id), (ann, show.show_id), (Reader.stranger(), show.show_id)):
        with pytest.raises(Denied):
            actions.state_release(actor, show_id, window(scope="S01E01"), NOW)
    with pytest.raises(Denied):
        shows.appoint_steward(sue, show.show_id, ann.id or 0, NOW)
    shows.dismiss_steward(OPERATOR, show.show_id, sue.id or 0, NOW)
    with pytest.raises(Denied):
        actions.state_release(sue, show.show_id, window(on="2026-12-25"), NOW)


def test_a_stated_day_is_the_day_that_is_shown(show: Catalogue) -> None:
    """Only a day is known: it is that of the stewards, not the one that the source once gave."""
    actions.state_release(steward_of(show), show.show_id, window(scope="S01E05", on="2026-12-02", at=""), NOW)
    shown = {entry.code: (entry.at, entry.airdate) for entry in upcoming(Reader.stranger(), NOW)}
    assert shown["S01E05"] == (None, date(2026, 12, 2))


def test_what_is_out_goes_back_only_if_that_is_meant(show: Catalogue) -> None:
    sue = steward_of(show)
    with pytest.raises(Invalid) as refused:
        actions.state_release(sue, show.show_id, window(scope="S01E01"), NOW)
    assert refused.value.errors["confirm"] == ("would-unrelease",)
    assert world(show, 1) == NOW - 3 * WEEK
    assert actions.state_release(sue, show.show_id, window(scope="S01E01", confirm=True), NOW) == 1


def test_two_stewards_agree_and_nobody_with_themselves(show: Catalogue) -> None:
    sue, tom = steward_of(show), steward_of(show, "tom")
    shows.ask_for_two(OPERATOR, show.show_id, NOW, two=True)
    assert actions.state_release(sue, show.show_id, window(), NOW) == 0
    with pytest.raises(Conflict, match="already-stated"):
        actions.state_release(sue, show.show_id, window(), NOW)
    assert world(show, 5) == NOW + WEEK
    (claim,) = queries.desk(tom, NOW).claims
    with pytest.raises(Denied, match="own-statement"):
        actions.decide_claim(sue, claim.id, DateDecisionForm(outcome="set"), NOW)
    actions.decide_claim(tom, claim.id, DateDecisionForm(outcome="set"), NOW)
    assert world(show, 5) == datetime(2026, 12, 24, 20, tzinfo=UTC)
    stated = queries.releases_page(Reader.stranger(), show.slug, NOW).stated[0]
    assert (stated.by and stated.by.handle, stated.agreed_by and stated.agreed_by.handle, stated.why) == (
        "tom",
        "sue",
        "",
    )
    assert queries.releases_page(sue, show.slug, NOW).stated[0].why == "Said on air."


def test_a_report_is_decided_and_answered(show: Catalogue) -> None:
    sue, ann = steward_of(show), person("ann")
    fourth = show.regular[4].id
    form = DateReportForm.read({"what": "dated", "on": "2026-12-01", "at": "21:00", "zone": "America/New_York"})
    claim_id = actions.report_release(ann, fourth, form, NOW)
    with pytest.raises(Conflict, match="already-reported"):
        actions.report_release(ann, fourth, form, NOW)
    with pytest.raises(Denied):
        actions.decide_claim(ann, claim_id, DateDecisionForm(outcome="set"), NOW)
    actions.decide_claim(sue, claim_id, DateDecisionForm(outcome="set", answer="Thank you."), NOW)
    with pytest.raises(Conflict, match="already-decided"):
        actions.decide_claim(sue, claim_id, DateDecisionForm(outcome="right"), NOW)
    assert world(show, 5) == datetime(2026, 12, 2, 2, tzinfo=UTC)
    jobs.drain(NOW)
    jobs.drain(NOW)
    assert notes(ann) == [("dated", "set")]
    (mine,) = queries.my_claims(ann, NOW)
    assert (mine.outcome, mine.answer, mine.code) == ("set", "Thank you.", "S01E05")
    assert queries.desk(sue, NOW).claims == ()


def test_a_report_without_a_date_needs_one_to_be_set(show: Catalogue) -> None:
    sue, ann = steward_of(show), person("ann")
    claim_id = actions.report_release(ann, show.regular[4].id, DateReportForm(what="late"), NOW)
    with pytest.raises(Invalid) as refused:
        actions.decide_claim(sue, claim_id, DateDecisionForm(outcome="set"), NOW)
    assert refused.value.errors == {"on": ("date-needed",)}
    actions.decide_claim(sue, claim_id, DateDecisionForm(outcome="set", on=date(2026, 12, 3)), NOW)
    found = catalogue(show.slug).find(1, 5)
    assert found is not None
    assert found.world.is_whole_day


def test_one_voice_does_not_fill_the_queue(app: Flask) -> None:
    long, ann = made_up_show(seasons=(MOST_WAITING + 1,), starts=NOW), person("ann")
    for episode in long.regular[:MOST_WAITING]:
        actions.report_release(ann, episode.id, DateReportForm(what="late"), NOW)
    with pytest.raises(Conflict, match="too-many-reports"):
        actions.report_release(ann, long.regular[-1].id, DateReportForm(what="late"), NOW)
    first = queries.my_claims(ann, NOW)[-1]
    with pytest.raises(Missing):
        actions.take_back_claim(person("bob"), first.id, NOW)
    actions.take_back_claim(ann, first.id, NOW)
    actions.report_release(ann, long.regular[-1].id, DateReportForm(what="late"), NOW)


def test_a_date_that_is_taken_back_leaves_what_is_out(show: Catalogue) -> None:
    sue = steward_of(show)
    assert shows.pull_release(sue, show.show_id, PullForm(scope="S01", why="Pulled."), NOW + HOUR) == 1
    listed = catalogue(show.slug)
    states = [episode.world.state(NOW + 9 * WEEK) for episode in listed.regular]
    assert states == [State.RELEASED] * 4 + [State.UNRELEASED]
    assert listed.regular[4].withdrawn
    importing.import_show(OPERATOR, show_file("Harbour Lights", 9_500_001, [
        episode_row(number, 1, number, NOW + (number - 4) * WEEK + HOUR * (number == 5)) for number in range(1, 6)
    ]), "again.json", NOW + HOUR)  # fmt: skip  # rows of a table
    assert world(show, 5) is None
    assert actions.state_release(sue, show.show_id, window(), NOW + 2 * HOUR) == 1
    assert world(show, 5) == datetime(2026, 12, 24, 20, tzinfo=UTC)
    assert db.session.query(ReleaseWindow).filter(ReleaseWindow.withdrawn_at.is_(None)).count() == 1


def test_what_nobody_has_dated_is_listed_until_somebody_does(app: Flask) -> None:
    firefly = real_show("firefly")
    sue = steward_of(firefly)
    assert "S01E13" in [one.code for one in queries.desk(sue, NOW).undated]
    before = len(queries.desk(sue, NOW).undated)
    form = WindowForm.read({"scope": "S01E13", "territory": "US", "on": "2003-07-21", "why": "DVD."})
    actions.state_release(sue, firefly.show_id, form, NOW)
    assert len(queries.desk(sue, NOW).undated) == before - 1
    with pytest.raises(Denied):
        queries.desk(person("ann"), NOW)


def test_books_are_listed_named_and_taken_off(show: Catalogue) -> None:
    from forum.domain.labels import label

    sue = steward_of(show)
    number = shows.list_work(sue, show.show_id, WorkForm(name="The  Lamp"), NOW)
    assert shows.list_work(sue, show.show_id, WorkForm(name="THE LAMP"), NOW) == number
    gate = Gate(GateKind.BOOK, show.show_id, None, "work", work="The Lamp", chapter=3)
    assert label(gate, {show.show_id: catalogue(show.slug)}) == "book: The Lamp (up to chapter 3)"
    shows.withdraw_work(sue, number, NOW)
    assert label(gate, {show.show_id: catalogue(show.slug)}) == "the book (up to chapter 3)"
    for bad in ("a [b]", "one + two", "line\nbreak", " ", "x" * 81):
        with pytest.raises(Invalid):
            WorkForm.read({"name": bad})


def test_the_pages(app: Flask, show: Catalogue) -> None:
    boss = signed_in(app, moderator())
    ann, base = signed_in(app, person("ann")), f"/shows/{show.slug}"
    episode = show.regular[4].id
    assert ann.post(f"/episodes/{episode}/report", data={"what": "dated", "on": ""}).status_code == 422
    assert ann.post(f"/episodes/{episode}/report", data={"what": "pulled", "source": "javascript:x"}).status_code == 422
    sent = ann.post(
        f"/episodes/{episode}/report", data={"what": "pulled", "source": "https://news.example/killer-is-x"}
    )
    assert sent.status_code == 303
    desk = boss.get("/releases").text
    assert "news.example</a>" in desk
    assert ann.get("/releases").status_code == 403
    claim = queries.my_claims(person("bob"), NOW), db.session.execute(db.text("SELECT id FROM release_claims")).scalar()
    bad = boss.post(f"/releases/{claim[1]}/decide", data={"outcome": "set", "on": "x"})
    assert bad.status_code == 422
    assert boss.post(f"/releases/{claim[1]}/decide", data={"outcome": "set", "answer": "Yes."}).status_code == 303
    assert world(show, 5) is None
    assert "Yes." in ann.get("/releases/mine").text
    page = boss.get(f"{base}/releases").text
    assert "Take back" in page
    refused = boss.post(f"{base}/windows", data={"scope": "S01E01", "on": "2027-01-01", "why": "x"})
    assert refused.status_code == 422
    assert "I mean it" in refused.text
    assert "State a release" not in app.test_client().get(f"{base}/releases").text


@pytest.mark.parametrize("many", [1, 3, 30])
def test_what_the_pages_cost(app: Flask, statements, many: int) -> None:
    long = made_up_show(seasons=(30,), starts=NOW)
    sue = steward_of(long)
    for episode in long.regular[:many]:
        actions.report_release(person(f"viewer-{episode.id}-v"), episode.id, DateReportForm(what="late"), NOW)
    shows.set_window(OPERATOR, long.show_id, window(scope=f"S01E01-E{many:02d}", confirm=True), NOW)
    queries.releases_page(sue, long.slug, NOW)
    with statements() as page:
        queries.releases_page(sue, long.slug, NOW)
    with statements() as desk:
        assert len(queries.desk(sue, NOW).claims) == many
    assert (len(page), len(desk)) == (11, 5)
