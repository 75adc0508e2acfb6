"""The queue: sealed for moderators who have not seen the episode, fixed in cost, silent towards everybody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from forum.domain.crisis import Directory
from forum.domain.errors import Denied, Missing
from forum.domain.flags import FlagReason
from forum.domain.people import GroupRole, Reader
from forum.infra.db import db
from forum.infra.directory import directory
from forum.moderation import actions, queries
from forum.moderation.models import LedgerEntry, Reading
from forum.presenting.moderation import QueueFilter
from tests.conftest import counting
from tests.factories import accounts, groups, posts
from tests.moderation.conftest import CANARY, Court

ALL = QueueFilter()
LINES: Directory = directory()


def test_who_has_not_seen_it_gets_no_word_of_it(app: Flask, court: Court) -> None:
    number = court.spoiler(court.ben, "harbour-lights S01E02", words=f"he tells that she {CANARY}")
    for who, sees in ((court.mona, True), (court.max, False)):
        client = accounts.signed_in(app, who)
        for url in ("/mod", f"/mod/cases/{number}"):
            page = client.get(url).text
            assert (CANARY in page) is sees, (who.handle, url)
    page = queries.case_page(court.max, number, LINES, court.now)
    assert (page.withheld, page.suggested) == (("Harbour Lights S01E02",), "harbour-lights S01E02")
    assert [text.html for text in page.texts] == [None]
    assert page.flags[0].words is None


def test_marks_in_the_text_count_as_well(court: Court) -> None:
    marked = posts.post(court.ann, court.thread_id, f"Free. [spoiler harbour-lights S01E03]{CANARY}[/spoiler]")
    number = court.flag(court.ben, post_id=marked)
    page = queries.case_page(court.mona, number, LINES, court.now)
    assert page.withheld == ("Harbour Lights S01E03",)
    assert page.texts[0].html is None


def test_reading_anyway_is_a_choice_that_is_written_down(app: Flask, court: Court) -> None:
    number = court.spoiler(court.ben, "harbour-lights S01E05", words="a word")
    client = accounts.signed_in(app, court.max)
    assert CANARY not in client.get(f"/mod/cases/{number}").text
    assert client.post(f"/mod/cases/{number}/read").status_code == 303
    client.post(f"/mod/cases/{number}/read")
    page = client.get(f"/mod/cases/{number}").text
    assert CANARY in page
    assert "a word" in page
    assert [row.person_id for row in db.session.scalars(select(Reading))] == [court.max.id]
    entry = db.session.scalars(select(LedgerEntry)).one()
    assert (entry.what, entry.actor_id) == ("read-anyway", court.max.id)
    assert CANARY not in accounts.signed_in(app, court.mona).get(f"/mod/cases/{number}").text


def test_one_may_seal_without_reading(court: Court) -> None:
    number = court.spoiler(court.ben)
    court.decide(court.max, number, "seal", scope="harbour-lights S01E02")
    assert posts.row(court.post_id).seal is not None
    assert db.session.scalars(select(Reading)).all() == []


def test_the_queue_is_for_moderators_of_the_group(court: Court) -> None:
    court.flag(court.ben)
    for who in (court.mona, court.max, accounts.moderator("site-mod")):
        assert queries.open_cases(who, ALL, court.now).total == 1
    other = accounts.person("mick")
    groups.group(other, "elsewhere")
    assert queries.open_cases(other, ALL, court.now).total == 0
    steward = groups.member(court.group_id, accounts.person("stew"), GroupRole.STEWARD)
    for who, code in ((court.ann, "moderators-only"), (steward, "moderators-only"), (Reader.stranger(), "sign-in")):
        with pytest.raises(Denied) as fault:
            queries.open_cases(who, ALL, court.now)
        assert fault.value.reason == code


def test_filters(court: Court) -> None:
    spoiler = court.spoiler(court.ben)
    spam = court.flag(court.ben, FlagReason.SPAM, posts.post(court.ann, court.thread_id))

    def found(**wanted: object) -> list[int]:
        return [row.id for row in queries.open_cases(court.mona, QueueFilter(**wanted), court.now).rows]

    assert found() == [spoiler, spam]
    assert found(reason="spam") == [spam]
    assert found(group="binge-club") == [spoiler, spam]
    assert found(group="nowhere") == []
    assert found(mine=True) == []
    actions.claim_case(court.mona, spam, court.now)
    assert found(mine=True) == [spam]
    later = court.now + timedelta(minutes=16)
    assert queries.open_cases(court.mona, QueueFilter(mine=True), later).rows == ()
    court.decide(court.mona, spam)
    assert found() == [spoiler]
    assert found(decided=True) == [spam]


def test_a_claim_shows_until_it_lapses(court: Court) -> None:
    number = court.flag(court.ben)
    actions.claim_case(court.mona, number, court.now)
    (row,) = queries.open_cases(court.max, ALL, court.now).rows
    assert (row.claim.state, row.claim.by and row.claim.by.handle, row.claim.mine) == ("claimed", "mona", False)
    (row,) = queries.open_cases(court.max, ALL, court.now + timedelta(minutes=15)).rows
    assert (row.claim.state, row.claim.by) == ("open", None)


def test_an_author_who_moderates_does_not_learn_who_reported(court: Court) -> None:
    own = posts.post(court.mona, court.thread_id, "Mine.")
    number = court.flag(court.ben, post_id=own, words="rude")
    page = queries.case_page(court.mona, number, LINES, court.now)
    assert (page.barred, page.flags[0].person, page.flags[0].words) == ("own-post", None, None)
    assert queries.case_page(court.max, number, LINES, court.now).flags[0].person is not None


def test_an_edit_shows_both_texts(court: Court) -> None:
    number = court.flag(court.ben)
    posts.amended(court.ann, court.post_id, "All is well.")
    page = queries.case_page(court.mona, number, LINES, court.now)
    assert [(text.version, text.is_current) for text in page.texts] == [(1, False), (2, True)]
    assert CANARY in str(page.texts[0].html)
    assert "All is well." in str(page.texts[1].html)


def test_cases_are_missing_for_everybody_else(app: Flask, court: Court) -> None:
    number = court.flag(court.ben)
    for who in (court.ann, court.ben):
        assert accounts.signed_in(app, who).get(f"/mod/cases/{number}").status_code == 404
    assert app.test_client().get(f"/mod/cases/{number}").status_code == 404
    with pytest.raises(Missing):
        queries.case_page(court.mona, 10**12, LINES, court.now)


def test_the_author_learns_of_a_dismissal_from_nobody(app: Flask, court: Court) -> None:
    decision = court.decide(court.mona, court.flag(court.ben))
    assert accounts.signed_in(app, court.ann).get(f"/decisions/{decision}").status_code == 404
    assert accounts.signed_in(app, court.ben).get(f"/decisions/{decision}").status_code == 200


def test_the_ledger_tells_members_what_and_never_who(app: Flask, court: Court) -> None:
    number = court.spoiler(court.ben, words=f"that she {CANARY}")
    actions.read_anyway(court.max, number, court.now)
    court.decide(court.mona, number, "seal", scope="harbour-lights S01E02", reason="A quiet reason.")
    removed = court.flag(court.ben, post_id=posts.post(court.ann, court.thread_id, "Rude."))
    court.decide(court.mona, removed, "remove", rule=1)
    page = accounts.signed_in(app, court.cleo).get("/g/binge-club/ledger").text
    for told in ("Sealed as a spoiler", "Harbour Lights S01E02", "Removed", "Be kind."):
        assert told in page
    main = page[page.index("<main") : page.index("</main>")]
    for secret in ("mona", "maxi", "ann", "ben", CANARY, "A quiet reason.", "read it although"):
        assert secret not in main, secret
    inside = accounts.signed_in(app, court.max).get("/g/binge-club/ledger").text
    assert "mona" in inside
    assert "read it although" in inside
    assert app.test_client().get("/g/binge-club/ledger").status_code == 200


def test_the_ledger_of_a_hidden_group_is_missing_outside(app: Flask, court: Court) -> None:
    groups.hidden_group(court.ann)
    assert accounts.signed_in(app, court.ben).get("/g/attic/ledger").status_code == 404
    assert accounts.signed_in(app, court.ann).get("/g/attic/ledger").status_code == 200


def test_the_queue_costs_the_same_for_1_3_and_30_cases(court: Court) -> None:
    seen = []
    made = 0
    for size in (1, 3, 30):
        while made < size:
            court.spoiler_of(posts.post(court.ann, court.thread_id, f"Text {made}"), court.ben)
            made += 1
        queries.open_cases(court.mona, ALL, court.now)
        with counting() as statements:
            page = queries.open_cases(court.mona, ALL, court.now)
        assert len(page.rows) == size
        seen.append(len(statements))
    assert seen == [8, 8, 8]


def test_a_case_costs_the_same_however_often_it_was_reported(court: Court) -> None:
    seen = []
    for who in range(3):
        number = court.spoiler(accounts.person(f"flagger{who}"))
        queries.case_page(court.mona, number, LINES, court.now)
        with counting() as statements:
            queries.case_page(court.mona, number, LINES, court.now)
        seen.append(len(statements))
    assert len(set(seen)) == 1
    assert seen[0] <= 12


def test_an_excerpt_is_made_of_words_not_of_marks(court: Court) -> None:
    """Whoever may read a text reads it in the queue without what its marks say."""
    marked = posts.post(court.ann, court.thread_id, f"Free. [spoiler harbour-lights S01E02]{CANARY}[/spoiler] End.")
    court.flag(court.ben, post_id=marked)
    excerpts = [queries.open_cases(who, ALL, court.now).rows[0].excerpt for who in (court.mona, court.max)]
    assert excerpts == [f"Free. {CANARY} End.", None]
