"""Care data is health data: encrypted, read by few, every look written down, and gone in time."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from sqlalchemy import func, select, text

from forum.accounts.models import Person
from forum.belongings.actions import leave
from forum.belongings.forms import LeaveForm
from forum.belongings.gathering import belongings_of
from forum.care import actions, queries
from forum.care.actions.retention import forget_cases, forget_messages, turn_keys
from forum.care.forms import AnswerForm, CarerForm, CloseForm, ConcernForm, NoteForm
from forum.care.jobs import forget
from forum.care.models import CareAccess, CareCase, CareCount, CareEvent, CareFollowUp, CareMessage, Concern
from forum.domain.errors import Denied
from forum.domain.people import Reader
from forum.infra import clock as clocks
from forum.infra.clock import SetClock
from forum.infra.db import db
from forum.infra.directory import directory
from forum.infra.settings import SettingsError, load_settings
from tests.care.test_acceptance import finale
from tests.care.test_listening import GOODBYE, NEED, Place, place
from tests.factories import accounts, groups, posts

__all__ = ["place"]

SECRET = "CANARYNOTE they are with a friend"


@pytest.fixture
def lead(place: Place) -> Reader:
    """Somebody trained, who has the case of Ann's post before them."""
    lea = accounts.person("lea")
    form = CarerForm(handle="lea", role="lead", trained_on=date(2026, 1, 1))
    actions.appoint_carer(accounts.administrator(), form, clocks.now())
    place.written(NEED)
    return lea


def case_id() -> int:
    return db.session.scalars(select(CareCase.id)).one()


