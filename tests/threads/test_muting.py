"""Topics that somebody keeps out of their lists: the rule in SQL is the one in Python."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from forum.domain.crisis import GRAVITY
from forum.domain.errors import Denied, Invalid
from forum.domain.gates import Gate, GateKind
from forum.domain.people import Reader
from forum.groups.models import Group
from forum.infra import clock
from forum.infra import clock as clocks
from forum.infra.clock import SetClock
from forum.infra.db import db
from forum.presenting.threads import thread_topics
from forum.shows.actions import note_content
from forum.shows.forms import NoteForm
from forum.shows.queries import catalogues
from forum.threads import actions
from forum.threads.forms import TopicMutesForm
from forum.threads.models import Thread
from forum.threads.queries import in_sight_of, muted_topics, my_threads
from forum.threads.queries.reading import stored, threads_for
from tests.factories import accounts, groups, posts, shows


def muted(reader: Reader, *topics: str, days: int | None = None) -> None:
    actions.mute_topics(reader, TopicMutesForm(topics=list(topics), days=days), clock.now())


def furnished() -> Reader:
    """Threads with topics of their own, of their show, its season, an episode, by gate and by season; and without."""
    reader, show = accounts.person("ann"), shows.made_up_show(seasons=(3, 2))
    group_id = groups.group(reader)
    first, later, other = show.find(1, 1), show.find(1, 2), show.find(2, 1)
    assert first is not None
    assert later is not None
    assert other is not None
    for topic, more in (
        ("bullying", {}),
        ("suicide", {"episode_id": first.id}),
        ("depression", {"season": 2}),
        ("abuse", {"episode_id": other.id}),
    ):
        note_content(
            shows.OPERATOR, show.show_id, NoteForm.read({"topic": topic, "why": "It is.", **more}), clock.now()
        )
    for episode in (first, later, other):
        about = groups.gate(show.show_id, episode.id)
        groups.thread(
            group_id, title="", about=about, kind="episode", episode_id=episode.id, season=episode.season,
        )  # fmt: skip  # rows of a table
        groups.thread(group_id, title=f"Theory of {episode.id}", about=about, kind="theory")
    last = show.season(2)[-1]
    whole = Gate(GateKind.THROUGH, show.show_id, last.id, "season")
    groups.thread(group_id, title="", about=whole, kind="season", season=2, hub_first_id=other.id)
    for topic in ("self-harm", "LGBTQ+ youth", "eating disorders"):
        thread_id = posts.started(reader, group_id, f"About {topic}")
        db.session.get_one(Thread, thread_id).topics = [topic, "abuse"]
        db.session.commit()
    posts.started(reader, group_id, "Popcorn")
    return reader


def test_what_is_kept_out_is_what_touches_the_topic(app: Flask) -> None:
    reader = furnished()
    found = [stored(row) for row in db.session.execute(threads_for(reader).order_by(Thread.id)).all()]
    known = catalogues({one.show_id for one in found if one.show_id is not None})
    assert len(found) == 11
    for topic in GRAVITY:
        muted(reader, topic)
        wanted = {one.id for one in found if topic not in thread_topics(one, known)}
        left = set(db.session.scalars(select(Thread.id).where(in_sight_of(reader, clock.now()))))
        assert (topic, left) == (topic, wanted)


def test_every_kind_of_note_keeps_something_out(app: Flask) -> None:
    reader, all_of_them = furnished(), 11
    left = {}
    for topic in ("bullying", "suicide", "depression", "abuse", "self-harm", "substance use"):
        muted(reader, topic)
        seen = db.session.scalars(select(Thread.id).where(in_sight_of(reader, clock.now()))).all()
        left[topic] = all_of_them - len(seen)
    assert left == {"bullying": 7, "suicide": 2, "depression": 3, "abuse": 6, "self-harm": 1, "substance use": 0}


def test_it_ends_by_itself_and_can_be_changed(app: Flask, clock: SetClock) -> None:
    reader = furnished()
    everything = len(my_threads(reader, clocks.now()))
    muted(reader, "abuse", "suicide", days=7)
    assert [one.topic for one in muted_topics(reader, clocks.now())] == ["suicide", "abuse"]
    assert len(my_threads(reader, clocks.now())) < everything
    clock.forward(timedelta(days=7, seconds=1))
    assert (muted_topics(reader, clocks.now()), len(my_threads(reader, clocks.now()))) == ((), everything)
    muted(reader, "abuse")
    clock.forward(timedelta(days=4000))
    assert [one.topic for one in muted_topics(reader, clocks.now())] == ["abuse"]
    muted(reader)
    assert muted_topics(reader, clocks.now()) == ()


def test_it_is_everybodys_own(app: Flask) -> None:
    reader, other = furnished(), accounts.person("ben")
    group_id = db.session.scalars(select(Group.id)).one()
    groups.member(group_id, other)
    before = len(my_threads(other, clock.now()))
    muted(reader, *GRAVITY)
    assert len(my_threads(other, clock.now())) == before
    with pytest.raises(Denied):
        muted(Reader.stranger(), "suicide")
    with pytest.raises(Invalid):
        TopicMutesForm.read({"topics": ["plot"]})


def test_no_statement_more(app: Flask, statements: Callable[[], object]) -> None:
    reader = furnished()
    my_threads(reader, clock.now())
    with statements() as plain:  # type: ignore[attr-defined]  # a fixture of its own
        my_threads(reader, clock.now())
    muted(reader, "substance use")
    with statements() as filtered:  # type: ignore[attr-defined]  # a fixture of its own
        my_threads(reader, clock.now())
    assert len(filtered) == len(plain)
