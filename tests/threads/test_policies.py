"""What a group asks for about spoilers: which release opens, who opens, titles, leaks, and what never changes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask

from forum.domain.errors import Conflict, Denied, Invalid
from forum.domain.people import GroupRole, Reader
from forum.groups.actions import set_policy
from forum.groups.forms import PolicyForm
from forum.infra import jobs
from forum.infra.clock import SetClock
from forum.infra.db import db, transaction
from forum.shows import actions as marks
from forum.shows.models import ReleaseWindow, Show
from forum.threads.actions import enter_thread, let_open
from forum.threads.forms import ReasonForm
from forum.threads.jobs import open_due_threads
from forum.threads.models import Thread
from forum.threads.queries import policy_page, thread_facts, thread_list
from forum.threads.queries.lists import ThreadFilters
from tests.factories.accounts import person, signed_in
from tests.factories.groups import follows, group, member, put_date, show, weekly
from tests.factories.posts import amended, post, started

pytestmark = pytest.mark.usefixtures("app")

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WHY = ReasonForm(reason="It is out.")


def asks(owner: Reader, group_id: int, now: datetime, **policy: object) -> None:
    set_policy(owner, group_id, PolicyForm.read(policy), now)
    jobs.drain(now)


def the_thread(**columns: object) -> Thread:
    db.session.rollback()
    return db.session.query(Thread).filter_by(**columns).one()


def titles(reader: Reader, now: datetime) -> list[str]:
    return [card.title for card in thread_list(reader, "binge-club", ThreadFilters(), 1, now).threads]


def released_in(show_id: int, episode_id: int, territory: str, at: datetime) -> None:
    with transaction():
        window = {"scope": "S01E01", "territory": territory, "instant": at, "service": "", "why": "press", "set_at": at}
        db.session.add(ReleaseWindow(show_id=show_id, episode_id=episode_id, **window))
        db.session.get_one(Show, show_id).touch()


@pytest.fixture
def ann() -> Reader:
    return person("ann")


def followed(ann: Reader, at: datetime, many: int = 1) -> tuple[int, int, list[int]]:
    group_id = group(ann)
    show_id, episodes = show(releases=[weekly(at, many)])
    follows(group_id, show_id, ann)
    return group_id, show_id, episodes


def test_a_thread_waits_for_the_release_in_a_country(ann: Reader, clock: SetClock) -> None:
    at = clock.instant + DAY
    group_id, show_id, (episode,) = followed(ann, at)
    released_in(show_id, episode, "GB", at + 2 * DAY)
    asks(ann, group_id, clock.instant, opens_on="region", region="gb")
    for now, is_open in ((at, False), (at + 2 * DAY - HOUR, False), (at + 2 * DAY, True)):
        open_due_threads(now)
        assert (the_thread().opened_at is not None) == is_open


def test_a_held_thread_opens_by_hand_and_not_before_its_episode(ann: Reader, clock: SetClock) -> None:
    at = clock.instant + DAY
    group_id, _, _ = followed(ann, at)
    asks(ann, group_id, clock.instant, opens_on="held")
    mel = member(group_id, person("mel"))
    open_due_threads(clock.instant)
    number = the_thread().id
    with pytest.raises(Conflict, match="not-released"):
        let_open(ann, number, WHY, at - HOUR)
    open_due_threads(at + DAY)
    assert the_thread().opened_at is None
    assert titles(mel, at + DAY) == []
    assert [one.id for one in policy_page(ann, "binge-club", at + DAY).held] == [number]
    assert policy_page(mel, "binge-club", at + DAY).held == ()
    with pytest.raises(Denied):
        let_open(mel, number, WHY, at + DAY)
    let_open(ann, number, WHY, at + DAY)
    let_open(ann, number, WHY, at + 2 * DAY)
    assert the_thread().opened_at == at + DAY
    assert len(titles(mel, at + DAY)) == 1
    assert policy_page(ann, "binge-club", at + DAY).held == ()


def test_another_policy_closes_nothing_that_is_open(ann: Reader, clock: SetClock) -> None:
    at = clock.instant + DAY
    group_id, _, (first, _) = followed(ann, at, 2)
    open_due_threads(at)
    asks(ann, group_id, at + HOUR, opens_on="held")
    opened = the_thread(episode_id=first)
    assert (opened.opened_at, opened.slipped_at) == (at, None)
    assert thread_facts(ann, opened.id, at + HOUR).open
    open_due_threads(at + 7 * DAY)
    assert db.session.query(Thread).filter(Thread.opened_at.is_(None)).count() == 1


def test_a_moved_date_closes_a_thread_that_was_opened_by_hand(ann: Reader, clock: SetClock) -> None:
    at = clock.instant + DAY
    group_id, show_id, (episode,) = followed(ann, at)
    asks(ann, group_id, clock.instant, opens_on="held")
    open_due_threads(clock.instant)
    let_open(ann, the_thread().id, WHY, at)
    put_date(episode, at + 9 * DAY)
    with transaction():
        jobs.announce("episode.changed", show_id=show_id)
    jobs.drain(at + HOUR)
    assert (the_thread().opened_at, the_thread().slipped_at) == (None, at + HOUR)


def test_titles_show_to_those_who_have_seen_the_episode(ann: Reader, clock: SetClock) -> None:
    at = clock.instant + DAY
    group_id, _, (episode,) = followed(ann, at)
    mel = member(group_id, person("mel"))
    marks.mark_seen(ann, episode, at)
    open_due_threads(at)
    open_before = titles(mel, at)
    asks(ann, group_id, at, titles_hidden=True)
    assert open_before == titles(ann, at) != ["S01E01"]
    assert titles(mel, at) == ["S01E01"]


def test_a_group_hides_until_the_readers_country_has_it(ann: Reader, clock: SetClock) -> None:
    at = clock.instant + DAY
    group_id, show_id, (episode,) = followed(ann, at)
    released_in(show_id, episode, "GB", at + 2 * DAY)
    brit = member(group_id, person("brit", country="GB"))
    open_due_threads(at)
    enter_thread(brit, the_thread().id, at)
    asks(ann, group_id, at, regional_hides=True)
    with pytest.raises(Denied):
        enter_thread(brit, the_thread().id, at)
    card = thread_list(brit, "binge-club", ThreadFilters(), 1, at).threads[0]
    assert card.outcome == "hidden"
    enter_thread(brit, the_thread().id, at + 2 * DAY)


def test_leaks_are_refused_where_they_are_written(ann: Reader, clock: SetClock) -> None:
    group_id, _, _ = followed(ann, clock.instant + DAY)
    leak = "[spoiler the-lighthouse leak S01E01]The keeper did it.[/spoiler]"
    for attempt in (
        lambda: started(ann, group_id, body=leak),
        lambda: started(ann, group_id, show="the-lighthouse", scope="leak S01E01"),
    ):
        with pytest.raises(Invalid) as refused:
            attempt()
        assert ("leaks-not-allowed",) in refused.value.errors.values()
    asks(ann, group_id, clock.instant, leaks=True)
    thread_id = started(ann, group_id, body=leak)
    post_id = post(ann, thread_id, leak)
    asks(ann, group_id, clock.instant, leaks=False)
    amended(ann, post_id, f"{leak} And the tide.")
    with pytest.raises(Invalid):
        amended(ann, post_id, f"{leak} [spoiler the-lighthouse leak S01]All of it.[/spoiler]")


def test_only_owners_change_it_and_bad_input_is_kept(app: Flask, ann: Reader, clock: SetClock) -> None:
    group_id, _, _ = followed(ann, clock.instant)
    mia = member(group_id, person("mia"), GroupRole.MODERATOR)
    with pytest.raises(Denied):
        set_policy(mia, group_id, PolicyForm(), clock.instant)
    page = signed_in(app, ann).post("/g/binge-club/spoilers", data={"opens_on": "region", "region": "", "tag_days": 21})
    assert page.status_code == 422
    assert 'value="21"' in page.text
    saved = signed_in(app, ann).post(
        "/g/binge-club/spoilers", data={"opens_on": "everywhere", "tag_days": 21, "tag_days_drop": 40, "leaks": "true"}
    )
    assert saved.status_code == 303
    page = app.test_client().get("/g/binge-club/spoilers").text
    assert "21 days" in page
    assert "Leaks may be talked about" in page


def test_the_page_costs_a_fixed_number(ann: Reader, clock: SetClock, statements) -> None:
    group_id = group(ann)
    for index in range(30):
        show_id, _ = show(f"show-{index}", [weekly(clock.instant - DAY, 2)])
        follows(group_id, show_id, ann)
    open_due_threads(clock.instant)
    policy_page(ann, "binge-club", clock.instant)
    with statements() as seen:
        page = policy_page(ann, "binge-club", clock.instant)
    assert len(page.tagged) == 30
    assert len(seen) == 3
