"""Words are taken out of a line of the ledger from the console; every view tells the same of what is left."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from forum.domain.people import Reader
from forum.infra.db import db
from forum.moderation import queries
from forum.moderation.commands import ledger_redact
from forum.moderation.models import LedgerEntry
from forum.moderation.queries.chain import ledger_fault
from forum.moderation.records import LedgerTombstone
from tests.factories import accounts
from tests.moderation.conftest import Court


def redact(court: Court, *words: str) -> tuple[int, str]:
    ended = court.app.test_cli_runner().invoke(ledger_redact, words)
    db.session.expire_all()
    return ended.exit_code, ended.output


def test_a_line_becomes_a_tombstone_and_the_chain_holds(court: Court) -> None:
    court.decide(court.mona, court.flag(court.ben), "remove", rule=1)
    accounts.administrator("ada")
    line = db.session.scalars(select(LedgerEntry.id)).one()
    code, said = redact(court, str(line), "--by", "ada", "--reason", "It named somebody.")
    assert (code, said) == (0, f"Line {line} is a tombstone. The chain is whole.\n")
    assert db.session.scalars(select(LedgerTombstone.reason)).one() == "It named somebody."
    assert ledger_fault() == ""
    for who in (Reader.stranger(), court.ben, court.mona):
        rows = queries.ledger_page(who, "binge-club", 1, court.now).rows
        assert [(row.what, row.rule_number, row.seal) for row in rows] == [("tombstone", None, "")] * 2
        assert rows[1].actor is None


@pytest.mark.parametrize(
    ("entry", "who", "reason", "code"),
    [
        ("first", "mona", "It named somebody.", 1),
        ("2000000000", "ada", "It named somebody.", 1),
        ("first", "nobody", "It named somebody.", 1),
        ("first", "ada", "x", 2),
        ("0", "ada", "It named somebody.", 2),
    ],
)
def test_who_may_not_and_what_is_not_there(court: Court, entry: str, who: str, reason: str, code: int) -> None:
    court.decide(court.mona, court.flag(court.ben))
    accounts.administrator("ada")
    first = str(db.session.scalars(select(LedgerEntry.id)).one())
    ended, _ = redact(court, first if entry == "first" else entry, "--by", who, "--reason", reason)
    assert ended == code
    assert list(db.session.scalars(select(LedgerEntry.what))) == ["dismiss"]
