"""The ledger is complete: what moderators do to a post without a case stands there too, once, and without names."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from forum.infra import jobs
from forum.infra.db import db, transaction
from forum.moderation import queries
from forum.moderation.models import LedgerEntry
from forum.posts import actions as tending
from forum.posts.models import PostEvent
from tests.factories import accounts, posts
from tests.moderation.conftest import Court

SCOPE = "harbour-lights S01E02"


def lines(court: Court, reader: object = None) -> list[tuple[object, ...]]:
    jobs.drain(court.now)
    page = queries.ledger_page(reader or court.ben, "binge-club", 1, court.now)  # type: ignore[arg-type] # a Reader
    return [(row.what, row.rule, row.seal, row.actor.handle if row.actor else None, row.case_id) for row in page.rows]


def test_direct_acts_are_in_the_ledger(court: Court) -> None:
    gate = tending.read_seal(court.mona, court.post_id, SCOPE, court.now)
    tending.seal_post(court.mona, court.post_id, gate, "He dies CANARYREASON.", court.now)
    tending.unseal_post(court.mona, court.post_id, "A mistake.", court.now)
    tending.remove_post(court.mona, court.post_id, "2", "He dies CANARYREASON.", court.now)
    tending.restore_post(court.mona, court.post_id, "Sorry.", court.now)
    assert lines(court) == [
        ("restore", "", "", None, None),
        ("remove", "Tag spoilers.", "", None, None),
        ("unseal", "", "", None, None),
        ("seal", "", "Harbour Lights S01E02", None, None),
    ]
    assert {line[3] for line in lines(court, court.max)} == {"mona"}
    page = accounts.signed_in(court.app, court.ben).get("/g/binge-club/ledger").text
    assert page.count("<tr>") == 5
    assert "Harbour Lights S01E02" in page
    assert "CANARYREASON" not in page
    assert "mona" not in page


def test_what_a_decision_did_is_one_line(court: Court) -> None:
    number = court.spoiler(court.ben)
    court.decide(court.mona, number, "seal", scope=SCOPE)
    assert lines(court, court.max) == [("seal", "", "Harbour Lights S01E02", "mona", number)]


def test_an_event_that_comes_twice_is_one_line(court: Court) -> None:
    tending.remove_post(court.mona, court.post_id, "Because I say so", "No.", court.now)
    assert lines(court) == [("remove", "", "", None, None)]
    event_id = db.session.scalar(select(PostEvent.id))
    with transaction():
        jobs.announce("post.removed", event_id=event_id)
    assert len(lines(court)) == 1
    assert db.session.scalars(select(LedgerEntry.event_id)).all() == [event_id]


@pytest.mark.parametrize("how_many", [1, 3])
def test_who_acted_on_ones_own_post_is_not_told(court: Court, how_many: int) -> None:
    for _ in range(how_many):
        own = posts.post(court.max, court.thread_id, "Mine.")
        tending.remove_post(court.mona, own, "1", "No.", court.now)
    assert lines(court, court.max) == [("remove", "Be kind.", "", None, None)] * how_many
    assert lines(court, court.mona) == [("remove", "Be kind.", "", "mona", None)] * how_many
