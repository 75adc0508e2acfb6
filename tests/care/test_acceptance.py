"""What care promises, one by one, as the guidance lists it (docs/care.md)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.care import actions
from forum.care.forms import CarerForm, ConcernForm
from forum.care.models import CareAccess, CareCase, CareMessage, Concern
from forum.care.queries.letters import letter_beside_post
from forum.domain.helpline_checks import faults_in
from forum.domain.people import Reader
from forum.infra import clock, jobs
from forum.infra.db import db
from forum.infra.directory import LINES_FILE
from tests.care.test_listening import GOODBYE, NEED, Place, place
from tests.factories import accounts, posts, shows

__all__ = ["place"]

GB = {"Accept-Language": "en-GB"}
THANKS = "Thank you for saying this here."


def team(admin: Reader, *people: Reader) -> None:
    for number, one in enumerate(people):
        role = "carer" if number else "lead"
        form = CarerForm(handle=one.handle, role=role, trained_on=date(2026, 1, 1))
        actions.appoint_carer(admin, form, clock.now())


def number_of(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_1_a_disclosure_of_a_new_member_is_published_with_the_message_for_its_author_alone(
    app: Flask, place: Place
) -> None:
    ann, ben = accounts.signed_in(app, place.ann), accounts.signed_in(app, place.ben)
    sent = ann.post(f"/t/{place.thread_id}/reply", data={"body": NEED}, headers=GB)
    assert sent.status_code == 303
    page = ann.get(sent.headers["Location"], headers=GB).text
    assert THANKS in page
    assert "116 123" in page
    assert "This is not about me" in page
    for other in (ben, app.test_client()):
        assert NEED in other.get(f"/t/{place.thread_id}", headers=GB).text
        assert THANKS not in other.get(sent.headers["Location"], headers=GB).text
    assert THANKS in ann.get("/care/messages", headers=GB).text
    assert THANKS not in ben.get("/care/messages", headers=GB).text
    post_ids = (int(sent.headers["Location"].rpartition("#p")[2]),)
    with app.test_request_context(headers=GB):
        letters = [letter_beside_post(who, post_ids, clock.now())["letter"] for who in (place.ann, place.ben)]
    assert [one is None for one in letters] == [False, True], "also when a page asks about the posts of others"


def test_2_a_thread_about_the_finale_has_its_notice_once_and_nobody_is_written_to(app: Flask, place: Place) -> None:
    shows.real_show("13-reasons-why")
    actions.ship_notes(clock.now())
    thread_id = posts.started(
        place.ann, place.group_id, "Did Hannah have to die? S1 finale", "Would the show have worked otherwise?",
        show="13-reasons-why", scope="S01E13",
    )  # fmt: skip  # rows of a table
    page = app.test_client().get(f"/t/{thread_id}", headers=GB).text
    assert page.count('id="notice-title"') == 1
    assert number_of(CareMessage) == 0
    assert number_of(CareCase) == 0


def test_3_this_finale_killed_me_shows_nothing(app: Flask, place: Place) -> None:
    place.written("This finale killed me")
    page = accounts.signed_in(app, place.ann).get(f"/t/{place.thread_id}", headers=GB).text
    assert "notice-title" not in page
    assert number_of(CareCase) == 0


def finale(place: Place) -> int:
    """A thread whose notice is about suicide. Returns its id."""
    shows.real_show("13-reasons-why")
    actions.ship_notes(clock.now())
    return posts.started(
        place.ann, place.group_id, "The finale", "Would the show have worked otherwise?",
        show="13-reasons-why", scope="S01E13",
    )  # fmt: skip  # rows of a table


@pytest.mark.parametrize("language", [None, "en", "tlh"])
def test_4_a_reader_of_unknown_country_meets_no_us_number(app: Flask, place: Place, language: str | None) -> None:
    headers = {"Accept-Language": language} if language else {}
    page = app.test_client().get(f"/t/{finale(place)}", headers=headers).text
    assert "We do not know which country you are in" in page
    assert "https://findahelpline.com" in page
    assert not re.search(r"\b(988|911|741741|1-800)\b", page)
    assert "tel:" not in page


def test_5_without_script_name_number_and_emergency_number_are_read_in_order(app: Flask, place: Place) -> None:
    """In the first HTML, which needs no script; tests/browser/test_help.py asks what a screen reader is given."""
    page = app.test_client().get(f"/t/{finale(place)}", headers=GB).text
    notice = page[page.index('id="notice-title"') : page.index("</aside>")]
    heard = [
        notice.index(words) for words in ("support is available", "Samaritans", 'href="tel:116123"', 'href="tel:999"')
    ]
    assert heard == sorted(heard)
    assert page.index("</aside>") < page.index("<article"), "before the first post"


def test_the_lines_stand_again_where_one_writes(app: Flask, place: Place) -> None:
    thread_id = finale(place)
    page = accounts.signed_in(app, place.ann).get(f"/t/{thread_id}", headers=GB).text
    again = page.index("Writing about this can be heavy.")
    assert page.index("</article>") < again < page.index('<textarea id="f-body"')
    assert page.index("116 123", again) < page.index('<textarea id="f-body"')
    quiet = accounts.signed_in(app, place.ann).get(f"/t/{place.thread_id}", headers=GB).text
    assert "Writing about this can be heavy." not in quiet


def test_6_ordinary_moderators_and_administrators_find_no_trace(app: Flask, place: Place) -> None:
    place.written(GOODBYE)
    actions.worry_about(place.ben, posts.row(1).id, ConcernForm(), clock.now())
    for reader in (accounts.moderator(), accounts.administrator(), place.olga):
        client = accounts.signed_in(app, reader)
        for address in ("/care", "/care/cases/1"):
            assert client.get(address).status_code == 403, (reader.handle, address)
        for address in ("/mod", f"/t/{place.thread_id}/moderate", f"/u/{place.ann.handle}", "/care/messages"):
            text = client.get(address).text
            assert "disclosure" not in text
            assert not re.search(r"\bP0\b", text), address  # a word: the signed tokens of forms hold any two letters
        for address in ("/api/v1/me", f"/api/v1/people/{place.ann.handle}"):
            assert "care" not in client.get(address).text


def test_7_after_this_is_not_about_me_the_flag_is_gone(app: Flask, place: Place) -> None:
    place.written(NEED)
    ann = accounts.signed_in(app, place.ann)
    message_id = db.session.scalar(select(CareMessage.id))
    assert accounts.signed_in(app, place.ben).post(f"/care/messages/{message_id}/not-me").status_code == 404
    assert number_of(CareCase) == 1
    assert ann.post(f"/care/messages/{message_id}/not-me").status_code == 303
    assert number_of(CareCase) == 0
    kept = db.session.scalars(select(CareMessage)).one()
    assert (kept.post_id, kept.case_id, kept.words) == (None, None, None)
    assert THANKS not in ann.get("/care/messages").text


def test_49_a_goodbye_stays_before_the_team_without_what_was_found(app: Flask, place: Place) -> None:
    place.written(GOODBYE)
    message_id = db.session.scalar(select(CareMessage.id))
    actions.say_not_me(place.ann, message_id or 0, clock.now())
    case = db.session.scalars(select(CareCase)).one()
    assert (case.rules, case.closed_at) == ([], None)
    assert case.denied_at is not None


def test_8_a_hundred_concerns_of_one_account_reach_nobody(app: Flask, place: Place) -> None:
    post_id = place.written("What a lovely boat.")
    for _ in range(100):
        actions.worry_about(place.ben, post_id, ConcernForm(worry="Hm."), clock.now())
    jobs.drain(clock.now())
    assert number_of(Concern) == 1
    assert number_of(CareCase) == 1
    assert number_of(CareMessage) == 0
    ann = accounts.signed_in(app, place.ann)
    for address in ("/notifications", "/care/messages", f"/t/{place.thread_id}"):
        assert "worried about you" not in ann.get(address).text
    assert not re.search(r"\bben\b", ann.get("/care/messages").text)


def test_9_a_title_with_a_method_is_folded_everywhere_until_a_person_decides(app: Flask, place: Place) -> None:
    words = "CANARYBODY how exactly did she do it and how many pills does it take"
    title = "How many pills does it take to kill yourself"
    thread_id = posts.started(place.ann, place.group_id, title, words)
    jobs.drain(clock.now())
    ben, ann = accounts.signed_in(app, place.ben), accounts.signed_in(app, place.ann)
    for address in (
        f"/t/{thread_id}", "/g/binge-club", "/g/binge-club/feed.atom", f"/t/{thread_id}/feed.atom", "/search?q=pills",
        f"/u/{place.ann.handle}/posts", f"/p/{posts.row(2).id}/quote", f"/api/v1/threads/{thread_id}",
    ):  # fmt: skip  # rows of a table
        text = ben.get(address).text
        assert "pills" not in text.replace("?q=pills", "").replace('value="pills"', "").replace("“pills”", ""), address
        assert "CANARYBODY" not in text, address
    own = ann.get(f"/t/{thread_id}").text
    assert "CANARYBODY" in own
    assert "Some detail is folded while a moderator looks." in own
    case = db.session.scalars(select(CareCase)).one()
    assert (case.what, case.closed_at) == ("method", None)


def test_the_team_works_a_p0_from_page_to_closing(app: Flask, place: Place) -> None:
    admin, lead, second = accounts.administrator(), accounts.person("lea"), accounts.person("sid")
    team(admin, lead, second)
    place.written(GOODBYE)
    lea, sid, ann = (accounts.signed_in(app, one) for one in (lead, second, place.ann))
    assert "P0" in lea.get("/care").text
    assert GOODBYE in lea.get("/care/cases/1", headers=GB).text
    assert lea.post("/care/cases/1/take").status_code == 303
    close = {"why": "looked-after", "words": "They are with a friend."}
    refused = lea.post("/care/cases/1/close", data=close)
    assert refused.status_code == 422
    assert "second person" in refused.text
    assert sid.post("/care/cases/1/beside").status_code == 303
    assert lea.post("/care/cases/1/write", data={"words": "Are you safe right now?"}).status_code == 303
    assert "Are you safe right now?" in ann.get("/care/messages").text
    assert ">lea<" not in ann.get("/care/messages").text
    personal = db.session.scalar(select(CareMessage.id).where(CareMessage.kind == "personal"))
    assert ann.post(f"/care/messages/{personal}/answer", data={"words": "I am now."}).status_code == 303
    assert "I am now." in sid.get("/care/cases/1").text
    assert lea.post("/care/cases/1/close", data=close).status_code == 422
    for after in ("day", "week"):
        early = lea.post(f"/care/cases/1/ask/{after}")
        assert early.status_code == 422
        assert "has not come yet" in early.text
        assert lea.post(f"/care/cases/1/ask/{after}", data={"early": "true"}).status_code == 303
    assert lea.post("/care/cases/1/close", data=close).status_code == 303
    assert "Nobody waits" in lea.get("/care").text
    assert number_of(CareAccess) > 5


@pytest.mark.parametrize("verb", ["note", "hand", "write", "urgency", "called", "unfold", "cut", "close"])
def test_what_the_team_typed_is_kept_when_it_is_refused(app: Flask, place: Place, verb: str) -> None:
    lead = accounts.person("lea")
    team(accounts.administrator(), lead)
    place.written("how exactly did she do it and how many pills does it take")
    lea = accounts.signed_in(app, lead)
    assert lea.post("/care/cases/1/take").status_code == 303
    words = "Typed with care. " * 300
    refused = lea.post(f"/care/cases/1/{verb}", data={"words": words, "body": "Short."})
    assert refused.status_code == 422
    assert refused.text.count(words.strip()[:4_000]) == 1, "in the field where it was typed, and in no other"


@pytest.mark.parametrize("address", ["/support/worried", "/p/1/concern"])
def test_advice_is_there_for_everybody_and_begins_with_the_emergency_number(
    app: Flask, place: Place, address: str
) -> None:
    client: FlaskClient = app.test_client()
    page = client.get(address, headers=GB).text
    assert 0 < page.index("in danger now") < page.index("How to help")
    assert "999" in page


def test_10_a_file_of_lines_with_two_digits_swapped_is_refused() -> None:
    """Whichever number it is in, so the build fails: the shipped file is read by `forum crisis check` and at start."""
    data = json.loads(LINES_FILE.read_text(encoding="utf-8"))
    assert faults_in(data) == []
    found = list(swaps(data))
    assert len(found) > 300
    assert [where for where, file in found if not faults_in(file)] == []


def swaps(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The file once per number in it, with the first two neighbouring digits that differ changed over."""
    entries = data["entries"]
    for at, entry in enumerate(entries):
        for name in ("number", "dial", "e164", "sms", "whatsapp", "emergency_number"):
            if (other := swapped(entry[name])) != entry[name]:
                changed = [*entries[:at], {**entry, name: other}, *entries[at + 1 :]]
                yield f"{entry['id']} {name}", {**data, "entries": changed}
    for country, known in data["emergency"].items():
        if (other := swapped(known["numbers"])) != known["numbers"]:
            changed = {**data["emergency"], country: {**known, "numbers": other}}
            yield f"emergency {country}", {**data, "emergency": changed}


def swapped(value: Any) -> Any:
    return json.loads(re.sub(r"(\d)(?!\1)(\d)", r"\2\1", json.dumps(value), count=1))
