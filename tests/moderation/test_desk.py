"""The page of a case and what moderators keep: context, the author's past, notes, saved replies."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from forum.domain.errors import Denied, Invalid, Missing
from forum.domain.flags import FlagReason
from forum.domain.people import Reader
from forum.domain.replies import filled, unknown
from forum.infra import jobs
from forum.infra.db import db
from forum.infra.directory import directory
from forum.moderation import actions, queries
from forum.moderation.actions.notes import KEPT, forget_notes
from forum.moderation.desk_models import CaseNote, SavedReply
from forum.moderation.forms import NoteForm, SavedReplyForm
from forum.presenting.moderation import BesideCard
from tests.conftest import counting
from tests.factories import accounts, groups, posts
from tests.moderation.conftest import CANARY, Court

LINES = directory()


def beside(court: Court, who: Reader, number: int) -> BesideCard:
    return queries.beside_case(who, queries.case_page(who, number, LINES, court.now), court.now)


def reply(**more: object) -> SavedReplyForm:
    return SavedReplyForm.read({"title": "Kind", "words": "Hello {author}, rule {rule}: {rule_text}", **more})


def test_posts_around_pass_the_same_door(app: Flask, court: Court) -> None:
    posts.post(court.ben, court.thread_id, f"[spoiler harbour-lights S01E02]{CANARY}2[/spoiler]")
    number = court.flag(court.ben, post_id=posts.post(court.ann, court.thread_id, "Between."))
    posts.post(court.cleo, court.thread_id, "After.")
    card = beside(court, court.mona, number)
    assert [one.position for one in (*card.before, *card.after)] == [1, 2, 4]
    assert f"{CANARY}2" in str(card.before)
    hidden = beside(court, court.max, number)
    assert [one.excerpt is None for one in hidden.before] == [False, True]
    page = accounts.signed_in(app, court.max).get(f"/mod/cases/{number}").text
    assert f"{CANARY}2" not in page
    assert "After." in page


def test_an_authors_past_here_and_nowhere_else(court: Court) -> None:
    first = court.flag(court.ben, post_id=posts.post(court.ann, court.thread_id, "One."))
    gone = court.decide(court.mona, first, "remove", rule=1)
    other = accounts.person("mick")
    there = groups.group(other, "elsewhere", rules=["Be."])
    groups.member(there, court.ann)
    groups.member(there, court.ben)
    case = court.flag(court.ben, post_id=posts.post(court.ann, groups.thread(there, other, "There"), "Two."))
    court.decide(other, case, "remove", rule=1)
    jobs.drain(court.now)
    card = beside(court, court.mona, court.flag(court.ben))
    assert [(one.decision_id, one.outcome, one.rule_number) for one in card.past] == [(gone, "remove", 1)]
    assert [one.decision_id for one in card.similar] == [gone]
    assert card.joined_at is not None


def test_the_next_case_is_the_one_that_nobody_holds(court: Court) -> None:
    made = [court.flag(court.ben, FlagReason.SPAM, posts.post(court.ann, court.thread_id, str(n))) for n in range(4)]
    actions.claim_case(court.max, made[1], court.now)
    actions.pass_case(court.mona, made[2], court.now)
    assert beside(court, court.mona, made[0]).next_id == made[3]
    assert beside(court, court.mona, made[3]).next_id == 0


def test_a_note_is_for_moderators_and_calls_them(app: Flask, court: Court) -> None:
    number = court.flag(court.ben)
    form = NoteForm.read({"words": "@maxi @ann @mona what do you think? mail@olga.example"})
    actions.note_case(court.mona, number, form, court.now)
    assert db.session.scalars(select(CaseNote.named)).one() == [court.max.id]
    assert "what do you think?" in accounts.signed_in(app, court.max).get(f"/mod/cases/{number}").text
    for who in (court.ann, court.ben):
        with pytest.raises(Missing):
            actions.note_case(who, number, form, court.now)
    client = accounts.signed_in(app, court.max)
    answer = client.post(f"/mod/cases/{number}/notes", data={"words": "x" * 2001})
    assert (answer.status_code, "x" * 2001 in answer.text) == (422, True)


def test_a_note_about_what_one_has_not_seen_is_closed_like_the_text(app: Flask, court: Court) -> None:
    number = court.spoiler(court.ben, "harbour-lights S01E02")
    actions.note_case(court.mona, number, NoteForm.read({"words": f"he says {CANARY}"}), court.now)
    assert CANARY not in accounts.signed_in(app, court.max).get(f"/mod/cases/{number}").text
    assert CANARY in accounts.signed_in(app, court.mona).get(f"/mod/cases/{number}").text


def test_old_notes_of_decided_cases_go(court: Court) -> None:
    done, waits = court.flag(court.ben), court.flag(court.ben, post_id=posts.post(court.ann, court.thread_id))
    for number in (done, waits):
        actions.note_case(court.mona, number, NoteForm.read({"words": "A note."}), court.now)
    court.decide(court.mona, done)
    forget_notes(court.now + KEPT)
    assert len(db.session.scalars(select(CaseNote)).all()) == 2
    forget_notes(court.now + KEPT + timedelta(seconds=1))
    assert db.session.scalars(select(CaseNote.case_id)).all() == [waits]


def test_variables() -> None:
    assert unknown("{author} {autor} {x}{x}") == ("autor", "x")
    assert filled("Hi {author}, {rule}{what}", {"author": "ann", "rule": ""}) == "Hi ann, {rule}{what}"


def test_saved_replies_are_kept_by_moderators_and_filled_for_a_case(app: Flask, court: Court) -> None:
    number = actions.save_reply(court.mona, "binge-club", reply(rule=2), court.now)
    case = court.flag(court.ben)
    (card,) = beside(court, court.max, case).replies
    assert card.filled == "Hello ann, rule 2: Tag spoilers."
    page = accounts.signed_in(app, court.max).get(f"/mod/cases/{case}?reply={number}").text
    assert page.count("Hello ann, rule 2: Tag spoilers.") == 2  # on its button and in the form
    actions.save_reply(court.max, "binge-club", reply(reply_id=number, words="Anew."), court.now)
    assert db.session.scalars(select(SavedReply.words)).all() == ["Anew."]
    for who in (court.ann, accounts.person("else")):
        with pytest.raises(Denied):
            actions.save_reply(who, "binge-club", reply(), court.now)
        with pytest.raises(Denied):
            actions.drop_reply(who, "binge-club", number, court.now)
    actions.drop_reply(court.max, "binge-club", number, court.now)
    with pytest.raises(Missing):
        actions.drop_reply(court.max, "binge-club", number, court.now)
    assert db.session.scalars(select(SavedReply)).all() == []


def test_a_reply_that_cannot_be_kept_comes_back(app: Flask, court: Court) -> None:
    for field, typed in (("words", "Hi {autor}"), ("language", "xx"), ("title", "")):
        with pytest.raises(Invalid) as fault:
            reply(**{field: typed})
        assert list(fault.value.errors) == [field]
    with pytest.raises(Invalid):
        actions.save_reply(court.mona, "binge-club", reply(rule=3), court.now)
    with pytest.raises(Missing):
        actions.save_reply(court.mona, "binge-club", reply(reply_id=999), court.now)
    sent = {"title": "Kind", "words": "Hello {autor}", "language": "en"}
    answer = accounts.signed_in(app, court.mona).post("/g/binge-club/replies", data=sent)
    assert (answer.status_code, "Hello {autor}" in answer.text) == (422, True)


def test_a_case_page_costs_the_same_whatever_is_around(court: Court) -> None:
    number, costs = court.flag(court.ben), []
    for size in (1, 3, 12):
        for turn in range(size):
            actions.note_case(court.mona, number, NoteForm.read({"words": f"Note {turn}"}), court.now)
            posts.post(court.cleo, court.thread_id, "More.")
            actions.save_reply(court.mona, "binge-club", reply(), court.now)
        page = queries.case_page(court.mona, number, LINES, court.now)
        db.session.expunge_all()
        with counting() as statements:
            queries.beside_case(court.mona, page, court.now)
        costs.append(len(statements))
    assert len(set(costs)) == 1
    assert costs[0] <= 18
