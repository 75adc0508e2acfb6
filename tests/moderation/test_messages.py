"""Messages to moderators are reported to the staff: an appeal, the words of a report, answers to a group."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from forum.accounts.queries import person_by_handle, reader_of
from forum.belongings.actions import leave
from forum.belongings.forms import LeaveForm
from forum.domain.errors import Denied, Invalid, Missing
from forum.domain.people import GroupRole, Reader
from forum.groups import actions as group_actions
from forum.groups.forms import DecideRequestForm
from forum.groups.models import JoinRequest, Membership
from forum.infra.db import db, transaction
from forum.infra.directory import directory
from forum.infra.jobs import drain
from forum.moderation import actions, queries
from forum.moderation.forms import DecideForm, FlagForm
from forum.moderation.models import Case, Flag, Snapshot
from forum.moderation.records import Appeal, DecisionLetter, Sanction
from forum.notifications.queries import notes_page
from forum.presenting.moderation import CasePage, QueueFilter
from forum.threads.models import Thread
from tests.factories import accounts, groups
from tests.moderation.conftest import Court, case
from tests.moderation.hearing import PLEASE, answer

RUDE = FlagForm.read({"reason": "harassment", "words": "It calls us names."})


def an_appeal(court: Court) -> int:
    """Ann's, of what mona decided."""
    return actions.appeal(
        court.ann, court.decide(court.mona, court.flag(court.ben), "remove", rule=1), PLEASE, court.now
    )


def a_report(court: Court) -> int:
    """Ben's words about ann's post."""
    court.flag(court.ben, words="You moderators are blind.")
    return db.session.scalars(select(Flag.id)).one()


def a_request(court: Court) -> int:
    """Dan's answers to the questions of a group."""
    dan = accounts.person("dan")
    group_id = groups.group(accounts.person("orla"), "tea-room", joining="request", questions="Why?\nWhere from?")
    groups.member(group_id, court.mona, GroupRole.MODERATOR)
    return group_actions.request_to_join(
        dan, group_id, groups.joining(0, "None of your business.", "Your cellar."), court.now
    )


def dan_of(court: Court) -> Reader:
    return reader_of(person_by_handle("dan").id, court.now)


def report(court: Court, who: Reader, kind: str, number: int) -> int:
    return actions.raise_flag_on(who, kind, number, RUDE, court.now)


def page_of(court: Court, who: Reader, case_id: int) -> CasePage:
    return queries.case_page(who, case_id, directory(), court.now)


MESSAGES = {
    "appeal": (an_appeal, "ann", ["<p>It was a quotation.</p>"]),
    "report": (a_report, "ben", ["<p>You moderators are blind.</p>"]),
    "request": (
        a_request,
        "dan",
        ["<p>Why?</p><p>None of your business.</p><p>Where from?</p><p>Your cellar.</p>"],
    ),
}


@pytest.mark.parametrize("kind", MESSAGES)
def test_a_message_is_a_case_of_the_staff_alone(court: Court, kind: str) -> None:
    made, author, words = MESSAGES[kind]
    number = report(court, court.mona, kind, made(court))
    staff = accounts.moderator("sam")
    rows = {row.id: row for row in queries.open_cases(staff, QueueFilter(), court.now).rows}
    assert (rows[number].place.kind, rows[number].place.handle, rows[number].excerpt) == (kind, "", None)
    assert rows[number].author is not None
    assert rows[number].author.handle == author
    assert number not in {row.id for row in queries.open_cases(court.max, QueueFilter(), court.now).rows}
    for nobody in (court.mona, court.max, court.ben, Reader.stranger()):
        with pytest.raises(Missing):
            page_of(court, nobody, number)
    shown = page_of(court, staff, number)
    assert [str(text.html).replace("\n", "") for text in shown.texts] == words
    assert (shown.flags[0].words, shown.outcomes) == ("It calls us names.", ("dismiss", "advise"))
    assert (shown.barred, shown.closed, shown.notice) == ("", False, None)


@pytest.mark.parametrize("kind", MESSAGES)
def test_who_may_not_read_a_message_cannot_report_it(court: Court, kind: str) -> None:
    number = MESSAGES[kind][0](court)
    author = {"appeal": court.ann, "report": court.ben}.get(kind) or dan_of(court)
    for nobody in (author, court.cleo, Reader.stranger()):
        with pytest.raises(Missing):
            report(court, nobody, kind, number)
    for wrong in (0, -1, 2**40, number + 99):
        with pytest.raises(Missing):
            report(court, court.mona, kind, wrong)
    with pytest.raises(Missing):
        report(court, court.mona, "care", number)
    assert not db.session.scalars(select(Case.id).where(Case.target_kind == kind)).all()


def test_who_is_reported_or_reported_learns_nothing_of_others_words(court: Court) -> None:
    """A moderator whose own post it is about, or who reported it, reads none of these, so they report none."""
    appeal, flag = an_appeal(court), db.session.scalars(select(Flag.id)).one()
    with transaction():
        db.session.execute(update(Membership).values(role=GroupRole.MODERATOR.value))
    for who, kind, number in ((court.ann, "report", flag), (court.ben, "appeal", appeal)):
        with pytest.raises(Missing):
            report(court, who, kind, number)


