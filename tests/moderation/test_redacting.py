"""Words are taken out of a line of the ledger from the console; every view tells the same of what is left."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from forum.domain.errors import Denied
from forum.domain.people import Reader
from forum.infra.db import db
from forum.infra.jobs import drain
from forum.moderation import actions, queries
from forum.moderation.commands import ledger_redact
from forum.moderation.forms import ReverseForm
from forum.moderation.models import LedgerEntry
from forum.moderation.queries.chain import ledger_fault
from forum.moderation.records import LedgerRedaction, LedgerTombstone
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


def line_of(court: Court) -> int:
    court.decide(court.mona, court.flag(court.ben), "remove", rule=1)
    return db.session.scalars(select(LedgerEntry.id).order_by(LedgerEntry.id)).first() or 0


def whats() -> list[str]:
    db.session.expire_all()
    return list(db.session.scalars(select(LedgerEntry.what).order_by(LedgerEntry.id)))


def test_two_administrators_agree_on_pages(court: Court) -> None:
    line = line_of(court)
    ada, bob = (accounts.signed_in(court.app, accounts.administrator(name)) for name in ("ada", "bob"))
    assert f'href="/mod/ledger/{line}"' in ada.get("/g/binge-club/ledger").text
    assert (
        f'href="/mod/ledger/{line}"' not in accounts.signed_in(court.app, court.mona).get("/g/binge-club/ledger").text
    )
    page = ada.get(f"/mod/ledger/{line}").text
    for goes in ("Removed", "mona", "Be kind."):
        assert goes in page, goes
    refused = ada.post(f"/mod/ledger/{line}/redact", data={"reason": " "})
    assert refused.status_code == 422
    assert ada.post(f"/mod/ledger/{line}/redact", data={"reason": "It named somebody."}).status_code == 303
    assert whats() == ["remove"]
    assert ada.post(f"/mod/ledger/{line}/redact", data={"reason": "Again."}).status_code == 409
    number = db.session.scalars(select(LedgerRedaction.id)).one()
    assert ada.post(f"/mod/redactions/{number}", data={"verdict": "agree"}).status_code == 403
    assert 'value="agree"' not in ada.get(f"/mod/ledger/{line}").text
    assert "It named somebody." in bob.get(f"/mod/ledger/{line}").text
    assert bob.post(f"/mod/redactions/{number}", data={"verdict": "agree"}).status_code == 303
    assert (whats(), ledger_fault()) == (["tombstone", "tombstone"], "")
    for again in (ada, bob):
        assert again.post(f"/mod/redactions/{number}", data={"verdict": "agree"}).status_code == 409
    assert ada.post(f"/mod/ledger/{line}/redact", data={"reason": "Once more."}).status_code == 409
    assert "mona" not in bob.get(f"/mod/ledger/{line}").text


def test_the_other_administrators_are_told_and_find_it_listed(court: Court) -> None:
    line = line_of(court)
    ada, bob = accounts.administrator("ada"), accounts.administrator("bob")
    court.app.extensions["mailman"].outbox = []
    actions.propose_burial(ada, line, ReverseForm.read({"reason": "It named SOMEBODY."}), court.now)
    drain(court.now)
    drain(court.now)
    sent = court.app.extensions["mailman"].outbox
    mails = [one for one in sent if "second administrator" in one.subject]
    assert [one.to for one in mails] == [[accounts.address("bob")]]
    assert "SOMEBODY" not in mails[0].body
    his, hers = accounts.signed_in(court.app, bob), accounts.signed_in(court.app, ada)
    assert "proposes to take the words of a line" in his.get("/notifications").text
    assert "proposes to take the words of a line" not in hers.get("/notifications").text
    assert [(one.entry_id, one.mine) for one in queries.waiting_burials(bob)] == [(line, False)]
    assert f'href="/mod/ledger/{line}"' in his.get("/mod/redactions").text
    assert 'href="/mod/redactions"' in his.get("/mod").text
    number = db.session.scalars(select(LedgerRedaction.id)).one()
    actions.close_burial(bob, number, court.now, agree=False)
    assert queries.waiting_burials(bob) == ()
    assert "(answered)" in his.get("/notifications").text
    for nobody in (Reader.stranger(), court.mona, accounts.moderator("site-mod")):
        with pytest.raises(Denied):
            queries.waiting_burials(nobody)


def test_a_refused_proposal_leaves_the_line_and_can_be_made_anew(court: Court) -> None:
    line = line_of(court)
    ada, bob = accounts.administrator("ada"), accounts.administrator("bob")
    why = ReverseForm.read({"reason": "It named somebody."})
    assert actions.propose_burial(ada, line, why, court.now) is False
    number = db.session.scalars(select(LedgerRedaction.id)).one()
    assert actions.close_burial(bob, number, court.now, agree=False) == line
    assert whats() == ["remove"]
    assert actions.propose_burial(bob, line, why, court.now) is False


def test_the_only_administrator_does_it_at_once(court: Court) -> None:
    line = line_of(court)
    ada = accounts.administrator("ada")
    assert actions.propose_burial(ada, line, ReverseForm.read({"reason": "It named somebody."}), court.now) is True
    assert (whats(), db.session.scalars(select(LedgerRedaction)).all()) == (["tombstone", "tombstone"], [])


def test_nobody_but_administrators_takes_words_out(court: Court) -> None:
    line, why = line_of(court), ReverseForm.read({"reason": "It named somebody."})
    accounts.administrator("ada")
    for nobody in (Reader.stranger(), court.ann, court.mona, accounts.moderator("site-mod")):
        with pytest.raises(Denied):
            actions.propose_burial(nobody, line, why, court.now)
        with pytest.raises(Denied):
            queries.ledger_line(nobody, line, court.now)
        with pytest.raises(Denied):
            actions.close_burial(nobody, 1, court.now, agree=True)
