"""Drafts by key: kept, listed, thrown away, and nobody else's."""

from __future__ import annotations

from tests.api.conftest import World


def test_a_draft_is_kept_and_listed(world: World) -> None:
    caller = world.by(world.ben)
    assert caller.put(f"/threads/{world.talk_id}/draft", {"body": "so far"}).status_code == 204
    assert caller.put("/groups/binge-club/draft", {"title": "A title", "body": "It runs"}).status_code == 204
    found = caller.get("/drafts").json
    assert [(one["kind"], one["text"], one["place"], one["url"]) for one in found["drafts"]] == [
        ("thread", "It runs", "", "/g/binge-club/new"),
        ("reply", "so far", "All sorts", f"/t/{world.talk_id}#reply"),
    ]
    assert found["next_cursor"] is None
    assert world.by(world.ann).get("/drafts").json["drafts"] == []
    number = found["drafts"][1]["id"]
    assert world.by(world.ann).delete(f"/drafts/{number}").status_code == 204
    assert len(caller.get("/drafts").json["drafts"]) == 2
    assert caller.delete(f"/drafts/{number}").status_code == 204
    assert caller.put("/groups/binge-club/draft", {"title": "", "body": " "}).status_code == 204
    assert caller.get("/drafts").json["drafts"] == []
    assert caller.put(f"/threads/{world.attic_thread_id}/draft", {"body": "peek"}).status_code == 404
