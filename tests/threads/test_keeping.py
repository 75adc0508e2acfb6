"""Keeping order in threads: with a right, a reason and a note, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from forum.domain.errors import Conflict, Denied, Invalid, Missing
from forum.domain.people import GroupRole, Reader
from forum.infra.clock import SetClock
from forum.infra.db import db
from forum.shows.queries import clearance
from forum.threads import actions
from forum.threads.forms import MoveForm, ReasonForm, RenameForm
from forum.threads.models import Thread, ThreadEvent
from forum.threads.queries import stored_thread, thread_events, thread_facts
from tests.factories.accounts import moderator, person, signed_in
from tests.factories.groups import gate, group, hidden_group, member, show, thread, weekly

WHY = ReasonForm(reason="It went round in circles")
Act = Callable[[Reader, int, Any, Any], None]
BY_MODERATORS: tuple[tuple[Act, Any], ...] = (
    (actions.lock_thread, WHY),
    (actions.unlock_thread, WHY),
    (actions.pin_thread, WHY),
    (actions.unpin_thread, WHY),
    (actions.rename_thread, RenameForm(title="Better", reason="It was unclear")),
)


def noted(thread_id: int) -> list[tuple[str, int | None, str]]:
    rows = select(ThreadEvent).where(ThreadEvent.thread_id == thread_id).order_by(ThreadEvent.id)
    return [(row.what, row.actor_id, row.reason) for row in db.session.scalars(rows)]


@pytest.mark.usefixtures("app")
def test_each_act_is_done_once_and_noted(clock: SetClock) -> None:
    ann = person("ann")
    thread_id = thread(group(ann), ann)
    for act, form in BY_MODERATORS:
        for _ in range(2):
            act(ann, thread_id, form, clock.instant)
    why = WHY.reason
    assert noted(thread_id) == [
        ("locked", ann.id, why),
        ("unlocked", ann.id, why),
        ("pinned", ann.id, why),
        ("unpinned", ann.id, why),
        ("renamed", ann.id, "It was unclear"),
    ]
    row = db.session.get_one(Thread, thread_id)
    assert (row.event_count, row.title, row.locked_at, row.pinned_at) == (5, "Better", None, None)


@pytest.mark.usefixtures("app")
def test_only_moderators_of_the_very_group_keep_order(clock: SetClock) -> None:
    ann, mo, eve = person("ann"), person("mo-1"), person("eve")
    group_id = group(ann)
    thread_id = thread(group_id, ann)
    group(eve, "evil-group")
    others = (
        Reader.stranger(),
        eve,
        member(group_id, person("plain-1")),
        member(group_id, person("steward-1"), GroupRole.STEWARD),
    )
    for act, form in BY_MODERATORS:
        for reader in others:
            with pytest.raises(Denied):
                act(reader, thread_id, form, clock.instant)
    assert noted(thread_id) == []
    for reader in (member(group_id, mo, GroupRole.MODERATOR), moderator("site-mod")):
        actions.lock_thread(reader, thread_id, WHY, clock.instant)
        actions.unlock_thread(reader, thread_id, WHY, clock.instant)
    assert len(noted(thread_id)) == 4


@pytest.mark.usefixtures("app")
def test_in_a_hidden_group_there_is_nothing_to_keep(clock: SetClock) -> None:
    ann, eve = person("ann"), person("eve")
    thread_id = thread(hidden_group(ann), ann)
    for act, form in BY_MODERATORS:
        with pytest.raises(Missing):
            act(eve, thread_id, form, clock.instant)


@pytest.mark.usefixtures("app")
def test_moving_needs_the_right_at_both_ends(clock: SetClock) -> None:
    ann, mo, eve = person("ann"), person("mo-1"), person("eve")
    here, there = group(ann), group(eve, "over-there")
    member(here, mo, GroupRole.MODERATOR)
    thread_id = thread(here, ann, pinned_at=clock.instant)
    form = MoveForm(group="over-there", reason="It fits there")
    with pytest.raises(Denied):
        actions.move_thread(mo, thread_id, form, clock.instant)
    with pytest.raises(Denied):
        actions.move_thread(eve, thread_id, form, clock.instant)
    with pytest.raises(Missing):
        actions.move_thread(mo, thread_id, MoveForm(group="no-group", reason="Away"), clock.instant)
    with pytest.raises(Invalid):
        actions.move_thread(mo, thread_id, MoveForm(group="binge-club", reason="Here"), clock.instant)
    member(there, mo, GroupRole.MODERATOR)
    actions.move_thread(mo, thread_id, form, clock.instant)
    facts = thread_facts(mo, thread_id, clock.instant)
    assert facts.group.id == there
    assert stored_thread(mo, thread_id, clock.instant)[0].pinned_at is None


@pytest.mark.usefixtures("app")
def test_two_threads_of_one_episode_do_not_meet(clock: SetClock) -> None:
    ann = person("ann")
    here, there = group(ann), group(ann, "over-there")
    show_id, (episode,) = show(releases=[weekly(clock.instant, 1)])
    about = gate(show_id, episode)
    moved = thread(here, None, "", about=about, kind="episode", episode_id=episode)
    thread(there, None, "", about=about, kind="episode", episode_id=episode)
    with pytest.raises(Conflict) as refused:
        actions.move_thread(ann, moved, MoveForm(group="over-there", reason="It fits"), clock.instant)
    assert refused.value.code == "thread-exists"
    assert thread_facts(ann, moved, clock.instant).group.id == here
    assert noted(moved) == []


@pytest.mark.usefixtures("app")
def test_authors_rename_their_own_until_it_is_locked(clock: SetClock) -> None:
    ann, ben = person("ann"), person("ben")
    group_id = group(ann)
    thread_id = thread(group_id, member(group_id, ben))
    form = RenameForm(title="Better", reason="A typo")
    actions.rename_thread(ben, thread_id, form, clock.instant)
    actions.lock_thread(ann, thread_id, WHY, clock.instant)
    with pytest.raises(Denied):
        actions.rename_thread(ben, thread_id, form, clock.instant)


@pytest.mark.usefixtures("app")
def test_the_calendars_threads_keep_their_titles(clock: SetClock) -> None:
    ann = person("ann")
    show_id, (episode,) = show(releases=[weekly(clock.instant, 1)])
    thread_id = thread(group(ann), None, "", about=gate(show_id, episode), kind="episode", episode_id=episode)
    with pytest.raises(Invalid) as refused:
        actions.rename_thread(ann, thread_id, RenameForm(title="Mine", reason="Nicer"), clock.instant)
    assert refused.value.errors == {"title": ("title-is-made",)}


@pytest.mark.usefixtures("app")
def test_the_asker_or_a_moderator_marks_the_answer(clock: SetClock) -> None:
    ann, ben, eve = person("ann"), person("ben"), person("eve")
    group_id = group(ann)
    asked = thread(group_id, member(group_id, ben), kind="question")
    with pytest.raises(Denied):
        actions.mark_answer(member(group_id, eve), asked, 7, clock.instant)
    actions.mark_answer(ben, asked, 7, clock.instant)
    actions.mark_answer(ben, asked, 7, clock.instant)
    actions.clear_answer(ann, asked, clock.instant)
    assert [what for what, _, _ in noted(asked)] == ["answered", "unanswered"]
    with pytest.raises(Denied) as refused:
        actions.mark_answer(ben, thread(group_id, ben), 7, clock.instant)
    assert refused.value.reason == "not-a-question"


@pytest.mark.usefixtures("app")
def test_reasons_and_old_titles_pass_the_door_too(clock: SetClock) -> None:
    ann, ben = person("ann"), person("ben")
    show_id, episodes = show(releases=[weekly(clock.instant, 2)])
    thread_id = thread(group(ann), ann, "She dies", about=gate(show_id, episodes[1]))
    form = RenameForm(title="About the end", reason="Said that she dies")
    actions.rename_thread(ann, thread_id, form, clock.instant)

    def seen_by(reader: Reader) -> tuple[str, str, str]:
        found, _ = stored_thread(reader, thread_id, clock.instant)
        sight = clearance(reader, found.show_ids, clock.instant, found.entered)
        (event,) = thread_events(reader, found, sight, clock.instant)
        return event.what, event.reason, event.detail

    assert seen_by(ann) == ("renamed", "Said that she dies", "She dies")
    assert seen_by(ben) == seen_by(Reader.stranger()) == ("renamed", "", "")


@pytest.mark.usefixtures("app")
def test_a_move_does_not_name_a_group_the_reader_may_not_know(clock: SetClock) -> None:
    ann, ben = person("ann"), person("ben")
    group(ann)
    thread_id = thread(hidden_group(ann), ann)
    actions.move_thread(ann, thread_id, MoveForm(group="binge-club", reason="For everybody"), clock.instant)
    for reader, named in ((ann, "Attic"), (ben, "")):
        found, _ = stored_thread(reader, thread_id, clock.instant)
        (event,) = thread_events(reader, found, clearance(reader, (), clock.instant), clock.instant)
        assert event.detail == named


@pytest.mark.usefixtures("app")
def test_topics_are_set_by_moderators(clock: SetClock) -> None:
    ann, ben = person("ann"), person("ben")
    group_id = group(ann)
    thread_id = thread(group_id, member(group_id, ben))
    with pytest.raises(Denied):
        actions.note_topics(ben, thread_id, ["suicide"], "It is", clock.instant)
    actions.note_topics(ann, thread_id, ["suicide", "grief", "suicide"], "It is", clock.instant)
    assert db.session.get_one(Thread, thread_id).topics == ["grief", "suicide"]


def test_the_page_for_moderators(app: Flask, clock: SetClock) -> None:
    ann, ben = person("ann"), person("ben")
    group_id = group(ann)
    group(ann, "over-there")
    thread_id = thread(group_id, ann, "Old title")
    keeping, plain = signed_in(app, ann), signed_in(app, member(group_id, ben))
    page = keeping.get(f"/t/{thread_id}/moderate").text
    assert ("Over There" in page, "Old title" in page) == (True, True)
    assert plain.get(f"/t/{thread_id}/moderate").status_code == 403
    assert app.test_client().get(f"/t/{thread_id}/moderate").status_code == 401
    assert keeping.post(f"/t/{thread_id}/lock", data={"reason": " "}).status_code == 422
    done = keeping.post(f"/t/{thread_id}/lock", data={"reason": "Enough for today"})
    assert (done.status_code, done.location) == (303, f"/t/{thread_id}")
    page = keeping.get(f"/t/{thread_id}/moderate").text
    assert ("Enough for today" in page, f'action="/t/{thread_id}/unlock"' in page) == (True, True)
    for verb in ("lock", "unlock", "pin", "unpin", "move", "rename", "answer"):
        form = {"reason": "Because I can", "title": "Mine", "group": "over-there"}
        assert plain.post(f"/t/{thread_id}/{verb}", data=form).status_code == 403, verb
        assert keeping.post(f"/t/{2**31}/{verb}", data=form).status_code == 404, verb
    keeping.post(f"/t/{thread_id}/move", data={"group": "over-there", "reason": "It fits there"})
    assert thread_facts(ann, thread_id, clock.instant).group.id != group_id


def test_everybody_who_may_read_sees_what_was_done(app: Flask, clock: SetClock) -> None:
    ann = person("ann")
    open_one, hidden_one = thread(group(ann), ann), thread(hidden_group(ann), ann)
    for thread_id in (open_one, hidden_one):
        actions.lock_thread(ann, thread_id, ReasonForm(reason="Enough for <b>today</b>"), clock.instant)
    stranger = app.test_client()
    assert "Enough for &lt;b&gt;today&lt;/b&gt;" in stranger.get(f"/t/{open_one}/events").text
    assert stranger.get(f"/t/{hidden_one}/events").status_code == 404
    assert signed_in(app, ann).get(f"/t/{hidden_one}/events").status_code == 200


def test_one_click_opens_an_episodes_thread(app: Flask, clock: SetClock) -> None:
    from tests.factories.groups import follows

    ann = person("ann")
    group_id = group(ann)
    show_id, episodes = show(releases=[weekly(clock.instant, 2)])
    follows(group_id, show_id, ann)
    client = signed_in(app, ann)
    first = client.post(f"/g/binge-club/episodes/{episodes[0]}")
    assert first.status_code == 303
    assert client.post(f"/g/binge-club/episodes/{episodes[0]}").location == first.location
    assert client.post(f"/g/binge-club/episodes/{episodes[1]}").status_code == 403
