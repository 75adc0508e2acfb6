"""A forum filled with canaries, and its hands: everybody is seen, dates are put back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import update

from forum.accounts.feed_keys import Purpose
from forum.accounts.models import SignIn
from forum.domain.people import GroupRole, Reader
from forum.groups.actions import set_policy
from forum.groups.forms import PolicyForm
from forum.infra import clock as clocks
from forum.infra.clock import SetClock
from forum.infra.db import db, transaction
from forum.search.actions import index_posts, index_thread
from forum.shows import actions as shows
from forum.threads.models import Thread
from tests.factories import accounts, groups
from tests.factories import shows as made
from tests.posts.canaries import (
    CONTROL,
    FOURTH,
    PUT_BACK_TO,
    SPECIAL,
    STARTS,
    WRITTEN,
    Cage,
)
from tests.posts.court import Court
from tests.posts.writing import Writer


def furnish(app: Flask, clock: SetClock) -> Cage:
    """Fill an empty forum. The clock stands at `WRITTEN` afterwards."""
    clock.set(WRITTEN)
    readers = {
        "stranger": Reader.stranger(),
        "behind": accounts.person("ben"),
        "caught up": accounts.person("cora"),
        "author": accounts.person("ann"),
        "moderator": accounts.person("mona"),
        "site moderator": accounts.moderator("sam"),
    }
    owner = accounts.person("olga")
    group_id = groups.group(owner, "binge-club", rules=["Be kind."])
    set_policy(owner, group_id, PolicyForm(leaks=True), clocks.now())
    for role, rank in (
        ("behind", GroupRole.MEMBER),
        ("author", GroupRole.MEMBER),
        ("caught up", GroupRole.MODERATOR),
        ("moderator", GroupRole.MODERATOR),
    ):
        groups.member(group_id, readers[role], rank)
    rows = made.made_up_rows((6,), STARTS, timedelta(days=7))
    fog = made.episode_row(SPECIAL, 1, None, FOURTH, "The Fog")
    show = made.imported(made.show_file("Harbour Lights", 9_500_001, [*rows, fog]))
    other = made.made_up_show("Late Show", source_id=9_600_001, seasons=(1,))
    episodes = tuple(one.id for one in show.regular)
    (special,) = (one.id for one in show.episodes if one.is_special)
    _seen(readers, show.show_id, other.show_id, (*episodes, special), other.regular[0].id)
    written = Writer(readers, group_id)
    written.marks()
    written.episode_thread(show.show_id, episodes[3])
    written.titles()
    written.whole()
    written.lost()
    written.tended()
    written.waiting()
    written.cases()
    tried = Court(written, owner)
    tried.reported()
    tried.reported_again()
    tried.worked_on()
    tried.decided()
    tried.removed()
    tried.title()
    _open_long_ago()
    index_posts(list(written.posts.values()))
    for thread_id in written.threads:
        index_thread(thread_id)
    cookies, tokens = {}, {}
    for role, reader in readers.items():
        if not reader.is_stranger:
            cookie = accounts.signed_in(app, reader).get_cookie("session")
            assert cookie is not None
            cookies[role], tokens[role] = cookie.value, accounts.token(reader, "read", "write", "moderate")
    return Cage(
        app,
        readers,
        cookies,
        tokens,
        group_id,
        show.show_id,
        episodes,
        special,
        tuple(written.threads),
        written.posts,
        tuple(written.case_ids),
        tuple(written.decision_ids),
        tuple(written.message_ids),
        _own_feeds(readers[CONTROL]),
    )


def _own_feeds(reader: Reader) -> tuple[str, ...]:
    """Both addresses of somebody who may read everything: their feeds are a stranger's all the same."""
    for purpose in Purpose:
        accounts.actions.make_feed_key(reader, purpose, clocks.now())
    return tuple(card.path for card in accounts.queries.feed_keys_of(reader))


def _open_long_ago() -> None:
    """Members' threads are there at every clock; only the episode's own one opens with it."""
    with transaction():
        members = update(Thread).where(Thread.kind != "episode")
        db.session.execute(members.values(opened_at=STARTS, opens_at=STARTS, created_at=STARTS))


def _seen(readers: Mapping[str, Reader], show_id: int, other_id: int, episodes: tuple[int, ...], other: int) -> None:
    shows.mark_through(readers["behind"], episodes[0], clocks.now())
    shows.mark_through(readers["caught up"], episodes[3], clocks.now())
    shows.mark_seen(readers["caught up"], episodes[-1], clocks.now())
    shows.mark_through(readers["caught up"], other, clocks.now())
    shows.choose_optins(readers["caught up"], show_id, ["promo", "book"], clocks.now())
    assert other_id


def stay_signed_in(now: datetime) -> None:
    """Everybody was seen a moment ago: moderators are signed out after half a day, and would see nothing at all."""
    with transaction():
        db.session.execute(update(SignIn).values(last_seen_at=now))


def put_back(cage: Cage, to: datetime = PUT_BACK_TO) -> None:
    """The dates of the fourth episode and of the special are moved far away."""
    for episode_id in (cage.episodes[3], cage.special):
        groups.put_date(episode_id, to)
