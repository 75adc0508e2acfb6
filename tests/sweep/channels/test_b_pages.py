"""Channels B1 to B8, B11 and B12 of the leak list: lists, previews and pages around a post."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from tests.posts.canaries import ABOUT_CASES, COVERED, GONE, KINDS, OWN, RULINGS, WAITS, Cage, canary
from tests.sweep.channels.looking import BEHIND, canaries, get, leaks, sees

LISTS = ("/g/binge-club", "/g/binge-club?kind=theory", "/g/binge-club?show=harbour-lights", "/")


def test_b1_a_list_of_threads_has_no_teaser(cage: Cage) -> None:
    """Fails when a list quotes a post, or names a thread by its author's words to who is behind."""
    assert leaks(cage, *LISTS, "/api/v1/groups/binge-club/threads") == []
    assert sees(cage, "/g/binge-club", "title")
    for role in ("caught up", "author"):
        own = COVERED if role == "author" else frozenset()
        assert canaries(get(cage, role, "/g/binge-club")) <= {"title"} | own


def test_b2_list_and_page_show_the_same_projection(cage: Cage) -> None:
    """Fails when the profile's list, the API or the search shows a reader more of a post than the post's own page."""
    for role in (*BEHIND, "caught up", "author"):
        on_pages = set[str]()
        for number in cage.threads:
            on_pages |= canaries(get(cage, role, f"/t/{number}?page=1")) | canaries(
                get(cage, role, f"/t/{number}?page=2")
            )
        history = canaries(get(cage, role, f"/p/{cage.posts['history']}/history"))
        for address in ("/u/ann/posts", "/u/ann/posts?page=2", "/search?q=canary*", "/api/v1/search?q=canary*"):
            assert canaries(get(cage, role, address)) <= on_pages | history, f"{role} {address}"


def test_b3_all_parts_of_a_post_are_withheld_together(cage: Cage) -> None:
    """Fails when markup, plain text and excerpt of one post are not cut alike."""
    for kind, number in cage.posts.items():
        card = get(cage, "caught up", f"/api/v1/posts/{number}").get_json()["post"]
        parts = [name for name, value in card.items() if isinstance(value, str) and canary(kind) in value]
        assert len(parts) != 1, f"{kind} is in {parts} alone"
        for role in BEHIND:
            assert canary(kind) not in get(cage, role, f"/api/v1/posts/{number}").get_data(as_text=True)


def test_b4_profiles_and_what_somebody_wrote(cage: Cage) -> None:
    """Fails when a person's activity prints the words of closed posts, or lists posts of groups one may not read."""
    addresses = ("/u/ann", "/u/ann/posts", "/u/ann/posts?page=2", "/api/v1/people/ann", "/api/v1/people/ann/posts")
    assert leaks(cage, *addresses) == []
    assert sees(cage, "/u/ann/posts", "decided")


def test_b5_the_first_page_of_the_site(cage: Cage) -> None:
    """Fails when the dashboard shows recent words."""
    assert leaks(cage, "/", "/groups", "/api/v1/groups", roles=(*BEHIND, "caught up", "author")) == []


def test_b6_a_posts_own_address_shows_what_its_thread_shows(cage: Cage) -> None:
    """Fails when a permalink, or the API's single post, opens what the thread keeps closed."""
    for number in cage.posts.values():
        for role in BEHIND:
            answer = get(cage, role, f"/p/{number}")
            assert canaries(answer) == set()
            assert canaries(get(cage, role, answer.headers.get("Location", f"/p/{number}").split("#")[0])) == set()
            assert canaries(get(cage, role, f"/api/v1/posts/{number}")) == set()
    assert sees(cage, f"/api/v1/posts/{cage.posts['episode']}", "episode")


