"""Looking after a group by key: the same rights, reasons and notes as on the pages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from forum.domain.people import GroupRole
from forum.groups import actions
from forum.infra import clock as clocks
from forum.infra import jobs
from forum.infra.clock import SetClock
from tests.api.conftest import World
from tests.factories import groups

CLUB = "/groups/binge-club"


@pytest.fixture
def asked(world: World) -> int:
    """eve asks to join ann's quiet club, which maxi moderates."""
    quiet = groups.group(world.ann, "quiet-club", joining="request", questions=["Why?"])
    groups.member(quiet, world.max, GroupRole.MODERATOR)
    return actions.request_to_join(world.eve, quiet, groups.joining(0, "Because."), clocks.now())


def test_a_request_is_read_and_answered(world: World, asked: int, clock: SetClock) -> None:
    caller, path = world.by(world.max), "/groups/quiet-club/requests"
    (waiting,) = caller.get(path).json["requests"]
    assert (waiting["id"], waiting["handle"]) == (asked, "eve")
    assert waiting["answers"] == [{"question": "Why?", "answer": "Because."}]
    unexplained = caller.post(f"{path}/{asked}/decision", {"outcome": "declined"})
    assert (unexplained.status_code, unexplained.json["errors"]) == (422, {"": ["reason-needed"]})
    declined = caller.post(f"{path}/{asked}/decision", {"outcome": "declined", "reason": "We are full."})
    assert declined.json == {"id": asked, "outcome": "declined", "reason": "We are full."}
    again = caller.post(f"{path}/{asked}/decision", {"outcome": "approved"})
    assert (again.status_code, again.json["type"]) == (409, "urn:watercooler:already-decided")
    assert again.json["facts"] == {"outcome": "declined"}
    assert caller.get(path).json == {"requests": []}
    jobs.drain(clock.instant)
    (note,) = world.by(world.eve).get("/notifications").json["notes"]
    assert (note["about"], note["outcome"], note["reason"]) == ("answered", "declined", "We are full.")


def test_who_is_let_in_is_in(world: World, asked: int, clock: SetClock) -> None:
    jobs.drain(clock.instant)
    (note,) = world.by(world.max).get("/notifications").json["notes"]
    assert (note["about"], note["by"]["handle"], note["group_name"]) == ("asked", "eve", "Quiet Club")
    world.by(world.max).post(f"/groups/quiet-club/requests/{asked}/decision", {"outcome": "approved"})
    assert world.by(world.eve).get("/groups/quiet-club").json["group"]["role"] == "member"
    assert world.by(world.max).post(f"{CLUB}/requests/{asked}/decision", {"outcome": "approved"}).status_code == 404


def test_roles_are_given_and_taken(world: World) -> None:
    caller = world.by(world.ann)
    assert caller.put(f"{CLUB}/members/ben/role", {"role": "steward"}).json["role"] == "steward"
    assert caller.get(f"{CLUB}/members/BEN").json["role"] == "steward"
    assert caller.delete(f"{CLUB}/members/ben/role").status_code == 204
    assert caller.get(f"{CLUB}/members/ben").json["role"] == "member"
    last = caller.delete(f"{CLUB}/members/ann/role")
    assert (last.status_code, last.json["type"]) == (409, "urn:watercooler:last-owner")
    assert caller.put(f"{CLUB}/members/ben/role", {"role": "emperor"}).status_code == 422
    assert caller.put(f"{CLUB}/members/nobody/role", {"role": "member"}).status_code == 404
    assert world.by(world.max).put(f"{CLUB}/members/maxi/role", {"role": "owner"}).status_code == 403


def test_somebody_is_out_until_a_date(world: World, clock: SetClock) -> None:
    caller, path = world.by(world.max), f"{CLUB}/members/ben/ban"
    assert caller.post(path, {"days": 366, "reason": "Rude."}).status_code == 422
    made = caller.post(path, {"days": 3, "reason": "Rude."})
    ends = clock.instant + timedelta(days=3)
    assert (made.status_code, made.headers["Location"]) == (201, f"/api/v1{CLUB}/bans")
    assert made.json["ends_at"] == ends.isoformat().replace("+00:00", "Z")
    assert caller.get(f"{CLUB}/bans").json == {"bans": [made.json]}
    assert world.by(world.ben).put(f"{CLUB}/membership", {"accept": True, "rules_version": 1}).status_code == 403
    jobs.drain(clock.instant)
    (note,) = world.by(world.ben).get("/notifications").json["notes"]
    assert (note["about"], note["reason"], note["until"]) == ("ban", "Rude.", made.json["ends_at"])
    assert caller.post(f"{CLUB}/members/ann/ban", {"days": 3, "reason": "Rude."}).status_code == 403
    assert caller.delete(f"{CLUB}/bans/{made.json['id']}").status_code == 204
    assert caller.get(f"{CLUB}/bans").json == {"bans": []}
    assert world.by(world.ben).put(f"{CLUB}/membership", {"accept": True, "rules_version": 1}).status_code == 200
    assert [one["what"] for one in caller.get(f"{CLUB}/events").json["events"]][:2] == ["unbanned", "banned"]


