"""Channels D3 to D6, D8 and D13: the API, and what lengths, marks and counts tell."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from forum.infra.db import db
from forum.infra.jobs import Outbox
from tests.posts.canaries import Cage, canary
from tests.sweep.channels.looking import BEHIND, canaries, get, send

Write = tuple[str, str, dict[str, Any]]
WRITES: dict[str, Callable[[Cage], Write]] = {
    "a nod": lambda cage: ("PUT", f"/posts/{cage.posts['episode']}/reactions/gasp", {}),
    "no nod": lambda cage: ("DELETE", f"/posts/{cage.posts['episode']}/reactions/gasp", {}),
    "read so far": lambda cage: ("PUT", f"/threads/{cage.threads[0]}/read", {"position": 3}),
    "entering": lambda cage: ("PUT", f"/threads/{cage.threads[0]}/entry", {}),
    "a reply": lambda cage: ("POST", f"/threads/{cage.threads[0]}/posts", {"body": "Hm."}),
    "a preview": lambda cage: ("POST", "/preview", {"body": "Hm.", "thread_id": cage.threads[0]}),
    "a report": lambda cage: ("POST", f"/posts/{cage.posts['series']}/flags", {"reason": "harassment"}),
    "progress": lambda cage: ("POST", "/progress", {"verb": "seen", "episode_id": cage.episodes[0]}),
    "a seal refused": lambda cage: ("POST", f"/posts/{cage.posts['episode']}/seal", {"scope": "?", "reason": "x"}),
}


@pytest.mark.parametrize("what", WRITES)
def test_d3_every_answer_to_a_write_is_projected(cage: Cage, what: str) -> None:
    """Fails when a write answers with more of a thread than reading it would."""
    method, path, body = WRITES[what](cage)
    answer = send(cage, "behind", method, f"/api/v1{path}", json=body)
    assert answer.status_code < 500
    assert canaries(answer) == set()


def test_d4_no_answer_holds_raw_text_beside_a_mark(cage: Cage) -> None:
    """Fails when the API sends a text as typed, with or without a boolean, to others than who may edit or judge it."""
    for number in cage.posts.values():
        for role in ("stranger", "behind"):
            assert get(cage, role, f"/api/v1/posts/{number}/source").status_code in (401, 403)
        for role in (*BEHIND, "caught up"):
            answer = json.dumps(get(cage, role, f"/api/v1/posts/{number}").get_json())
            assert "[spoiler" not in answer
            assert '"source"' not in answer


def test_d5_a_client_that_knows_no_marks_is_safe(cage: Cage) -> None:
    """Fails when safety needs the client: the plain text of a closed veil is one phrase and nothing to hide."""
    for number in cage.posts.values():
        card = get(cage, "behind", f"/api/v1/posts/{number}").get_json()["post"]
        for value in card.values():
            assert "CANARY" not in json.dumps(value)
            assert "spoiler]" not in json.dumps(value)
    told = get(cage, "behind", f"/api/v1/posts/{cage.posts['episode']}").get_json()["post"]
    assert "S01E04" in json.dumps(told)


def test_d6_the_servers_decision_holds_whatever_a_client_asks_for(cage: Cage) -> None:
    """Fails when a parameter, a header or another client's idea of the reader opens anything."""
    wishes = "?reveal=1&spoilers=show&plain=true&raw=1&as=ann&moderating=1&clearance=all&include=source"
    headers = {"X-Show-Spoilers": "1", "Accept": "text/plain", "X-Forwarded-User": "ann"}
    wisher = cage.app.test_client()  # a header of cookies would be dropped by it: they go into its jar
    for name in ("spoilers", "reveal", "moderating"):
        wisher.set_cookie(name, "show")
    for role in BEHIND:
        for kind in ("episode", "thread", "seal", "title"):
            for address in (f"/api/v1/posts/{cage.posts[kind]}", f"/p/{cage.posts[kind]}/history"):
                assert canaries(get(cage, role, address + wishes)) == set()
                assert canaries(send(cage, "stranger", "GET", address + wishes, headers=headers)) == set()
                assert canaries(wisher.get(address + wishes, headers=headers)) == set()


