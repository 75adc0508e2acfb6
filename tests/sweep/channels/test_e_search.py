"""Channels E1 to E6: what a search gives away."""

from __future__ import annotations

from forum.infra.clock import SetClock
from forum.infra.db import db
from forum.search.actions import index_posts
from forum.search.gates import forget_open_gates
from forum.shows import actions as shows
from tests.factories import posts
from tests.posts.canaries import (
    ABOUT_CASES,
    BY_CLICK,
    CLOCKS,
    COVERED,
    FOURTH,
    GONE,
    KINDS,
    MARKS,
    RULINGS,
    WAITS,
    Cage,
    canary,
    may_see,
)
from tests.posts.furnishing import put_back
from tests.sweep.channels.looking import BEHIND, canaries, get, send

NEVER = ABOUT_CASES | RULINGS | COVERED | WAITS | GONE | {"old title", "history"}
"""Gone, not there yet, never a post's words, or the words of an older version."""


def hits(cage: Cage, role: str, q: str) -> dict[str, object]:
    """The API's answer, which says everything the page says."""
    found: dict[str, object] = get(cage, role, f"/api/v1/search?q={q}").get_json()
    return found


def test_e1_a_snippet_is_cut_from_what_its_reader_may_read(cage: Cage) -> None:
    """Fails when the excerpt of a hit is cut from the stored text: open words beside a spoiler find a post, bare."""
    for role in BEHIND:
        found = hits(cage, role, "look")
        assert len(found["posts"]) >= len(MARKS)  # type: ignore[arg-type]  # a list of hits
        assert canaries(get(cage, role, "/search?q=look")) == set()
        assert canaries(get(cage, role, "/api/v1/search?q=look")) == set()


def test_e2_there_is_no_hit_for_who_may_not_read(cage: Cage) -> None:
    """Fails when a hidden word is a hit for who is behind, and when it is none for who has watched or wrote it."""
    empty = hits(cage, "stranger", "nosuchwordanywhere")
    for kind in KINDS:
        for role in (*BEHIND, "caught up", "author"):
            found = hits(cage, role, canary(kind))
            asked_for = kind in BY_CLICK and role != "author"  # found is what one may read unasked
            if may_see(kind, role, "after") and kind not in NEVER and not asked_for:
                assert found["posts"] or found["threads"], f"{role} does not find {kind}"
            else:
                assert found == empty, f"{role} finds {kind}"


def test_e2_the_count_is_of_what_may_be_read(cage: Cage) -> None:
    """Fails when a count, or a next page, counts hits that are not shown."""
    for role in (*BEHIND, "caught up", "author"):
        found = hits(cage, role, "canary*")
        counted, shown = found["count"], found["posts"]
        while found["next_cursor"] is not None:
            found = hits(cage, role, f"canary*&cursor={found['next_cursor']}")
            shown = [*shown, *found["posts"]]  # type: ignore[misc, has-type]  # lists of hits
        assert counted == len(shown)  # type: ignore[arg-type]  # as above


def test_e2_a_moved_date_hides_at_once(caged: tuple[Cage, SetClock]) -> None:
    """Fails when the index must be written anew for a clock or a date to hold."""
    cage, clock = caged
    forget_open_gates()  # what is kept from other tests, an hour later, would hide that it is kept too long
    try:
        clock.set(CLOCKS["before"])
        assert hits(cage, "caught up", canary("episode"))["posts"] == []
        clock.set(CLOCKS["at"])
        assert hits(cage, "caught up", canary("episode"))["posts"] != []
        with cage.app.app_context():
            put_back(cage)
            db.session.remove()
        clock.set(CLOCKS["put back"])
        assert hits(cage, "caught up", canary("episode"))["posts"] == []
    finally:
        with cage.app.app_context():
            put_back(cage, FOURTH)
            db.session.remove()
        clock.set(CLOCKS["after"])
    assert hits(cage, "caught up", canary("episode"))["posts"] != []