def test_a_link_lets_in_as_many_as_it_says(world: World) -> None:
    caller = world.by(world.max)
    made = caller.post(f"{CLUB}/invitations", {"places": 1, "days": 2})
    assert (made.status_code, made.json["state"], made.json["made_by"]) == (201, "open", "maxi")
    token = made.json["path"].removeprefix("/join/")
    found = world.by().get(f"/invitations/{token}").json
    assert (found["slug"], found["rules"]["lines"], found["may_join"]) == (
        "binge-club",
        ["Be kind.", "Tag spoilers."],
        False,
    )
    stranger = world.by(world.eve)
    assert stranger.get(f"/invitations/{token}").json["may_join"] is True
    unread = stranger.put(f"/invitations/{token}/membership", {"accept": True, "rules_version": 0})
    assert (unread.status_code, unread.json["errors"]) == (422, {"accept": ["rules-changed"]})
    joined = stranger.put(f"/invitations/{token}/membership", {"accept": True, "rules_version": 1})
    assert joined.json["group"]["role"] == "member"
    assert [one["state"] for one in caller.get(f"{CLUB}/invitations").json["invitations"]] == ["used", "open"]
    assert world.by().get(f"/invitations/{token}").status_code == 409
    assert world.by().get("/invitations/no-such-token").status_code == 404
    assert caller.delete(f"{CLUB}/invitations/{made.json['id']}").status_code == 204
    assert caller.get(f"{CLUB}/invitations").json["invitations"][0]["state"] == "revoked"
    assert caller.post(f"{CLUB}/invitations", {"places": 501, "days": 91}).status_code == 422


def test_new_rules_are_accepted_by_key(world: World) -> None:
    owner, caller = world.by(world.ann), world.by(world.ben)
    owner.put(f"{CLUB}/rules", {"rules": ["Be kind.", "Tag spoilers.", "Sleep."]})
    old = caller.put(f"{CLUB}/rules/acceptance", {"accept": True, "rules_version": 1})
    assert (old.status_code, old.json["errors"]) == (422, {"accept": ["rules-changed"]})
    assert caller.put(f"{CLUB}/rules/acceptance", {"accept": True, "rules_version": 2}).json["accepted_version"] == 2
    assert world.by(world.eve).put(f"{CLUB}/rules/acceptance", {"accept": True, "rules_version": 2}).status_code == 403


def test_owners_get_back_what_they_typed(world: World) -> None:
    caller = world.by(world.ann)
    caller.put(CLUB, {"name": "Binge Club", "description": "For *all*.", "joining": "request", "questions": ["Why?"]})
    found = caller.get(f"{CLUB}/settings").json
    assert found == {
        "name": "Binge Club",
        "description": "For *all*.",
        "visibility": "listed",
        "joining": "request",
        "questions": ["Why?"],
    }
    assert caller.put(CLUB, found).status_code == 200
    assert world.by(world.max).get(f"{CLUB}/settings").status_code == 403


def test_topics_bring_the_notice(world: World) -> None:
    caller, path = world.by(world.max), f"/threads/{world.talk_id}"
    assert caller.get(path).json["notice"] is None
    set_ = caller.put(f"{path}/topics", {"topics": ["bullying"], "reason": "It is told below."}).json
    assert (set_["noted"], set_["inherited"], set_["notice"]["topics"]) == (["bullying"], [], ["bullying"])
    assert world.by().get(path).json["notice"]["topics"] == ["bullying"]
    assert caller.put(f"{path}/topics", {"topics": ["weather"], "reason": "Because."}).status_code == 422
    (event,) = world.by(world.ben).get(f"{path}/events").json["events"]
    assert (event["what"], event["by"]["handle"], event["reason"]) == ("noted", "maxi", "It is told below.")
    assert world.by(world.ben).get(f"{path}/topics").status_code == 403


def test_a_wrong_line_is_reported_and_settled(world: World) -> None:
    from forum.domain.people import SiteRole
    from tests.factories import accounts

    made = world.by(world.ben).post("/support-lines/reports", {"country": "GB", "words": "It rings for ever."})
    staff = world.by(accounts.person("sam", SiteRole.MODERATOR))
    (report,) = staff.get("/support-lines/reports").json["reports"]
    assert (report["id"], report["line"], report["country"]) == (made.json["id"], None, "GB")
    assert report["person"]["handle"] == "ben"
    assert staff.delete(f"/support-lines/reports/{report['id']}").status_code == 204
    assert staff.get("/support-lines/reports").json == {"reports": []}
    unknown = world.by(world.ben).post("/support-lines/reports", {"line": "xx-none", "words": "Wrong."})
    assert (unknown.status_code, unknown.json["errors"]) == (422, {"line": ["not-a-choice"]})


def test_a_person_and_what_they_wrote(world: World) -> None:
    found = world.by(world.ben).get("/people/ann").json
    assert set(found) == {"person", "member_since", "suspended", "aside"}
    posts = world.by(world.ben).get("/people/ann/posts").json["posts"]
    assert [one["post"]["id"] for one in posts] == [world.talk_post_id, world.post_id]
    assert world.by(world.ben).get("/people/nobody").status_code == 404
