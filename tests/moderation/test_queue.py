"""The queue as a place to work: pages that go on, filters, covers, what was left to others, what others did."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.models import Person
from forum.domain.errors import Conflict, Denied
from forum.domain.flags import FlagReason
from forum.domain.people import Reader
from forum.domain.queueing import COVERS_AN_HOUR
from forum.infra import jobs
from forum.infra.db import db, transaction
from forum.infra.directory import directory
from forum.moderation import actions, queries
from forum.moderation.desk_models import CaseRound, CoverOpening
from forum.moderation.models import LedgerEntry
from forum.presenting.moderation import QueueFilter, QueuePage
from forum.threads.models import Thread
from tests.conftest import counting
from tests.factories import accounts, groups, posts
from tests.moderation.conftest import CANARY, Court, case

LINES = directory()


def queue(court: Court, who: Reader | None = None, **wanted: object) -> QueuePage:
    return queries.open_cases(who or court.mona, QueueFilter(**wanted), court.now)  # type: ignore[arg-type]  # filters by name


def ids(page: QueuePage) -> list[int]:
    return [row.id for row in page.rows]


def many(court: Court, count: int, reason: FlagReason = FlagReason.SPAM) -> list[int]:
    return [court.flag(court.ben, reason, posts.post(court.ann, court.thread_id, f"Post {n}")) for n in range(count)]


def test_pages_go_on_where_the_one_before_ended(app: Flask, court: Court) -> None:
    made = many(court, 33)
    first = queue(court)
    assert (ids(first), first.total) == (made[:30], 33)
    # Somebody decides two of them meanwhile: with offsets two others would be skipped.
    for number in made[:2]:
        court.decide(court.max, number)
    second = queue(court, after=first.next)
    assert (ids(second), second.next) == (made[30:], "")
    page = accounts.signed_in(app, court.mona).get("/mod").text
    assert f"after={first.next}" not in page  # 31 wait now: it ends elsewhere
    assert 'id="more"' in page
    assert ids(queue(court, after="nonsense")) == made[2:32]


def test_decided_ones_go_on_too(court: Court) -> None:
    made = many(court, 31)
    for number in made:
        court.decide(court.max, number)
    first = queue(court, decided=True)
    rest = queue(court, decided=True, after=first.next)
    assert ids(first) + ids(rest) == made[::-1]


def test_filters_narrow(court: Court) -> None:
    old = court.flag(court.ben, FlagReason.SPAM)
    thread = groups.thread(court.group_id, court.ann, "About it")
    with transaction():
        db.session.get_one(Thread, thread).show_id = court.show.show_id
    about = court.flag(court.ben, FlagReason.SPAM, posts.post(court.ann, thread))
    with transaction():
        row = case(old)
        row.opened_at -= timedelta(days=2)
        row.place_at -= timedelta(days=4)
    assert ids(queue(court, show=court.show.slug)) == [about]
    assert ids(queue(court, age="day")) == [old]
    assert ids(queue(court, urgency="first")) == [old]
    assert ids(queue(court, urgency="later")) == [about]
    assert queue(court).shows == ((court.show.slug, court.show.name),)


def test_what_i_have_not_seen_comes_last_and_closed(court: Court) -> None:
    unseen = court.spoiler(court.ben, "harbour-lights S01E03")
    plain = many(court, 1)[0]
    page = queue(court)
    assert [(row.id, row.covered, row.excerpt is None) for row in page.rows] == [
        (plain, "", False),
        (unseen, "unseen", True),
    ]
    assert ids(queue(court, accounts.moderator("sees-nothing")))[0] == plain


def test_a_distressing_text_is_not_sent_until_it_is_asked_for(app: Flask, court: Court) -> None:
    number = court.flag(court.ben, FlagReason.HATE)
    client = accounts.signed_in(app, court.mona)
    for url in ("/mod", f"/mod/cases/{number}"):
        assert CANARY not in client.get(url).text
    assert client.post(f"/mod/cases/{number}/look").status_code == 303
    client.post(f"/mod/cases/{number}/look")
    for url in ("/mod", f"/mod/cases/{number}"):
        assert CANARY in client.get(url).text
    assert [row.person_id for row in db.session.scalars(select(CoverOpening))] == [court.mona.id]
    assert CANARY not in accounts.signed_in(app, court.max).get("/mod").text


def test_covers_are_opened_so_many_in_an_hour(court: Court) -> None:
    made = many(court, COVERS_AN_HOUR + 1, FlagReason.HATE)
    for number in made[:-1]:
        actions.open_cover(court.mona, number, court.now)
    with pytest.raises(Conflict) as fault:
        actions.open_cover(court.mona, made[-1], court.now)
    assert (fault.value.code, fault.value.facts["until"]) == ("covers-spent", court.now + timedelta(hours=1))
    actions.open_cover(court.mona, made[0], court.now)
    actions.open_cover(court.mona, made[-1], court.now + timedelta(minutes=61))


def test_a_case_that_was_left_to_others_waits_for_them(court: Court) -> None:
    number = court.flag(court.ben)
    actions.claim_case(court.mona, number, court.now)
    actions.pass_case(court.mona, number, court.now)
    assert (ids(queue(court)), ids(queue(court, court.max))) == ([], [number])
    assert ids(queue(court, passed=True)) == [number]
    assert case(number).state == "open"
    actions.take_up_again(court.mona, number, court.now)
    assert ids(queue(court)) == [number]
    actions.pass_case(court.mona, number, court.now)
    court.decide(court.max, number)


def test_who_leaves_a_case_may_not_be_its_author(court: Court) -> None:
    own = court.flag(court.ben, post_id=posts.post(court.mona, court.thread_id))
    with pytest.raises(Denied):
        actions.pass_case(court.mona, own, court.now)


def test_the_screen_learns_what_others_did(app: Flask, court: Court) -> None:
    taken, decided, still = many(court, 3)
    actions.claim_case(court.max, taken, court.now)
    court.decide(court.max, decided)
    found = queries.changes(court.mona, [taken, decided, still, 999], court.now - timedelta(hours=1), court.now)
    assert {one.id: (one.state, one.by, one.outcome, one.mine) for one in found.cases} == {
        taken: ("claimed", "maxi", "", False),
        decided: ("decided", "maxi", "dismiss", False),
        still: ("open", "", "", False),
    }
    assert found.fresh == 2
    answer = accounts.signed_in(app, court.mona).get(f"/mod/since?cases={taken},x,{still}").json
    assert {one["id"] for one in answer["cases"]} == {taken, still}
    assert CANARY not in str(answer)
    assert accounts.signed_in(app, court.ann).get(f"/mod/since?cases={taken}").json["cases"] == []
    assert app.test_client().get("/mod/since").status_code in (302, 401)


def test_a_look_of_the_screen_costs_the_same(court: Court) -> None:
    costs = []
    for size in (1, 3, 20):
        made = many(court, size)
        with counting() as statements:
            queries.changes(court.mona, made, court.now, court.now)
        costs.append(len(statements))
    assert costs == [3, 3, 3]


def test_a_stay_in_the_queue_is_measured(court: Court) -> None:
    number = court.flag(court.ben)
    jobs.drain(court.now)
    start = case(number).opened_at
    actions.claim_case(court.mona, number, start + timedelta(minutes=7))
    later = court.now + timedelta(minutes=30)
    object.__setattr__(court, "now", later)
    decision = court.decide(court.mona, number)
    jobs.drain(later)
    jobs.drain(later)
    made = db.session.scalars(select(CaseRound)).one()
    assert (made.look_minutes, made.decision_id, made.outcome) == (7, decision, "dismiss")
    assert made.decide_minutes == int((later - start).total_seconds() // 60)
    assert db.session.scalars(select(LedgerEntry.what)).all() == ["dismiss"]


def test_cases_that_lie_near_each_other_are_shown_together(app: Flask, court: Court) -> None:
    here = many(court, 3)
    elsewhere = groups.thread(court.group_id, court.ann, "Another one", kind="open")
    there = court.flag(court.ben, FlagReason.SPAM, posts.post(court.ann, elsewhere))
    by_cleo = court.flag(court.ben, FlagReason.SPAM, posts.post(court.cleo, elsewhere))
    near = {row.id: (row.kin_author, row.kin_thread) for row in queue(court).rows}
    assert near == {**dict.fromkeys(here, (3, 2)), there: (3, 1), by_cleo: (0, 1)}
    assert set(ids(queue(court, author="Ann"))) == {*here, there}
    assert set(ids(queue(court, thread=elsewhere))) == {there, by_cleo}
    assert ids(queue(court, author="nobody-at-all")) == []
    client = accounts.signed_in(app, court.mona)
    assert "3 more about this author" in client.get("/mod").text
    assert 'data-act="t"' in client.get(f"/mod/cases/{by_cleo}").text
    assert 'data-act="a"' not in client.get(f"/mod/cases/{by_cleo}").text


def test_what_lies_near_is_counted_as_its_own_page_shows_it(court: Court) -> None:
    """Neither what was left to others, nor what is decided, nor what another group's moderators see."""
    first, second, third = many(court, 3)
    actions.pass_case(court.mona, second, court.now)
    court.decide(court.max, third)
    groups.group(court.ann, "elsewhere")
    assert [(row.id, row.kin_author) for row in queue(court).rows] == [(first, 0)]
    assert [(row.id, row.kin_author) for row in queue(court, passed=True).rows] == [(second, 1)]
    assert [(row.id, row.kin_author) for row in queue(court, decided=True).rows] == [(third, 1)]


def test_what_the_forum_calls_a_season_is_said_in_the_readers_language(app: Flask, court: Court) -> None:
    number = court.spoiler(court.ben, scope="harbour-lights S01")
    with transaction():
        db.session.get_one(Person, court.mona.id).language = "fr"
    client = accounts.signed_in(app, court.mona)
    for url in ("/mod", f"/mod/cases/{number}"):
        text = client.get(url).text
        assert "saison 1 (jusqu" in text
        assert "season 1" not in text


def test_what_stands_around_a_spoiler_is_said_in_the_readers_language(app: Flask, court: Court) -> None:
    marked = posts.post(court.ann, court.thread_id, "Look: [spoiler harbour-lights S01E01]the lamp[/spoiler].")
    number = court.flag(court.ben, FlagReason.HARASSMENT, marked)
    beside = court.flag(court.ben, FlagReason.HARASSMENT)
    client = accounts.signed_in(app, court.mona)
    for language, said in (("en", "spoils Harbour Lights S01E01"), ("fr", "spoile Harbour Lights S01E01")):
        with transaction():
            db.session.get_one(Person, court.mona.id).language = language
        assert said in client.get(f"/mod/cases/{number}").text
        assert said in client.get(f"/mod/cases/{beside}").text
