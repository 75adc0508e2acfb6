"""The sweep over HTTP: a server with several processes, a real worker, real mail files, on both databases.

The sweep in `tests/sweep/test_spoilers.py` asks every address of every post in one process. This one asks over sockets,
where words stand at every clock and everything else at one of them in turn; the clock goes from before the
release to the release, a day on, and to after it was put back.
"""

from __future__ import annotations

import io
import json
import re
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from itertools import count

import psycopg
import pytest
import requests
from sqlalchemy import make_url

from forum.infra.db import db
from forum.shows.queries import forget_catalogues
from tests.posts.canaries import CLOCKS, CONTROL, KINDS, ROLES, WRITTEN, may_see
from tests.posts.furnishing import put_back
from tests.sweep.outlets import OUTLETS, TO_WHOM
from tests.sweep.running.hands import CRASH
from tests.sweep.running.house import PATIENCE_S, House, running
from tests.sweep.test_spoilers import UNSAFE, found

GRIDS = {"sqlite": tuple(CLOCKS), "postgresql": tuple(CLOCKS)}
"""Every clock on both databases."""
AT_EVERY_CLOCK = frozenset(
    {
        *("/api/v1/posts/<int:post_id>", "/api/v1/threads/<int:thread_id>", "/t/<int:thread_id>", "/g/<slug>"),
        *("/g/<slug>/feed.atom", "/t/<int:thread_id>/feed.atom", "/feeds/<key>/threads.atom", "/notifications"),
        *("/search", "/api/v1/search", "/mod/cases/<int:case_id>", "/", "/u/<handle>/posts"),
        *("/waiting/<int:waiting_id>", "/p/<int:post_id>/history", "/t/<int:thread_id>/moderate"),
        "/decisions/<int:decision_id>",
    }
)
"""Where the words themselves stand. Everything else is asked at one of the clocks in turn: the sweep in one process
asks all of it at each."""
NOT_HERE = ("/settings/data/<int:takeout_id>",)
"""Has a test of its own here."""
AT_ONCE = 4


