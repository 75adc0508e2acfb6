"""Asking TVmaze, which here is a server of our own on loopback."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from flask import Flask

from forum.infra.settings import Settings
from forum.shows import fetching
from forum.shows.commands import import_show
from forum.shows.fetching import FetchFault, fetch_show
from tests.factories.shows import REAL, catalogue

WHOLE = json.loads((REAL / "firefly.json").read_bytes())
EPISODES = json.dumps(WHOLE.pop("_embedded")["episodes"]).encode()
SHOW = json.dumps(WHOLE).encode()
FIREFLY = SHOW[:-1] + b',"_embedded":{"episodes":' + EPISODES + b"}}"
Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Source:
    """A server that answers about the show as it is told, one answer after another, the last one again and again.

    The list of episodes is always there and may be kept; only questions about the show are in `asked`.
    """

    url: str = ""
    answers: list[Answer] = field(default_factory=list)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        if handler.path.endswith("/episodes?specials=1"):
            plain(200, EPISODES, Cache_Control="max-age=3600")(handler)
            return
        self.asked.append((handler.path, dict(handler.headers)))
        (self.answers.pop(0) if len(self.answers) > 1 else self.answers[0])(handler)


def plain(status: int, body: bytes = b"", **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@pytest.fixture
def source() -> Iterator[Source]:
    found = Source()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.answer(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "DEADLINE_S", 1.0)


def test_it_asks_politely_and_once(source: Source, tmp_path: Path) -> None:
    source.answers = [plain(200, SHOW, ETag='"one"', Cache_Control="max-age=3600")]

    first, second = (fetch_show(source.url, 180, tmp_path / "kept") for _ in range(2))

    assert first == second == FIREFLY
    ((path, headers),) = source.asked
    assert path == "/shows/180"
    assert headers["User-Agent"].startswith("Watercooler/")


def test_what_is_old_is_asked_about_again_by_its_etag(source: Source, tmp_path: Path) -> None:
    source.answers = [plain(200, SHOW, ETag='"one"'), plain(304, ETag='"one"', Cache_Control="max-age=3600")]

    answers = [fetch_show(source.url, 180, tmp_path) for _ in range(3)]

    assert answers == [FIREFLY] * 3
    assert [headers.get("If-None-Match") for _, headers in source.asked] == [None, '"one"']


def test_a_new_answer_replaces_the_kept_one(source: Source, tmp_path: Path) -> None:
    source.answers = [plain(200, b'{"v":1}', ETag='"one"'), plain(200, b'{"v":2}', ETag='"two"')]

    assert [fetch_show(source.url, 180, tmp_path)[:7] for _ in range(2)] == [b'{"v":1,', b'{"v":2,']


@pytest.mark.parametrize("rule", ["no-store", "no-cache, max-age=60", "max-age=0", "private"])
def test_what_must_not_be_kept_is_asked_for_again(source: Source, tmp_path: Path, rule: str) -> None:
    source.answers = [plain(200, SHOW, Cache_Control=rule)]

    for _ in range(2):
        fetch_show(source.url, 180, tmp_path)

    assert len(source.asked) == 2


def test_a_broken_cache_is_no_cache(source: Source, tmp_path: Path) -> None:
    source.answers = [plain(200, SHOW, Cache_Control="max-age=60")]
    (tmp_path / "180.json").write_bytes(b"half")
    (tmp_path / "180.about.json").write_text("{")

    assert fetch_show(source.url, 180, tmp_path) == FIREFLY


def test_too_often_waits_as_told_and_tries_again(source: Source, tmp_path: Path) -> None:
    source.answers = [plain(429, Retry_After="1"), plain(200, SHOW)]
    began = time.monotonic()

    assert fetch_show(source.url, 180, tmp_path) == FIREFLY
    assert time.monotonic() - began >= 1.0


def test_too_often_for_too_long_gives_up(source: Source, tmp_path: Path) -> None:
    source.answers = [plain(429, Retry_After="3600")]

    with pytest.raises(FetchFault, match="wait 3600 seconds"):
        fetch_show(source.url, 180, tmp_path)
    assert len(source.asked) == 1


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (plain(404, b"null"), "there is no show 180"),
        (plain(500), "the answer was 500"),
        (plain(200, b"null"), "not a show"),
        (plain(200, b"x" * 40_000), "larger than"),
        (plain(302, Location="http://localhost:1/elsewhere"), "another host"),
        (plain(302, Location="//127.0.0.2/elsewhere"), "another host"),
        (plain(301, Location="/shows/180"), "too many redirects"),
    ],
)
def test_answers_that_are_no_show(
    source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: Answer, words: str
) -> None:
    monkeypatch.setattr(fetching, "LIMIT_BYTES", 30_000)
    source.answers = [answer]

    with pytest.raises(FetchFault, match=words):
        fetch_show(source.url, 180, tmp_path)
    assert len(source.asked) <= fetching.REDIRECTS + 1


def test_a_redirect_on_the_same_host_is_followed(source: Source, tmp_path: Path) -> None:
    source.answers = [plain(301, Location="/shows/181"), plain(200, SHOW)]

    assert fetch_show(source.url, 180, tmp_path) == FIREFLY


def dripping(handler: BaseHTTPRequestHandler) -> None:
    """One byte every fifth of a second: each is in time, the whole never is."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    try:
        for _ in range(40):
            handler.wfile.write(b"{")
            handler.wfile.flush()
            time.sleep(0.2)
    except OSError:
        pass


def silent(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(3)


@pytest.mark.parametrize("answer", [dripping, silent])
def test_the_whole_answer_has_one_deadline(source: Source, tmp_path: Path, answer: Answer) -> None:
    source.answers = [answer]
    with pytest.raises(FetchFault, match=r"whole answer|cannot be reached|too long"):
        fetch_show(source.url, 180, tmp_path)


def test_nobody_there(tmp_path: Path) -> None:
    with pytest.raises(FetchFault, match="cannot be reached"):
        fetch_show("http://127.0.0.1:9", 180, tmp_path)


@pytest.mark.parametrize("number", [0, -1, 2**63])
def test_numbers_that_are_no_show(tmp_path: Path, number: int) -> None:
    with pytest.raises(FetchFault, match="positive"):
        fetch_show("http://127.0.0.1:9", number, tmp_path)


def test_the_command_fetches_and_imports(app: Flask, source: Source, tmp_path: Path) -> None:
    source.answers = [plain(200, SHOW, Cache_Control="max-age=3600"), plain(404)]
    settings = app.extensions["settings"]
    app.extensions["settings"] = Settings(**{**settings.model_dump(), "tvmaze_url": source.url, "instance": tmp_path})
    try:
        done = app.test_cli_runner().invoke(import_show, ["tvmaze:180"])
        gone = app.test_cli_runner().invoke(import_show, ["tvmaze:181"])
    finally:
        app.extensions["settings"] = settings

    assert done.exit_code == 0, done.output
    assert len(catalogue("firefly").episodes) == 14
    assert (gone.exit_code, gone.stderr) == (2, "tvmaze: there is no show 181\n")


def test_the_limits_as_they_ship() -> None:
    assert (fetching.LIMIT_BYTES, fetching.REDIRECTS, fetching.TRIES) == (8 * 1024 * 1024, 3, 3)
