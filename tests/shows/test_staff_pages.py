"""Notes, stated releases and uploads."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from forum.shows import queries
from tests.conftest import NOW
from tests.factories.accounts import administrator, moderator, person, signed_in
from tests.factories.shows import ODD, REAL, catalogue, episode_row, real_show, show_file


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
    assert "<bdi>10-invalid-dates.json</bdi>" in refused.text
    assert "<bdi>firefly.json</bdi>" in done.text
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
    refused = sent(later)
    assert refused.status_code == 422
    assert "<bdi>w.json</bdi>" in refused.text
    left_out = sent(window.replace(b"firefly", b"nothing"), skip_bad="true")
    assert left_out.status_code == 200
    assert "<h4>Left out</h4>" in left_out.text
    assert "<h3>" not in left_out.text  # of no show there is no link
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
    assert (
        post_file(browser, b"x" * (20 * 1024 * 1024), token[1]) == 422
    )  # the file may be 20 MB, the form is around it
    assert post_file(browser, b"x" * (20 * 1024 * 1024 + 65_536), token[1]) == 413
    assert post_file(app.test_client(), large, token[1]) == 413


def post_file(browser: FlaskClient, data: bytes, token: str = "") -> int:
    """The status of an upload. The body is put together here: the test client's own leaves a temporary file open."""
    head = '--cut\r\nContent-Disposition: form-data; name="{}"{}\r\n\r\n'
    file = head.format("file", '; filename="large.json"').encode() + data + b"\r\n"
    body = file + head.format("csrf_token", "").encode() + token.encode() + b"\r\n--cut--\r\n"
    return browser.post("/shows/import", data=body, content_type="multipart/form-data; boundary=cut").status_code


def test_moderators_may_not_upload(app: Flask) -> None:
    assert signed_in(app, moderator()).post("/shows/import", data={}).status_code == 403
