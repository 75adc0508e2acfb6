"""Reporting: any number of people make one case, and nobody's report is lost or counted twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forum.domain.errors import Denied, Invalid, Missing
from forum.domain.flags import FlagReason
from forum.domain.gates import Gate
from forum.domain.priority import accuracy, exposed
from forum.infra.db import db, transaction
from forum.infra.jobs import Outbox
from forum.moderation import actions
from forum.moderation.actions.flagging import A_NIGHT, DOUBTED_AFTER
from forum.moderation.forms import FlagForm
from forum.moderation.models import AppendOnly, Case, Flag, LedgerEntry, Snapshot
from forum.moderation.records import FlagRecord
from forum.threads.models import Thread
from tests.factories import accounts, groups, posts
from tests.moderation.conftest import Court, case


def test_flags_on_one_post_make_one_case(court: Court) -> None:
    first = court.flag(court.ben)
    second = court.spoiler(court.cleo)
    assert first == second
    found = case(first)
    assert (found.flag_count, found.state, found.author_id) == (2, "open", court.ann.id)
    assert found.reasons == ["spoiler", "harassment"]
    assert db.session.scalar(select(func.count(Outbox.id)).where(Outbox.name == "flag.raised")) == 2


def test_the_same_person_twice_changes_nothing(court: Court) -> None:
    number = court.flag(court.ben)
    assert court.flag(court.ben, FlagReason.HATE) == number
    assert (case(number).flag_count, case(number).reasons) == (1, ["harassment"])


def test_the_text_is_kept_as_it_was_reported(court: Court) -> None:
    number = court.flag(court.ben)
    before = db.session.scalars(select(Snapshot.document).where(Snapshot.case_id == number)).one()
    posts.amended(court.ann, court.post_id, "Nothing at all.")
    court.flag(court.cleo)
    kept = db.session.execute(
        select(Snapshot.post_version, Snapshot.document).where(Snapshot.case_id == number).order_by(Snapshot.id)
    ).all()
    assert [row.post_version for row in kept] == [1, 2]
    assert kept[0].document == before
    assert [flag.post_version for flag in db.session.scalars(select(Flag).order_by(Flag.id))] == [1, 2]


def test_a_snapshot_cannot_be_changed(court: Court) -> None:
    court.flag(court.ben)
    db.session.scalars(select(Snapshot)).one().document = {"v": 1, "links": 0, "pieces": []}
    with pytest.raises(AppendOnly):
        db.session.flush()
    db.session.rollback()


def test_a_report_after_the_decision_opens_the_case_again(court: Court) -> None:
    number = court.flag(court.ben)
    court.decide(court.mona, number)
    decided = case(number)
    assert (decided.state, decided.version) == ("decided", 2)
    assert court.flag(court.cleo, FlagReason.HATE) == number
    again = case(number)
    assert (again.state, again.version, again.flag_count) == ("reopened", 3, 2)
    assert [entry.what for entry in db.session.scalars(select(LedgerEntry).order_by(LedgerEntry.id))] == [
        "dismiss",
        "reopened",
    ]


def test_graver_reasons_and_more_people_come_first(court: Court) -> None:
    other = posts.post(court.ann, court.thread_id, "Buy this.")
    spam = court.flag(court.ben, FlagReason.SPAM, other)
    spoiler = court.spoiler(court.ben)
    order = db.session.scalars(select(Case.id).order_by(Case.place_at)).all()
    assert list(order) == [spoiler, spam]
    court.flag(court.cleo, FlagReason.ILLEGAL, other, words="It sells what is stolen.")
    assert list(db.session.scalars(select(Case.id).order_by(Case.place_at))) == [spam, spoiler]
    assert case(spam).exposure == 5  # the author has read what they wrote
    assert case(spam).trust == 2 * accuracy(0, 0)
    assert case(spam).place_at == court.now - timedelta(hours=96 + 4 + exposed(5))


def test_worry_about_a_person_is_not_for_moderators(court: Court) -> None:
    with pytest.raises(Invalid) as fault:
        court.flag(court.cleo, FlagReason.CONCERN)
    assert fault.value.errors == {"reason": ("goes-to-care",)}
    assert db.session.scalars(select(Case)).all() == []


def test_titles_and_profiles_are_reported_as_well(court: Court) -> None:
    form = FlagForm.read({"reason": "harassment"})
    title = actions.raise_flag_on(court.ben, "thread", court.thread_id, form, court.now)
    profile = actions.raise_flag_on(court.ben, "person", court.ann.id or 0, form, court.now)
    post = court.flag(court.ben)
    assert len({title, profile, post}) == 3
    assert (case(title).post_id, case(profile).post_id) == (court.post_id, None)
    assert case(title).author_id == case(profile).author_id == court.ann.id
    for kind, target, code in (("thread", court.thread_id, "own-thread"), ("person", court.ann.id, "not-yourself")):
        with pytest.raises(Denied) as fault:
            actions.raise_flag_on(court.ann, kind, target or 0, form, court.now)
        assert fault.value.reason == code
    for kind, target in (("thread", 10**12), ("person", 999), ("poem", 1)):
        with pytest.raises(Missing):
            actions.raise_flag_on(court.ben, kind, target, form, court.now)


def test_the_machine_reports_with_its_reason_and_once(court: Court) -> None:
    numbers = {
        actions.raise_system_flag("post", court.post_id, FlagReason.SPAM, why, court.now)
        for why in ("the same text three times", "the same text three times", "a link by a new member")
    }
    flags = db.session.scalars(select(Flag).order_by(Flag.id)).all()
    assert [(one.person_id, one.why) for one in flags] == [
        (None, "the same text three times"),
        (None, "a link by a new member"),
    ]
    assert case(numbers.pop()).flag_count == 2
    assert numbers == set()


def test_nobody_reports_a_whole_premiere_away(court: Court) -> None:
    for number in range(A_NIGHT):
        court.flag(court.ben, post_id=posts.post(court.ann, court.thread_id, f"Text {number}"))
    with transaction():
        db.session.get_one(Thread, court.thread_id).kind = "episode"
        db.session.get_one(Thread, court.thread_id).opened_at = court.now - timedelta(hours=1)
    with pytest.raises(Denied) as fault:
        court.flag(court.ben)
    assert fault.value.reason == "flags-enough"
    court.flag(court.cleo)
    with transaction():
        db.session.get_one(Thread, court.thread_id).opened_at = court.now - timedelta(days=1)
    court.flag(court.ben)


def test_whose_reports_are_mostly_wrong_makes_a_few_a_day(court: Court) -> None:
    for number in range(DOUBTED_AFTER):
        text = posts.post(court.ann, court.thread_id, f"Text {number}")
        court.decide(court.mona, court.flag(court.ben, post_id=text))
    record = db.session.get_one(FlagRecord, court.ben.id)
    assert (record.agreed, record.disagreed) == (0, DOUBTED_AFTER)
    with pytest.raises(Denied) as fault:
        court.flag(court.ben)
    assert fault.value.reason == "flags-doubted"


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"reason": "spoiler"}, "spoils", "which-episode"),
        ({"reason": "spoiler", "spoils": "S99E99"}, "spoils", "show-needed"),
        ({"reason": "spoiler", "spoils": "harbour-lights S09E01"}, "spoils", "unknown-episode"),
        ({"reason": "spoiler", "spoils": "  "}, "spoils", "which-episode"),
        ({"reason": "illegal"}, "words", "required"),
        ({"reason": "other", "words": " \n "}, "words", "required"),
        ({"reason": "dull"}, "reason", "not-a-choice"),
        ({"reason": "spam", "words": "x" * 1001}, "words", "too-long"),
        ({"reason": "spam", "words": "a\x00b"}, "words", "unstorable"),
    ],
)
def test_a_report_that_says_too_little_is_refused(court: Court, values: dict[str, str], field: str, code: str) -> None:
    from forum.moderation import actions
    from forum.moderation.forms import FlagForm

    with pytest.raises(Invalid) as fault:
        actions.raise_flag(court.ben, court.post_id, FlagForm.read(values), court.now)
    assert fault.value.errors[field] == (code,)
    assert db.session.scalar(select(func.count(Case.id))) == 0


def test_the_episode_is_kept_as_a_gate(court: Court) -> None:
    court.spoiler(court.ben)
    gate = db.session.scalars(select(Flag)).one().gate()
    assert isinstance(gate, Gate)
    assert (gate.show_id, gate.ceiling_id) == (court.show.show_id, court.show.regular[1].id)


def test_nobody_reports_themselves_or_what_they_cannot_see(court: Court) -> None:
    with pytest.raises(Denied) as fault:
        court.flag(court.ann)
    assert fault.value.reason == "own-post"
    attic = groups.hidden_group(court.ann)
    secret = posts.post(court.ann, groups.thread(attic, court.ann, kind="open"))
    with pytest.raises(Missing):
        court.flag(court.ben, post_id=secret)
    with pytest.raises(Missing):
        court.flag(court.ben, post_id=10**9)


def test_every_reader_of_an_open_group_may_report(court: Court) -> None:
    outsider = accounts.person("otto")
    assert case(court.flag(outsider)).flag_count == 1


def test_the_page_takes_a_report_and_thanks(court: Court) -> None:
    ben = accounts.signed_in(court.app, court.ben)
    page = ben.get(f"/p/{court.post_id}/flag")
    assert page.status_code == 200
    assert "CANARYDIES" not in page.text
    refused = ben.post(f"/p/{court.post_id}/flag", data={"reason": "spoiler", "words": "kept words"})
    assert refused.status_code == 422
    assert "kept words" in refused.text
    sent = ben.post(f"/p/{court.post_id}/flag", data={"reason": "spoiler", "spoils": "Harbour Lights S01E02"})
    assert (sent.status_code, sent.location) == (303, f"/p/{court.post_id}/flag/thanks?reason=spoiler")
    assert ben.get(sent.location).status_code == 200
    assert "You have reported this before" in ben.get(f"/p/{court.post_id}/flag").text


def test_concern_goes_to_the_care_team_and_not_to_the_moderators(court: Court) -> None:
    ben = accounts.signed_in(court.app, court.ben)
    sent = ben.get(f"/p/{court.post_id}/flag?reason=concern")
    assert (sent.status_code, sent.location) == (302, f"/p/{court.post_id}/concern")
    page = ben.get(f"/p/{court.post_id}/flag").text
    assert 'value="concern"' not in page
    assert f'href="/p/{court.post_id}/concern"' in page


def test_strangers_are_sent_to_the_door(court: Court) -> None:
    assert court.app.test_client().get(f"/p/{court.post_id}/flag").status_code == 401
