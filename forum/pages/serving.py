"""`forum run` and `forum worker`: the web server and the process that does the work behind it."""

from __future__ import annotations

import contextlib
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

_PAUSE_SECONDS = 1.0
_PAUSE_AFTER_FAULT_SECONDS = 5.0

log = structlog.get_logger(__name__)


def _port_is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


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
def run(host: str, port: int, workers: int, threads: int, with_worker: bool) -> None:
    """Serve the site with gunicorn until interrupted."""
    if not _port_is_free(host, port):
        raise click.ClickException(
            f"Port {port} is in use. Stop the other program, or choose another: "
            f"make run PORT={port + 1}, or: forum run --port {port + 1}"
        )
    command = [sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", f"{host}:{port}", "--workers", str(workers)]
    command += ["--threads", str(threads), "--graceful-timeout", "20", "--log-level", "warning"]
    command += ["--chdir", str(Path(__file__).resolve().parents[2])]
    _name_address(host, port)
    with _worker_beside() if with_worker else contextlib.nullcontext():
        click.echo(f"Serving on http://{host}:{port}/ (stop with Ctrl+C).")
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
