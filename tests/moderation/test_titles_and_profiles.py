"""Titles and profiles are reported, looked at and decided like posts, by those who look after them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.domain.errors import Denied, Invalid, Missing
from forum.domain.flags import FlagReason
from forum.domain.people import Reader, SiteRole
from forum.infra.db import db
from forum.infra.directory import directory
from forum.infra.jobs import drain
from forum.moderation import actions, queries
from forum.moderation.forms import AppealForm, DecideForm, FlagForm
from forum.moderation.models import Case, Flag, LedgerEntry, Snapshot
from forum.notifications.queries import notes_page
from forum.presenting.moderation import QueueFilter, QueuePage
from forum.threads.actions import rename_thread
from forum.threads.forms import RenameForm
from forum.threads.models import Thread
from tests.factories import accounts, groups, posts
from tests.moderation.conftest import Court, case

RUDE = FlagForm.read({"reason": "harassment", "words": "It names somebody."})


def flag_title(court: Court, who: Reader, thread_id: int = 0) -> int:
    return actions.raise_flag_on(who, "thread", thread_id or court.thread_id, RUDE, court.now)


def flag_profile(court: Court, who: Reader, whom: Reader) -> int:
    return actions.raise_flag_on(who, "person", whom.id or 0, RUDE, court.now)


def queue(court: Court, who: Reader, **wanted: object) -> QueuePage:
    return queries.open_cases(who, QueueFilter(**wanted), court.now)  # type: ignore[arg-type]  # named by the test


def page_of(court: Court, who: Reader, case_id: int):  # type: ignore[no-untyped-def]  # a card
    return queries.case_page(who, case_id, directory(), court.now)


def test_a_title_case_shows_the_title_and_not_the_opening_post(court: Court) -> None:
    number = flag_title(court, court.ben)
    page = page_of(court, court.mona, number)
    assert [str(text.html) for text in page.texts] == ["<p>All sorts</p>"]
    assert (page.place.kind, page.texts[0].is_current) == ("thread", True)
    assert page.outcomes == ("dismiss", "advise", "retitle", "lock")
    row = queue(court, court.mona).rows[0]
    assert (row.id, row.excerpt, row.place.kind) == (number, "All sorts", "thread")
    rename_thread(court.ann, court.thread_id, RenameForm(title="Another", reason="Clearer."), court.now)
    texts = page_of(court, court.mona, number).texts
    assert [(str(text.html), text.is_current) for text in texts] == [
        ("<p>All sorts</p>", False),
        ("<p>Another</p>", True),
    ]


def test_the_seal_of_the_first_post_does_not_close_the_title(court: Court) -> None:
    number = flag_title(court, court.ben)
    court.decide(court.mona, court.spoiler(court.ben), "seal", scope="harbour-lights S01E03")
    assert page_of(court, court.mona, number).withheld == ()


def test_a_title_that_is_said_to_spoil_is_closed_to_whoever_has_not_seen_it(court: Court) -> None:
    form = FlagForm.read({"reason": "spoiler", "spoils": "harbour-lights S01E03"})
    number = actions.raise_flag_on(court.ben, "thread", court.thread_id, form, court.now)
    assert [text.html for text in page_of(court, court.mona, number).texts] == [None]
    assert queue(court, court.mona).rows[0].excerpt is None


def test_another_title_and_its_inverse(court: Court) -> None:
    number = flag_title(court, court.ben)
    decision = court.decide(court.mona, number, "retitle", title="All kinds of things")
    assert db.session.get_one(Thread, court.thread_id).title == "All kinds of things"
    actions.undo_decision(court.mona, decision, court.now)
    assert db.session.get_one(Thread, court.thread_id).title == "All sorts"


def test_titles_of_the_calendar_are_nobodys_words(court: Court) -> None:
    first = court.show.regular[0]
    gate = groups.gate(court.show.show_id, first.id)
    hub = groups.thread(court.group_id, title="", about=gate, kind="episode", episode_id=first.id, season=1)
    with pytest.raises(Missing):
        flag_title(court, court.ben, hub)
    page = accounts.signed_in(court.app, court.ben).get(f"/t/{hub}").text
    assert f"/t/{hub}/flag" not in page


def test_a_profile_is_a_case_of_the_staff_alone(court: Court) -> None:
    number = flag_profile(court, court.ben, court.ann)
    staff = accounts.moderator("sam")
    assert [row.id for row in queue(court, court.mona).rows] == []
    page = queue(court, staff)
    assert [(row.id, row.place.kind, row.place.handle) for row in page.rows] == [(number, "person", "ann")]
    assert (page.total, page.next) == (1, "")
    with pytest.raises(Missing):
        page_of(court, court.mona, number)
    shown = page_of(court, staff, number)
    assert [str(text.html) for text in shown.texts] == ["<p>ann</p>"]
    assert (shown.flags[0].words, shown.outcomes) == ("It names somebody.", ("dismiss", "advise"))
    assert queries.beside_case(staff, shown, court.now).past == ()
    assert [one.id for one in queries.changes(staff, [number], None, court.now).cases] == [number]


def test_profiles_and_posts_are_one_queue(court: Court) -> None:
    staff = accounts.moderator("sam")
    profile = flag_profile(court, court.ben, court.ann)
    graver = court.flag(court.ben, reason=FlagReason.ILLEGAL, words="Stolen.")
    later = court.flag(court.ben, reason=FlagReason.OFF_TOPIC, post_id=posts.post(court.ann, court.thread_id, "Lunch."))
    assert [row.id for row in queue(court, staff).rows] == [graver, profile, later]
    assert [row.id for row in queue(court, staff, group="binge-club").rows if row.place.kind == "person"] == []
    shown = page_of(court, staff, graver)
    assert queries.beside_case(staff, shown, court.now).next_id == profile
    shown = page_of(court, staff, profile)
    assert queries.beside_case(staff, shown, court.now).next_id == later


def test_a_profile_is_decided_told_appealed_and_taken_back(court: Court) -> None:
    number = flag_profile(court, court.ben, court.ann)
    staff, other = accounts.moderator("sam"), accounts.moderator("sue")
    with pytest.raises(Missing):
        court.decide(court.mona, number)
    with pytest.raises(Invalid):
        court.decide(staff, number, "hide")
    preview = DecideForm.read({"version": 1, "outcome": "advise", "reason": "Another name, please."})
    assert actions.preview_decision(staff, number, preview, court.now).letter.about == "person"
    decision = court.decide(staff, number, "advise", sanction="suspend", hours=24)
    drain(court.now + timedelta(seconds=1))
    for who, role in ((court.ann, "author"), (court.ben, "flagger"), (other, "moderator")):
        told = queries.decision_page(who, decision, directory(), court.now)
        assert (told.role, told.place.kind) == (role, "person")
    for nobody in (court.cleo, court.mona):
        with pytest.raises(Missing):
            queries.decision_page(nobody, decision, directory(), court.now)
    notes = notes_page(court.ann, 1, court.now).notes
    assert [(one.about, one.role, one.outcome) for one in notes] == [("decision", "author", "advise")]
    appeal = actions.appeal(court.ann, decision, AppealForm.read({"words": "It is my name."}), court.now)
    assert [one.id for one in queries.waiting_appeals(other, court.now)] == [appeal]
    assert [one.id for one in queries.waiting_appeals(court.mona, court.now)] == []
    with pytest.raises(Denied):
        actions.answer_appeal(staff, appeal, _answer("upheld"), court.now)
    actions.answer_appeal(other, appeal, _answer("overturned"), court.now)
    assert case(number).state == "reversed"
    assert list(db.session.scalars(select(LedgerEntry.group_id).distinct())) == [None]


def _answer(outcome: str):  # type: ignore[no-untyped-def]  # a form
    from forum.moderation.forms import AnswerAppealForm

    return AnswerAppealForm.read({"outcome": outcome, "answer": "We looked again."})


def test_what_cannot_be_said_of_a_profile(court: Court) -> None:
    for reason in ("off-topic", "wrong-thread", "concern"):
        with pytest.raises(Invalid):
            actions.raise_flag_on(court.ben, "person", court.ann.id or 0, FlagForm.read({"reason": reason}), court.now)
    with pytest.raises(Denied) as fault:
        flag_profile(court, court.ann, court.ann)
    assert fault.value.reason == "not-yourself"
    assert db.session.scalars(select(Case)).all() == []


def test_pages_of_titles_and_profiles(court: Court) -> None:
    ben = accounts.signed_in(court.app, court.ben)
    assert f'href="/t/{court.thread_id}/flag"' in ben.get(f"/t/{court.thread_id}").text
    assert 'href="/u/ann/flag"' in ben.get("/u/ann").text
    for place, back in ((f"/t/{court.thread_id}/flag", f"/t/{court.thread_id}"), ("/u/ann/flag", "/u/ann")):
        assert ben.get(place).status_code == 200
        refused = ben.post(place, data={"reason": "illegal", "words": ""})
        assert refused.status_code == 422
        sent = ben.post(place, data={"reason": "harassment", "words": "So rude."})
        assert (sent.status_code, sent.location) == (303, back)
        assert "Thank you for telling us" in ben.get(back).text
        assert "You have reported this before" in ben.get(place).text
    kinds = db.session.scalars(select(Case.target_kind).order_by(Case.id)).all()
    assert list(kinds) == ["thread", "person"]
    assert len(db.session.scalars(select(Snapshot)).all()) == len(db.session.scalars(select(Flag)).all()) == 2
    staff = accounts.signed_in(court.app, accounts.moderator("sam"))
    page = staff.get("/mod").text
    assert "the title of" in page
    assert "the profile of ann" in page
    for number in db.session.scalars(select(Case.id)):
        shown = staff.get(f"/mod/cases/{number}")
        assert shown.status_code == 200
        assert 'value="move"' not in shown.text


def test_a_profile_case_is_handed_to_staff_by_name(court: Court) -> None:
    """It stands in no group: its colleagues are the staff, without whom it is about and who is suspended."""
    staff, meant = accounts.moderator("judy"), accounts.moderator("karl")
    accounts.person("lotte", SiteRole.MODERATOR, suspended_until=court.now + timedelta(days=3))
    number = flag_profile(court, court.ben, meant)
    ada = accounts.administrator("ada")
    page = page_of(court, staff, number)
    assert queries.beside_case(staff, page, court.now).colleagues == ("ada",)
    web = accounts.signed_in(court.app, staff)
    text = web.get(f"/mod/cases/{number}").text
    assert "moderators of this group" not in text
    assert "the staff of the site alone" in text
    assert '<option value="ada"' in text
    sent = web.post(f"/mod/cases/{number}/hand-over", data={"to": "ada", "words": "You know them better."})
    assert sent.status_code == 303
    assert "judy handed this case to you." in accounts.signed_in(court.app, ada).get(f"/mod/cases/{number}").text
