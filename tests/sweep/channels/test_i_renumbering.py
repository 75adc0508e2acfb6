"""Channel I6, in a cage of its own: episodes that have changed places stay tied to one another for ever."""

from __future__ import annotations

from datetime import timedelta

from forum.infra import clock as clocks
from forum.infra.db import db
from forum.shows import actions as shows
from forum.shows import importing
from tests.factories.shows import OPERATOR, catalogue, made_up_rows, show_file
from tests.posts.canaries import STARTS, Cage, canary
from tests.sweep.channels.looking import get


def body_of(cage: Cage, role: str, kind: str) -> str:
    return str(get(cage, role, f"/api/v1/posts/{cage.posts[kind]}").get_json()["post"]["body_html"])


def test_i6_content_stays_with_the_episode_whatever_its_number(cage: Cage) -> None:
    """Fails when a gate is kept as a number: renumbering would then move words to another night, or ask for fewer."""
    rows = made_up_rows((6,), STARTS, timedelta(days=7))
    rows[1]["number"], rows[3]["number"] = 4, 2
    with cage.app.app_context():
        importing.import_show(OPERATOR, show_file("Harbour Lights", 9_500_001, rows), "x.json", clocks.now())
        assert catalogue("harbour-lights").code(cage.episodes[3]) == "S01E02"
        shows.forget_place(cage.readers["behind"], cage.show_id, clocks.now())
        shows.mark_seen(cage.readers["behind"], cage.episodes[1], clocks.now())  # "S01E04" now, by number
        db.session.remove()
    for kind in ("episode", "only"):
        assert canary(kind) not in body_of(cage, "behind", kind)
    assert canary("only") in body_of(cage, "caught up", "only")
    with cage.app.app_context():
        for episode_id in (cage.episodes[0], cage.episodes[3]):  # all that stands up to it, by its new number
            shows.mark_seen(cage.readers["behind"], episode_id, clocks.now())
        shows.unmark_seen(cage.readers["behind"], cage.episodes[1], clocks.now())
        db.session.remove()
    assert canary("only") in body_of(cage, "behind", "only")
    assert canary("episode") not in body_of(cage, "behind", "episode"), "what was said of four nights is not of two now"
