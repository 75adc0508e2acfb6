"""Editors of shows and staff, by the API: the same acts as on the pages, under the same rules."""

from __future__ import annotations

from forum.accounts.models import Person
from forum.domain.people import SiteRole
from forum.infra.db import db
from tests.api.conftest import World
from tests.factories import accounts


def test_a_note_is_set_shown_in_threads_and_taken_back(world: World) -> None:
    staff = world.by(accounts.person("sam", SiteRole.MODERATOR))
    path = f"/shows/{world.show.slug}"
    form = {"topic": "bullying", "why": "The school.", "episode_id": world.episodes[0]}
    assert world.by(world.max).post(f"{path}/notes", form).status_code == 403
    made = staff.post(f"{path}/notes", form, Idempotency_Key="n1").json["changes"]
    assert staff.post(f"{path}/notes", form, Idempotency_Key="n1").json["changes"] == made
    assert (made[0]["topic"], made[0]["is_set"], made[0]["why"]) == ("bullying", True, "The school.")
    assert staff.send("DELETE", f"/shows/notes/{made[0]['note_id']}").status_code == 204
    newest = staff.get(f"{path}/notes").json["changes"][0]
    assert (newest["note_id"], newest["is_set"]) == (made[0]["note_id"], False)


def test_titles_and_stewards(world: World) -> None:
    boss = world.by(accounts.person("bea", SiteRole.ADMINISTRATOR))
    path = f"/shows/{world.show.slug}"
    assert boss.send("PUT", f"{path}/open-titles").status_code == 200
    assert boss.get(path).json["titles_open"] is True
    assert boss.send("DELETE", f"{path}/open-titles").status_code == 204
    assert boss.get(path).json["titles_open"] is False
    stewards = boss.send("PUT", f"{path}/stewards/ben").json["stewards"]
    assert [one["handle"] for one in stewards] == ["ben"]
    made = world.by(world.ben).post(
        f"{path}/windows", {"scope": "S01E01", "on": "2020-01-01", "at": "20:00", "why": "They said so."}
    )
    number = next(one["id"] for one in made.json["stated"] if one["ended_at"] is None)
    assert world.by(world.ben).send("DELETE", f"/shows/windows/{number}").status_code == 204
    assert boss.send("DELETE", f"{path}/stewards/ben").status_code == 204
    assert boss.get(f"{path}/releases").json["stewards"] == []
    assert world.by(world.ben).send("PUT", f"{path}/stewards/ben").status_code == 403


def test_writing_is_taken_away_and_given_back(world: World) -> None:
    staff = world.by(accounts.person("sam", SiteRole.MODERATOR))
    zoe = accounts.person("zoe")
    theirs = world.by(zoe)
    form = {"days": 3, "reason": "Advertising."}
    answers = [staff.post("/people/zoe/suspension", form, Idempotency_Key="s1") for _ in range(2)]
    assert [one.status_code for one in answers] == [200, 200]
    assert [one["what"] for one in answers[1].json["events"]] == ["suspended"]
    assert theirs.get("/me").status_code == 401
    lifted = staff.post("/people/zoe/suspension/end", {"reason": "Talked."}).json
    assert (lifted["suspended_until"], [one["what"] for one in lifted["events"]]) == (
        None,
        ["unsuspended", "suspended"],
    )
    assert db.session.get_one(Person, zoe.id).suspended_until is None
    for path in ("/people/zoe/suspension", "/people/zoe/suspension/end"):
        assert world.by(world.max).post(path, form if path.endswith("n") else {}).status_code == 403
    assert world.by(world.max).get("/people/zoe/standing").status_code == 403
    assert staff.post("/people/zoe/suspension", {"days": 0, "reason": "x"}).status_code == 422
