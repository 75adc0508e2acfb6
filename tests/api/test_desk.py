"""The desk by key: previews, two people, appeals, notes, hand-overs, replies, figures; posts that wait, rules, pace."""

from __future__ import annotations

import contextlib

from forum.domain.errors import Waits
from tests.api.conftest import World
from tests.factories import posts

BAN = {"version": 1, "outcome": "remove", "rule": 1, "sanction": "ban", "hours": 0, "reason": "On and on."}


def case_about_ben(world: World, words: str = "Rude words.") -> int:
    post_id = posts.post(world.ben, world.talk_id, words)
    assert world.by(world.eve).post(f"/posts/{post_id}/flags", {"reason": "spam"}).status_code == 201
    return int(world.by(world.max).get("/cases").json["cases"][-1]["id"])


def test_a_preview_tells_everything_and_does_nothing(world: World) -> None:
    number, caller = case_about_ben(world), world.by(world.max)
    found = caller.post(f"/cases/{number}/preview", BAN).json
    assert (found["takes_two"], found["handle"], found["flaggers"]) == (True, "ben", 1)
    assert (found["letter"]["rule"], found["letter"]["sanction"]["for_good"]) == ("Be kind.", True)
    assert caller.get(f"/cases/{number}").json["claim"]["state"] == "open"
    assert caller.post(f"/cases/{number}/preview", {**BAN, "rule": 99}).status_code == 422
    assert world.by(world.ben).post(f"/cases/{number}/preview", BAN).status_code == 404


def test_grave_decisions_take_two_people(world: World) -> None:
    number, one, other = case_about_ben(world), world.by(world.max), world.by(world.ann)
    assert one.get(f"/cases/{number}/proposal").status_code == 404
    made = one.post(f"/cases/{number}/proposals", BAN)
    assert (made.status_code, made.json["mine"], made.json["sanction"]) == (201, True, "ban")
    assert one.post(f"/cases/{number}/proposals", BAN).status_code == 409
    path = f"/proposals/{made.json['id']}"
    assert one.post(f"{path}/agreement", {}).status_code == 403
    told = other.post(f"{path}/agreement", {})
    assert (told.status_code, told.json["outcome"]) == (201, "remove")
    assert other.delete(path).status_code == 409
    (mine,) = world.by(world.ben).get("/me/decisions").json["decisions"]
    assert (mine["role"], mine["state"]) == ("author", "stands")


def test_appeals_wait_for_another_moderator(world: World) -> None:
    number, caller = case_about_ben(world), world.by(world.max)
    form = {"version": 1, "outcome": "remove", "rule": 1, "reason": "It is unkind."}
    decision = caller.post(f"/cases/{number}/decisions", form).json["id"]
    assert world.by(world.ben).post(f"/decisions/{decision}/appeals", {"words": "It was a joke."}).status_code == 200
    (waits,) = world.by(world.ann).get("/appeals").json["appeals"]
    assert (waits["decision_id"], waits["role"], "words" in waits) == (decision, "author", False)
    assert world.by(world.ben).get("/appeals").status_code == 403


def test_notes_and_hand_overs_stand_beside_the_case(world: World) -> None:
    number, caller = case_about_ben(world), world.by(world.max)
    noted = caller.post(f"/cases/{number}/notes", {"words": "@ann, look."})
    assert (noted.status_code, noted.json["notes"][0]["words"]) == (201, "@ann, look.")
    assert noted.json["colleagues"] == ["ann"]
    assert caller.post(f"/cases/{number}/hand-over", {"to": "ben"}).status_code == 422
    assert caller.post(f"/cases/{number}/hand-over", {"to": "ann", "words": "Yours."}).status_code == 204
    assert caller.get("/cases").json["cases"] == []
    assert world.by(world.ann).get("/cases").json["cases"][0]["handed"] is True
    (handed,) = world.by(world.ann).get(f"/cases/{number}/around").json["handed"]
    assert (handed["words"], handed["to_me"]) == ("Yours.", True)
    assert caller.delete(f"/cases/{number}/pass").status_code == 204
    assert [one["id"] for one in caller.get("/cases").json["cases"]] == [number]


def test_replies_are_kept_by_key(world: World) -> None:
    caller = world.by(world.max)
    form = {"rule": 1, "title": "Kindly", "words": "{author}, please be kind."}
    (reply,) = caller.post("/groups/binge-club/replies", form).json["replies"]
    number = case_about_ben(world)
    assert caller.get(f"/cases/{number}/around").json["replies"][0]["filled"] == "ben, please be kind."
    assert caller.delete(f"/groups/binge-club/replies/{reply['id']}").status_code == 204
    assert caller.get("/groups/binge-club/replies").json["replies"] == []
    assert world.by(world.ben).get("/groups/binge-club/replies").status_code == 403


def test_figures_are_for_those_whose_work_it_is(world: World) -> None:
    assert world.by(world.max).get("/groups/binge-club/figures").json["load"] == []
    assert world.by(world.ben).get("/groups/binge-club/figures").status_code == 403
    assert world.by(world.ann).get("/moderation/figures").status_code == 403
    found = world.by().get("/moderation/report?first=2026-01-01&last=2026-02-01").json
    assert (found["first"], found["last"]) == ("2026-01-01", "2026-02-01")
    for wrong in ("first=x", "first=2026-02-02&last=2026-02-01", "first=2020-01-01&last=2026-01-01"):
        assert world.by().get(f"/moderation/report?{wrong}").status_code == 422


def test_a_rule_is_written_tried_and_holds(world: World) -> None:
    caller = world.by(world.max)
    posts.post(world.ben, world.talk_id, "Cheap pills for all.")
    form = {"name": "Pills", "words": "cheap pills", "deed": "hold"}
    made = caller.post("/groups/binge-club/automations", form)
    assert (made.status_code, made.json["on_since"]) == (201, None)
    path = f"/automations/{made.json['id']}"
    tried = caller.get(f"{path}/trial").json
    assert [one["because"] for one in tried["found"]] == [[{"code": "word", "value": "cheap pills"}]]
    assert caller.put(f"{path}/switch", {"to": "on"}).json["on_since"] is not None
    with contextlib.suppress(Waits):
        posts.post(world.ben, world.talk_id, "More cheap pills.")
    (waits,) = caller.get("/groups/binge-club/waiting").json["posts"]
    assert "cheap pills" in waits["body_html"]
    (own,) = world.by(world.ben).get("/me/waiting").json["posts"]
    assert own["id"] == waits["id"]
    assert world.by(world.eve).get(f"/waiting/{waits['id']}").status_code == 404
    assert caller.post(f"/waiting/{waits['id']}/decision", {"outcome": "declined"}).status_code == 422
    done = caller.post(f"/waiting/{waits['id']}/decision", {"outcome": "declined", "reason": "Advertising."})
    assert done.json["post"]["outcome"] == "declined"
    again = {"outcome": "approved"}
    assert caller.post(f"/waiting/{waits['id']}/decision", again).status_code == 409


def test_the_pace_of_a_group_is_said_and_read(world: World) -> None:
    caller, path = world.by(world.max), "/groups/binge-club/pace"
    asked = {"first_posts": 2, "hold_first": True, "newcomer_links": 1, "premiere_seconds": 30, "later_seconds": 0}
    assert caller.get(path).json["hold_first"] is False
    assert caller.put(path, asked).json == asked
    assert caller.put(path, {**asked, "premiere_seconds": 7}).status_code == 422
    assert world.by(world.ben).get(path).status_code == 403
