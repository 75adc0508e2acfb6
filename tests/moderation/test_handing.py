"""A colleague is called in a note, or gets a case: told on the site and by mail as they chose, never with its words."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.domain.errors import Denied, Invalid
from forum.domain.flags import FlagReason
from forum.infra import jobs
from forum.infra.directory import directory
from forum.moderation import actions, queries
from forum.moderation.forms import HandOverForm, NoteForm
from forum.notifications.choosing import choose_mails
from forum.notifications.forms import MailChoices
from forum.presenting.moderation import QueueFilter
from tests.factories import accounts, posts
from tests.moderation.conftest import CANARY, Court, case

WORD = "You know HANDCANARY better than I do."


def hand(court: Court, number: int, to: str = "maxi", words: str = WORD) -> int:
    return actions.hand_over(court.mona, number, HandOverForm.read({"to": to, "words": words}), court.now)


def mails(court: Court, to: str) -> list[str]:
    jobs.drain(court.now)
    sent = court.app.extensions["mailman"].outbox
    return [f"{one.subject}\n{one.body}" for one in sent if one.to[0].startswith(f"{to}@")]


def test_a_case_is_handed_to_a_colleague_by_name(app: Flask, court: Court) -> None:
    number = court.flag(court.ben)
    actions.claim_case(court.mona, number, court.now)
    hand(court, number)
    assert case(number).state == "open"
    assert queries.open_cases(court.mona, QueueFilter(), court.now).rows == ()
    for wanted in (QueueFilter(), QueueFilter(mine=True)):
        assert [(row.id, row.handed) for row in queries.open_cases(court.max, wanted, court.now).rows] == [
            (number, True)
        ]
    page = queries.case_page(court.max, number, directory(), court.now)
    (card,) = queries.beside_case(court.max, page, court.now).handed
    assert (card.giver and card.giver.handle, card.words, card.to_me) == ("mona", WORD, True)
    client = accounts.signed_in(app, court.max)
    assert "mona handed this case to you." in client.get(f"/mod/cases/{number}").text
    assert "handed to you" in client.get("/mod").text
    assert "HANDCANARY" not in client.get("/mod").text


def test_they_are_told_without_a_word_of_it(app: Flask, court: Court) -> None:
    number = court.flag(court.ben)
    hand(court, number)
    (mail,) = mails(court, "maxi")
    assert mail.startswith("A case was handed to you on Watercooler")
    assert not [word for word in (CANARY, "HANDCANARY", "Binge", "mona") if word in mail]
    page = accounts.signed_in(app, court.max).get("/notifications").text
    assert "handed a case to you" in page
    assert f"/mod/cases/{number}#handed" in page
    assert "HANDCANARY" not in page
    assert mails(court, "mona") == []


def test_a_call_in_a_note_is_told_as_somebody_wants_it(app: Flask, court: Court) -> None:
    number = court.flag(court.ben)
    never = MailChoices.read(dict.fromkeys(MailChoices.model_fields, "never"))
    choose_mails(court.max, never, court.now)
    actions.note_case(court.mona, number, NoteForm.read({"words": f"@maxi and @ann, see {CANARY}."}), court.now)
    assert mails(court, "maxi") == []
    page = accounts.signed_in(app, court.max).get("/notifications").text
    assert "calls you in a note among moderators" in page
    assert CANARY not in page
    assert "calls you" not in accounts.signed_in(app, court.ann).get("/notifications").text


def test_a_call_is_mailed_to_who_wants_mails(court: Court) -> None:
    number = court.flag(court.ben)
    note = NoteForm.read({"words": f"@maxi, see {CANARY}."})
    actions.note_case(court.mona, number, note, court.now)
    (mail,) = mails(court, "maxi")
    assert mail.startswith("A colleague calls you on Watercooler")
    assert CANARY not in mail


def test_who_moderates_no_more_finds_nothing_in_the_notice(app: Flask, court: Court) -> None:
    from forum.groups.models import Membership
    from forum.infra.db import db, transaction

    number = court.flag(court.ben)
    hand(court, number)
    jobs.drain(court.now)
    with transaction():
        db.session.query(Membership).filter_by(person_id=court.max.id).update({"role": "member"})
    page = accounts.signed_in(app, court.max).get("/notifications").text
    assert "Something that is no longer there." in page
    assert f"/mod/cases/{number}" not in page


@pytest.mark.parametrize("to", ["ann", "ben", "cleo", "mona", "nobody"])
def test_it_goes_to_nobody_who_must_not_decide_it(court: Court, to: str) -> None:
    """Members, oneself, nobody: one answer, so that it says nothing about who reported it."""
    number = court.flag(court.ben)
    with pytest.raises(Invalid) as fault:
        hand(court, number, to)
    assert fault.value.errors == {"to": ("not-for-them",)}
    assert [row.id for row in queries.open_cases(court.mona, QueueFilter(), court.now).rows] == [number]


def test_a_moderator_who_reported_it_does_not_get_it(court: Court) -> None:
    number = court.flag(court.max)
    with pytest.raises(Invalid):
        hand(court, number)


def test_ones_own_case_is_not_handed_on(court: Court) -> None:
    own = court.flag(court.ben, FlagReason.SPAM, posts.post(court.mona, court.thread_id))
    with pytest.raises(Denied):
        hand(court, own)


def test_the_form_keeps_what_was_typed(app: Flask, court: Court) -> None:
    number = court.flag(court.ben)
    client = accounts.signed_in(app, court.mona)
    answer = client.post(f"/mod/cases/{number}/hand-over", data={"to": "ben", "words": WORD})
    assert answer.status_code == 422
    assert "They cannot take this case." in answer.text
    assert WORD in answer.text
    assert client.post(f"/mod/cases/{number}/hand-over", data={"to": "maxi", "words": WORD}).status_code == 303


def test_the_word_is_closed_like_the_case(court: Court) -> None:
    number = court.spoiler(court.ben)
    hand(court, number)
    page = queries.case_page(court.max, number, directory(), court.now)
    assert [one.words for one in queries.beside_case(court.max, page, court.now).handed] == [None]
