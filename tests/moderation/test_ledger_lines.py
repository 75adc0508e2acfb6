"""Lines of the ledger: their words can be taken out, the chain holds, tampering shows."""

from __future__ import annotations

from sqlalchemy import select

from forum.infra.db import db
from forum.moderation import actions
from forum.moderation.models import LedgerEntry
from forum.moderation.queries.chain import ledger_fault
from tests.factories import accounts, posts
from tests.moderation.conftest import Court
from tests.moderation.hearing import lines


def test_words_of_a_line_can_be_taken_out_and_the_chain_holds(court: Court) -> None:
    court.decide(court.mona, court.flag(court.ben), "remove", rule=1)
    court.decide(
        court.mona, court.flag(court.cleo, post_id=posts.post(court.ann, court.thread_id, "B")), "remove", rule=1
    )
    first = db.session.scalars(select(LedgerEntry).order_by(LedgerEntry.id)).first()
    assert first is not None
    ada = accounts.administrator("ada")
    actions.bury(ada, first.id, "It named somebody.", court.now)
    actions.bury(ada, first.id, "Again.", court.now)
    db.session.expire_all()
    assert (first.what, first.actor_id, first.rule) == ("tombstone", None, None)
    assert (lines(), ledger_fault()) == (["tombstone", "remove", "tombstone"], "")


def test_tampering_shows(court: Court) -> None:
    from sqlalchemy import text

    from forum.infra.db import transaction

    court.decide(court.mona, court.flag(court.ben), "remove", rule=1)
    court.decide(court.mona, court.flag(court.cleo, post_id=posts.post(court.ann, court.thread_id, "B")))
    with transaction():
        db.session.execute(text("UPDATE ledger_entries SET what = 'dismiss' WHERE what = 'remove'"))
    assert "was changed" in ledger_fault()
    with transaction():
        db.session.execute(
            text("UPDATE ledger_entries SET what = 'remove' WHERE id = (SELECT min(id) FROM ledger_entries)")
        )
    assert ledger_fault() == ""
    with transaction():
        db.session.execute(text("DELETE FROM ledger_entries WHERE id = (SELECT max(id) FROM ledger_entries)"))
    assert ledger_fault() == "the newest lines are missing"
