"""What lists count: posts that this reader may read, and no others."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from flask import Flask

from forum.accounts.actions import relate
from forum.accounts.forms import RelationForm
from forum.accounts.queries import reader_of
from forum.domain.people import Reader
from forum.infra import clock
from forum.infra.db import db
from forum.infra.directory import directory
from forum.posts import actions, queries
from forum.posts.actions.holding import hold_post, release_post
from forum.posts.forms import MovePostForm
from forum.posts.models import Post
from forum.presenting.posts import PostCard
from forum.presenting.threads import ThreadCard
from forum.rendering.ways import OPEN
from forum.shows.actions import mark_through
from forum.threads.actions import mark_read
from forum.threads.models import Lock, OddPlace, Thread
from forum.threads.queries import ThreadFilters, my_threads, thread_list
from tests.factories import accounts, groups, posts
from tests.posts.conftest import Scene

VEILED = "[spoiler S01E03]The lamp is out.[/spoiler]"
FAR = "[spoiler S01E06]The lamp is lit again.[/spoiler]"


def card_of(reader: Reader, thread_id: int) -> ThreadCard:
    """The thread's card in the list of the reader's own threads; the same stands in the group's list."""
    own = {card.id: card for card in my_threads(reader, clock.now(), limit=30)}[thread_id]
    there = thread_list(reader, "binge-club", ThreadFilters(), 1, clock.now()).threads
    assert own in there
    return own


def cards(reader: Reader, thread_id: int) -> list[PostCard]:
    """All posts of a thread as its pages show them."""
    found: list[PostCard] = []
    number = pages = 1
    while number <= pages:
        page = queries.thread_page(reader, thread_id, number, directory(), clock.now())
        found, pages, number = [*found, *page.posts], page.pages, number + 1
    return found


def agrees(reader: Reader, thread_id: int) -> tuple[int, int | None]:
    """The counts of the list, once they are those of the pages."""
    card, shown = card_of(reader, thread_id), cards(reader, thread_id)
    assert card.unread == sum(one.is_new for one in shown)
    assert card.post_count == sum(any(word in one.body_html for word in ("plain", "lamp")) for one in shown)
    return card.unread, card.post_count


def test_a_post_that_is_all_veiled_is_no_new_post(scene: Scene) -> None:
    mark_through(scene.ann, scene.episodes[1], clock.now())
    mark_through(scene.ben, scene.episodes[1], clock.now())
    posts.post(scene.ann, scene.thread_id, "A plain word.")
    posts.post(scene.ann, scene.thread_id, VEILED)
    posts.post(scene.ann, scene.thread_id, f"A plain word before. {VEILED}")
    assert agrees(scene.ben, scene.thread_id) == (2, 2)
    assert agrees(scene.ann, scene.thread_id) == (0, 3)
    mark_through(scene.ben, scene.episodes[2], clock.now())
    assert card_of(scene.ben, scene.thread_id).unread == 3
    assert card_of(scene.ben, scene.thread_id).post_count == 3


def test_d13_counts_of_lists_tell_nothing_of_what_is_hidden(scene: Scene) -> None:
    """Fails when a list counts another number of posts, or leads elsewhere, because hidden ones came."""
    mark_through(scene.ann, scene.episodes[1], clock.now())
    mark_through(scene.ben, scene.episodes[1], clock.now())
    posts.post(scene.ann, scene.thread_id, "A plain word.")
    before = card_of(scene.ben, scene.thread_id)
    for words in (VEILED, FAR):
        posts.post(scene.ann, scene.thread_id, words)
    sealed = posts.post(scene.ann, scene.thread_id, "The keeper is the ghost.")
    actions.seal_post(scene.mona, sealed, groups.gate(scene.show.show_id, scene.episodes[5]), "It tells.", clock.now())
    after = card_of(scene.ben, scene.thread_id)
    assert (after.unread, after.post_count, after.first_unread_url) == (1, 1, before.first_unread_url)
    assert (before.unread, before.post_count) == (1, 1)
    assert card_of(scene.ann, scene.thread_id).post_count == 4  # there was something to count
    listed = thread_list(Reader.stranger(), "binge-club", ThreadFilters(), 1, clock.now()).threads
    assert {card.post_count for card in listed if card.id == scene.talk_id} == {0}


