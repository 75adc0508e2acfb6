"""The pages of the catalogue as strangers, members and moderators get them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from forum.domain.people import Reader
from forum.infra import clock as clocks
from forum.shows import actions, queries
from tests.conftest import NOW
from tests.factories.accounts import administrator, moderator, person, signed_in
from tests.factories.shows import ODD, REAL, catalogue, episode_row, imported, made_up_show, real_show, show_file

STRANGER = Reader.stranger()
WEEK = timedelta(days=7)


@pytest.fixture
def running(app: Flask):
    """A show with two episodes out and two to come: S01E03 in two days."""
    return made_up_show(seasons=(4,), starts=NOW + timedelta(days=2) - 2 * WEEK)


# -- index


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


# -- a show


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


# -- an episode


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


# -- calendar


def test_the_calendar_spans_two_weeks_each_way(client: FlaskClient, running) -> None:
    made_up_show("Long Ago", source_id=9_500_002, seasons=(2,))

    text = client.get("/calendar").text

    assert "S01E01" in text
    assert "S01E04" in text
    assert "Part 4" not in text
    assert "Long Ago" not in text


def test_the_calendar_stands_in_the_reader_s_zone(app: Flask) -> None:
    rows = [episode_row(1, 1, 1, datetime(2026, 11, 23, 2, tzinfo=UTC))]
    imported(show_file("Late Show", 9_500_001, rows))

    eastern = queries.calendar(Reader(id=None, timezone="America/New_York"), NOW)
    utc = queries.calendar(STRANGER, NOW)

    assert [str(day.on) for day in eastern.days if day.entries] == ["2026-11-22"]
    assert [str(day.on) for day in utc.days if day.entries] == ["2026-11-23"]


def test_a_date_without_time_stands_under_its_date_everywhere(app: Flask) -> None:
    rows = [episode_row(1, 1, 1, datetime(2026, 11, 24, tzinfo=UTC).date())]
    imported(show_file("Dated Show", 9_500_001, rows))

    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        page = queries.calendar(Reader(id=None, timezone=zone), NOW)
        assert [str(day.on) for day in page.days if day.entries] == ["2026-11-24"]


def test_a_season_drop_is_one_entry(app: Flask) -> None:
    at = NOW + timedelta(days=3)
    imported(show_file("Dropped", 9_500_001, [episode_row(n, 1, n, at) for n in range(1, 9)]))

    entries = [entry for day in queries.calendar(STRANGER, NOW).days for entry in day.entries]

    assert [(entry.code, entry.last_code, entry.more) for entry in entries] == [("S01E01", "S01E08", 7)]
    assert queries.upcoming(STRANGER, NOW) == tuple(entries)


def test_my_calendar_holds_my_shows_alone(app: Flask, running) -> None:
    other = made_up_show("Other", source_id=9_500_002, seasons=(4,), starts=NOW - WEEK)
    ann = person()
    first = other.find(1, 1)
    assert first is not None
    actions.mark_seen(ann, first.id, NOW)

    mine = queries.calendar(ann, NOW, mine=True)

    assert {entry.show_name for day in mine.days for entry in day.entries} == {"Other"}
    assert {entry.show_name for entry in queries.upcoming(ann, NOW)} == {"Other"}


# -- marking


def test_one_click_marks_and_comes_back(app: Flask, running) -> None:
    browser = signed_in(app, person())
    first = running.find(1, 1)
    assert first is not None
    here = f"/shows/{running.slug}?season=1"

    answer = browser.post("/progress", data={"episode_id": first.id, "seen": "yes", "next": here})

    assert (answer.status_code, answer.location) == (303, here)
    assert 'aria-pressed="true"' in browser.get(here).text


def test_next_never_leads_away(app: Flask, running) -> None:
    browser = signed_in(app, person())

    answer = browser.post("/progress", data={"show_id": running.show_id, "verb": "follow", "next": "//evil.example/"})

    assert answer.location == "/shows"


def test_strangers_are_asked_to_sign_in(client: FlaskClient, running) -> None:
    assert client.post("/progress", data={"show_id": running.show_id, "verb": "follow"}).status_code == 401
    assert "Sign in" in client.get(f"/shows/{running.slug}").text
    assert "/progress" not in client.get(f"/shows/{running.slug}").text


def test_an_unreleased_episode_cannot_be_ticked(app: Flask, running) -> None:
    browser = signed_in(app, person())
    third = running.find(1, 3)
    assert third is not None

    for verb in ("seen", "through"):
        answer = browser.post("/progress", data={"episode_id": third.id, "verb": verb})
        assert answer.status_code == 409
    assert queries.my_shows(person("ben"), NOW) == ()


UNREADABLE = [
    {},
    {"episode_id": "x"},
    {"episode_id": "-1"},
    {"episode_id": "9" * 23},
    {"episode_id": "9" * 5000},
    {"episode_id": "1\x00"},
    {"verb": "finished"},
    {"verb": "delete everything", "show_id": "1"},
    {"verb": "follow", "show_id": "1", "delay_days": "-1"},
    {"verb": "optins", "show_id": "1", "optins": "everything"},
    {"verb": "through", "episode_id": "1", "order": "x" * 100},
]


def test_what_cannot_be_read_is_refused(app: Flask) -> None:
    browser = signed_in(app, person())

    for data in UNREADABLE:
        assert browser.post("/progress", data=data).status_code == 422, data
        assert browser.post("/progress", json=data).status_code == 422, data
    for shape in ([], "x", 7, None, {"episode_id": [1]}, {"episode_id": {"a": 1}}, {"optins": 7, "verb": "optins"}):
        assert browser.post("/progress", json=shape).status_code == 422, shape


@pytest.mark.parametrize("data", [{"episode_id": "9999"}, {"verb": "follow", "show_id": "9999"}])
def test_marking_what_is_not_there_is_missing(app: Flask, data: dict[str, str]) -> None:
    assert signed_in(app, person()).post("/progress", data=data).status_code == 404


# -- staff


def test_moderators_set_and_withdraw_notes(app: Flask) -> None:
    show = real_show("13-reasons-why")
    browser = signed_in(app, moderator())
    finale = show.find(1, 13)
    assert finale is not None

    told = browser.post(f"/shows/{show.slug}/notes", data={"topic": "suicide", "episode_id": finale.id, "why": "shown"})
    page = queries.show_page(moderator("max"), show.slug, 1, NOW)

    assert told.status_code == 303
    assert [(note.topic, note.code, note.why) for note in page.notes] == [("suicide", "S01E13", "shown")]
    assert queries.catalogues([show.show_id])[show.show_id].topics_of(finale.id) == {"suicide"}

    browser.post(f"/shows/notes/{page.notes[0].id}/withdraw")
    assert queries.catalogues([show.show_id])[show.show_id].topics_of(finale.id) == frozenset()


def test_a_refused_note_keeps_what_was_typed(app: Flask) -> None:
    show = real_show("firefly")

    answer = signed_in(app, moderator()).post(
        f"/shows/{show.slug}/notes", data={"topic": "boredom", "why": "long words"}
    )

    assert answer.status_code == 422
    assert "long words" in answer.text


def test_moderators_state_releases(app: Flask, running) -> None:
    browser = signed_in(app, moderator())
    values = {
        "scope": "S01E03",
        "territory": "*",
        "on": "2026-11-22",
        "at": "03:30",
        "zone": "America/Los_Angeles",
        "why": "early",
    }

    assert browser.post(f"/shows/{running.slug}/windows", data=values).status_code == 303

    third = queries.catalogues([running.show_id])[running.show_id].find(1, 3)
    assert third is not None
    assert third.world.earliest == third.world.latest == datetime(2026, 11, 22, 11, 30, tzinfo=UTC)


@pytest.mark.parametrize("role", [None, "member"])
def test_only_staff_note_and_state(app: Flask, running, role: str | None) -> None:
    browser = signed_in(app, person()) if role else app.test_client()
    app.config["WTF_CSRF_ENABLED"] = False
    note, window = {"topic": "suicide", "why": "x"}, {"scope": "S01E03", "on": "2026-11-22", "why": "x"}

    codes = [
        browser.post(f"/shows/{running.slug}/notes", data=note).status_code,
        browser.post(f"/shows/{running.slug}/windows", data=window).status_code,
        browser.post(f"/shows/{running.slug}/titles", data={"open": "yes"}).status_code,
        browser.get("/shows/import").status_code,
        browser.post("/shows/import").status_code,
    ]

    assert codes == [403 if role else 401] * 5
    assert "For moderators" not in browser.get(f"/shows/{running.slug}").text


def test_administrators_upload_files(app: Flask) -> None:
    browser = signed_in(app, administrator())

    with (REAL / "firefly.json").open("rb") as file:
        done = browser.post("/shows/import", data={"file": (file, "firefly.json")})
    with (ODD / "10-invalid-dates.json").open("rb") as file:
        refused = browser.post("/shows/import", data={"file": (file, "10-invalid-dates.json")})
    nothing = browser.post("/shows/import", data={})

    assert done.status_code == 200
    assert "The show is new." in done.text
    assert refused.status_code == 422
    assert "_embedded.episodes[0].airdate" in refused.text
    assert "this is not a date like 2018-05-18" in refused.text
    assert nothing.status_code == 422
    assert browser.get("/shows/import").status_code == 200


def test_administrators_upload_release_windows(app: Flask) -> None:
    show = real_show("firefly")
    browser = signed_in(app, administrator())

    def sent(data: bytes, **more: str) -> TestResponse:
        return browser.post("/shows/import", data={"file": (BytesIO(data), "w.json"), "what": "windows", **more})

    window = b'{"windows": [{"show": "firefly", "scope": "S01E13", "territory": "US", "local_date": "2003-07-21"}]}'
    done, again = sent(window), sent(window)
    wrong, unknown, odd = sent(b"[]"), sent(window.replace(b"firefly", b"nothing")), sent(window, what="recipes")
    later = window.replace(b"S01E13", b"S01E01").replace(b"2003-07-21", b"2093-07-21").replace(b"US", b"*")

    assert (done.status_code, again.status_code) == (200, 200)
    assert "Firefly" in done.text
    assert "Nothing changed" in again.text
    assert (wrong.status_code, unknown.status_code, odd.status_code) == (422, 422, 422)
    assert "no such show is in the catalogue" in unknown.text
    assert sent(later).status_code == 422
    assert sent(later, allow_unrelease="true").status_code == 200
    assert len(catalogue("firefly").episodes) == len(show.episodes)
    assert signed_in(app, moderator()).post("/shows/import", data={"what": "windows"}).status_code == 403


def test_a_large_file_with_the_form_s_token(app: Flask) -> None:
    browser = signed_in(app, administrator())
    app.config["WTF_CSRF_ENABLED"] = True
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/shows/import").text)
    assert token is not None
    large = show_file("Large", 9_500_001, [episode_row(1, 1, 1, NOW, padding="x" * 3_000_000)])

    assert post_file(browser, large) == 400
    assert post_file(browser, large, token[1]) == 200
    assert post_file(browser, b"x" * (20 * 1024 * 1024), token[1]) == 413
    assert post_file(app.test_client(), large, token[1]) == 413


def post_file(browser: FlaskClient, data: bytes, token: str = "") -> int:
    """The status of an upload. The body is put together here: the test client's own leaves a temporary file open."""
    head = '--cut\r\nContent-Disposition: form-data; name="{}"{}\r\n\r\n'
    file = head.format("file", '; filename="large.json"').encode() + data + b"\r\n"
    body = file + head.format("csrf_token", "").encode() + token.encode() + b"\r\n--cut--\r\n"
    return browser.post("/shows/import", data=body, content_type="multipart/form-data; boundary=cut").status_code


def test_moderators_may_not_upload(app: Flask) -> None:
    assert signed_in(app, moderator()).post("/shows/import", data={}).status_code == 403


# -- cost


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
