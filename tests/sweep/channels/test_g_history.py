"""Channel G5: the history of edits."""

from __future__ import annotations

from forum.infra import clock as clocks
from forum.infra.db import db
from forum.posts import actions
from tests.factories import posts
from tests.posts.canaries import Cage, canary
from tests.sweep.channels.looking import BEHIND, get, sees


def test_g5_each_version_passes_the_door_by_itself(cage: Cage) -> None:
    """Fails when the history shows an older version that is behind a gate, or a difference that tells what it said."""
    number = cage.posts["history"]
    for role in BEHIND:
        for address in (f"/p/{number}/history", f"/api/v1/posts/{number}/history"):
            answer = get(cage, role, address)
            assert answer.status_code == 200
            text = answer.get_data(as_text=True)
            assert canary("history") not in text
            assert "I said nothing." in text
            assert "<del" not in text
            assert "<ins" not in text
    assert sees(cage, f"/p/{number}/history", "history")


def test_g5_a_seal_closes_every_version(cage: Cage) -> None:
    """Fails when a moderator's seal covers the newest version alone."""
    with cage.app.app_context():
        author, keeper = cage.readers["author"], cage.readers["caught up"]
        number = posts.post(author, cage.threads[0], "BAREWORDONE was said.")
        posts.amended(author, number, "BAREWORDTWO was said.")
        gate = actions.read_seal(keeper, number, "harbour-lights S01E04", clocks.now())
        actions.seal_post(keeper, number, gate, "Gives it away.", clocks.now())
        db.session.remove()
    for role in BEHIND:
        for address in (f"/p/{number}/history", f"/api/v1/posts/{number}/history", f"/api/v1/posts/{number}"):
            assert "BAREWORD" not in get(cage, role, address).get_data(as_text=True)
    assert "BAREWORDONE" in get(cage, "caught up", f"/p/{number}/history").get_data(as_text=True)


def test_g5_what_changed_is_told_only_beside_two_open_versions(cage: Cage) -> None:
    """Fails when a difference is shown beside a version that this reader does not get whole, or never at all."""
    with cage.app.app_context():
        author = cage.readers["author"]
        number = posts.post(author, cage.threads[0], "The lamp is red. Yes.")
        posts.amended(author, number, "The lamp is green. Yes.")
        posts.amended(author, number, "The lamp is green. [spoiler harbour-lights S01E04]DIFFBIRD[/spoiler] Yes.")
        posts.amended(author, number, "The lamp is green. [spoiler harbour-lights S01E04]OTHERBIRD[/spoiler] Yes.")
        posts.amended(author, number, "The lamp is blue. Yes.")
        db.session.remove()
    for role in (*BEHIND, "caught up", "author"):
        found = get(cage, role, f"/api/v1/posts/{number}/history").get_json()["revisions"]
        told = [[(one["kind"], one["words"].strip()) for one in version["changes"]] for version in found]
        assert told[4] == []
        assert told[3] == [("same", "The lamp is"), ("gone", "red."), ("new", "green."), ("same", "Yes.")]
        assert [bool(version) for version in told[:3]] == [role in ("caught up", "author")] * 3
        page = get(cage, role, f"/p/{number}/history").get_data(as_text=True)
        assert page.count('<details class="changes"') == (4 if role in ("caught up", "author") else 1)
        assert ("BIRD" in page) == (role in ("caught up", "author"))
