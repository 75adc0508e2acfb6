"""Keeping the crisis lines: what staff does to them, and what readers see of it at once."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from forum.care import actions, queries
from forum.care.actions.lines import Imported
from forum.care.forms import LineForm, SwitchForm
from forum.domain.errors import Conflict, Denied, Invalid, Missing
from forum.domain.helpline_upkeep import Upkeep
from forum.domain.people import Reader, SiteRole
from forum.infra import clock
from forum.infra.clock import SetClock
from forum.infra.directory import directory, forget_directory
from tests.conftest import NOW
from tests.factories import accounts

LINE = "gb-sam"


@pytest.fixture
def staff(app: Flask) -> tuple[Reader, Reader]:
    return accounts.person("quorra", SiteRole.ADMINISTRATOR), accounts.person("zebedee", SiteRole.MODERATOR)


def digest(reader: Reader, line_id: str = LINE) -> str:
    return queries.line_page(reader, line_id, clock.now()).kept.digest


def checked_by(*people: Reader, line_id: str = LINE) -> None:
    for person in people:
        actions.check_line(person, line_id, digest(person, line_id), clock.now())


def typed(reader: Reader, line_id: str = LINE, **more: object) -> LineForm:
    values = queries.typed_line(reader, line_id, clock.now())
    return LineForm.read(
        {**values, "again": values["number"], "verified_on": "2026-11-01", "reason": "Read it.", **more}
    )


NEW = {
    "id": "gb-new", "country": "GB", "name": "A new line", "kinds": ["call"], "number": "0800 111 222",
    "again": "0800 111222", "languages": "en, cy", "topics": ["suicide"], "verified_on": "2026-11-01",
    "sources": "One | https://one.example | 2026-11-01\nTwo | https://two.example |", "reason": "It is new.",
}  # fmt: skip  # rows of a table


def test_a_check_needs_two_people_and_readers_are_told(app: Flask, staff: tuple[Reader, Reader]) -> None:
    checked_by(staff[0])
    assert queries.line_page(staff[0], LINE, clock.now()).kept.upkeep == Upkeep.HALF
    checked_by(staff[1])
    page = queries.line_page(staff[0], LINE, clock.now())
    assert (page.kept.upkeep, [card.handle for card in page.checkers]) == (Upkeep.CHECKED, ["zebedee", "quorra"])
    assert "checked by two people on 22 November 2026" in app.test_client().get("/support/gb").text


def test_after_a_year_the_line_is_hidden_everywhere(app: Flask, clock: SetClock, staff: tuple[Reader, Reader]) -> None:
    checked_by(*staff)
    assert directory().line(LINE) is not None
    clock.forward(timedelta(days=366))
    assert directory().line(LINE) is None
    assert 'href="tel:116123"' not in app.test_client().get("/support/gb").text


def test_it_stays_hidden_however_long_nobody_checks(app: Flask, clock: SetClock, staff: tuple[Reader, Reader]) -> None:
    """Not after two years as if nobody had ever looked at it."""
    checked_by(*staff)
    for days in (366, 365, 365):
        clock.forward(timedelta(days=days))
        forget_directory()
        assert queries.line_page(staff[0], LINE, clock.instant).kept.upkeep == Upkeep.LAPSED
        assert directory().line(LINE) is None


def test_a_check_of_another_form_does_not_count(staff: tuple[Reader, Reader]) -> None:
    before = digest(staff[0])
    actions.correct_line(staff[0], typed(staff[0], hours="10:00-22:00 daily"), LINE, clock.now())
    with pytest.raises(Conflict):
        actions.check_line(staff[1], LINE, before, clock.now())


def test_a_correction_reaches_readers_and_takes_the_checks_back(app: Flask, staff: tuple[Reader, Reader]) -> None:
    checked_by(*staff)
    actions.correct_line(staff[0], typed(staff[0], hours="10:00-22:00 daily"), LINE, clock.now())
    assert "10:00-22:00 daily" in app.test_client().get("/support/gb").text
    page = queries.line_page(staff[0], LINE, clock.now())
    assert (page.kept.upkeep, page.history[0].kind, page.history[0].person.handle) == (  # type: ignore[union-attr]  # there is one
        Upkeep.UNCHECKED, "corrected", "quorra",
    )  # fmt: skip  # rows of a table
    assert [deed.kind for deed in page.history] == ["corrected", "checked", "checked"]


def test_a_new_line_is_there_for_readers(staff: tuple[Reader, Reader]) -> None:
    assert actions.correct_line(staff[0], LineForm.read(NEW), None, clock.now()) == "gb-new"
    line = directory().line("gb-new")
    assert line is not None
    assert (line.dial, line.languages, line.is_sure) == ("0800111222", ("en", "cy"), False)
    with pytest.raises(Invalid) as fault:
        actions.correct_line(staff[0], LineForm.read(NEW), None, clock.now())
    assert fault.value.errors == {"id": ("taken",)}


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"number": "1-800-784-2433", "again": "1-800-784-2433", "country": "US", "id": "us-new"}, "retired or known"),
        ({"sources": "One | https://one.example | 2026-11-01"}, "fewer than two sources"),
        ({"verified_on": "2026-11-23"}, "verified_on"),
        ({"number": "", "again": ""}, "kind, number and dial disagree"),
        ({"url": "javascript:alert(1)"}, "url is not a plain web address"),
        ({"id": "../x"}, "id is not in small letters"),
        ({"topics": ["everything"]}, "unknown topic"),
    ],
)
def test_a_doubtful_line_is_refused(staff: tuple[Reader, Reader], more: dict[str, object], says: str) -> None:
    with pytest.raises(Invalid) as fault:
        actions.correct_line(staff[0], LineForm.read({**NEW, **more}), None, clock.now())
    assert any(says in one for one in fault.value.errors[""]), fault.value.errors
    assert len(directory().lines) == 117


def test_the_number_is_typed_twice() -> None:
    with pytest.raises(Invalid) as fault:
        LineForm.read({**NEW, "again": "0800 111 223"})
    assert fault.value.errors == {"again": ("numbers-differ",)}
    with pytest.raises(Invalid):
        LineForm.read({name: value for name, value in NEW.items() if name != "again"})


def test_switches_hold_at_once_and_can_be_turned_back(app: Flask, staff: tuple[Reader, Reader]) -> None:
    def lines() -> int:
        return len(directory().lines)

    for target, left in (("line:gb-sam", 116), ("country:GB", 111), ("all", 0)):
        actions.switch_lines(staff[1], SwitchForm(target=target, to="off", reason="It rings for ever."), clock.now())
        assert lines() == left
        assert app.test_client().get("/support").status_code == 200
        actions.switch_lines(staff[1], SwitchForm(target=target, to="on", reason="It answers again."), clock.now())
        assert lines() == 117
    with pytest.raises(Invalid):
        actions.switch_lines(staff[1], SwitchForm(target="country:XX", to="off", reason="Nothing."), clock.now())


def test_with_everything_off_a_notice_still_has_the_emergency_number(app: Flask, staff: tuple[Reader, Reader]) -> None:
    actions.switch_lines(staff[0], SwitchForm(target="all", to="off", reason="A bad file."), clock.now())
    page = app.test_client().get("/support/gb").text
    main = page[page.index("<main") : page.index("</main>")]
    assert 'href="tel:999"' in main
    assert "findahelpline.com" in main
    assert 'href="tel:116123"' not in main


def test_another_process_learns_of_it_within_a_minute(
    app: Flask, clock: SetClock, staff: tuple[Reader, Reader]
) -> None:
    directory()
    held = app.extensions["directory"]
    actions.switch_lines(staff[0], SwitchForm(target="all", to="off", reason="A bad file."), NOW)
    app.extensions["directory"] = held  # what the other process still holds
    assert len(directory().lines) == 117
    clock.forward(timedelta(seconds=61))
    assert len(directory().lines) == 0


def test_shared_corrections_travel_between_communities(app: Flask, staff: tuple[Reader, Reader]) -> None:
    checked_by(*staff)
    actions.correct_line(staff[0], LineForm.read(NEW), None, clock.now())
    browser = accounts.signed_in(app, staff[1])
    shared = browser.get("/support/lines.json")
    assert "quorra" not in shared.text
    assert "zebedee" not in shared.text
    assert actions.import_lines(staff[0], shared.data, clock.now()) == Imported((), ())
    taken = actions.import_lines(
        staff[0], offer(shared, "gb-new", hours="08:00-10:00 daily", verified_on="2026-11-02"), NOW
    )
    assert taken == Imported(("A new line",), ())
    line = directory().line("gb-new")
    assert line is not None
    assert line.hours == "08:00-10:00 daily"


def offer(shared: TestResponse, line_id: str, **other: str) -> bytes:
    """The file of another community, with one line of it said otherwise."""
    entry = next(one for one in json.loads(shared.text)["entries"] if one["id"] == line_id)
    return json.dumps({"entries": [{**entry, **other}]}).encode()


def test_an_older_file_of_others_undoes_no_correction(app: Flask, staff: tuple[Reader, Reader]) -> None:
    browser = accounts.signed_in(app, staff[0])
    before = browser.get("/support/lines.json")
    actions.correct_line(staff[0], typed(staff[0], number="116 999", again="116999"), LINE, clock.now())
    for day in ("2026-10-31", "2026-11-01"):  # earlier, and the same day as the correction
        answer = browser.post(
            "/support/lines/import",
            data={"file": (io.BytesIO(offer(before, LINE, verified_on=day)), "lines.json")},
            follow_redirects=True,
        )
        assert "taken over. Nobody" not in answer.text
        assert "1 line stays as it is here, because the file is not newer: Samaritans" in answer.text
        assert queries.typed_line(staff[0], LINE, clock.now())["number"] == "116 999"
    assert actions.import_lines(staff[0], offer(before, LINE, verified_on="2026-11-02"), NOW).taken == ("Samaritans",)
    assert queries.typed_line(staff[0], LINE, clock.now())["number"] == "116 123"


def test_a_check_by_two_here_is_newer_than_what_others_read_before(app: Flask, staff: tuple[Reader, Reader]) -> None:
    shared = accounts.signed_in(app, staff[0]).get("/support/lines.json")
    checked_by(*staff)  # on 22 November
    for day, taken in (("2026-11-21", ()), ("2026-11-22", ())):
        assert actions.import_lines(staff[0], offer(shared, LINE, hours="24/7 ", verified_on=day), NOW).taken == taken
    assert queries.line_page(staff[0], LINE, clock.now()).kept.upkeep == Upkeep.CHECKED


def test_a_file_from_tomorrow_is_doubted(app: Flask, staff: tuple[Reader, Reader]) -> None:
    shared = accounts.signed_in(app, staff[0]).get("/support/lines.json")
    for day in ("2999-01-01", "soon", ""):
        with pytest.raises(Invalid):
            actions.import_lines(staff[0], offer(shared, LINE, number="116 999", verified_on=day), NOW)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff",
        b"[]",
        b'{"entries": 3}',
        b'{"entries": [{}]}',
        b"[" * 90_000,
        b'{"entries": [{"id": "gb-sam"}]}',
        b'{"entries": [{"id": null}]}',
    ],
)
def test_a_file_that_is_none_changes_nothing(app: Flask, staff: tuple[Reader, Reader], raw: bytes) -> None:
    browser = accounts.signed_in(app, staff[0])
    answer = browser.post("/support/lines/import", data={"file": (io.BytesIO(raw), "lines.json")})
    assert answer.status_code == 422
    assert len(directory().lines) == 117


def test_who_may_do_what(app: Flask, staff: tuple[Reader, Reader]) -> None:
    member = accounts.person("mia")
    with pytest.raises(Denied):
        queries.lines_page(member, "", clock.now())
    with pytest.raises(Denied):
        actions.check_line(member, LINE, "", clock.now())
    with pytest.raises(Denied):
        actions.correct_line(staff[1], LineForm.read(NEW), None, clock.now())
    with pytest.raises(Missing):
        queries.line_page(staff[0], "gb-nothing", clock.now())


def test_the_pages_nag_where_members_are(app: Flask, staff: tuple[Reader, Reader]) -> None:
    assert queries.waiting_countries(clock.now()) == ()
    accounts.person("pia", country="PT")
    assert queries.waiting_countries(clock.now()) == ("PT",)
    page = accounts.signed_in(app, staff[1]).get("/support/lines").text
    assert "Members are here, and nobody has checked" in page
    assert "/support/lines?country=PT" in page
    for line in [
        kept.line.id for group in queries.lines_page(staff[0], "PT", clock.now()).groups for kept in group.lines
    ]:
        checked_by(*staff, line_id=line)
    assert queries.waiting_countries(clock.now()) == ()


def test_a_moderator_by_hand(app: Flask, staff: tuple[Reader, Reader]) -> None:
    browser = accounts.signed_in(app, staff[0])
    page = browser.get(f"/support/lines/{LINE}").text
    assert f'name="digest" value="{digest(staff[0])}"' in page
    done = browser.post(f"/support/lines/{LINE}/check", data={"digest": digest(staff[0])})
    assert (done.status_code, done.location) == (303, f"/support/lines/{LINE}")
    refused = browser.post("/support/lines/new", data={**NEW, "again": "1"})
    assert refused.status_code == 422
    assert "The two numbers are not the same" in refused.text
    assert 'value="A new line"' in refused.text
    saved = browser.post("/support/lines/new", data=NEW)
    assert (saved.status_code, saved.location) == (303, "/support/lines/gb-new")
    assert "0800 111 222" in browser.get("/support/lines/gb-new").text
    stale = browser.post(f"/support/lines/{LINE}/check", data={"digest": "0" * 16})
    assert stale.status_code == 409
    hidden = browser.post("/support/lines/switch", data={"target": "line:gb-new", "to": "off", "reason": "No answer."})
    assert hidden.status_code == 303
    forget_directory()
    assert directory().line("gb-new") is None


def test_a_correction_that_a_newer_forum_doubts_does_not_take_the_lines_away(staff: tuple[Reader, Reader]) -> None:
    from forum.care.models import LineEvent
    from forum.infra.db import db, transaction

    with transaction():
        db.session.add(LineEvent(kind="corrected", target="gb-sam", entry={"id": "gb-sam", "verified_on": "2026"},
                                 person_id=staff[0].id, happened_at=clock.now()))  # fmt: skip  # rows of a table
    forget_directory()
    assert directory().line("gb-sam") is not None


def test_a_country_whose_emergency_number_we_do_not_know(staff: tuple[Reader, Reader]) -> None:
    with pytest.raises(Invalid) as fault:
        actions.correct_line(staff[0], LineForm.read({**NEW, "country": "ZZ", "id": "zz-new"}), None, clock.now())
    assert fault.value.errors == {"country": ("not-a-choice",)}
