"""The twelve shipped shows, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask

from forum.domain.catalogue import Catalogue
from forum.domain.releases import State
from forum.infra import clock
from forum.shows import importing, queries
from tests.factories.shows import OPERATOR, REAL, catalogue, real_show, real_windows

SHOWS = {
    "13-reasons-why": 49,
    "barry": 32,
    "breaking-bad": 62,
    "doctor-who-2005": 196,
    "firefly": 14,
    "game-of-thrones": 73,
    "lost": 121,
    "mr-robot": 45,
    "stranger-things": 42,
    "the-daily-show-2014-2015": 258,
    "the-office-us": 188,
    "the-simpsons": 751,
}


def test_all_twelve_shows_come_in_whole(app: Flask) -> None:
    found = {name: len(real_show(name).episodes) for name in SHOWS}

    assert found == SHOWS
    assert sum(found.values()) == 1831


def test_a_file_that_names_its_show_more_precisely_gives_the_slug(app: Flask) -> None:
    assert real_show("doctor-who-2005").slug == "doctor-who-2005"
    assert real_show("the-office-us").name == "The Office"


def test_the_same_file_twice_changes_nothing(app: Flask) -> None:
    before = {name: real_show(name) for name in SHOWS}

    for name, show in before.items():
        report = importing.import_show(OPERATOR, (REAL / f"{name}.json").read_bytes(), f"{name}.json", clock.now())
        assert report.is_empty, name
        assert catalogue(show.slug).version == show.version, name


def test_windows_give_true_instants(app: Flask) -> None:
    real_show("13-reasons-why", windows=True)

    second = catalogue("13-reasons-why").find(2, 1)
    assert second is not None
    assert second.world.earliest == second.world.latest == datetime(2018, 5, 18, 7, tzinfo=UTC)
    assert second.world.state(datetime(2018, 5, 18, 6, 59, 59, tzinfo=UTC)) is State.UNRELEASED


def test_a_window_of_one_country_alone_releases_what_never_aired(app: Flask) -> None:
    real_show("firefly", windows=True)

    trash = catalogue("firefly").find(1, 13)
    assert trash is not None
    assert trash.world.state(datetime(2024, 1, 1, tzinfo=UTC)) is State.RELEASED
    assert set(trash.regional) == {"GB"}


def test_windows_outlive_a_re_import_and_come_in_once(app: Flask) -> None:
    real_show("13-reasons-why", windows=True)
    before = catalogue("13-reasons-why")

    real_windows()
    real_show("13-reasons-why")

    assert catalogue("13-reasons-why") == before


def test_the_dvd_order_of_firefly(app: Flask) -> None:
    real_show("firefly")
    data = (REAL / "firefly.alternate-dvd.json").read_bytes()

    importing.import_show(OPERATOR, data, "firefly.alternate-dvd.json", clock.now())
    again = importing.import_show(OPERATOR, data, "firefly.alternate-dvd.json", clock.now())

    firefly = catalogue("firefly")
    names = [_name(firefly, one) for one in firefly.orders["dvd"][:3]]
    assert names == ["Serenity", "The Train Job", "Bushwhacked"]
    assert again.is_empty


def _name(show: Catalogue, episode_id: int) -> str:
    episode = show.episode(episode_id)
    assert episode is not None
    return episode.name


def test_content_notes_of_13_reasons_why(app: Flask) -> None:
    real_show("13-reasons-why")
    data = (REAL / "content_notes.json").read_bytes()

    importing.import_notes(OPERATOR, data, "content_notes.json", clock.now())
    importing.import_notes(OPERATOR, data, "content_notes.json", clock.now())

    show = catalogue("13-reasons-why")
    finale = show.find(1, 13)
    assert finale is not None
    assert show.show_topics == {"suicide", "sexual assault", "bullying"}
    assert show.topics_of(finale.id) == {"suicide", "self-harm", "sexual assault", "bullying"}
    assert finale.topics == {"suicide", "self-harm"}


def test_catalogues_cost_one_statement_when_warm(app: Flask, statements) -> None:
    shows = [real_show(name) for name in ("firefly", "barry", "mr-robot")]
    ids = [show.show_id for show in shows]
    queries.forget_catalogues()

    with statements() as cold:
        queries.catalogues(ids)
    with statements() as warm:
        queries.catalogues(ids)

    assert len(cold) == 7
    assert len(warm) == 1
