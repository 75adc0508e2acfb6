"""Load on loopback: wrk for reading, a few threads of Python for writing. Bounded in time and in number."""

from __future__ import annotations

import gzip
import http.client
import json
import random
import re
import statistics
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from urllib.parse import urlencode

from bench.corpus import reply_words

SECONDS = 6
CONNECTIONS = 16
EACH = 40
"""So many replies of one person: more than fifty in ten minutes wait for a moderator, and that is not what is measured."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Units: requests a second; milliseconds; bytes of one answer as it is sent, and `compressed` as gzip would."""

    rps: float
    p50: float
    p95: float
    p99: float
    errors: int
    page_bytes: int = 0
    compressed: int = 0
    requests: int = 0


def read(port: int, path: str, cookie: str = "", seconds: int = SECONDS) -> Measure:
    """Ask for one page again and again with 16 connections."""
    page = _get(port, path, cookie)
    command = ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(Path(__file__).with_name("report.lua"))]
    command += ["-H", f"Cookie: {cookie}"] if cookie else []
    ran = subprocess.run([*command, f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True, check=True)
    said = json.loads(next(line[5:] for line in ran.stdout.splitlines() if line.startswith("JSON ")))
    return Measure(
        said["rps"], said["p50"], said["p95"], said["p99"], said["errors"], len(page), len(gzip.compress(page))
    )


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody who has the thread's form before them."""

    cookie: str
    token: str


def writers(port: int, thread_id: int, cookies: Sequence[str]) -> list[Writer]:
    """Each with the form's token and the cookie that belongs to it."""
    return [Writer(*_form(port, f"/t/{thread_id}", cookie)) for cookie in cookies]


def write(port: int, thread_id: int, clients: Sequence[Sequence[Writer]], seconds: int = SECONDS) -> Measure:
    """Each client's people reply in a thread in turn, as fast as answers come: nobody so much that it waits as spam."""
    took: list[float] = []
    faults: list[int] = []
    began = time.monotonic()
    running = [
        threading.Thread(target=_replies, args=(port, thread_id, people, number, began + seconds, took, faults))
        for number, people in enumerate(clients)
    ]
    for client in running:
        client.start()
    for client in running:
        client.join()
    spent = time.monotonic() - began
    if len(took) < 2:
        return Measure(0, 0, 0, 0, len(faults))
    marks = statistics.quantiles(took, n=100)
    return Measure(len(took) / spent, marks[49], marks[94], marks[98], len(faults), requests=len(took) + len(faults))


def _replies(
    port: int, thread_id: int, people: Sequence[Writer], client: int, until: float, took: list[float], faults: list[int]
) -> None:
    dice = random.Random(client)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for writer, number in product(people, range(EACH)):
        if time.monotonic() >= until or len(faults) >= 20:
            break
        form = urlencode({"csrf_token": writer.token, "body": reply_words(dice, spoils=number % 4 == 0)})
        began = time.perf_counter()
        headers = {"Cookie": writer.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", f"/t/{thread_id}/reply", form, headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status == 303 and f"/t/{thread_id}" in (answer.getheader("Location") or ""):
            took.append((time.perf_counter() - began) * 1000)
        else:
            faults.append(answer.status)
    connection.close()


def _form(port: int, path: str, cookie: str) -> tuple[str, str]:
    """The cookie that belongs to the form, and its token."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    page = answer.read().decode()
    renewed = (answer.getheader("Set-Cookie") or cookie).split(";")[0]
    connection.close()
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    return renewed, (found[1] if found else "")


def _get(port: int, path: str, cookie: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}")
    connection.close()
    return body