@pytest.fixture(scope="module", params=list(GRIDS))
def forum(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    url = ""
    if request.param == "postgresql":
        url = _made_database(request.getfixturevalue("postgres_url"), "running")
    forget_catalogues()
    with running(tmp_path_factory.mktemp(f"house-{request.param}"), url, WRITTEN) as started:
        yield started
    forget_catalogues()


def _made_database(url: str, name: str) -> str:
    """A database of this name beside the others. Returns its address."""
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def addresses(forum: House, role: str, turn: int) -> Iterator[str]:
    """What this reader opens at the clock of this turn."""
    places = count()
    for rule, row in OUTLETS.items():
        if role in TO_WHOM.get(rule, ()) or rule in NOT_HERE:
            continue
        for address in row(forum.cage):
            if next(places) % len(CLOCKS) == turn or rule in AT_EVERY_CLOCK:
                yield address.replace("http://127.0.0.1:8000", forum.url)
    if role in ("stranger", CONTROL):
        yield "/no/such/page"
        yield "/crash-over-words"


def ask(forum: House, session: requests.Session, role: str, address: str, **more: object) -> requests.Response:
    """One request that follows no redirect."""
    headers = dict(more.pop("headers", {}))  # type: ignore[call-overload]  # a mapping, where it is given
    if role in forum.cage.tokens and address.startswith("/api/"):
        headers["Authorization"] = f"Bearer {forum.cage.tokens[role]}"
    method = str(more.pop("method", "GET"))
    return session.request(method, forum.url + address, headers=headers, allow_redirects=False, timeout=60, **more)  # type: ignore[arg-type]  # as the caller says


def all_of(answer: requests.Response) -> str:
    """Every byte that came: status line, headers, body."""
    return f"{answer.reason}\n{answer.headers}\n{answer.text}"


def look(forum: House, role: str, at: str) -> tuple[set[str], list[str]]:
    """What one reader meets, and what of it they should not."""
    seen: set[str] = set()
    leaks: list[str] = []
    with forum.visitor(role) as session:
        for address in addresses(forum, role, list(CLOCKS).index(at)):
            answer = ask(forum, session, role, address)
            text = all_of(answer)
            assert answer.status_code != 500 or address == "/crash-over-words", f"{role} {address}"
            assert CRASH not in text
            kinds = found(text)
            seen |= kinds
            leaks += [f"{kind} to {role}: {address}" for kind in sorted(kinds) if not may_see(kind, role, at)]
    return seen, leaks


@pytest.fixture(scope="module")
def walked(forum: House) -> dict[str, dict[str, tuple[set[str], list[str]]]]:
    """The whole walk, clock by clock and reader by reader."""
    walk: dict[str, dict[str, tuple[set[str], list[str]]]] = {}
    for at in GRIDS[forum.database]:
        if at == "put back":
            with forum.app.app_context():
                put_back(forum.cage)
                db.session.remove()
        forum.stand_at(CLOCKS[at])
        forum.wait_for_the_worker()
        with ThreadPoolExecutor(AT_ONCE) as readers:
            walk[at] = dict(zip(ROLES, readers.map(lambda role: look(forum, role, at), ROLES), strict=True))  # noqa: B023 - done before the next turn
    return walk


def test_over_sockets_no_outlet_gives_a_word_away(
    walked: dict[str, dict[str, tuple[set[str], list[str]]]],
) -> None:
    """Fails when any outlet of the running forum sends anybody a word that is not theirs to read."""
    assert [leak for readers in walked.values() for _, leaks in readers.values() for leak in leaks] == []


def test_over_sockets_the_control_reader_meets_every_word(
    walked: dict[str, dict[str, tuple[set[str], list[str]]]],
) -> None:
    """Fails when a word is nowhere, so that its absence elsewhere would prove nothing."""
    for at, readers in walked.items():
        seen, _ = readers[CONTROL]
        assert {kind for kind in KINDS if may_see(kind, CONTROL, at)} - seen == set(), at


def test_over_sockets_no_answer_to_an_act_gives_a_word_away(forum: House, walked: object) -> None:
    """Fails when a write, refused or done, answers with more than reading would. After the episode was put back."""
    for what, (method, made) in UNSAFE.items():
        for role in ("stranger", "behind", "moderator"):
            address, body = made(forum.cage)
            with forum.visitor(role) as session:
                sent = (
                    {"json": body}
                    if address.startswith("/api/")
                    else {"data": {**body, **_token(forum, session, role)}}
                )
                answer = ask(forum, session, role, address, method=method, **sent)
            assert answer.status_code < 500
            assert found(all_of(answer)) == set(), f"{what} by {role}"


def _token(forum: House, session: requests.Session, role: str) -> dict[str, str]:
    page = ask(forum, session, role, "/settings").text
    return dict(re.findall(r'name="(csrf_token)" value="([^"]+)"', page)[:1])


def test_over_sockets_nobody_gets_a_copy_of_another_readers_version(forum: House, walked: object) -> None:
    """Fails when a mark of a version opens another reader's copy, or an answer about people may be shared."""
    for kind in ("episode", "seal"):
        address = f"/api/v1/posts/{forum.cage.posts[kind]}"
        with forum.visitor("author") as author, forum.visitor("behind") as behind:
            mark = ask(forum, author, "author", address).headers["ETag"]
            same = ask(forum, author, "author", address, headers={"If-None-Match": mark})
            other = ask(forum, behind, "behind", address, headers={"If-None-Match": mark})
        assert "CANARY" not in mark
        assert other.status_code == 200
        assert found(all_of(other)) == set()
        assert (same.status_code, same.content) == (304, b"")
        for answer in (same, other):
            assert answer.headers["Cache-Control"].startswith("private")
            assert "Authorization" in answer.headers["Vary"]


def parts(mail: EmailMessage) -> Iterator[str]:
    """Headers and every part of a mail, decoded."""
    yield str(mail.items())
    for part in mail.walk():
        if not part.is_multipart():
            yield bytes(part.get_payload(decode=True)).decode()  # type: ignore[arg-type]  # a leaf has bytes
    yield mail.as_string()


def test_over_sockets_no_mail_file_holds_a_word(forum: House, walked: object) -> None:
    """Fails when any part of any mail that the worker wrote holds anything behind a gate."""
    forum.wait_for_the_worker()
    mails = forum.mails()
    assert len(mails) >= 9
    assert {part.get_content_type() for mail in mails for part in mail.walk()} == {
        "multipart/alternative", "text/plain", "text/html",
    }  # fmt: skip  # rows of a table
    assert {kind for mail in mails for text in parts(mail) for kind in found(text)} == set()


@pytest.mark.parametrize("role", ["author", "behind", "caught up"])
def test_over_sockets_an_archive_is_its_owners_view(forum: House, walked: object, role: str) -> None:
    """Fails when an archive of one's own data holds a word of somebody else that is behind a gate."""
    with forum.visitor(role) as session:
        asked = ask(forum, session, role, "/settings/data", method="POST", data=_token(forum, session, role))
        assert asked.status_code in (302, 303)
        assert asked.headers["Location"].endswith("/settings/data"), asked.headers["Location"]
        ends = time.monotonic() + PATIENCE_S
        while not (
            links := re.findall(r'href="(/settings/data/\d+)"', ask(forum, session, role, "/settings/data").text)
        ):
            assert time.monotonic() < ends, "the worker packs nothing"
            time.sleep(0.3)
        packed = ask(forum, session, role, links[0]).content
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        text = "".join(archive.read(name).decode() for name in archive.namelist())
    kinds = found(text)
    if role == "author":
        assert {"episode", "book", "series"} <= kinds
    else:
        assert kinds - ({"flag words"} if role == "caught up" else set()) == set()


def told(line: str) -> Iterator[dict[str, object]]:
    """What a line says. Several processes write to one file here, so that two may stand in one line."""
    while line.startswith("{"):
        one, ends = json.JSONDecoder().raw_decode(line)
        yield one
        line = line[ends:]


def test_over_sockets_no_log_line_holds_a_word(forum: House, walked: object) -> None:
    """Fails when server or worker write down what somebody wrote, a name, an address, or what a crash was about."""
    said = forum.said()
    lines = [one for line in said.splitlines() if line.startswith("{") for one in told(line)]
    assert sum(line.get("event") == "request" for line in lines) > 500
    assert any(line.get("kind") == "RuntimeError" for line in lines), "the crash must have been written down"
    assert found(said) == set()
    assert CRASH not in said
    assert [word for word in ("people.example", "canary*", "Bearer ", "q=look") if word in said] == []
