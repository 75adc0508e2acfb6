"""Who reads what on a thread's page, and where they stand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from forum.domain.errors import Denied, Missing
from forum.domain.people import Reader
from forum.infra import clock as clocks
from forum.infra.clock import SetClock
from forum.infra.db import db, transaction
from forum.infra.directory import directory
from forum.posts import actions, queries
from forum.posts.models import Post
from forum.presenting.posts import ThreadPage
from forum.shows import actions as shows
from forum.threads.models import ReadMark, Thread
from tests.factories import accounts, groups, posts
from tests.posts.conftest import OUT_SINCE, Scene

STRANGER = Reader.stranger()


def page(reader: Reader, thread_id: int, number: int = 1) -> ThreadPage:
    return queries.thread_page(reader, thread_id, number, directory(), clocks.now(), plain=True)


def through(reader: Reader, episode_id: int) -> None:
    shows.mark_through(reader, episode_id, clocks.now())


def body(found: ThreadPage) -> str:
    """Everything the page holds for this reader."""
    return repr(found)


def test_readers_behind_get_closed_bodies_and_three_choices(scene: Scene) -> None:
    posts.post(scene.ann, scene.thread_id, "CANARY")
    through(scene.ben, scene.episodes[0])
    found = page(scene.ben, scene.thread_id)
    assert "CANARY" not in body(found)
    assert (found.standing.place, found.standing.missing, found.standing.missing_count) == ("behind", ("S01E02",), 1)
    assert (found.standing.seen_id, found.standing.seen_verb) == (scene.episodes[1], "through")
    assert found.standing.may_enter
    assert len(found.posts[0].openable) == 1
    assert 'name="veil"' in found.posts[0].body_html


def test_the_second_choice_leads_to_the_readers_next_episode(scene: Scene) -> None:
    first = groups.thread(
        scene.group_id,
        title="",
        about=groups.gate(scene.show.show_id, scene.episodes[0]),
        kind="episode",
        episode_id=scene.episodes[0],
    )
    found = page(scene.ben, scene.thread_id)
    assert found.standing.next is not None
    assert (found.standing.next.url, found.standing.next.code) == (f"/t/{first}", "S01E01")
    assert found.neighbours.previous is not None
    assert found.neighbours.previous.url == f"/t/{first}"


def test_where_the_next_episode_has_no_thread_its_page_leads_on(scene: Scene) -> None:
    found = page(scene.ben, scene.thread_id)
    assert found.standing.next is not None
    assert (found.standing.next.url, found.standing.next.code) == (f"/episodes/{scene.episodes[0]}", "S01E01")


def test_who_has_seen_it_is_inside(scene: Scene) -> None:
    posts.post(scene.ann, scene.thread_id, "CANARY")
    through(scene.ben, scene.episodes[1])
    found = page(scene.ben, scene.thread_id)
    assert (found.standing.place, found.standing.entered) == ("shown", False)
    assert found.posts[0].body_html.strip() == "<p>CANARY</p>"
    assert found.posts[0].body_text == "CANARY"


@pytest.mark.parametrize(
    ("at", "place"),
    [
        (OUT_SINCE - timedelta(hours=1), "closed"),
        (OUT_SINCE + timedelta(days=7), "behind"),
    ],
)
def test_a_stranger_is_behind_and_before_release_outside(
    scene: Scene, clock: SetClock, at: datetime, place: str
) -> None:
    posts.post(scene.ann, scene.thread_id, "CANARY")
    clock.set(at)
    found = page(STRANGER, scene.thread_id)
    assert found.standing.place == place
    assert "CANARY" not in body(found)
    assert len(found.posts) == (0 if place == "closed" else 1)


def test_before_release_the_door_is_closed_even_to_the_author_and_to_moderators(scene: Scene, clock: SetClock) -> None:
    post_id = posts.post(scene.ann, scene.thread_id, "CANARY")
    clock.set(OUT_SINCE)
    for reader in (scene.ann, scene.ben, scene.mona, STRANGER):
        found = page(reader, scene.thread_id)
        assert (found.standing.place, found.posts, found.post_count) == ("closed", (), 0)
        assert "CANARY" not in body(found)
        with pytest.raises(Denied):
            queries.post_page(reader, post_id, directory(), clocks.now())
        with pytest.raises(Denied):
            queries.history(reader, post_id, directory(), clocks.now())
        with pytest.raises(Denied):
            queries.quote(reader, post_id, clocks.now())


def test_while_it_is_rolling_only_those_who_say_they_saw_it_are_inside(scene: Scene, clock: SetClock) -> None:
    """A network show rolls from its first showing to the end of the last feed."""
    from tests.factories import shows as made

    rolling = made.made_up_show("Late Show", source_id=77, seasons=(1,), starts=OUT_SINCE, channel=made.NBC)
    episode = rolling.regular[0]
    thread_id = groups.thread(
        scene.group_id,
        title="",
        about=groups.gate(rolling.show_id, episode.id),
        kind="episode",
        episode_id=episode.id,
    )
    clock.set(OUT_SINCE + timedelta(minutes=5))
    posts.post(scene.ann, thread_id, "CANARY")
    found = page(scene.ben, thread_id)
    assert (found.standing.place, found.standing.reason) == ("waiting", "rolling")
    assert not found.standing.may_enter
    assert found.posts[0].openable == ()
    assert found.valid_until is not None
    assert found.valid_until <= episode.world.latest
    with pytest.raises(Denied):
        actions.enter_thread(scene.ben, thread_id, clocks.now())
    through(scene.ben, episode.id)
    assert page(scene.ben, thread_id).standing.place == "shown"


def test_an_author_reads_their_own_words_wherever_they_are(scene: Scene) -> None:
    posts.post(scene.ben, scene.thread_id, "CANARY [spoiler S01E06]DEEP[/spoiler]")
    found = page(scene.ben, scene.thread_id)
    assert found.standing.place == "behind"
    assert "CANARY" in found.posts[0].body_html
    assert "DEEP" in found.posts[0].body_html


def test_a_moderator_who_has_not_watched_is_covered_too(scene: Scene) -> None:
    posts.post(scene.ann, scene.thread_id, "CANARY")
    assert "CANARY" not in body(page(scene.mona, scene.thread_id))


def test_a_hidden_group_is_404_for_outsiders(scene: Scene) -> None:
    attic = groups.hidden_group(scene.ann)
    thread_id = groups.thread(attic, scene.ann)
    post_id = posts.post(scene.ann, thread_id, "CANARY")
    for reader in (scene.ben, STRANGER):
        with pytest.raises(Missing):
            page(reader, thread_id)
        for query in (queries.permalink, queries.quote, queries.post_facts):
            with pytest.raises(Missing):
                query(reader, post_id, clocks.now())
        with pytest.raises(Missing):
            queries.history(reader, post_id, directory(), clocks.now())
        assert queries.posts_of(reader, scene.ann.id or 0, 1, directory(), clocks.now()).posts == ()
    assert "CANARY" in body(page(scene.ann, thread_id))


@pytest.mark.parametrize("number", [0, -1, 2**70])
def test_numbers_that_are_no_ids(scene: Scene, number: int) -> None:
    with pytest.raises(Missing):
        page(scene.ben, number)
    with pytest.raises(Missing):
        queries.permalink(scene.ben, number, clocks.now())


def test_pages_are_cut_by_position_and_a_link_lands_on_its_page(scene: Scene) -> None:
    first = posts.post(scene.ann, scene.talk_id, "first")
    posts.many_posts(scene.ann, scene.talk_id, 44)
    found = page(scene.ben, scene.talk_id, 2)
    assert [card.position for card in found.posts] == list(range(21, 41))
    assert (found.number, found.pages) == (2, 3)
    assert page(scene.ben, scene.talk_id, 999).number == 3
    last = page(scene.ben, scene.talk_id, 3).posts[-1]
    assert queries.permalink(scene.ben, last.id, clocks.now()) == f"/t/{scene.talk_id}?page=3#p{last.id}"
    assert queries.permalink(scene.ben, first, clocks.now()) == f"/t/{scene.talk_id}#p{first}"


def test_the_mark_moves_forward_only_and_leads_to_the_first_new_post(scene: Scene) -> None:
    posts.post(scene.ann, scene.talk_id)
    posts.many_posts(scene.ann, scene.talk_id, 44)
    found = page(scene.ben, scene.talk_id)
    assert found.first_unread == f"/t/{scene.talk_id}#unread"
    actions.keep_place(scene.ben, found, clocks.now())
    assert page(scene.ben, scene.talk_id).first_unread == f"/t/{scene.talk_id}/new"
    assert page(scene.ben, scene.talk_id, 2).first_unread == f"/t/{scene.talk_id}?page=2#unread"
    actions.keep_place(scene.ben, page(scene.ben, scene.talk_id, 3), clocks.now())
    actions.keep_place(scene.ben, page(scene.ben, scene.talk_id, 1), clocks.now())
    bens = select(ReadMark.position).where(ReadMark.person_id == scene.ben.id)
    assert db.session.scalars(bens).all() == [45]
    assert page(scene.ben, scene.talk_id).first_unread is None


def test_covered_posts_are_not_read(scene: Scene) -> None:
    posts.post(scene.ann, scene.thread_id)
    actions.keep_place(scene.ben, page(scene.ben, scene.thread_id), clocks.now())
    actions.keep_place(STRANGER, page(STRANGER, scene.talk_id), clocks.now())
    assert db.session.scalars(select(ReadMark).where(ReadMark.person_id != scene.ann.id)).all() == []


def test_a_members_title_passes_the_same_door(scene: Scene) -> None:
    thread_id = posts.started(
        scene.ann, scene.group_id, "CANARY did it", kind="theory", show="harbour-lights", scope="S01E02"
    )
    assert page(scene.ann, thread_id).title == "CANARY did it"
    for reader in (scene.ben, STRANGER, scene.mona):
        assert "CANARY" not in body(page(reader, thread_id))
    through(scene.ben, scene.episodes[1])
    assert page(scene.ben, thread_id).title == "CANARY did it"


def test_one_broken_post_does_not_take_its_page_down(
    app: Flask, scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    broken = posts.post(scene.ann, scene.talk_id, "SECRET words")
    posts.post(scene.ann, scene.talk_id, "a whole one")
    for planted in ({"v": 1, "pieces": "SECRET"}, {"v": 99}, {"v": 1, "links": 0, "pieces": [{"gate": {}}]}, [1]):
        with transaction():
            db.session.execute(update(Post).where(Post.id == broken).values(document=planted))
        answer = accounts.signed_in(app, scene.ben).get(f"/t/{scene.talk_id}")
        assert answer.status_code == 200
        assert "a whole one" in answer.text
        assert "SECRET" not in answer.text
        assert "cannot be shown" in answer.text
    assert "SECRET" not in caplog.text


def test_the_valid_instant_is_the_next_one_at_which_a_gate_may_open(scene: Scene, clock: SetClock) -> None:
    posts.post(scene.ann, scene.talk_id, "[spoiler harbour-lights S01E04]CANARY[/spoiler]")
    fourth = scene.show.regular[3].world
    found = page(STRANGER, scene.talk_id)
    assert found.valid_until == fourth.earliest == datetime(2026, 11, 22, 20, tzinfo=UTC)
    assert found.posts[0].openable == ()
    clock.set(fourth.latest)
    assert len(page(STRANGER, scene.talk_id).posts[0].openable) == 1


def test_what_a_person_wrote_is_shown_through_the_readers_door(scene: Scene) -> None:
    posts.post(scene.ann, scene.talk_id, "plain words")
    posts.post(scene.ann, scene.thread_id, "CANARY")
    thread_id = posts.started(
        scene.ann, scene.group_id, "CANARY title", "CANARY", show="harbour-lights", scope="S01E02"
    )
    found = queries.posts_of(scene.ben, scene.ann.id or 0, 1, directory(), clocks.now())
    assert len(found.posts) == 3
    assert "CANARY" not in repr(found)
    through(scene.ben, scene.episodes[1])
    assert repr(queries.posts_of(scene.ben, scene.ann.id or 0, 1, directory(), clocks.now())).count("CANARY title") == 1
    assert db.session.get_one(Thread, thread_id).title == "CANARY title"


def test_labels_name_their_show_where_the_page_is_about_none(scene: Scene) -> None:
    posts.post(scene.ann, scene.talk_id, "[spoiler harbour-lights S01E02]x[/spoiler]")
    posts.post(scene.ann, scene.thread_id, "[spoiler S01E03]x[/spoiler]")
    assert "spoils Harbour Lights S01E02" in page(scene.ben, scene.talk_id).posts[0].body_html
    through(scene.ben, scene.episodes[1])
    assert "spoils S01E03" in page(scene.ben, scene.thread_id).posts[0].body_html
