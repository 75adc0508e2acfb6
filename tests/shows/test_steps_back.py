"""Every step of a place can be taken back, a mute has an end, and other orders are said on the page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from forum.domain.errors import Conflict
from forum.domain.people import Reader
from forum.domain.progress import Progress
from forum.infra.db import db
from forum.shows import actions, queries
from forum.shows.forms import ProgressForm
from forum.shows.kept import place_of, values_of
from forum.shows.models import ProgressMark
from forum.shows.queries.clearances import progress_of
from forum.shows.stepping import step
from forum.threads.jobs import open_due_threads
from forum.threads.queries import my_threads, thread_list
from forum.threads.queries.lists import ThreadFilters
from tests.conftest import NOW
from tests.domain.test_spoiler_properties import thorough
from tests.factories.accounts import person, signed_in
from tests.factories.groups import follows, group
from tests.factories.shows import made_up_show, real_show

WEEK = timedelta(days=7)
ids = st.integers(1, 99)
places = st.builds(
    Progress,
    through_id=st.none() | ids,
    order=st.sampled_from(["aired", "dvd"]),
    ticked=st.frozensets(ids),
    unticked=st.frozensets(ids),
    caught_up=st.booleans(),
    caught_up_delay=st.integers(0, 365).map(lambda days: timedelta(days=days)),
    rewatch_id=st.none() | ids,
    as_new=st.booleans(),
    optins=st.frozensets(st.sampled_from(["promo", "leak", "book", "book:it"])),
    muted_until=st.none() | st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
)


@thorough
@given(places)
def test_a_place_is_kept_whole(place: Progress) -> None:
    assert place_of(values_of(place)) == place


def place(reader: Reader) -> Progress:
    db.session.expire_all()
    return progress_of(db.session.query(ProgressMark).filter_by(person_id=reader.id).one())


STEPS = (
    {"verb": "seen", "episode_id": 1},
    {"verb": "unseen", "episode_id": 0},
    {"verb": "through", "episode_id": 2},
    {"verb": "finished"},
    {"verb": "follow", "delay_days": 3},
    {"verb": "unfollow"},
    {"verb": "forget"},
    {"verb": "rewatch", "episode_id": 0, "as_new": True},
    {"verb": "end-rewatch"},
    {"verb": "optins", "optins": ["promo"]},
    {"verb": "mute", "days": 3},
    {"verb": "unmute"},
)


@pytest.mark.parametrize("values", STEPS, ids=[str(values["verb"]) for values in STEPS])
def test_every_step_can_be_taken_back(app: Flask, values: dict[str, object]) -> None:
    show, ann = made_up_show(seasons=(4,), starts=NOW - 5 * WEEK), person("ann")
    actions.follow_releases(ann, show.show_id, NOW)
    actions.start_rewatch(ann, show.regular[2].id, NOW)
    actions.mute_show(ann, show.show_id, NOW + WEEK, NOW)
    stood = place(ann)
    target = {"episode_id": show.regular[int(str(values.get("episode_id", 0)))].id, "show_id": show.show_id}
    step(ann, ProgressForm.read({**values, **target}), NOW)
    after = place(ann)
    assert after != stood or values["verb"] == "seen"
    actions.undo_step(ann, show.show_id, NOW)
    if after != stood:
        assert place(ann) == stood
        actions.undo_step(ann, show.show_id, NOW)
        assert place(ann) == after


def test_there_is_nothing_to_take_back_at_first(app: Flask) -> None:
    show, ann = made_up_show(), person("ann")
    with pytest.raises(Conflict, match="nothing-to-undo"):
        actions.undo_step(ann, show.show_id, NOW)
    assert not queries.show_page(ann, show.slug, None, NOW).show.place.may_undo
    actions.mark_seen(ann, show.regular[0].id, NOW)
    page = signed_in(app, ann).get(f"/shows/{show.slug}").text
    assert "Take the last step back" in page


def test_a_mute_ends_on_the_readers_own_morning(app: Flask) -> None:
    show, ann = made_up_show(), person("ann", timezone="America/New_York")
    browser = signed_in(app, ann)
    answer = browser.post("/progress", data={"verb": "mute", "show_id": show.show_id, "until": "2026-12-01"})
    assert answer.status_code == 303
    assert place(ann).muted_until == datetime(2026, 12, 1, 5, tzinfo=UTC)
    for bad, code in (("2026-11-22", 422), ("2126-11-22", 422), ("tomorrow", 422)):
        form = {"verb": "mute", "show_id": show.show_id, "until": bad}
        assert browser.post("/progress", data=form).status_code == code
    assert place(ann).muted_until == datetime(2026, 12, 1, 5, tzinfo=UTC)


def test_a_muted_show_leaves_every_list_until_then(app: Flask) -> None:
    ann, bob = person("ann"), person("bob")
    show = made_up_show(seasons=(3,), starts=NOW + timedelta(days=1))
    other = made_up_show("Late Show", source_id=9_600_001, seasons=(3,), starts=NOW + timedelta(days=1))
    group_id = group(ann)
    for one in (show, other):
        follows(group_id, one.show_id, ann)
    open_due_threads(NOW + timedelta(days=2))
    later = NOW + timedelta(days=2)
    actions.mute_show(ann, show.show_id, NOW + 4 * WEEK, NOW)

    def listed(reader: Reader, at: datetime) -> set[str | None]:
        page = thread_list(reader, "binge-club", ThreadFilters(), 1, at)
        return {card.show_name for card in (*page.threads, *my_threads(reader, at))}

    assert listed(ann, later) == {"Late Show"}
    assert listed(bob, later) == {"Harbour Lights", "Late Show"}
    assert listed(Reader.stranger(), later) == {"Harbour Lights", "Late Show"}
    page = thread_list(ann, "binge-club", ThreadFilters(), 1, later)
    assert (page.muted, {one.show_name for one in page.coming}) == (((show.slug, "Harbour Lights"),), {"Late Show"})
    days = queries.calendar(ann, later).days
    assert {entry.show_name for day in days for entry in day.entries} == {"Late Show"}
    assert listed(ann, NOW + 4 * WEEK) == {"Harbour Lights", "Late Show"}
    assert "You hide everything" in signed_in(app, ann).get("/g/binge-club").text


def test_the_order_of_the_discs_is_offered_and_kept(app: Flask) -> None:
    real_show("firefly", windows=True)
    real_show("firefly.alternate-dvd")
    ann = person("ann")
    (order,) = queries.show_page(ann, "firefly", None, NOW).orders
    assert [words for _, words in order.episodes[:3]] == [
        "1: Serenity (S01E11)",
        "2: The Train Job (S01E01)",
        "3: Bushwhacked (S01E02)",
    ]
    browser = signed_in(app, ann)
    form = {"verb": "through", "order": order.name, "episode_id": order.episodes[2][0]}
    assert browser.post("/progress", data=form).status_code == 303
    seen = {card.code for card in queries.show_page(ann, "firefly", None, NOW).episodes if card.seen}
    assert seen == {"S01E01", "S01E02", "S01E11"}
    assert f'value="{order.episodes[2][0]}" selected' in browser.get("/shows/firefly").text


def test_an_optin_for_a_book_is_kept_as_gates_ask_for_it(app: Flask) -> None:
    show, ann = made_up_show(), person("ann")
    actions.choose_optins(ann, show.show_id, ["book:  The LAMP ", "promo"], NOW)
    assert place(ann).optins == {"book:the lamp", "promo"}
