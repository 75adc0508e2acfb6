"""Keeping order by key: the same rights and the same ledger as on the pages."""

from __future__ import annotations

import pytest

from forum.infra import jobs
from forum.infra.clock import SetClock
from tests.api.conftest import CANARY, World
from tests.factories import groups

WHY = {"reason": "It is a quarrel."}


def test_a_thread_is_locked_pinned_renamed_and_moved(world: World) -> None:
    caller, path = world.by(world.max), f"/threads/{world.talk_id}"
    locked = caller.post(f"{path}/lock", WHY).json
    assert (locked["locked"], locked["lock_reason"]) == (True, "It is a quarrel.")
    assert world.by(world.ben).post(f"{path}/posts", {"body": "Still here."}).status_code == 403
    assert caller.post(f"{path}/unlock", WHY).json["locked"] is False
    assert caller.post(f"{path}/pin", WHY).json["pinned"] is True
    assert caller.post(f"{path}/unpin", WHY).json["pinned"] is False
    assert caller.post(f"{path}/rename", {"title": "This and that", **WHY}).json["title"] == "This and that"
    groups.group(world.max, "loft")
    assert caller.post(f"{path}/move", {"group": "loft", **WHY}).json["group_slug"] == "loft"
    assert caller.post(f"{path}/move", {"group": "attic", **WHY}).status_code == 404


def test_seals_and_removals_are_in_the_ledger(world: World, clock: SetClock) -> None:
    caller, path = world.by(world.max), f"/posts/{world.post_id}"
    sealed = caller.post(f"{path}/seal", {"scope": "S01E03", "reason": "Too much."}).json["post"]
    assert (sealed["state"], CANARY in world.by(world.ben).get(path).text) == ("sealed", False)
    assert caller.post(f"{path}/unseal", WHY).json["post"]["state"] == "open"
    assert caller.post(f"{path}/unseal", WHY).status_code == 409
    assert caller.post(f"{path}/remove", {"rule": "1", "reason": "Unkind."}).json["post"]["state"] == "removed"
    assert caller.post(f"{path}/restore", WHY).json["post"]["state"] == "open"
    assert caller.post(f"{path}/seal", {"scope": "S99E99", "reason": "Too much."}).status_code == 422
    jobs.drain(clock.instant)
    rows = world.by(world.ben).get("/groups/binge-club/ledger").json["rows"]
    assert [row["what"] for row in rows] == ["restore", "remove", "unseal", "seal"]


def test_who_asked_says_what_answers(world: World) -> None:
    asked = world.by(world.ben).post(
        "/groups/binge-club/threads", {"kind": "question", "title": "Who?", "body": "Who?"}
    )
    thread = asked.json["id"]
    post_id = world.by(world.ann).post(f"/threads/{thread}/posts", {"body": "He."}).json["post"]["id"]
    assert world.by(world.eve).put(f"/posts/{post_id}/answer").status_code == 403
    taken = world.by(world.ben).put(f"/posts/{post_id}/answer").json
    assert [one["is_answer"] for one in taken["posts"]] == [False, True]
    cleared = world.by(world.ben).delete(f"/threads/{thread}/answer").json
    assert [one["is_answer"] for one in cleared["posts"]] == [False, False]


@pytest.mark.parametrize("verb", ["lock", "unlock", "pin", "unpin"])
def test_members_keep_no_order(world: World, verb: str) -> None:
    path = f"/threads/{world.talk_id}/{verb}"
    assert world.by(world.ben).post(path, WHY).status_code == 403
    assert world.by(world.max, "read", "write").post(path, WHY).status_code == 403
    assert world.by().post(path, WHY).status_code == 401
    assert world.by(world.max).post(path, {"reason": ""}).status_code == 422


def test_a_group_is_started_changed_and_given_a_show(world: World) -> None:
    caller = world.by(world.eve)
    made = caller.post("/groups", {"name": "Night Owls", "rules": ["Be kind."]})
    assert (made.status_code, made.headers["Location"]) == (201, "/api/v1/groups/night-owls")
    assert (made.json["group"]["role"], made.json["rules"]["lines"]) == ("owner", ["Be kind."])
    assert caller.post("/groups", {"name": "Night Owls"}).json["errors"] == {"slug": ["taken"]}
    path = "/groups/night-owls"
    assert caller.put(path, {"name": "Early Birds"}).json["group"]["name"] == "Early Birds"
    assert caller.put(f"{path}/rules", {"rules": ["Be kind.", "Tag."]}).json["rules"]["version"] == 2
    assert caller.put(f"{path}/following/{world.show.slug}").json["following"] == [world.show.show_id]
    assert caller.delete(f"{path}/following/{world.show.slug}").status_code == 204
    assert caller.delete(f"{path}/following/{world.show.slug}").status_code == 404
    for answer in (
        world.by(world.ben).put(path, {"name": "Mine"}),
        world.by(world.ben).put(f"{path}/rules", {"rules": []}),
        world.by(world.ben).put(f"{path}/following/{world.show.slug}"),
    ):
        assert answer.status_code == 403
