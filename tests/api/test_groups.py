"""Groups: who finds them, who comes in."""

from __future__ import annotations

from flask import Flask

from tests.api.conftest import World
from tests.factories import accounts, groups


def test_a_hidden_group_is_nowhere(world: World) -> None:
    caller = world.by(world.ann)
    assert [one["slug"] for one in caller.get("/groups").json["mine"]] == ["binge-club"]
    assert [one["slug"] for one in world.by().get("/groups").json["groups"]] == ["binge-club"]
    for path in ("/groups/attic", "/groups/attic/members", "/groups/attic/threads", "/groups/attic/ledger"):
        assert caller.get(path).status_code == 404
    for path in (f"/threads/{world.attic_thread_id}", f"/posts/{world.attic_post_id}"):
        assert caller.get(path).status_code == 404


def test_joining_needs_the_newest_rules(world: World) -> None:
    caller = world.by(world.eve)
    found = caller.get("/groups/binge-club").json
    assert (found["rules"]["version"], found["rules"]["lines"]) == (1, ["Be kind.", "Tag spoilers."])
    assert (found["group"]["role"], found["may"]["join"], found["may"]["start"]) == (None, True, False)
    refused = caller.put("/groups/binge-club/membership", {"accept": False, "rules_version": 1})
    assert (refused.status_code, refused.json["errors"]) == (422, {"accept": ["rules-not-accepted"]})
    joined = caller.put("/groups/binge-club/membership", {"accept": True, "rules_version": 1})
    assert (joined.status_code, joined.json["group"]["role"], joined.json["accepted_version"]) == (200, "member", 1)
    again = caller.put("/groups/binge-club/membership", {"accept": True, "rules_version": 1})
    assert (again.status_code, again.json["type"]) == (403, "urn:watercooler:already-member")


def test_leaving_and_the_last_owner(world: World) -> None:
    assert world.by(world.ben).delete("/groups/binge-club/membership").status_code == 204
    assert world.by(world.ben).get("/groups/binge-club").json["group"]["role"] is None
    refused = world.by(world.ann).delete("/groups/binge-club/membership")
    assert (refused.status_code, refused.json["type"]) == (403, "urn:watercooler:last-owner")


def test_asking_and_taking_it_back(world: World) -> None:
    groups.group(world.ann, "quiet-club", joining="request", questions=["Why?"])
    caller = world.by(world.eve)
    assert caller.get("/groups/quiet-club/threads").status_code == 403
    assert world.by().get("/groups/quiet-club/threads").status_code == 401
    path = "/groups/quiet-club/requests"
    assert caller.post(path, {"answers": []}).json["errors"] == {"answers": ["answers-missing"]}
    asked = caller.post(path, {"answers": ["Because."]})
    assert (asked.status_code, asked.headers["Location"]) == (201, "/api/v1/groups/quiet-club")
    assert caller.post(path, {"answers": ["Because."]}).json == asked.json
    assert caller.get("/groups/quiet-club").json["asked"] is True
    assert caller.delete(path).status_code == 204
    assert caller.delete(path).status_code == 404


def test_members_are_listed_by_role(world: World) -> None:
    found = world.by(world.ben).get("/groups/binge-club/members").json
    assert [(one["handle"], one["role"]) for one in found["members"]] == [
        ("ann", "owner"),
        ("maxi", "moderator"),
        ("ben", "member"),
    ]
    assert set(found["members"][0]) == {"person_id", "handle", "role", "joined_at"}


def test_a_lost_role_is_lost_at_once(world: World, app: Flask) -> None:
    from forum.domain.people import GroupRole
    from forum.groups import actions
    from forum.infra import clock

    caller = world.by(world.max)
    assert caller.get("/cases").status_code == 200
    actions.assign_role(world.ann, world.group_id, world.max.id or 0, GroupRole.MEMBER, clock.now())
    assert caller.get("/cases").status_code == 403
    assert accounts.token(world.max, "moderate")
