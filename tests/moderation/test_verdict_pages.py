"""The way through a decision on pages, for moderators and for those whom it concerns. No script is needed."""

from __future__ import annotations

import re
from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from forum.infra import jobs
from forum.infra.clock import SetClock
from forum.infra.db import db
from forum.moderation.models import CaseDecision
from forum.moderation.records import Appeal, DecisionLetter, DecisionProposal, Sanction
from forum.notifications.models import Notification
from tests.factories import accounts, posts
from tests.moderation.conftest import Court, case
from tests.moderation.hearing import elsewhere, lines

REMOVE = {"version": "1", "outcome": "remove", "rule": "1", "reason": "It calls somebody names."}


def count(table: object) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0  # type: ignore[arg-type]  # any model


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))


def test_a_dismissal_ignores_the_sanction_that_was_suggested_and_says_so(app: Flask, court: Court) -> None:
    number = court.flag(court.ben)
    mona = accounts.signed_in(app, court.mona)
    form = mona.get(f"/mod/cases/{number}").text
    assert '<option value="warn" selected>' in form
    sent = {"version": "1", "outcome": "dismiss", "rule": "1", "sanction": "warn", "hours": "24", "reason": "All well."}
    page = mona.post(f"/mod/cases/{number}/preview", data=sent)
    assert (page.status_code, "No sanction, although one was chosen" in page.text) == (200, True)
    done = mona.post(f"/mod/cases/{number}/decide", data={**sent, **hidden(page.text)})
    assert (done.status_code, count(Sanction)) == (303, 0)


def test_the_usual_sanction_is_chosen_with_a_removal_and_not_with_a_kind_word(app: Flask, court: Court) -> None:
    number = court.flag(court.ben)
    mona = accounts.signed_in(app, court.mona)
    for outcome, chosen in (("remove", True), ("hide", True), ("advise", False), ("seal", False), ("dismiss", False)):
        page = mona.get(f"/mod/cases/{number}?outcome={outcome}").text
        assert ('<option value="warn" selected>' in page) is chosen, outcome
        assert 'data-with="hide remove" data-sanction="warn"' in page


def test_the_preview_of_a_merge_counts_what_goes_along(app: Flask, court: Court) -> None:
    posts.post(court.ben, court.thread_id, "And more.")
    number, target = court.flag(court.ben), elsewhere(court)
    mona = accounts.signed_in(app, court.mona)
    sent = {"version": "1", "outcome": "merge", "reason": "The same talk twice."}
    for wrong in ("", "that one", f"/p/{target}", "/t/", f"/t/{target}x"):
        refused = mona.post(f"/mod/cases/{number}/preview", data={**sent, "thread": wrong})
        assert (refused.status_code, f'value="{wrong}"' in refused.text) == (422, True)
    for address in (f"/t/{target}", f"http://127.0.0.1:8000/t/{target}?page=2#p7", f" {target} "):
        page = mona.post(f"/mod/cases/{number}/preview", data={**sent, "thread": address})
        assert page.status_code == 200, address
    assert f'<a href="/t/{target}">' in page.text
    assert "2 posts go there, in their order; the empty thread is locked and leads there" in page.text
    assert posts.row(court.post_id).thread_id == court.thread_id
    done = mona.post(f"/mod/cases/{number}/decide", data=hidden(page.text))
    assert (done.status_code, posts.row(court.post_id).thread_id) == (303, target)
    letter = accounts.signed_in(app, court.ann).get(done.location).text
    assert "moved the whole thread of your post into another one" in letter
    jobs.drain(court.now)
    assert lines() == ["merge"]


def test_a_preview_shows_everything_and_does_nothing(app: Flask, court: Court) -> None:
    number = court.flag(court.ben)
    court.flag(court.cleo)
    mona = accounts.signed_in(app, court.mona)
    sent = {**REMOVE, "sanction": "mute", "hours": "24", "note": "Second time."}
    page = mona.post(f"/mod/cases/{number}/preview", data=sent)
    assert page.status_code == 200
    for told in (
        "To ann",
        "To 2 people who reported it",
        "Be kind.",
        "It calls somebody names.",
        "Does not write in this",
    ):
        assert told in page.text, told
    assert (case(number).state, count(CaseDecision), count(DecisionLetter)) == ("open", 0, 0)
    assert posts.row(court.post_id).stands is True
    back = mona.post(f"/mod/cases/{number}/preview", data={**hidden(page.text), "change": "1"})
    assert "It calls somebody names." in back.text
    assert "Second time." in back.text
    done = mona.post(f"/mod/cases/{number}/decide", data=hidden(page.text))
    assert done.status_code == 303
    assert posts.row(court.post_id).stands is False
    assert "Second time." in mona.get(done.location).text
    letter = accounts.signed_in(app, court.ann).get(done.location).text
    assert "Second time." not in letter
    assert "Does not write in this group" in letter
    assert "Does not write in this group" not in accounts.signed_in(app, court.ben).get(done.location).text


def test_what_is_refused_comes_back_with_all_that_was_typed(app: Flask, court: Court) -> None:
    number = court.flag(court.ben)
    mona = accounts.signed_in(app, court.mona)
    page = mona.post(f"/mod/cases/{number}/preview", data={**REMOVE, "rule": "", "note": "kept note"})
    assert page.status_code == 422
    assert "kept note" in page.text
    assert "It calls somebody names." in page.text


