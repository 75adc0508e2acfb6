"""Shows, episodes, the calendar, places."""

from __future__ import annotations

from datetime import timedelta

from forum.infra.clock import SetClock
from tests.api.conftest import World
from tests.factories import shows


def test_titles_wait_for_the_release(world: World, clock: SetClock) -> None:
    caller = world.by()
    found = caller.get(f"/shows/{world.show.slug}").json
    assert [(one["code"], one["state"]) for one in found["episodes"]][2:4] == [
        ("S01E03", "released"),
        ("S01E04", "unreleased"),
    ]
    assert [bool(one["title"]) for one in found["episodes"]] == [True, True, True, False, False, False]
    assert caller.get(f"/episodes/{world.episodes[3]}").json["episode"]["title"] is None
    clock.forward(timedelta(days=1))
    assert caller.get(f"/episodes/{world.episodes[3]}").json["episode"]["title"] == "Part 4"


def test_search_and_the_walk_through_the_list(world: World) -> None:
    for number in range(31):
        shows.made_up_show(f"Other {number:02}", source_id=9_600_000 + number, seasons=(1,))
    caller, seen, path = world.by(world.ben), [], "/shows"
    while path:
        answer = caller.get(path)
        seen += [one["slug"] for one in answer.json["shows"]]
        following = answer.json["next_cursor"]
        expected = f'</api/v1/shows?cursor={following}>; rel="next"' if following else None
        assert answer.headers.get("Link") == expected
        path = f"/shows?cursor={following}" if following else ""
    assert (len(seen), len(set(seen)), seen[0]) == (32, 32, world.show.slug)
    assert [one["name"] for one in caller.get("/shows?q=harb").json["shows"]] == ["Harbour Lights"]


def test_a_place_is_set_and_read_and_lowered(world: World) -> None:
    caller = world.by(world.ben)
    path = f"/shows/{world.show.slug}/progress"
    assert caller.get(path).json["place"]["through"] == "S01E01"
    moved = caller.post("/progress", {"verb": "through", "episode_id": world.episodes[2]})
    assert (moved.status_code, moved.json["place"]["through"], moved.json["place"]["seen"]) == (200, "S01E03", 3)
    lowered = caller.post("/progress", {"verb": "unseen", "episode_id": world.episodes[2]})
    assert lowered.json["place"]["seen"] == 2
    followed = caller.post("/progress", {"verb": "follow", "show_id": world.show.show_id})
    assert followed.json["place"]["caught_up"] is True
    assert caller.get(path).json == followed.json
    assert world.by(world.eve).get(path).json["place"]["stated"] is False


def test_nobody_has_seen_what_is_not_out(world: World) -> None:
    answer = world.by(world.ben).post("/progress", {"verb": "seen", "episode_id": world.episodes[4]})
    assert (answer.status_code, answer.json["type"]) == (409, "urn:watercooler:not-yet")


def test_steps_about_unknown_things_are_missing(world: World) -> None:
    caller = world.by(world.ben)
    assert caller.post("/progress", {"verb": "seen", "episode_id": 10**9}).status_code == 404
    assert caller.post("/progress", {"verb": "finished", "show_id": 10**9}).status_code == 404
    answer = caller.post("/progress", {"verb": "finished"})
    assert (answer.status_code, answer.json["errors"]) == (422, {"": ["show-needed"]})


def test_the_calendar_has_the_coming_week(world: World) -> None:
    days = world.by().get("/calendar").json["days"]
    listed = [(day["on"], one["code"], one["title"]) for day in days for one in day["entries"]]
    assert ("2026-11-22", "S01E04", None) in listed
    assert world.by(world.eve).get("/calendar?mine=true").json["mine"] is True


def test_preferences_are_replaced(world: World) -> None:
    caller = world.by(world.eve)
    answer = caller.put("/me/preferences", {"country": "GB", "timezone": "Europe/London", "strict": True})
    assert (answer.status_code, answer.json["country"]) == (200, "GB")
    found = caller.get("/me").json
    assert found["preferences"] == answer.json
    assert "email" not in found["preferences"]
    assert caller.put("/me/preferences", {"country": "XX"}).json["errors"] == {"country": ["unknown-country"]}


def test_lines_by_country_topic_and_kind(world: World) -> None:
    found = world.by().get("/support-lines?country=gb&topic=suicide&kind=call").json
    (group,) = found["groups"]
    assert (found["country"], found["emergency"][0], group["code"]) == ("GB", "999", "GB")
    assert group["lines"]
    assert all("suicide" in line["topics"] and "call" in line["kinds"] for line in group["lines"])
    assert world.by().get("/support-lines").json["country"] is None