def test_d8_announcements_hold_ids_and_codes_alone(cage: Cage) -> None:
    """Fails when a job's payload, from which events and pushes are made, carries a word that somebody wrote."""
    with cage.app.app_context():
        payloads = [dict(row.payload) for row in db.session.query(Outbox)]
        db.session.remove()
    assert len(payloads) > 20
    assert "CANARY" not in json.dumps(payloads)
    values = [one for payload in payloads for value in payload.values() for one in _each(value)]
    assert [one for one in values if isinstance(one, str) and len(one) > 20] == []
    assert {type(one) for one in values} <= {int, str, type(None)}


def _each(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _told(cage: Cage, role: str, address: str) -> tuple[int, set[str], int]:
    """Status, names of headers and length: what can be told without reading."""
    answer = get(cage, role, address)
    names = {name for name in answer.headers.keys() if name not in ("X-Request-Id", "Set-Cookie")}  # noqa: SIM118 - werkzeug's headers are pairs
    return answer.status_code, names, len(answer.get_data())


@pytest.mark.parametrize("role", ["stranger", "behind", "moderator"])
def test_d13_a_search_that_would_hit_is_like_one_that_hits_nothing(cage: Cage, role: str) -> None:
    """Fails when status, headers, length or counts of an answer tell that hidden words are there."""
    for kind in ("episode", "thread", "seal", "title", "book", "removed"):
        there = canary(kind)
        absent = "Q" * len(there)
        for path in ("/search", "/api/v1/search", "/search/suggest"):
            hidden, nothing = _told(cage, role, f"{path}?q={there}"), _told(cage, role, f"{path}?q={absent}")
            assert hidden == nothing, f"{kind} {path}"
        asked = [get(cage, role, f"/api/v1/search?q={word}").get_json() for word in (there, absent)]
        assert asked[0] == asked[1], f"{kind}: a count is as long as another one"


@pytest.mark.parametrize("role", ["stranger", "behind"])
def test_d13_things_that_are_hidden_answer_like_things_that_are_not_there(cage: Cage, role: str) -> None:
    """Fails when the answer to an address tells a removed version, a foreign case or a decision from nothing at all."""
    nowhere = 2_000_000
    pairs = [(f"/mod/cases/{number}", f"/mod/cases/{nowhere}") for number in cage.cases]
    pairs += [(f"/api/v1/cases/{number}", f"/api/v1/cases/{nowhere}") for number in cage.cases]
    pairs += [(f"/p/{cage.posts[kind]}/history", f"/p/{nowhere}/history") for kind in ("removed", "withdrawn")]
    pairs += [(f"/api/v1/posts/{cage.posts['removed']}/history", f"/api/v1/posts/{nowhere}/history")]
    if role == "stranger":
        pairs += [(f"/decisions/{number}", f"/decisions/{nowhere}") for number in cage.decisions]
    for hidden, absent in pairs:
        assert _told(cage, role, hidden) == _told(cage, role, absent), hidden


def test_d13_the_length_of_a_closed_text_does_not_tell_its_length(cage: Cage) -> None:
    """Fails when a placeholder, a plain text or an ETag's presence grows with what is withheld."""
    from tests.factories import posts

    with cage.app.app_context():
        author = cage.readers["author"]
        numbers = [
            posts.post(author, cage.threads[0], f"[spoiler harbour-lights S01E04]{'word ' * size}[/spoiler]")
            for size in (1, 400)
        ]
        db.session.remove()
    cards = [get(cage, "behind", f"/api/v1/posts/{number}").get_json()["post"] for number in numbers]
    for name in ("body_html", "body_text", "excerpt"):
        short, long = (card[name].replace(str(number), "#") for card, number in zip(cards, numbers, strict=True))
        assert short == long


def test_d13_a_mark_of_the_version_is_the_readers_own(cage: Cage) -> None:
    """Fails when two readers, of whom one may read more, can compare marks, or a mark is made of the hidden text."""
    address = f"/api/v1/posts/{cage.posts['episode']}"
    marks = {role: get(cage, role, address).headers["ETag"] for role in ("stranger", "behind", "caught up")}
    assert len(set(marks.values())) == 3
    assert get(cage, "behind", address).headers["ETag"] == marks["behind"]
    answer = send(cage, "behind", "GET", address, headers={"If-None-Match": marks["caught up"]})
    assert answer.status_code == 200
    assert "private" in answer.headers["Cache-Control"]
