"""What was removed is kept for an appeal and a month more; then its words are nowhere, and everything else stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import undefer

from forum.domain.errors import Conflict
from forum.domain.flags import APPEAL_WITHIN, KEPT_FOR, CaseOutcome
from forum.infra.clock import SetClock
from forum.infra.db import db
from forum.infra.jobs import drain
from forum.moderation import actions
from forum.moderation.actions.purging import purge_removed
from forum.moderation.actions.sanctioning import strikes
from forum.moderation.forms import DecideForm
from forum.moderation.models import Snapshot
from forum.moderation.queries.chain import ledger_fault
from forum.moderation.records import DecisionReversal, Sanction
from forum.posts.actions import remove_post, restore_post
from forum.posts.actions.holding import CARE, hold_post, release_post
from forum.posts.models import Post, Revision
from tests.factories import accounts, posts
from tests.moderation.conftest import CANARY, Court
from tests.moderation.hearing import PLEASE, SORRY, answer, letters, lines


def kept(court: Court) -> str:
    """Every stored form of the reported words."""
    db.session.expire_all()
    post = db.session.get_one(Post, court.post_id, options=[undefer(Post.source)], populate_existing=True)
    revisions = db.session.execute(
        select(Revision.source, Revision.document).where(Revision.post_id == court.post_id)
    ).all()
    return repr((post.source, post.document, post.held, revisions, db.session.scalars(select(Snapshot.document)).all()))


def removed(court: Court) -> int:
    return court.decide(court.mona, court.flag(court.ben), "remove", rule=1)


def test_it_is_kept_for_six_months_and_thirty_days() -> None:
    assert timedelta(days=30) == KEPT_FOR - APPEAL_WITHIN


def test_the_words_go_and_everything_else_stays(app: Flask, court: Court, clock: SetClock) -> None:
    decision = removed(court)
    drain(court.now)
    told, before = letters(decision), lines()
    assert purge_removed(court.now + KEPT_FOR - timedelta(seconds=1)) == 0
    assert CANARY in kept(court)
    late = court.now + KEPT_FOR
    assert (purge_removed(late), purge_removed(late)) == (1, 0)
    assert CANARY not in kept(court)
    row = posts.row(court.post_id)
    assert (row.removed_at, row.removed_rule, row.purged_at) == (court.now, "1", late)
    assert (letters(decision), lines(), ledger_fault()) == (told, before, "")
    clock.set(late)
    assert "The text is no longer kept since" in accounts.signed_in(app, court.ben).get(f"/t/{court.thread_id}").text
    mona = accounts.signed_in(app, court.mona)
    page = mona.get(f"/decisions/{decision}").text
    assert "The text is no longer kept since" in page
    assert "The text does not come back." in page
    said = mona.post(f"/mod/decisions/{decision}/reverse", data={"reason": "I was wrong."}, follow_redirects=True)
    assert (said.status_code, "The text is no longer kept since" in said.text) == (200, True)
    assert "was changed by somebody since" not in said.text
    api = app.test_client().get(f"/api/v1/posts/{court.post_id}").get_json()
    assert (api["post"]["state"], api["post"]["purged_at"] is not None) == ("removed", True)


def test_what_is_gone_is_not_given_back_but_its_decision_counts_no_more(court: Court) -> None:
    case_id = court.flag(court.ben)
    decision = court.decide(court.mona, case_id, "remove", rule=1, sanction="mute", hours=720)
    late = court.now + KEPT_FOR
    assert purge_removed(late) == 1
    assert strikes(court.ann.id, court.group_id, late) == 1
    with pytest.raises(Conflict, match="text-gone"):
        restore_post(court.max, court.post_id, "Sorry.", late)
    actions.reverse_decision(court.max, decision, SORRY, late)
    assert strikes(court.ann.id, court.group_id, late) == 0
    reversal = db.session.scalars(select(DecisionReversal)).one()
    sanction = db.session.scalars(select(Sanction)).one()
    assert (reversal.restored, sanction.lifted_at) == (False, late)
    assert (posts.row(court.post_id).stands, CANARY in kept(court), ledger_fault()) == (False, False, "")


def test_nothing_goes_while_an_appeal_waits(court: Court) -> None:
    decision = removed(court)
    appeal = actions.appeal(court.ann, decision, PLEASE, court.now + APPEAL_WITHIN - timedelta(seconds=1))
    late = court.now + KEPT_FOR * 2
    assert purge_removed(late) == 0
    answer(court.max, appeal, "upheld", court)
    assert purge_removed(late) == 1


def test_nothing_goes_while_a_case_or_a_proposal_is_open(court: Court) -> None:
    number = court.flag(court.ben)
    remove_post(court.max, court.post_id, "1", "At once.", court.now)
    late = court.now + KEPT_FOR * 2
    assert purge_removed(late) == 0
    values = {"version": 1, "outcome": "advise", "rule": 1, "reason": "Because.", "sanction": "ban", "hours": 0}
    actions.propose_decision(court.mona, number, DecideForm.read(values), court.now)
    assert purge_removed(late) == 0
    court.decide(court.max, number, CaseOutcome.DISMISS.value)
    assert purge_removed(late) == 0  # the proposal waits, and may be withdrawn
    actions.refuse_proposal(court.mona, 1, court.now)
    assert purge_removed(court.now + KEPT_FOR - timedelta(seconds=1)) == 0
    assert purge_removed(late) == 1


def test_what_was_given_back_or_is_kept_by_the_care_team_stays(court: Court) -> None:
    other = posts.post(court.ann, court.thread_id, "Another word.")
    for one in (court.post_id, other):
        remove_post(court.max, one, "1", "At once.", court.now)
    restore_post(court.max, court.post_id, "Sorry.", court.now)
    hold_post(other, CARE)
    late = court.now + KEPT_FOR
    assert purge_removed(late) == 0
    assert CANARY in kept(court)
    release_post(other, CARE)
    assert purge_removed(late) == 1
    assert posts.row(court.post_id).purged_at is None