def number_of(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def stored() -> str:
    """Every free text as the database holds it."""
    columns = (("care_events", "words"), ("care_messages", "words"), ("concerns", "worry"), ("concerns", "when_where"))
    rows = [db.session.execute(text(f"SELECT {name} FROM {table}")).all() for table, name in columns]
    return str(rows)


def worked(lead: Reader, place: Place) -> None:
    """A case with words in every place for words."""
    now = clocks.now()
    actions.take_case(lead, case_id(), now)
    actions.note_on_case(lead, case_id(), NoteForm(words=SECRET), now)
    actions.write_to_person(lead, case_id(), AnswerForm(words=SECRET), now)
    actions.worry_about(place.ben, 2, ConcernForm(worry=SECRET, when_where=SECRET), now)


def test_free_text_lies_encrypted_in_the_database_and_is_read_with_the_key(lead: Reader, place: Place) -> None:
    worked(lead, place)
    assert "CANARYNOTE" not in stored()
    assert stored().count("gAAAA") == 4
    assert SECRET in str(queries.case_page(lead, case_id(), directory(), clocks.now()))


def test_a_new_key_takes_over_and_the_old_one_may_go(app: Flask, lead: Reader, place: Place) -> None:
    worked(lead, place)
    before = app.extensions["settings"]
    fresh = Fernet.generate_key().decode()
    old = before.care_key.get_secret_value()

    def with_keys(*keys: str) -> None:
        joined = type(before.care_key)(",".join(keys))
        app.extensions["settings"] = before.model_copy(update={"care_key": joined})
        db.session.expunge_all()

    try:
        with_keys(fresh, old)
        assert turn_keys() == (4, 0)
        with_keys(fresh)
        assert SECRET in str(queries.case_page(lead, case_id(), directory(), clocks.now()))
        with_keys(old)
        assert SECRET not in str(queries.case_page(lead, case_id(), directory(), clocks.now()))
    finally:
        app.extensions["settings"] = before


def test_development_makes_a_key_of_its_own_and_a_wrong_one_is_refused(tmp_path: Path) -> None:
    first = load_settings({"FORUM_INSTANCE": str(tmp_path)})
    assert first.care_keys == load_settings({"FORUM_INSTANCE": str(tmp_path)}).care_keys
    assert (tmp_path / "care-key").stat().st_mode & 0o077 == 0
    with pytest.raises(SettingsError, match="FORUM_CARE_KEY"):
        load_settings({"FORUM_INSTANCE": str(tmp_path), "FORUM_CARE_KEY": "no key"})


def test_a_closed_case_is_kept_for_ninety_days_and_then_is_a_number(
    lead: Reader, place: Place, clock: SetClock
) -> None:
    worked(lead, place)
    now = clocks.now()
    actions.close_case(lead, case_id(), CloseForm(why="handed-on", words="A line took over."), now)
    clock.forward(timedelta(days=90))
    assert forget_cases(clocks.now()) == 0
    clock.forward(timedelta(seconds=1))
    assert forget_cases(clocks.now()) == 1
    for model in (CareCase, CareEvent, CareMessage, Concern, CareFollowUp):
        assert number_of(model) == 0, model
    kept = {row.what: row.number for row in db.session.scalars(select(CareCount))}
    assert (kept["closed-handed-on"], kept["forgotten"]) == (1, 1)


def test_a_case_with_an_emergency_call_is_kept_for_a_year(lead: Reader, place: Place, clock: SetClock) -> None:
    now = clocks.now()
    actions.note_call(lead, case_id(), NoteForm(words="A place was named."), now)
    actions.close_case(lead, case_id(), CloseForm(why="handed-on", words="With the services."), now)
    clock.forward(timedelta(days=364))
    assert forget_cases(clocks.now()) == 0
    clock.forward(timedelta(days=2))
    assert forget_cases(clocks.now()) == 1


def test_a_false_alarm_is_deleted_at_once(lead: Reader, place: Place) -> None:
    worked(lead, place)
    actions.close_case(lead, case_id(), CloseForm(why="false-alarm", words="A song."), clocks.now())
    for model in (CareCase, CareEvent, CareMessage, Concern):
        assert number_of(model) == 0, model


def test_what_was_written_by_itself_leaves_the_inbox_after_a_month(place: Place, clock: SetClock) -> None:
    place.written(NEED)
    clock.forward(timedelta(days=31))
    forget_messages(clocks.now())
    assert number_of(CareMessage) == 0
    assert number_of(CareCase) == 1


def test_nothing_survives_the_account(lead: Reader, place: Place) -> None:
    worked(lead, place)
    assert db.session.get(Person, place.ann.id) is not None
    leave(place.ann, LeaveForm.read({"handle": "ann", "posts": "stay"}), clocks.now())
    for model in (CareCase, CareEvent, CareMessage, Concern):
        assert number_of(model) == 0, model


def test_nobodys_archive_holds_a_trace(lead: Reader, place: Place) -> None:
    worked(lead, place)
    for reader in (place.ann, place.ben, lead, place.olga):
        archive = str(belongings_of(reader, clocks.now()))
        assert "CANARYNOTE" not in archive
        assert "disclosure" not in archive
        assert "care_" not in archive


def test_every_look_is_a_row_and_the_lead_reads_them(app: Flask, lead: Reader, place: Place) -> None:
    client = accounts.signed_in(app, lead)
    for address in ("/care", f"/care/cases/{case_id()}"):
        assert client.get(address).status_code == 200
    looks = db.session.execute(select(CareAccess.person_id, CareAccess.what, CareAccess.case_id)).all()
    assert [tuple(one) for one in looks] == [(lead.id, "queue", None), (lead.id, "case", case_id())]
    assert "Who looked at what" in client.get("/care/team").text


def test_the_log_of_looks_is_kept_for_a_year(lead: Reader, place: Place, clock: SetClock) -> None:
    actions.look_at(lead, "queue", None, clocks.now())
    clock.forward(timedelta(days=365))
    forget(clocks.now())
    assert db.session.scalar(select(func.count(CareAccess.id))) == 1
    clock.forward(timedelta(seconds=1))
    forget(clocks.now())
    assert db.session.scalar(select(func.count(CareAccess.id))) == 0


def test_a_carer_reads_a_post_that_spoils_when_they_choose_to_and_it_is_written_down(
    app: Flask, lead: Reader, place: Place
) -> None:
    post_id = posts.post(place.ann, finale(place), "CANARYFINALE, and I want to kill myself.")
    number = db.session.scalars(select(CareCase.id).where(CareCase.post_id == post_id)).one()
    client, address = accounts.signed_in(app, lead), f"/care/cases/{number}"
    closed = client.get(address).text
    assert "CANARYFINALE" not in closed
    assert "13 Reasons Why S01E13" in closed
    assert accounts.signed_in(app, place.ben).post(f"{address}/read").status_code == 403
    assert client.post(f"{address}/read").status_code == 303
    opened = client.get(address).text
    assert "CANARYFINALE" in opened
    assert "You chose to read this although it spoils." in opened
    looks = db.session.scalars(select(CareAccess.what).where(CareAccess.case_id == number).order_by(CareAccess.id))
    assert list(looks) == ["case", "read-anyway", "case"]
    assert "CANARYFINALE" not in client.get(f"/t/{posts.row(post_id).thread_id}").text, "it opens nothing elsewhere"


def test_an_administrator_appoints_and_reads_nothing(app: Flask, lead: Reader) -> None:
    admin = accounts.person("boss", role=accounts.SiteRole.ADMINISTRATOR)
    with pytest.raises(Denied):
        queries.care_queue(admin, directory(), clocks.now())
    page = accounts.signed_in(app, admin).get("/care/team").text
    assert "lea" in page
    assert "Who looked at what" not in page


def test_a_suspended_carer_reads_nothing(lead: Reader) -> None:
    from dataclasses import replace

    with pytest.raises(Denied):
        queries.care_queue(replace(lead, suspended=True), directory(), clocks.now())


def test_a_person_may_want_no_message_and_is_still_looked_after(place: Place) -> None:
    from forum.care.forms import ChoiceForm

    actions.choose(place.ann, ChoiceForm(messages=False), clocks.now())
    place.written(GOODBYE)
    assert number_of(CareMessage) == 0
    assert number_of(CareCase) == 1


def test_what_is_closed_to_a_carer_is_named_in_their_language(app: Flask, lead: Reader, place: Place) -> None:
    show_id, [first] = groups.show(releases=[[clocks.now() - timedelta(days=30)]])
    thread_id = groups.thread(place.group_id, place.olga, about=groups.gate(show_id, first))
    posts.post(place.ben, thread_id, f"{NEED} [spoiler series]After that ending.[/spoiler]")
    number = db.session.scalars(select(CareCase.id).order_by(CareCase.id.desc())).first()
    english = accounts.signed_in(app, lead).get(f"/care/cases/{number}").text
    db.session.get_one(Person, lead.id).language = "de"
    db.session.commit()
    german = accounts.signed_in(app, lead).get(f"/care/cases/{number}").text
    pages = (english, german)
    assert [page.count("whole series (up to S01E01)") for page in pages] == [1, 0]
    assert [page.count("ganze Serie (bis S01E01)") for page in pages] == [0, 1]
