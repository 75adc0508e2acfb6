"""A title that gives something away: one click covers it for all outlets, one undoes it."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.domain.errors import Denied, Invalid
from forum.domain.people import GroupRole, Reader
from forum.infra import jobs
from forum.infra.clock import SetClock
from forum.infra.db import db, transaction
from forum.moderation.queries import ledger_page
from forum.shows.queries import clearance
from forum.threads import actions
from forum.threads.forms import OptionalReasonForm, RenameForm
from forum.threads.models import Thread
from forum.threads.queries import ThreadFilters, history_page, stored_thread, thread_list
from tests.factories.accounts import person, signed_in
from tests.factories.groups import gate, group, member, show, thread, weekly

CLICK = OptionalReasonForm()
SPOILT = "CANARYTITLE the cook did it"


def title_for(reader: Reader, thread_id: int, clock: SetClock) -> str:
    return history_page(reader, thread_id, clock.instant).title


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("kind", "about", "expected"),
    [
        ("theory", True, "A theory about S01E01"),
        ("question", False, "A question"),
        ("open", False, "Talk"),
        ("article", False, "An article"),
    ],
)
def test_one_click_takes_a_title_from_all_eyes_but_its_authors(
    clock: SetClock, kind: str, about: bool, expected: str
) -> None:
    olga, ann, sten, ben = person("olga"), person("ann"), person("sten"), person("ben")
    group_id = group(olga)
    member(group_id, ann)
    member(group_id, ben)
    member(group_id, sten, GroupRole.STEWARD)
    show_id, episodes = show(releases=[weekly(clock.instant, 1)])
    thread_id = thread(group_id, ann, SPOILT, kind=kind, about=gate(show_id, episodes[0]) if about else None)
    for _ in range(2):
        actions.neutralise_title(sten, thread_id, CLICK, clock.instant)
    assert title_for(ann, thread_id, clock) == SPOILT
    for reader in (Reader.stranger(), ben, sten, olga):
        assert title_for(reader, thread_id, clock) == expected
        listed = thread_list(reader, "binge-club", ThreadFilters(), 1, clock.instant).threads
        assert [(card.title, card.is_title_shown) for card in listed] == [(expected, False)]
    assert [event.what for event in history_page(ben, thread_id, clock.instant).events] == ["neutralised"]
    actions.give_back_title(sten, thread_id, CLICK, clock.instant)
    assert stored_thread(sten, thread_id, clock.instant)[0].neutral is False
    if not about:
        assert title_for(ben, thread_id, clock) == SPOILT


@pytest.mark.usefixtures("app")
def test_a_neutral_title_of_a_thread_about_a_show_names_the_show(clock: SetClock) -> None:
    olga = person("olga")
    show_id, _ = show(releases=[weekly(clock.instant, 1)])
    thread_id = thread(group(olga), person("ann"), SPOILT, kind="recap")
    with transaction():
        db.session.get_one(Thread, thread_id).show_id = show_id
    actions.neutralise_title(olga, thread_id, CLICK, clock.instant)
    name = clearance(olga, [show_id], clock.instant).catalogues[show_id].name
    assert title_for(olga, thread_id, clock) == f"A recap of {name}"


@pytest.mark.usefixtures("app")
def test_who_may(clock: SetClock) -> None:
    olga, ann, ben = person("olga"), person("ann"), person("ben")
    group_id = group(olga)
    member(group_id, ann, GroupRole.STEWARD)
    member(group_id, ben)
    thread_id = thread(group_id, ann, SPOILT)
    for reader in (ben, Reader.stranger(), person("eve")):
        for act in (actions.neutralise_title, actions.give_back_title):
            with pytest.raises(Denied):
                act(reader, thread_id, CLICK, clock.instant)
    actions.neutralise_title(olga, thread_id, CLICK, clock.instant)
    with pytest.raises(Denied) as refused:
        actions.give_back_title(ann, thread_id, CLICK, clock.instant)
    assert refused.value.reason == "own-thread"
    episode = thread(group_id, None, "", kind="episode")
    with pytest.raises(Invalid):
        actions.neutralise_title(olga, episode, CLICK, clock.instant)


@pytest.mark.usefixtures("app")
def test_another_title_stays_covered_and_the_old_one_is_not_in_the_history(clock: SetClock) -> None:
    olga, ann, ben = person("olga"), person("ann"), person("ben")
    group_id = group(olga)
    member(group_id, ann)
    thread_id = thread(group_id, ann, SPOILT)
    actions.neutralise_title(olga, thread_id, CLICK, clock.instant)
    actions.rename_thread(
        ann, thread_id, RenameForm(title="CANARYTITLE again", reason="It was too much"), clock.instant
    )
    assert title_for(ben, thread_id, clock) == "A theory"
    assert "CANARYTITLE" not in str(history_page(ben, thread_id, clock.instant))
    assert "CANARYTITLE" in str(history_page(ann, thread_id, clock.instant))


def test_by_its_buttons_and_in_the_ledger(app: Flask, clock: SetClock) -> None:
    olga, ann, sten = person("olga"), person("ann"), person("sten")
    group_id = group(olga)
    member(group_id, ann)
    member(group_id, sten, GroupRole.STEWARD)
    thread_id = thread(group_id, ann, SPOILT)
    steward = signed_in(app, sten)
    assert f'action="/t/{thread_id}/neutralise"' in steward.get(f"/t/{thread_id}").text
    assert steward.post(f"/t/{thread_id}/neutralise").status_code == 303
    page = steward.get(f"/t/{thread_id}").text
    assert "CANARYTITLE" not in page
    assert f'action="/t/{thread_id}/give-back-title"' in page
    assert "A steward put a neutral title over" in signed_in(app, ann).get(f"/t/{thread_id}").text
    assert steward.post(f"/t/{thread_id}/give-back-title").status_code == 303
    for _ in range(2):
        jobs.drain(clock.instant)
    rows = ledger_page(sten, "binge-club", 1, clock.instant).rows
    assert [(row.what, row.target_kind, row.actor) for row in rows] == [
        ("give-back", "thread", None),
        ("neutralise", "thread", None),
    ]
    ledger = ledger_page(olga, "binge-club", 1, clock.instant).rows
    assert [(row.actor.handle if row.actor else "", row.thread_id) for row in ledger] == [("sten", thread_id)] * 2
    assert "A title was made neutral" in signed_in(app, ann).get("/g/binge-club/ledger").text
