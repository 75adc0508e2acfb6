"""Reports, cases, decisions, by key."""

from __future__ import annotations

from tests.api.conftest import CANARY, World
from tests.factories import groups

FLAG = {"reason": "spoiler", "spoils": "harbour-lights S01E03"}


def flagged(world: World) -> int:
    assert world.by(world.ben).post(f"/posts/{world.post_id}/flags", {"reason": "harassment"}).status_code == 201
    return int(world.by(world.max).get("/cases").json["cases"][0]["id"])


def test_reports_become_one_case(world: World) -> None:
    path = f"/posts/{world.talk_post_id}/flags"
    answer = world.by(world.ben).post(path, FLAG)
    assert (answer.status_code, answer.json) == (201, {"post_id": world.talk_post_id, "reason": "spoiler"})
    world.by(world.ben).post(path, FLAG)
    world.by(world.eve).post(path, {"reason": "other", "words": "Look."})
    (found,) = world.by(world.max).get("/cases").json["cases"]
    assert (found["flag_count"], found["reasons"], found["spoils"]) == (
        2,
        ["spoiler", "other"],
        ["Harbour Lights S01E03"],
    )
    assert world.by(world.ann).post(path, FLAG).status_code == 403


def test_a_reports_key_is_used_once(world: World) -> None:
    caller, path = world.by(world.ben), f"/posts/{world.post_id}/flags"
    first = caller.post(path, {"reason": "spam"}, Idempotency_Key="f1")
    again = caller.post(path, {"reason": "spam"}, Idempotency_Key="f1")
    assert (first.status_code, again.status_code, again.json) == (201, 201, first.json)
    assert caller.post(path, {"reason": "hate"}, Idempotency_Key="f1").status_code == 409
    assert (
        caller.post(f"/posts/{world.talk_post_id}/flags", {"reason": "spam"}, Idempotency_Key="f1").status_code == 409
    )
    refused = caller.post("/posts/99999/flags", {"reason": "spam"}, Idempotency_Key="f2")
    assert refused.status_code == 404
    assert caller.post(path, {"reason": "spam"}, Idempotency_Key="f2").status_code == 201


def test_a_case_is_claimed_and_decided_once(world: World) -> None:
    number = flagged(world)
    caller, path = world.by(world.max), f"/cases/{number}"
    claimed = caller.put(f"{path}/claim").json
    assert (claimed["claim"]["state"], claimed["claim"]["mine"]) == ("claimed", True)
    assert caller.delete(f"{path}/claim").status_code == 204
    form = {"version": claimed["version"], "outcome": "remove", "rule": 1, "reason": "It is unkind."}
    decided = caller.post(f"{path}/decisions", form)
    assert (decided.status_code, decided.json["outcome"], decided.json["rule"]) == (201, "remove", "Be kind.")
    late = caller.post(f"{path}/decisions", form)
    assert (late.status_code, late.json["type"], late.json["facts"]["who"]) == (
        409,
        "urn:watercooler:case-decided",
        "maxi",
    )
    told = decided.headers["Location"].removeprefix("/api/v1")
    assert world.by(world.ann).get(told).json["role"] == "author"
    assert world.by(world.ben).get(told).json["role"] == "flagger"
    assert world.by(world.eve).get(told).status_code == 404
    assert world.by(world.ann).get(f"/posts/{world.post_id}").json["post"]["state"] == "removed"


def test_the_ledger_has_no_names_for_members(world: World) -> None:
    number = flagged(world)
    version = world.by(world.max).get(f"/cases/{number}").json["version"]
    world.by(world.max).post(
        f"/cases/{number}/decisions", {"version": version, "outcome": "dismiss", "reason": "Nothing there."}
    )
    (line,) = world.by(world.ben).get("/groups/binge-club/ledger").json["rows"]
    assert (line["what"], line["actor"], line["case_id"]) == ("dismiss", None, None)
    (line,) = world.by(world.max).get("/groups/binge-club/ledger").json["rows"]
    assert (line["actor"]["handle"], line["case_id"]) == ("maxi", number)


def test_a_moderator_who_is_behind_is_not_spoiled(world: World) -> None:
    from forum.infra import clock
    from forum.shows import actions

    number = flagged(world)
    actions.forget_place(world.max, world.show.show_id, clock.now())
    caller = world.by(world.max)
    found = caller.get(f"/cases/{number}")
    assert CANARY not in found.text
    assert CANARY not in caller.get("/cases").text
    assert (found.json["withheld"], found.json["texts"][0]["html"]) == (["S01E02"], None)
    assert CANARY in caller.post(f"/cases/{number}/reading").text


def test_moderators_of_other_groups_find_nothing(world: World) -> None:
    number = flagged(world)
    groups.group(world.eve, "elsewhere")
    for method, path in (("GET", ""), ("PUT", "/claim"), ("DELETE", "/claim"), ("POST", "/reading")):
        assert world.by(world.eve).send(method, f"/cases/{number}{path}").status_code == 404