def test_strangers_count_what_they_may_read(scene: Scene) -> None:
    posts.post(scene.ann, scene.talk_id, "A plain word.")
    posts.post(scene.ann, scene.talk_id, "[spoiler Harbour Lights S01E01]The lamp.[/spoiler]")
    listed = thread_list(Reader.stranger(), "binge-club", ThreadFilters(), 1, clock.now()).threads
    assert [(card.post_count, card.unread) for card in listed if card.id == scene.talk_id] == [(1, 0)]
    mark_through(scene.ben, scene.episodes[0], clock.now())
    assert agrees(scene.ben, scene.talk_id) == (2, 2)


def test_the_way_to_the_first_new_post_leads_past_hidden_ones(app: Flask, scene: Scene) -> None:
    mark_through(scene.ben, scene.episodes[1], clock.now())
    posts.post(scene.ann, scene.thread_id, "A plain word.")
    mark_read(scene.ben, scene.thread_id, 1, clock.now())
    for _ in range(25):
        posts.post(scene.ann, scene.thread_id, FAR)
    assert card_of(scene.ben, scene.thread_id).first_unread_url is None
    assert queries.first_new(scene.ben, scene.thread_id, clock.now()) == (f"/t/{scene.thread_id}?page=2", False)
    posts.post(scene.ben, scene.thread_id, "My own plain word.")
    assert card_of(scene.ben, scene.thread_id).unread == 0
    posts.post(scene.ann, scene.thread_id, "A plain word for Ben.")
    card = card_of(scene.ben, scene.thread_id)
    assert (card.unread, card.first_unread_url) == (1, f"/t/{scene.thread_id}/new")
    browser = accounts.signed_in(app, scene.ben)
    sent = browser.get(f"/t/{scene.thread_id}/new")
    assert (sent.status_code, sent.location) == (302, f"/t/{scene.thread_id}?page=2#unread")
    page = browser.get(f"/t/{scene.thread_id}?page=2").text
    assert page.count('id="unread"') == 1
    assert page.index('id="unread"') > page.index("My own plain word.")
    assert card_of(scene.ben, scene.thread_id).unread == 0
    assert "nothing new here" in browser.get(f"/t/{scene.thread_id}/new", follow_redirects=True).text


def test_every_act_that_changes_what_is_read_changes_the_counts(scene: Scene) -> None:
    mark_through(scene.ben, scene.episodes[1], clock.now())
    now = clock.now()
    numbers = [posts.post(scene.ann, scene.thread_id, f"A plain word {n}.") for n in range(6)]
    gate = groups.gate(scene.show.show_id, scene.episodes[3])
    acts: Sequence[tuple[Callable[[], object], int]] = (
        (lambda: actions.seal_post(scene.mona, numbers[0], gate, "It tells.", now), 5),
        (lambda: actions.unseal_post(scene.mona, numbers[0], "It does not.", now), 6),
        (lambda: actions.remove_post(scene.mona, numbers[1], "1", "Rude.", now), 5),
        (lambda: actions.restore_post(scene.mona, numbers[1], "It was not.", now), 6),
        (lambda: hold_post(numbers[2], "care"), 5),
        (lambda: release_post(numbers[2], "care"), 6),
        (lambda: posts.amended(scene.ann, numbers[3], VEILED), 5),
        (lambda: posts.amended(scene.ann, numbers[3], f"A plain word {VEILED}"), 6),
        (lambda: actions.withdraw_post(scene.ann, numbers[4], now), 5),
        (lambda: actions.move_post(scene.mona, numbers[5], moved_to(scene), now), 4),
    )
    for act, left in acts:
        act()
        assert card_of(scene.ben, scene.thread_id).unread == left
        assert sum(card.is_new for card in cards(scene.ben, scene.thread_id)) == left
    elsewhere = moved_to(scene).thread
    assert card_of(scene.ben, elsewhere).unread == 1
    assert card_of(scene.ann, elsewhere).unread == 0
    assert db.session.query(Lock).count() == 2


