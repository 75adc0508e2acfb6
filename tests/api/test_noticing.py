"""Notices of people outside, by key: the staff reads and answers them, and nobody else knows of them."""

from __future__ import annotations

from forum.domain.people import SiteRole
from forum.infra import clock
from tests.api.conftest import World
from tests.factories import accounts
from tests.intake.test_answering import SAID, WRONG, answering, answers, confirmed, key_in

ANSWER = {"outcome": "kept", "words": "We looked at that address and found nothing."}


def test_staff_reads_and_answers_them_and_nobody_else(world: World) -> None:
    world.app.extensions["mailman"].outbox = []
    number = confirmed("https://forum.example/nowhere")
    staff = world.by(accounts.moderator("ada"))
    for who in (world.max, world.ann, world.ben):
        assert world.by(who).get("/notices").status_code == 403
        assert world.by(who).get(f"/notices/{number}").status_code == 403
        assert world.by(who).post(f"/notices/{number}/answer", ANSWER).status_code == 403
    (row,) = staff.get("/notices").json["notices"]
    assert (row["id"], row["url"], row["words"]) == (number, "https://forum.example/nowhere", SAID["words"])
    assert (row["case_id"], row["waits"], row["involved"], row["outcome"]) == (None, True, False, "")
    assert SAID["email"] not in staff.get("/notices").text + staff.get(f"/notices/{number}").text
    assert staff.get(f"/notices/{number}").json == row
    assert staff.post(f"/notices/{number}/answer", {**ANSWER, "words": "Short"}).status_code == 422
    given = staff.post(f"/notices/{number}/answer", ANSWER)
    assert (given.status_code, given.json["waits"], given.json["answer"]) == (200, False, ANSWER["words"])
    assert staff.post(f"/notices/{number}/answer", ANSWER).status_code == 409
    assert staff.get("/notices").json == {"notices": [], "next_cursor": None}
    assert staff.get(f"/notices/{number}").json["outcome"] == "kept"


def test_another_person_answers_what_is_contested(world: World) -> None:
    world.app.extensions["mailman"].outbox = []
    number = confirmed("https://forum.example/nowhere")
    ada, bob = (world.by(accounts.moderator(name)) for name in ("ada", "bob"))
    assert ada.post(f"/notices/{number}/answer", ANSWER).status_code == 200
    answering.contest_answer(key_in(answers(world.app)[0]), WRONG, clock.now())
    row = ada.get(f"/notices/{number}").json
    assert (row["waits"], row["involved"], row["contest"]) == (True, True, WRONG.words)
    refused = ada.post(f"/notices/{number}/answer", ANSWER)
    assert refused.status_code == 403
    changed = {"outcome": "acted", "words": "You are right, and something was done."}
    assert bob.post(f"/notices/{number}/answer", changed).json["closing"] == changed["words"]


def test_a_long_list_goes_on(world: World) -> None:
    numbers = [confirmed(f"https://forum.example/nowhere/{n}") for n in range(31)]
    staff = world.by(accounts.person("sam", SiteRole.MODERATOR))
    first = staff.get("/notices").json
    second = staff.get(f"/notices?cursor={first['next_cursor']}").json
    assert [row["id"] for row in (*first["notices"], *second["notices"])] == numbers
    assert (len(second["notices"]), second["next_cursor"]) == (1, None)
    assert staff.get("/notices?cursor=nonsense").status_code == 422
