"""Pages of shows and episodes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.domain.people import Reader
from forum.infra import clock as clocks
from forum.shows import actions, queries
from tests.conftest import NOW
from tests.factories.accounts import moderator, person
from tests.factories.shows import ODD, imported, made_up_show, real_show, show_file

STRANGER = Reader.stranger()


def test_the_index_lists_and_finds_shows(client: FlaskClient) -> None:
    real_show("firefly")
    real_show("lost")

    assert "Firefly" in client.get("/shows").text
    found = client.get("/shows?q=FIRE").text
    assert "Firefly" in found
    assert ">Lost<" not in found


def test_search_takes_letters_as_letters(app: Flask) -> None:
    imported(show_file("Café Lumière", 9_500_001, []))

    def found(text: str) -> int:
        return queries.shows_index(STRANGER, text, 1, NOW).total

    assert [found(text) for text in ("cafe", "CAFÉ", "lumiere", " café  lum", "")] == [1] * 5
    assert [found(text) for text in ("%", "_afe", "\\", "caf%", "x", "' OR 1=1 --", '"', "caf\\")] == [0] * 8


def test_strange_pages_are_clamped(client: FlaskClient) -> None:
    real_show("firefly")

    for page in ("0", "-1", "9" * 24, "9" * 5000, "x", "1e3", "", "２", "1 OR 1=1"):
        answer = client.get("/shows", query_string={"page": page})
        assert answer.status_code == 200, page
        assert "Firefly" in answer.text, page


def test_an_empty_catalogue_says_so(client: FlaskClient) -> None:
    assert "No shows yet" in client.get("/shows").text


def test_the_shows_i_watch_come_first(app: Flask) -> None:
    for name in ("barry", "firefly", "lost"):
        real_show(name)
    ann = person()
    lost = queries.shows_index(ann, "lost", 1, NOW).shows[0]
    actions.mark_finished(ann, lost.id, NOW)

    page = queries.shows_index(ann, "", 1, NOW)

    assert [show.slug for show in page.shows] == ["lost", "barry", "firefly"]
    assert page.shows[0].place.finished
    assert [show.slug for show in queries.my_shows(ann, NOW)] == ["lost"]


def test_a_show_page_hides_what_is_not_out(client: FlaskClient, running) -> None:
    text = client.get(f"/shows/{running.slug}").text

    assert "Part 2" in text
    assert "Part 3" not in text
    assert "S01E03" in text
    assert "title hidden until release" in text


def test_a_show_may_open_its_titles(client: FlaskClient, running) -> None:
    actions.open_titles(moderator(), running.show_id, NOW)

    assert "Part 3" in client.get(f"/shows/{running.slug}").text


def test_the_title_appears_at_the_release(client: FlaskClient, running, clock: clocks.SetClock) -> None:
    clock.set(NOW + timedelta(days=2) - timedelta(seconds=1))
    assert "Part 3" not in client.get(f"/shows/{running.slug}").text

    clock.set(NOW + timedelta(days=2))
    assert "Part 3" in client.get(f"/shows/{running.slug}").text


def test_data_of_tvmaze_is_credited_with_a_link(client: FlaskClient) -> None:
    real_show("firefly")
    real_show("lost")
    real_show("barry")

    assert 'href="https://www.tvmaze.com/shows/180/firefly"' in client.get("/shows/firefly").text
    assert 'Data: <a href="https://www.tvmaze.com/"' in client.get("/shows/lost").text
    assert "Data:" not in client.get("/shows/barry").text


def test_a_season_that_is_not_there_gives_the_usual_one(client: FlaskClient) -> None:
    real_show("firefly")

    for season in ("2", "0", "-4", "9" * 20, "x", "２", ""):
        answer = client.get("/shows/firefly", query_string={"season": season})
        assert answer.status_code == 200, season
        assert "The Train Job" in answer.text, season


def test_specials_stand_where_they_were_shown(app: Flask) -> None:
    real_show("doctor-who-2005")

    page = queries.show_page(STRANGER, "doctor-who-2005", 3, NOW)

    assert (page.episodes[0].code, page.episodes[0].title) == ("S03E01", "Smith and Jones")
    assert [card.title for card in page.episodes if card.code == "special"] == ["Voyage of the Damned"]


@pytest.mark.parametrize("path", ["/shows/nothing", "/episodes/1", "/episodes/99999999999999999999999", "/episodes/0"])
def test_what_is_not_there_is_missing(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_hostile_names_are_shown_as_text(client: FlaskClient) -> None:
    show = imported((ODD / "13-hostile-text.json").read_bytes(), "13-hostile-text.json", skip_bad=True)

    text = client.get(f"/shows/{show.slug}").text

    assert "<script>alert(1)</script>" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<img src=x" not in text
    assert "javascript:" not in text
    assert "DROP TABLE episodes;--" in text
    assert "<bdi>" in text


def test_an_episode_page_tells_its_release(client: FlaskClient) -> None:
    show = real_show("13-reasons-why", windows=True)
    episode = show.find(2, 1)
    assert episode is not None

    text = client.get(f"/episodes/{episode.id}").text

    assert "The First Polaroid" in text
    assert "18 May 2018, 07:00 UTC" in text
    assert "The Second Polaroid" not in text
    assert "S02E02" in text


def test_an_unreleased_episode_page_has_no_title(client: FlaskClient, running) -> None:
    third = running.find(1, 3)
    assert third is not None

    text = client.get(f"/episodes/{third.id}").text

    assert "Part 3" not in text
    assert "S01E03" in text


def test_the_episode_page_knows_the_reader_s_country(app: Flask) -> None:
    show = real_show("doctor-who-2005", windows=True)
    first = show.find(14, 1)
    assert first is not None

    at_home = queries.episode_page(person("ann", country="GB"), first.id, NOW)
    elsewhere = queries.episode_page(person("ben", country="US"), first.id, NOW)
    guessed = queries.episode_page(Reader(id=None, country="GB"), first.id, NOW)

    assert at_home.regional == datetime(2024, 5, 11, 17, 20, tzinfo=UTC)
    assert elsewhere.regional is None
    assert guessed.regional is None


@pytest.mark.parametrize("many", [1, 3, 30])
def test_pages_cost_the_same_whatever_the_size(app: Flask, statements, many: int) -> None:
    for index in range(many):
        made_up_show(f"Show {index}", source_id=9_500_001 + index, seasons=(many,), starts=NOW - timedelta(days=1))
    ann = person()
    for index in range(many):
        show = queries.show_names().by_name(f"show-{index}")
        assert show is not None
        first = show.find(1, 1)
        assert first is not None
        actions.mark_seen(ann, first.id, NOW)

    def cost(read) -> int:
        read()
        with statements() as seen:
            read()
        return len(seen)

    episode = show.find(1, 1)
    assert cost(lambda: queries.shows_index(ann, "", 1, NOW)) == 2
    assert cost(lambda: queries.show_page(ann, show.slug, 1, NOW)) == 1
    assert cost(lambda: queries.episode_page(ann, episode.id, NOW)) == 3
    assert cost(lambda: queries.calendar(ann, NOW)) == 1
    assert cost(lambda: queries.upcoming(ann, NOW)) == 1
    assert cost(lambda: queries.clearance(ann, [show.show_id], NOW)) == 1
    assert cost(lambda: queries.clearance(STRANGER, [show.show_id], NOW)) == 1
    assert cost(lambda: queries.clearance(ann, [], NOW)) == 0


def test_a_cold_index_costs_a_fixed_number_too(app: Flask, statements) -> None:
    for index in range(30):
        made_up_show(f"Show {index}", source_id=9_500_001 + index, seasons=(3,))
    queries.forget_catalogues()

    with statements() as seen:
        queries.shows_index(STRANGER, "", 1, NOW)

    assert len(seen) == 8