def moved_to(scene: Scene) -> MovePostForm:
    return MovePostForm(thread=scene.talk_id, reason="It is about all of it.")


def test_the_tables_are_what_the_posts_say(scene: Scene) -> None:
    """Made anew from the posts, they would be the same."""
    test_every_act_that_changes_what_is_read_changes_the_counts(scene)
    from forum.posts.actions.placing import ways_of

    for thread in db.session.query(Thread):
        there = {post.position: post for post in db.session.query(Post).filter_by(thread_id=thread.id)}
        odd = {place.position: place for place in db.session.query(OddPlace).filter_by(thread_id=thread.id)}
        for position in range(1, thread.last_position + 1):
            post, place = there.get(position), odd.get(position)
            shut = place is not None and (place.is_gone or place.lock_id is not None)
            assert shut == (post is None or ways_of(post) != OPEN)
        locked = [str(place.lock_id) for place in odd.values() if place.lock_id is not None]
        assert thread.locked == {number: locked.count(number) for number in locked}


def test_only_so_many_places_are_looked_at(scene: Scene) -> None:
    posts.post(scene.ann, scene.talk_id, "A plain word.")
    posts.many_posts(scene.ann, scene.talk_id, 300)
    card = card_of(scene.ben, scene.talk_id)
    assert (card.unread, card.more_unread, card.first_unread_url) == (200, True, f"/t/{scene.talk_id}/new")
    assert queries.first_new(scene.ben, scene.talk_id, clock.now()) == (f"/t/{scene.talk_id}#unread", True)


@pytest.mark.parametrize("opened", [True, False])
def test_who_opened_all_counts_what_is_out(scene: Scene, *, opened: bool) -> None:
    mark_through(scene.ben, scene.episodes[1], clock.now())
    if opened:
        actions.open_all(scene.ben, scene.thread_id, clock.now())
    posts.post(scene.ann, scene.thread_id, VEILED)
    posts.post(scene.ann, scene.thread_id, FAR)
    assert card_of(scene.ben, scene.thread_id).unread == int(opened)


def test_posts_of_people_put_aside_are_new_nowhere(app: Flask, scene: Scene) -> None:
    """Lists say what the page calls new, whatever else is odd about a post of somebody muted or blocked."""
    zoe, zac = accounts.person("zoe"), accounts.person("zac")
    for one in (zoe, zac):
        groups.member(scene.group_id, one)
    mark_through(scene.ben, scene.episodes[1], clock.now())
    posts.post(zoe, scene.thread_id, "A plain word of Zoe's.")
    posts.post(scene.ann, scene.thread_id, "A plain word.")
    posts.post(zac, scene.thread_id, FAR)
    posts.post(zac, scene.thread_id, "A plain word of Zac's.")
    assert card_of(scene.ben, scene.thread_id).unread == 3
    relate(scene.ben, zoe.id or 0, RelationForm(kind="mute"), clock.now())
    relate(scene.ben, zac.id or 0, RelationForm(kind="block"), clock.now())
    ben = reader_of(scene.ben.id or 0, clock.now())
    card = card_of(ben, scene.thread_id)
    assert card.unread == sum(one.is_new for one in cards(ben, scene.thread_id)) == 1
    assert card.first_unread_url is not None
    assert queries.first_new(ben, scene.thread_id, clock.now())[1]
    mark_read(scene.ben, scene.thread_id, 2, clock.now())
    again = card_of(ben, scene.thread_id)
    assert (again.unread, again.first_unread_url) == (0, None)
    assert not queries.first_new(ben, scene.thread_id, clock.now())[1]
    posts.post(zoe, scene.talk_id, "\N{PARTY POPPER}")
    posts.post(scene.ann, scene.talk_id, "\N{PARTY POPPER}\N{PARTY POPPER}")
    assert card_of(ben, scene.talk_id).unread == sum(one.is_new for one in cards(ben, scene.talk_id)) == 0