def test_only_what_can_be_said_of_words(court: Court) -> None:
    number = an_appeal(court)
    for reason in ("spoiler", "off-topic", "wrong-thread", "concern"):
        form = FlagForm.read({"reason": reason, "spoils": "harbour-lights S01E02"})
        with pytest.raises(Invalid):
            actions.raise_flag_on(court.max, "appeal", number, form, court.now)


def test_reported_twice_is_one_case_and_changes_nothing_of_the_appeal(court: Court) -> None:
    appeal = an_appeal(court)
    number = report(court, court.mona, "appeal", appeal)
    assert report(court, court.max, "appeal", appeal) == number == report(court, court.max, "appeal", appeal)
    assert (
        case(number).flag_count,
        len(db.session.scalars(select(Snapshot).where(Snapshot.case_id == number)).all()),
    ) == (2, 1)
    staff = accounts.moderator("sam")
    with pytest.raises(Invalid):
        court.decide(staff, number, "hide")
    for sanction in ("slow", "mute", "ban"):
        with pytest.raises(Invalid):
            court.decide(staff, number, "advise", sanction=sanction, hours=24)
    court.decide(staff, number, "advise", sanction="suspend", hours=24)
    assert db.session.get_one(Appeal, appeal).answered_at is None
    answer(court.max, appeal, "overturned", court)
    assert db.session.get_one(Appeal, appeal).outcome == "overturned"


def test_whose_decision_is_appealed_does_not_weigh_what_is_said_in_it(court: Court) -> None:
    staff, other = accounts.moderator("sam"), accounts.moderator("sue")
    decision = court.decide(staff, court.flag(court.ben), "remove", rule=1)
    appeal = actions.appeal(court.ann, decision, PLEASE, court.now)
    number = report(court, court.mona, "appeal", appeal)
    assert page_of(court, staff, number).barred == "own-decision"
    rows = {row.id: row for row in queries.open_cases(staff, QueueFilter(), court.now).rows}
    assert rows[number].barred == "own-decision"
    for refused in (actions.claim_case, court.decide):
        with pytest.raises(Denied) as fault:
            refused(*((staff, number, court.now) if refused == actions.claim_case else (staff, number)))
        assert fault.value.reason == "own-decision"
    assert page_of(court, other, number).barred == ""
    court.decide(other, number, "advise")


def test_it_is_told_undone_and_appealed_like_any_other(court: Court) -> None:
    number = report(court, court.mona, "report", a_report(court))
    staff, other = accounts.moderator("sam"), accounts.moderator("sue")
    preview = DecideForm.read({"version": 1, "outcome": "advise", "reason": "Kinder words, please."})
    assert actions.preview_decision(staff, number, preview, court.now).letter.about == "report"
    decision = court.decide(staff, number, "advise", sanction="warn")
    drain(court.now)
    told = {one.person_id: one.role for one in db.session.scalars(select(DecisionLetter))}
    assert told == {court.ben.id: "author", court.mona.id: "flagger"}
    for who, role in ((court.ben, "author"), (court.mona, "flagger"), (other, "moderator")):
        page = queries.decision_page(who, decision, directory(), court.now)
        assert (page.role, page.place.kind, page.place.handle) == (role, "report", "")
    for nobody in (court.ann, court.max):
        with pytest.raises(Missing):
            queries.decision_page(nobody, decision, directory(), court.now)
    assert [(one.about, one.role) for one in notes_page(court.ben, 1, court.now).notes] == [("decision", "author")]
    appeal = actions.appeal(court.ben, decision, PLEASE, court.now)
    assert [one.id for one in queries.waiting_appeals(other, court.now)] == [appeal]
    assert queries.waiting_appeals(court.mona, court.now) == ()
    answer(other, appeal, "overturned", court)
    assert case(number).state == "reversed"
    assert db.session.scalars(select(Sanction.lifted_at)).one() is not None


def test_a_message_about_what_one_has_not_seen_is_closed_with_it(court: Court) -> None:
    """The staff of the site has not seen the episode either; and a message about a message is about the same."""
    first = court.spoiler(court.ben, words="The captain dies, you fools.")
    flag = db.session.scalars(select(Flag.id)).one()
    number = report(court, court.mona, "report", flag)
    staff = accounts.moderator("sam")
    shown = page_of(court, staff, number)
    assert (shown.closed, shown.about_id, shown.texts[0].html, shown.flags[0].words) == (True, first, None, None)
    beside = queries.beside_case(staff, shown, court.now)
    assert [note.words for note in beside.notes] == []
    other = accounts.moderator("sue")
    decision = court.decide(other, number, "advise", reason="Do not tell us that the captain dies.")
    assert queries.decision_page(staff, decision, directory(), court.now).reason == ""
    assert [one.reason for one in page_of(court, staff, number).decisions] == [None]
    appeal = actions.appeal(court.ben, decision, PLEASE, court.now)
    again = report(court, other, "appeal", appeal)
    assert case(again).about_id == first
    assert page_of(court, staff, again).closed
    actions.read_anyway(staff, first, court.now)
    assert [str(one.html) for one in page_of(court, staff, number).texts] == ["<p>The captain dies, you fools.</p>"]
    assert not page_of(court, staff, again).closed


