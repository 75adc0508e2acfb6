"""`forum run` and `forum worker`: the web server and the process that does the work behind it."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import click
import structlog
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError

from forum.infra import clock, jobs
from forum.infra.db import db
from forum.infra.settings import load_settings

_PAUSE_SECONDS = 1.0
_PAUSE_AFTER_FAULT_SECONDS = 5.0

log = structlog.get_logger(__name__)


def _refuse_unusable(host: str, port: int) -> None:
    """Raises: `click.ClickException`, one line that says what to do, unless this address can be listened on."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError:
        raise click.ClickException(f"{host} is no address of this machine. Leave --host away, or: 0.0.0.0") from None
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as fault:
            raise click.ClickException(_why_not(fault, host, port)) from None


def _why_not(fault: OSError, host: str, port: int) -> str:
    if fault.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is in use. Stop the other program, or choose another: "
            f"make run PORT={port + 1}, or: forum run --port {port + 1}"
        )
    if fault.errno == errno.EACCES:
        return f"Port {port} is for the system's administrator. Choose one from 1024 on: forum run --port 8000"
    return f"{host} is no address of this machine ({fault.strerror}). Leave --host away, or: 0.0.0.0"


def _name_address(host: str, port: int) -> None:
    """Links in mails lead to where the site is served, unless the settings say it is known by another address."""
    if host == "127.0.0.1":
        os.environ.setdefault("FORUM_BASE_URL", f"http://{host}:{port}")


@contextlib.contextmanager
def _worker_beside() -> Iterator[None]:
    """A worker process that lives exactly as long as the server."""
    process = subprocess.Popen([sys.executable, "-m", "forum.cli", "worker"])
    try:
        yield
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)


@click.command("run")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Server processes.")
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1, 64), help="Threads in each process.")
@click.option("--with-worker", is_flag=True, help="Run the background worker beside the server.")
@click.option("--check", is_flag=True, help="Only look whether settings and port are usable; serve nothing.")
def run(host: str, port: int, *, workers: int, threads: int, with_worker: bool, check: bool) -> None:
    """Serve the site with gunicorn until interrupted."""
    load_settings()  # what cannot be used is told here in one line, not by a server that fails to boot
    _refuse_unusable(host, port)
    if check:
        return
    shown = f"[{host}]" if ":" in host else host
    top = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", f"{shown}:{port}", "--workers", str(workers)]
    command += ["--threads", str(threads), "--graceful-timeout", "20", "--log-level", "warning"]
    # The folder stays ours: a relative FORUM_INSTANCE is the same for the server and for the worker beside it.
    command += ["--pythonpath", str(top), "--config", str(top / "gunicorn.conf.py")]
    _name_address(host, port)
    with _worker_beside() if with_worker else contextlib.nullcontext():
        click.echo(f"Serving on http://{shown}:{port}/ (stop with Ctrl+C).")
        server = subprocess.Popen(command)  # noqa: S603 - the server of our own environment
        signal.signal(signal.SIGTERM, lambda *_: server.terminate())
        try:
            sys.exit(server.wait())
        except KeyboardInterrupt:
            server.terminate()
            sys.exit(server.wait())


def _work() -> int:
    """One round. Returns how many announcements were done."""
    try:
        now = clock.now()
        jobs.beat("worker", now)
        jobs.run_regular(now)
        return jobs.drain(clock.now())
    finally:
        db.session.remove()


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what is due and stop.")
@with_appcontext
def worker(once: bool) -> None:
    """Do the work behind the site: open threads, write notifications, send mail."""
    stopping = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopping.set())
    click.echo(f"Worker {os.getpid()} at work.")
    # Two workers that started together should not wake together for ever.
    time.sleep(0 if once else secrets.randbelow(100) / 1000)
    while not stopping.is_set():
        try:
            done = _work()
        except OperationalError as fault:
            if once:
                raise
            log.warning("the database does not answer; trying again", kind=type(fault.orig).__name__)
            stopping.wait(_PAUSE_AFTER_FAULT_SECONDS)
            continue
        if once:
            click.echo(f"{done} done.")
            return
        stopping.wait(_PAUSE_SECONDS)
    click.echo(f"Worker {os.getpid()} stopped; {current_app.name} keeps what is still to do.")