def test_e2_less_progress_finds_less(cage: Cage) -> None:
    """Fails when what was found once is found after the reader said that they have seen less."""
    with cage.app.app_context():
        reader = cage.readers["behind"]
        shows.mark_through(reader, cage.episodes[3], CLOCKS["after"])
        db.session.remove()
    assert hits(cage, "behind", canary("episode"))["posts"] != []
    with cage.app.app_context():
        shows.mark_through(reader, cage.episodes[0], CLOCKS["after"])
        db.session.remove()
    assert hits(cage, "behind", canary("episode"))["posts"] == []


def test_e3_the_search_page_has_no_veil_of_its_own(cage: Cage) -> None:
    """Fails when the search page prints a mask that opens apart from the thread's: it prints words or nothing."""
    for role in (*BEHIND, "caught up"):
        page = get(cage, role, "/search?q=canary*").get_data(as_text=True)
        assert 'name="veil"' not in page
        assert 'class="veil' not in page


def test_e4_attributes_and_targets_of_links_are_not_indexed(cage: Cage) -> None:
    """Fails when the address or title of a link can be searched: it is nobody's visible word."""
    with cage.app.app_context():
        words = 'A [picture](https://example.org/hiddenaddressword "hiddentitleword") of visiblelinkword.'
        number = posts.post(cage.readers["author"], cage.threads[0], words)
        index_posts([number])
        db.session.remove()
    assert hits(cage, "behind", "visiblelinkword")["posts"] != []
    for word in ("hiddenaddressword", "hiddentitleword", "example.org"):
        for role in ("behind", "author"):
            assert hits(cage, role, word)["posts"] == []


def test_e5_names_that_spoil_are_found_behind_their_gate_alone(cage: Cage) -> None:
    """Fails when a title of a member, or of an episode that is not out, can be found by who may not read it."""
    for role in BEHIND:
        for kind in ("title", "old title"):
            assert hits(cage, role, canary(kind))["threads"] == []
        fifth = get(cage, role, f"/api/v1/episodes/{cage.episodes[4]}").get_data(as_text=True)
        assert "Part 5" not in fifth
        assert hits(cage, role, '"Part 5"')["episodes"] == []
    assert hits(cage, "caught up", canary("title"))["threads"] != []


def test_e6_suggestions_are_neutral(cage: Cage) -> None:
    """Fails when what is offered while typing holds a member's words, to whomever."""
    for role in (*BEHIND, "caught up", "author"):
        for q in ("canary*", canary("title"), canary("episode"), "CANARY", "harbour", "S01E04"):
            for path in ("/search/suggest", "/api/v1/search/suggestions"):
                answer = get(cage, role, f"{path}?q={q}")
                assert answer.status_code == 200
                assert canaries(answer) == set()
    assert get(cage, "stranger", "/search/suggest?q=binge").get_json()["suggestions"][0]["url"] == "/g/binge-club"


def test_e2_a_dry_run_of_a_rule_is_no_search_behind_a_curtain(cage: Cage) -> None:
    """Fails when a moderator who has not watched learns from a rule's trial that a word stands in a closed text."""
    found = {}
    for role in ("moderator", "caught up"):
        rule = {"name": "Asked", "deed": "notify", "words": canary("episode")}
        made = send(cage, role, "POST", "/api/v1/groups/binge-club/automations", json=rule)
        assert made.status_code == 201
        number = made.get_json()["id"]
        try:
            trial = get(cage, role, f"/api/v1/automations/{number}/trial").get_json()
        finally:
            away = send(cage, role, "PUT", f"/api/v1/automations/{number}/switch", json={"to": "away"})
            assert away.status_code == 200
        found[role] = [one["post_id"] for one in trial["found"]]
        assert trial["looked_at"] > len(cage.posts) / 2
    assert found == {"moderator": [], "caught up": [cage.posts["quote"], cage.posts["episode"]]}