def test_a_message_about_a_sensitive_thread_carries_its_notice(court: Court) -> None:
    number = report(court, court.mona, "report", a_report(court))
    with transaction():
        db.session.execute(update(Thread).where(Thread.id == court.thread_id).values(topics=["suicide"]))
    shown = page_of(court, accounts.moderator("sam"), number)
    assert shown.notice is not None
    assert "suicide" in shown.notice.topics


def test_hate_is_covered_until_somebody_asks_for_it(court: Court) -> None:
    form = FlagForm.read({"reason": "hate", "words": "It is about where mona comes from."})
    number = actions.raise_flag_on(court.mona, "report", a_report(court), form, court.now)
    staff = accounts.moderator("sam")
    shown = page_of(court, staff, number)
    assert (shown.covered, shown.texts[0].html, shown.flags[0].words, shown.flags[0].id) == (True, None, None, 0)
    web = accounts.signed_in(court.app, staff)
    assert "You moderators are blind" not in web.get(f"/mod/cases/{number}").text
    assert web.post(f"/mod/cases/{number}/look").status_code == 303
    assert "You moderators are blind" in web.get(f"/mod/cases/{number}").text
    opened = page_of(court, staff, number)
    assert (opened.covered, opened.flags[0].words) == (False, "It is about where mona comes from.")
    assert page_of(court, accounts.moderator("sue"), number).covered


def test_who_cannot_answer_is_not_counted_on(court: Court) -> None:
    """The only other one of the staff decided what is appealed in the reported appeal."""
    staff, other = accounts.moderator("sam"), accounts.moderator("sue")
    first = court.decide(staff, court.flag(court.ben), "remove", rule=1)
    number = report(court, court.mona, "appeal", actions.appeal(court.ann, first, PLEASE, court.now))
    decision = court.decide(other, number, "advise")
    again = actions.appeal(court.ann, decision, PLEASE, court.now)
    with pytest.raises(Denied):
        answer(staff, again, "upheld", court)
    (card,) = queries.decision_page(other, decision, directory(), court.now).after.appeals
    assert (card.may_answer, card.alone) == (False, True)
    answer(accounts.moderator("tom"), again, "upheld", court)


def test_answers_go_with_the_account(court: Court) -> None:
    number = report(court, court.mona, "request", a_request(court))
    dan = dan_of(court)
    leave(dan, LeaveForm.read({"handle": "dan", "posts": "stay"}), court.now)
    drain(court.now)
    staff = accounts.moderator("sam")
    assert [str(one.html) for one in page_of(court, staff, number).texts] == [""]
    court.decide(staff, number)


def test_a_request_that_is_answered_is_read_no_more(court: Court) -> None:
    number = a_request(court)
    with pytest.raises(Missing):
        report(court, court.max, "request", number)
    group_id = db.session.get_one(JoinRequest, number).group_id
    group_actions.decide_request(
        court.mona, group_id, number, DecideRequestForm.read({"outcome": "approved"}), court.now
    )
    with pytest.raises(Missing):
        report(court, court.mona, "request", number)


def test_pages_of_messages(court: Court) -> None:
    appeal, request = an_appeal(court), a_request(court)
    flag = db.session.scalars(select(Flag.id)).one()
    mona = accounts.signed_in(court.app, court.mona)
    decision = db.session.get_one(Appeal, appeal).decision_id
    places = {
        "appeal": (appeal, f"/decisions/{decision}#appeals"),
        "request": (request, "/g/tea-room/requests"),
    }
    with transaction():
        db.session.execute(update(Flag).values(words="Blind, all of you."))
    places["report"] = (flag, f"/mod/cases/{db.session.get_one(Flag, flag).case_id}#who")
    for kind, (number, back) in places.items():
        address = f"/mod/messages/{kind}/{number}/flag"
        assert f'href="{address}"' in mona.get(back).text
        form = mona.get(address)
        assert (form.status_code, 'name="spoils"' in form.text) == (200, False)
        refused = mona.post(address, data={"reason": "other", "words": ""})
        assert (refused.status_code, f'href="{back}"' in refused.text) == (422, True)
        sent = mona.post(address, data={"reason": "harassment", "words": "So rude."})
        assert (sent.status_code, sent.location) == (303, back)
        assert "Thank you for telling us" in mona.get(back).text
        assert "You have reported this before" in mona.get(address).text
    staff = accounts.signed_in(court.app, accounts.moderator("sam"))
    queue = staff.get("/mod").text
    for words in ("an appeal", "the words of a report", "answers to the questions of a group"):
        assert words in queue
    for number in db.session.scalars(select(Case.id).where(Case.target_kind.in_(places))):
        page = staff.get(f"/mod/cases/{number}")
        assert page.status_code == 200
        assert 'value="ban"' not in page.text
        assert 'value="suspend"' in page.text