def test_undo_on_the_page(app: Flask, court: Court) -> None:
    number = court.flag(court.ben)
    decision = court.decide(court.mona, number, "remove", rule=1)
    mona = accounts.signed_in(app, court.mona)
    assert f'action="/mod/decisions/{decision}/undo"' in mona.get(f"/decisions/{decision}").text
    assert (
        f'action="/mod/decisions/{decision}/undo"'
        not in accounts.signed_in(app, court.max).get(f"/decisions/{decision}").text
    )
    assert mona.post(f"/mod/decisions/{decision}/undo").location == f"/mod/cases/{number}"
    assert "was undone" in accounts.signed_in(app, court.ann).get(f"/decisions/{decision}").text
    assert mona.post(f"/mod/decisions/{decision}/undo").status_code == 409


def test_an_appeal_from_its_first_word_to_its_answer(app: Flask, court: Court, clock: SetClock) -> None:
    decision = court.decide(court.mona, court.flag(court.ben), "remove", rule=1)
    jobs.drain(court.now)
    ann, mona, maxi = (accounts.signed_in(app, who) for who in (court.ann, court.mona, court.max))
    assert f"/decisions/{decision}" in ann.get("/decisions").text
    assert ann.post(f"/decisions/{decision}/appeal", data={"words": ""}).status_code == 422
    assert ann.post(f"/decisions/{decision}/appeal", data={"words": "It was a quotation."}).status_code == 303
    appeal = db.session.scalars(select(Appeal.id)).one()
    assert f"/decisions/{decision}#appeals" in maxi.get("/mod/appeals").text
    address = f"/mod/decisions/{decision}/appeals/{appeal}"
    assert address not in mona.get(f"/decisions/{decision}").text
    assert mona.post(address, data={"outcome": "upheld", "answer": "No, no."}).status_code == 403
    assert address in maxi.get(f"/decisions/{decision}").text
    assert maxi.post(address, data={"outcome": "overturned"}).status_code == 422
    answered = maxi.post(address, data={"outcome": "overturned", "answer": "You are right, it is one."})
    assert answered.status_code == 303
    letter = ann.get(f"/decisions/{decision}").text
    assert "You are right, it is one." in letter
    assert "An appeal was right" in letter
    assert posts.row(court.post_id).stands is True
    assert "It was a quotation." not in accounts.signed_in(app, court.ben).get(f"/decisions/{decision}").text


def test_who_was_told_is_told_again(court: Court) -> None:
    from forum.infra import clock as clocks
    from forum.moderation import actions
    from forum.moderation.forms import ReverseForm

    decision = court.decide(court.mona, court.flag(court.ben), "remove", rule=1)
    jobs.drain(clocks.now() + timedelta(minutes=1))
    notes = db.session.scalars(select(Notification).where(Notification.about == "decision")).all()
    assert sorted(one.person_id for one in notes) == sorted([court.ann.id or 0, court.ben.id or 0])
    told = {one.person_id: one.told_at for one in notes}
    later = clocks.now() + timedelta(days=3)
    actions.reverse_decision(court.max, decision, ReverseForm.read({"reason": "I was wrong."}), later)
    jobs.drain(later + timedelta(minutes=1))
    db.session.expire_all()
    again = db.session.scalars(select(Notification).where(Notification.about == "decision")).all()
    assert len(again) == 2
    assert all(one.told_at > told[one.person_id] and one.read_at is None for one in again)


def test_two_people_on_pages(app: Flask, court: Court) -> None:
    number = court.flag(court.ben)
    grave = {**REMOVE, "sanction": "ban", "hours": "0"}
    mona, maxi = accounts.signed_in(app, court.mona), accounts.signed_in(app, court.max)
    page = mona.post(f"/mod/cases/{number}/preview", data=grave).text
    assert f'action="/mod/cases/{number}/propose"' in page
    assert mona.post(f"/mod/cases/{number}/decide", data=hidden(page)).status_code == 403
    assert mona.post(f"/mod/cases/{number}/propose", data=hidden(page)).status_code == 303
    proposal = db.session.scalars(select(DecisionProposal.id)).one()
    assert mona.post(f"/mod/proposals/{proposal}", data={"verdict": "agree"}).status_code == 403
    assert f'action="/mod/proposals/{proposal}"' in maxi.get(f"/mod/cases/{number}").text
    done = maxi.post(f"/mod/proposals/{proposal}", data={"verdict": "agree"})
    assert done.status_code == 303
    assert posts.row(court.post_id).stands is False


def test_mass_assignment_sets_nothing(app: Flask, court: Court) -> None:
    """Fields that no form names are left out: nobody decides in another's name or reopens by hand."""
    number = court.flag(court.ben)
    mona = accounts.signed_in(app, court.mona)
    extra = {"decided_by_id": court.max.id, "proposed_by_id": court.max.id, "state": "open", "with_id": 7, "id": 99}
    done = mona.post(f"/mod/cases/{number}/decide", data={**REMOVE, **extra})
    decision = db.session.scalars(select(CaseDecision)).one()
    assert done.status_code == 303
    assert (decision.decided_by_id, decision.proposed_by_id, decision.with_id) == (court.mona.id, None, None)
    assert case(number).state == "decided"


def test_the_formula_is_explained_with_its_own_numbers(app: Flask, court: Court) -> None:
    page = accounts.signed_in(app, court.mona).get("/mod/priority").text
    for number in ("96", "48", "at most 40", "67 %", "19.9"):
        assert number in page, number
