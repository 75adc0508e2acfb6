"""Files of shows by the API: what the page takes, from administrators alone, and no other route takes so much."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from forum.domain.people import SiteRole
from forum.infra.db import db
from forum.infra.web.bounds import REQUEST_BYTES, UPLOAD_BYTES
from forum.shows.models import Show
from tests.api.conftest import Caller, World
from tests.factories import accounts
from tests.factories.shows import ODD, REAL

PATH = "/shows/import"


@pytest.fixture
def boss(world: World) -> Caller:
    return world.by(accounts.person("bea", SiteRole.ADMINISTRATOR))


def sent(caller: Caller, data: bytes, query: str = "", kind: str = "application/json") -> TestResponse:
    return caller.client.post(f"/api/v1{PATH}{query}", data=data, headers={**caller.headers, "Content-Type": kind})


def padded(file: bytes, size: int) -> bytes:
    return file + b" " * (size - len(file))


def test_a_real_show_comes_in_once(boss: Caller) -> None:
    file = (REAL / "firefly.json").read_bytes()
    (first,) = sent(boss, file).json["reports"]
    assert (first["slug"], first["created"]) == ("firefly", True)
    assert first["counts"]["added"] == sum(one["what"] == "added" for one in first["changes"]) > 10
    (again,) = sent(boss, file).json["reports"]
    assert (again["created"], again["changes"], again["counts"]) == (False, [], {})


def test_the_report_tells_what_changed(boss: Caller) -> None:
    read = json.loads((REAL / "firefly.json").read_bytes())
    sent(boss, json.dumps(read).encode())
    rows = read["_embedded"]["episodes"]
    rows.pop()
    rows[0]["airdate"], rows[0]["airstamp"] = "2002-09-21", "2002-09-22T00:00:00+00:00"
    rows[1]["name"] = "Another Name"
    (report,) = sent(boss, json.dumps(read).encode()).json["reports"]
    assert report["counts"] == {"vanished": 1, "moved": 1, "renamed": 1}
    renamed = next(one for one in report["changes"] if one["what"] == "renamed")
    assert renamed["after"] == "Another Name"


def test_what_is_refused_is_told_with_its_place(boss: Caller) -> None:
    known = db.session.scalar(select(func.count()).select_from(Show))
    answer = sent(boss, next(ODD.glob("18-*")).read_bytes())
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert answer.json["errors"] == {"file": ["import-refused"]}
    (fault,) = answer.json["faults"]
    assert (fault["code"], fault["reason"]) == ("cut-off", "the file ends in the middle")
    assert fault["place"].startswith("line ")
    assert sent(boss, b"\xff{}").json["faults"][0]["code"] == "not-utf8"
    assert sent(boss, b"[" * 100_000).json["faults"][0]["code"] == "too-deep"
    assert db.session.scalar(select(func.count()).select_from(Show)) == known


def test_what_was_out_stays_out_unless_it_is_meant(boss: Caller) -> None:
    read = json.loads((REAL / "firefly.json").read_bytes())
    sent(boss, json.dumps(read).encode())
    first = read["_embedded"]["episodes"][0]
    first["airdate"], first["airstamp"] = "2031-09-20", "2031-09-21T00:00:00+00:00"
    refused = sent(boss, json.dumps(read).encode())
    assert (refused.status_code, refused.json["type"]) == (409, "urn:watercooler:would-unrelease")
    assert sent(boss, json.dumps(read).encode(), "?allow_unrelease=true").status_code == 200


def test_windows_come_in_too(boss: Caller, world: World) -> None:
    row = {"show": world.show.slug, "scope": "S01E06", "territory": "*", "instant": "2026-12-20T12:00:00Z"}
    (report,) = sent(boss, json.dumps({"windows": [row]}).encode(), "?what=windows").json["reports"]
    assert (report["slug"], report["created"], report["counts"]) == (world.show.slug, False, {"added": 1})
    faults = sent(boss, json.dumps({"windows": [{**row, "territory": "moon"}]}).encode(), "?what=windows").json[
        "faults"
    ]
    assert [(one["place"], one["code"]) for one in faults] == [("windows[0].territory", "not-a-territory")]


def test_only_administrators_with_the_scope_send_files(world: World, boss: Caller) -> None:
    file = (REAL / "firefly.json").read_bytes()
    assert sent(world.by(), file).status_code == 401
    assert sent(world.by(world.ann), file).status_code == 403
    assert sent(world.by(accounts.person("sam", SiteRole.MODERATOR)), file).status_code == 403
    reading = sent(world.by(accounts.person("bob", SiteRole.ADMINISTRATOR), "read", "write"), file)
    assert (reading.status_code, reading.json["scope"]) == (403, "moderate")
    assert sent(boss, file, kind="text/plain").status_code == 415


def test_twenty_megabytes_and_no_byte_more(boss: Caller) -> None:
    file = (REAL / "firefly.json").read_bytes()
    assert sent(boss, padded(file, UPLOAD_BYTES)).status_code == 200
    refused = sent(boss, padded(file, UPLOAD_BYTES + 1))
    assert (refused.status_code, refused.content_type) == (413, "application/problem+json")


class Endless:
    """A body that goes on and tells no length."""

    def __init__(self) -> None:
        self.given = 0

    def read(self, size: int = -1) -> bytes:
        size = 65_536 if size < 0 else min(size, 65_536)
        self.given += size
        return b" " * size

    def close(self) -> None:
        """Nothing to close."""


def streamed(caller: Caller, path: str) -> tuple[int, int]:
    body = Endless()
    answer = caller.client.post(
        f"/api/v1{path}",
        headers={**caller.headers, "Content-Type": "application/json"},
        environ_overrides={"wsgi.input": body, "wsgi.input_terminated": True},
    )
    return answer.status_code, body.given


def test_a_body_without_a_length_is_cut_off(world: World, boss: Caller) -> None:
    status, given = streamed(boss, PATH)
    assert status == 413
    assert given <= UPLOAD_BYTES + 65_536
    status, given = streamed(world.by(world.ann), PATH)
    assert (status, given) == (403, 0)


def test_no_other_route_takes_so_much(world: World, boss: Caller) -> None:
    data = json.dumps({"body": "x" * REQUEST_BYTES}).encode()
    for path in (f"/threads/{world.talk_id}/posts", "/preview", f"/shows/{world.show.slug}/windows", "/groups"):
        answer = boss.client.post(
            f"/api/v1{path}", data=data, headers={**boss.headers, "Content-Type": "application/json"}
        )
        assert answer.status_code == 413, path
