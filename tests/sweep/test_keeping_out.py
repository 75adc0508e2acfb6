"""Topics that somebody keeps out: no list, feed, mail or notice names a thread about them, for that person alone.

Every outlet that shows or names threads (`test_notices`) has a row here, so a new list fails until it is known to obey.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask

from forum.domain.people import GroupRole, Reader
from forum.infra import clock
from forum.infra.clock import SetClock
from forum.infra.db import db
from forum.infra.jobs import drain
from forum.notifications.choosing import choose_mails
from forum.notifications.digests import begin_digests
from forum.notifications.forms import MailChoices
from forum.threads import actions as threads
from forum.threads.forms import TopicMutesForm
from forum.threads.models import Thread
from tests.factories import accounts, groups, posts, shows
from tests.sweep import notice_table

HEAVY, LIGHT, WORDS = "Quibblewort", "Zephyrine", "marmalade"


@dataclass(frozen=True)
class World:
    """A heavy thread and a light one, alike but for the topic."""

    reader: Reader
    other: Reader
    heavy_id: int
    episode_id: int
    show_slug: str


Address = Callable[[World], str]

LISTS: dict[str, Address] = {
    "pages.home": lambda _: "/",
    "threads.group": lambda _: "/g/binge-club",
    "search.search": lambda _: f"/search?q={WORDS}",
    "posts.written": lambda _: "/u/the-other/posts",
    "notifications.notes": lambda _: "/notifications",
    "feeds.personal": lambda w: notice_table.own_feed(w.reader),
    "api.list_threads": lambda _: "/api/v1/groups/binge-club/threads",
    "api.find": lambda _: f"/api/v1/search?q={WORDS}",
    "api.list_posts_of": lambda _: "/api/v1/people/the-other/posts",
    "api.list_notifications": lambda _: "/api/v1/notifications",
}
BY_EPISODE: dict[str, Address] = {
    "shows.episode": lambda w: f"/episodes/{w.episode_id}",
    "shows.show": lambda w: f"/shows/{w.show_slug}",
}
"""Where an episode leads to its thread."""

LED_TO = "somebody followed a link to this very thread"
WORK = "moderators read it as their work"
OWN = "one's own words, and what one opened oneself"
PUBLIC = "for everybody alike: it does not know who reads"
NO_LIST: dict[str, str] = {
    "intake.mine": OWN,
    "intake.queue": WORK,
    "intake.tried": WORK,
    "intake.waits": WORK,
    "posts.thread": LED_TO, "posts.permalink": LED_TO, "posts.history": LED_TO, "posts.quote": LED_TO,
    "threads.events": LED_TO, "moderation.flag": LED_TO, "moderation.thanks": LED_TO, "moderation.decision": LED_TO,
    "api.get_thread": LED_TO, "api.get_post": LED_TO, "api.list_thread_events": LED_TO, "api.get_history": LED_TO,
    "api.get_decision": LED_TO, "moderation.flag_title": LED_TO,
    "posts.edit": OWN, "posts.drafts": OWN, "api.list_drafts": OWN, "posts.revealed": OWN, "api.list_reveals": OWN,
    "threads.moderate": WORK, "posts.ask": WORK, "moderation.queue": WORK, "moderation.case": WORK,
    "api.get_around": WORK, "api.list_waiting": WORK, "api.get_waiting": WORK,
    "api.list_own_waiting": OWN, "api.try_automation": WORK,
    "care.topics": WORK, "api.get_topics": WORK, "api.list_cases": WORK, "api.get_case": WORK,
    "feeds.group": PUBLIC, "feeds.thread": PUBLIC,
}  # fmt: skip  # rows of a table


@pytest.fixture
def world(app: Flask) -> World:
    show = shows.made_up_show()
    episode = show.find(1, 1)
    assert episode is not None
    reader, other, keeper = (accounts.person(f"the-{name}") for name in ("reader", "other", "keeper"))
    group_id = groups.group(keeper)
    groups.member(group_id, reader)
    groups.member(group_id, other, GroupRole.MODERATOR)
    groups.follows(group_id, show.show_id, keeper)
    choose_mails(
        reader, MailChoices(reply="now", mention="now", thread="now", decision="now", group="now"), clock.now()
    )
    heavy_id = posts.started(other, group_id, HEAVY, f"One jar of {WORDS} about {HEAVY}.")
    light_id = posts.started(other, group_id, LIGHT, f"One jar of {WORDS} about {LIGHT}.")
    about = groups.gate(show.show_id, episode.id)
    of_episode = groups.thread(group_id, title="", about=about, kind="episode", episode_id=episode.id, season=1)
    for one in (heavy_id, of_episode):
        db.session.get_one(Thread, one).topics = ["self-harm"]
    db.session.commit()
    for one in (heavy_id, light_id):
        own = posts.post(reader, one, "Indeed.")
        posts.post(other, one, f"So it is with {WORDS}, @the-reader.", reply_to=own)
    drain(clock.now())
    return World(reader, other, heavy_id, episode.id, show.slug)


def keep_out(reader: Reader) -> None:
    threads.mute_topics(reader, TopicMutesForm(topics=["self-harm"]), clock.now())


def asked(app: Flask, world: World, address: Address) -> str:
    url = address(world)
    headers = {}
    if url.startswith("/api/"):
        headers["Authorization"] = f"Bearer {accounts.token(world.reader, 'read', 'write')}"
    answer = accounts.signed_in(app, world.reader).get(url, headers=headers)
    assert answer.status_code == 200, url
    return answer.text


def test_every_outlet_with_threads_has_a_row() -> None:
    known = {**notice_table.SHOWS, **notice_table.MARKS}
    assert sorted(known.keys() - LISTS.keys() - NO_LIST.keys()) == []
    assert LISTS.keys() & NO_LIST.keys() == set()
    assert (LISTS.keys() | NO_LIST.keys()) - notice_table.SILENT.keys() == known.keys()


def test_no_list_names_what_is_kept_out(app: Flask, world: World) -> None:
    before = {name: asked(app, world, address) for name, address in LISTS.items()}
    assert [name for name, text in before.items() if HEAVY not in text or LIGHT not in text] == []
    keep_out(world.reader)
    after = {name: asked(app, world, address) for name, address in LISTS.items()}
    assert [name for name, text in after.items() if HEAVY in text] == []
    assert [name for name, text in after.items() if LIGHT not in text] == []


def test_an_episode_leads_to_no_thread_that_is_kept_out(app: Flask, world: World) -> None:
    """Whoever takes it back finds it again."""

    def links() -> dict[str, int]:
        return {name: asked(app, world, address).count('href="/t/') for name, address in BY_EPISODE.items()}

    before = links()
    assert all(before.values())
    keep_out(world.reader)
    assert links() == dict.fromkeys(BY_EPISODE, 0)
    threads.mute_topics(world.reader, TopicMutesForm(), clock.now())
    assert links() == before


def test_mails_and_digests_say_nothing_of_it(app: Flask, world: World) -> None:
    box = app.extensions["mailman"].outbox = []
    keep_out(world.reader)
    for title in (HEAVY, LIGHT):
        thread_id = world.heavy_id if title == HEAVY else world.heavy_id + 1
        own = posts.post(world.reader, thread_id, "Once more.")
        posts.post(world.other, thread_id, "Once more, @the-reader.", reply_to=own)
    drain(clock.now())
    texts = [one.body for one in box if one.to == ["the-reader@people.example"]]
    assert len(texts) == 2
    assert [text for text in texts if HEAVY in text or LIGHT not in text] == []


def test_digests_say_nothing_of_it(app: Flask, world: World, clock: SetClock) -> None:
    choose_mails(world.reader, MailChoices.read(dict.fromkeys(("reply", "mention"), "daily")), clock.instant)
    keep_out(world.reader)
    for thread_id in (world.heavy_id, world.heavy_id + 1):
        own = posts.post(world.reader, thread_id, "Once more.")
        posts.post(world.other, thread_id, "Yes.", reply_to=own)
    drain(clock.instant)
    box = app.extensions["mailman"].outbox = []
    clock.forward(timedelta(hours=20))
    begin_digests(clock.instant)
    drain(clock.instant)
    assert [one.body.count(LIGHT) > 1 for one in box] == [True]  # as news, and among what is lively
    assert HEAVY not in box[0].body


def test_others_see_everything_and_a_link_still_leads_there(app: Flask, world: World) -> None:
    keep_out(world.reader)
    assert HEAVY in accounts.signed_in(app, world.other).get("/g/binge-club").text
    assert HEAVY in app.test_client().get("/g/binge-club").text
    assert asked(app, world, lambda w: f"/t/{w.heavy_id}").count(HEAVY) > 0
