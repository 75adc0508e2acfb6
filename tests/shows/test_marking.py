"""Saying how far one is: every verb, on both databases."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from forum.domain.catalogue import Catalogue
from forum.domain.episodes import Episode
from forum.domain.errors import Conflict, Denied, Missing
from forum.domain.gates import Gate, GateKind
from forum.domain.people import Reader
from forum.domain.spoilers import Outcome
from forum.infra import clock as clocks
from forum.infra.db import db
from forum.shows import actions, importing, queries
from forum.shows.models import ProgressMark
from tests.conftest import NOW
from tests.factories.accounts import person, signed_in
from tests.factories.shows import OPERATOR, REAL, catalogue, episode_row, imported, made_up_show, real_show, show_file

WEEK = timedelta(days=7)


@pytest.fixture
def show(app: Flask) -> Catalogue:
    """S01E01 to S01E04 out, S02E01 out this morning, S02E02 in a week."""
    return made_up_show(seasons=(4, 3), starts=NOW - 4 * WEEK)


@pytest.fixture
def ann(app: Flask) -> Reader:
    return person()


def ep(show: Catalogue, season: int, number: int) -> Episode:
    found = show.find(season, number)
    assert found is not None
    return found


def seen(reader: Reader, show: Catalogue, now: datetime = NOW) -> list[str]:
    page = queries.show_page(reader, show.slug, None, now)
    clearance = queries.clearance(reader, [show.show_id], now)
    assert clearance.reader_id == reader.id
    return [
        card.code
        for tab in page.tabs
        for card in queries.show_page(reader, show.slug, tab.number, now).episodes
        if card.seen
    ]


def test_ticks_come_and_go_one_by_one(show: Catalogue, ann: Reader) -> None:
    actions.mark_seen(ann, ep(show, 1, 1).id, NOW)
    actions.mark_seen(ann, ep(show, 1, 3).id, NOW)
    assert seen(ann, show) == ["S01E01", "S01E03"]

    actions.unmark_seen(ann, ep(show, 1, 1).id, NOW)
    assert seen(ann, show) == ["S01E03"]


def test_through_raises_and_lowers(show: Catalogue, ann: Reader) -> None:
    actions.mark_through(ann, ep(show, 2, 1).id, NOW)
    assert seen(ann, show) == ["S01E01", "S01E02", "S01E03", "S01E04", "S02E01"]

    actions.mark_through(ann, ep(show, 1, 2).id, NOW)
    assert seen(ann, show) == ["S01E01", "S01E02"]


def test_an_episode_taken_out_of_the_middle(show: Catalogue, ann: Reader) -> None:
    actions.mark_through(ann, ep(show, 1, 4).id, NOW)
    actions.unmark_seen(ann, ep(show, 1, 2).id, NOW)
    assert seen(ann, show) == ["S01E01", "S01E03", "S01E04"]

    actions.mark_seen(ann, ep(show, 1, 2).id, NOW)
    assert seen(ann, show) == ["S01E01", "S01E02", "S01E03", "S01E04"]


def test_finished_is_what_is_out_and_no_more(show: Catalogue, ann: Reader) -> None:
    actions.mark_finished(ann, show.show_id, NOW)

    assert seen(ann, show)[-1] == "S02E01"
    assert seen(ann, show, NOW + 2 * WEEK)[-1] == "S02E01"
    assert queries.show_page(ann, show.slug, None, NOW).show.place.finished
    assert not queries.show_page(ann, show.slug, None, NOW + 2 * WEEK).show.place.finished


def test_always_caught_up_follows_the_releases(show: Catalogue, ann: Reader) -> None:
    actions.follow_releases(ann, show.show_id, NOW)
    assert seen(ann, show)[-1] == "S02E01"
    assert seen(ann, show, NOW + WEEK)[-1] == "S02E02"

    actions.unmark_seen(ann, ep(show, 1, 1).id, NOW)
    assert seen(ann, show)[0] == "S01E02"
    assert seen(ann, show, NOW + WEEK)[-1] == "S02E01"
    assert not queries.show_page(ann, show.slug, None, NOW).show.place.caught_up


def test_caught_up_with_a_delay(show: Catalogue, ann: Reader) -> None:
    actions.follow_releases(ann, show.show_id, NOW, delay_days=10)

    assert seen(ann, show)[-1] == "S01E03"
    assert queries.show_page(ann, show.slug, None, NOW).show.place.delay_days == 10


def test_leaving_caught_up_keeps_what_was_seen(show: Catalogue, ann: Reader) -> None:
    actions.follow_releases(ann, show.show_id, NOW)
    actions.stop_following(ann, show.show_id, NOW)

    assert seen(ann, show)[-1] == "S02E01"
    assert seen(ann, show, NOW + WEEK)[-1] == "S02E01"


def test_forgetting_keeps_what_one_opted_in_for(show: Catalogue, ann: Reader) -> None:
    actions.mark_finished(ann, show.show_id, NOW)
    actions.choose_optins(ann, show.show_id, ["promo"], NOW)
    actions.forget_place(ann, show.show_id, NOW)

    place = queries.show_page(ann, show.slug, None, NOW).show.place
    assert (place.stated, place.seen, place.optins) == (False, 0, ("promo",))
    assert queries.my_shows(ann, NOW) == ()


def test_what_is_not_out_cannot_be_ticked(show: Catalogue, ann: Reader, clock: clocks.SetClock) -> None:
    coming = ep(show, 2, 2)
    for mark in (actions.mark_seen, actions.mark_through):
        with pytest.raises(Conflict, match="not-yet"):
            mark(ann, coming.id, NOW + WEEK - timedelta(seconds=1))

    actions.mark_seen(ann, coming.id, NOW + WEEK)
    assert seen(ann, show, NOW + WEEK) == ["S02E02"]


def test_what_has_no_date_cannot_be_ticked(app: Flask, ann: Reader) -> None:
    firefly = real_show("firefly")

    with pytest.raises(Conflict, match="not-yet"):
        actions.mark_seen(ann, ep(firefly, 1, 13).id, NOW)


def test_a_show_of_which_nothing_is_out_cannot_be_finished(app: Flask, ann: Reader) -> None:
    show = imported(show_file("Soon", 9_500_009, [episode_row(1, 1, 1, NOW + WEEK)]))

    with pytest.raises(Conflict, match="not-yet"):
        actions.mark_finished(ann, show.show_id, NOW)


def test_a_tick_sleeps_while_its_episode_is_put_back(app: Flask, ann: Reader, clock: clocks.SetClock) -> None:
    show = imported(show_file("Moved", 9_500_009, [episode_row(1, 1, 1, NOW)]))
    actions.mark_seen(ann, ep(show, 1, 1).id, NOW)
    imported(show_file("Moved", 9_500_009, [episode_row(1, 1, 1, NOW + WEEK)]), allow_unrelease=True)

    assert seen(ann, show) == []
    assert seen(ann, show, NOW + WEEK) == ["S01E01"]


def test_specials_are_ticked_one_by_one(app: Flask, ann: Reader) -> None:
    who = real_show("doctor-who-2005")
    special = next(one for one in who.episodes if one.name == "The Day of the Doctor")
    actions.mark_through(ann, special.id, NOW)
    actions.mark_through(ann, ep(who, 7, 13).id, NOW)

    gate = Gate(GateKind.THROUGH, who.show_id, special.id, "special")
    assert queries.clearance(ann, [who.show_id], NOW).decide(gate, NOW).outcome is Outcome.SHOWN

    actions.unmark_seen(ann, special.id, NOW)
    assert queries.clearance(ann, [who.show_id], NOW).decide(gate, NOW).outcome is Outcome.CLICK


def test_a_place_in_the_dvd_order(app: Flask, ann: Reader) -> None:
    firefly = real_show("firefly", windows=True)
    data = (REAL / "firefly.alternate-dvd.json").read_bytes()
    importing.import_show(OPERATOR, data, "firefly.alternate-dvd.json", NOW)
    third = catalogue("firefly").orders["dvd"][2]

    actions.mark_through(ann, third, NOW, order="dvd")

    assert seen(ann, firefly) == ["S01E01", "S01E02", "S01E11"]
    with pytest.raises(Missing):
        actions.mark_through(ann, third, NOW, order="backwards")


def test_watching_again_as_if_new(show: Catalogue, ann: Reader) -> None:
    actions.mark_finished(ann, show.show_id, NOW)
    actions.start_rewatch(ann, ep(show, 1, 2).id, NOW, as_new=True)
    assert seen(ann, show) == ["S01E01", "S01E02"]
    assert queries.show_page(ann, show.slug, None, NOW).show.place.rewatching == "S01E02"

    actions.stop_rewatch(ann, show.show_id, NOW)
    assert seen(ann, show)[-1] == "S02E01"


def test_a_muted_show_hides_everything_until_then(show: Catalogue, ann: Reader) -> None:
    gate = Gate(GateKind.THROUGH, show.show_id, ep(show, 1, 1).id, "episode")
    actions.mark_finished(ann, show.show_id, NOW)
    actions.mute_show(ann, show.show_id, NOW + WEEK, NOW)

    def outcome(now: datetime) -> Outcome:
        return queries.clearance(ann, [show.show_id], now).decide(gate, now).outcome

    assert (outcome(NOW), outcome(NOW + WEEK)) == (Outcome.HIDDEN, Outcome.SHOWN)


def test_places_are_one_s_own(show: Catalogue, ann: Reader) -> None:
    actions.mark_finished(ann, show.show_id, NOW)

    assert seen(person("ben"), show) == []
    assert queries.clearance(Reader.stranger(), [show.show_id], NOW).progress == {}


def test_strangers_mark_nothing(show: Catalogue) -> None:
    with pytest.raises(Denied):
        actions.mark_seen(Reader.stranger(), ep(show, 1, 1).id, NOW)
    assert db.session.query(ProgressMark).count() == 0


def test_what_is_not_there_cannot_be_marked(app: Flask, ann: Reader) -> None:
    with pytest.raises(Missing):
        actions.mark_seen(ann, 4711, NOW)
    with pytest.raises(Missing):
        actions.follow_releases(ann, 4711, NOW)


def test_clicks_at_the_same_moment_all_count(app: Flask, show: Catalogue, ann: Reader) -> None:
    """Four tabs tick four episodes at once; the row does not exist yet."""
    db.session.remove()
    faults: list[BaseException] = []
    start = threading.Barrier(4)

    def click(episode_id: int) -> None:
        with app.app_context():
            try:
                start.wait(5)
                actions.mark_seen(ann, episode_id, NOW)
            except BaseException as fault:
                faults.append(fault)
            finally:
                db.session.remove()

    tabs = [threading.Thread(target=click, args=(ep(show, 1, number).id,)) for number in range(1, 5)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join(30)

    assert faults == []
    assert seen(ann, show) == ["S01E01", "S01E02", "S01E03", "S01E04"]


def test_the_country_decides_when_one_is_caught_up(app: Flask) -> None:
    show = imported(show_file("Abroad", 9_500_009, [episode_row(1, 1, 1, NOW - WEEK)]))
    data = b'{"windows": [{"show": "abroad", "scope": "S01", "territory": "GB", "instant": "2026-11-25T20:00:00Z"}]}'
    importing.import_windows(OPERATOR, data, "w.json", NOW)
    here, there = person("ann", country="US"), person("ben", country="GB")
    for reader in (here, there):
        actions.follow_releases(reader, show.show_id, NOW)

    assert (seen(here, show), seen(there, show)) == (["S01E01"], [])
    assert seen(there, show, datetime(2026, 11, 25, 20, tzinfo=UTC)) == ["S01E01"]


def test_a_country_guessed_from_the_browser_decides_no_spoiler(app: Flask) -> None:
    """Help lines may be guessed; what is hidden depends on what the reader has said."""
    show = imported(show_file("Abroad", 9_500_010, [episode_row(1, 1, 1, NOW - WEEK)]))
    data = b'{"windows": [{"show": "abroad", "scope": "S01", "territory": "GB", "instant": "2026-11-25T20:00:00Z"}]}'
    importing.import_windows(OPERATOR, data, "w.json", NOW)
    silent, stated = person("ann"), person("ben", country="GB")
    for reader in (silent, stated):
        actions.follow_releases(reader, show.show_id, NOW)
    ticks = {}
    for reader in (silent, stated):
        browser = signed_in(app, reader)
        said = {"Accept-Language": "en-GB"}
        assert "Samaritans" in browser.get("/support", headers=said).text
        ticks[reader.handle] = browser.get("/shows/abroad", headers=said).text.count('aria-pressed="true"')

    assert ticks == {"ann": 1, "ben": 0}
    assert queries.clearance(Reader.stranger("GB"), [show.show_id], NOW).territory is None