def test_b7_the_post_that_is_answered_is_named_and_not_quoted(cage: Cage) -> None:
    """Fails when the line "in reply to" carries words of the parent past its gate."""
    for role in BEHIND:
        page = get(cage, role, f"/t/{cage.threads[0]}?page=1")
        assert 'class="post-reply-to' in page.get_data(as_text=True)
        assert canaries(page) == set()
        card = get(cage, role, f"/api/v1/posts/{cage.posts['quote']}").get_json()["post"]
        assert card["reply_to"]["id"] == cage.posts["episode"]
        assert not re.search("CANARY", str(card))


def test_b8_no_attribute_of_a_page_holds_what_its_text_does_not(cage: Cage) -> None:
    """Fails when a hover card, tooltip or data attribute carries a withheld word, or a removed post answers at all."""
    for role in BEHIND:
        for number in cage.threads:
            page = get(cage, role, f"/t/{number}").get_data(as_text=True)
            values = re.findall(r'(?:title|alt|aria-label|data-[a-z-]+|content|value)="([^"]*)"', page)
            assert not [value for value in values if "CANARY" in value]
    for role in (*BEHIND, "caught up", "author"):
        for kind in ("removed", "withdrawn"):
            assert kind not in canaries(get(cage, role, f"/api/v1/posts/{cage.posts[kind]}"))
            assert get(cage, role, f"/p/{cage.posts[kind]}/history").status_code == 404


def test_b11_what_stands_beside_a_thread(cage: Cage) -> None:
    """Fails when head, side column, events or neighbours of a thread tell of its closed words, links or titles."""
    addresses = [f"/t/{number}{part}" for number in cage.threads for part in ("", "/events", "/moderate", "/topics")]
    assert leaks(cage, *addresses) == []
    assert sees(cage, f"/t/{cage.threads[2]}/events", "old title")


def test_b12_where_nobody_wired_a_mask_there_is_no_text(cage: Cage) -> None:
    """Fails when a template or card can reach stored text: there is no field of it to reach."""
    from dataclasses import fields

    from forum.posts.models import Post
    from forum.presenting import posts as cards
    from forum.presenting import search

    holders = [one for one in vars(cards).values() if hasattr(one, "__dataclass_fields__")]
    holders += [search.HitCard, search.SearchPage]
    raw = ("source", "document")
    named = {(one.__name__, field.name) for one in holders for field in fields(one) if field.name in raw}
    assert named == {("SourceCard", "source"), ("EditPage", "source")}
    with cage.app.app_context():
        from sqlalchemy.exc import InvalidRequestError

        from forum.infra.db import db

        row = db.session.get_one(Post, cage.posts["episode"])
        try:
            touched = row.source
        except InvalidRequestError:
            touched = ""
        assert touched == ""
        db.session.remove()


def test_b_every_kind_has_a_bird(cage: Cage) -> None:
    """Fails when the cage holds fewer words than these tests look for."""
    seen = set[str]()
    for number in cage.threads:
        for page in (1, 2):
            seen |= canaries(get(cage, "caught up", f"/t/{number}?page={page}"))
    elsewhere = ABOUT_CASES | RULINGS | COVERED | WAITS | GONE | OWN
    assert seen >= set(KINDS) - elsewhere - {"old title", "history"}


def test_b_reactions_say_nothing_about_closed_words(cage: Cage) -> None:
    """Fails when a reader who may not read a post is told how many gasped at it."""
    client: FlaskClient = cage.app.test_client()
    client.set_cookie("session", cage.cookies["caught up"])
    for number in (cage.posts["thread"], cage.posts["episode"]):  # all of it closed; open words before a closed one
        assert client.post(f"/p/{number}/react/gasp").status_code == 303
        try:
            totals = {}
            for role in ("caught up", "behind", "stranger", "moderator"):
                card = get(cage, role, f"/api/v1/posts/{number}").get_json()["post"]
                totals[role] = sum(nod["count"] for nod in card["reactions"])
            assert totals == {"caught up": 1, "behind": 0, "stranger": 0, "moderator": 0}
        finally:
            client.post(f"/p/{number}/react/gasp")
