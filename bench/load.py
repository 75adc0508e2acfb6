"""Load on loopback: wrk for reading, a few threads of Python for writing. Bounded in time and in number."""

from __future__ import annotations

import gzip
import http.client
import json
import re
import statistics
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

SECONDS = 6
CONNECTIONS = 16


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


def write(port: int, thread_ids: Sequence[int], cookies: Sequence[str], seconds: int = SECONDS) -> Measure:
    """Each cookie's person replies in a thread, as fast as answers come."""
    took: list[float] = []
    faults: list[int] = []
    until = time.monotonic() + seconds
    writers = [
        threading.Thread(target=_replies, args=(port, thread_id, cookie, until, took, faults))
        for thread_id, cookie in zip(thread_ids, cookies, strict=True)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    if len(took) < 2:
        return Measure(0, 0, 0, 0, len(faults))
    marks = statistics.quantiles(took, n=100)
    return Measure(len(took) / seconds, marks[49], marks[94], marks[98], len(faults))


def _replies(port: int, thread_id: int, cookie: str, until: float, took: list[float], faults: list[int]) -> None:
    token, cookie = _token(port, f"/t/{thread_id}", cookie)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    number = 0
    while time.monotonic() < until and len(faults) < 20:
        number += 1
        mark = "[spoiler Lost S01E02]the empty chair[/spoiler]" if number % 4 == 0 else "the empty chair"
        body = f"Reply {number}: the *third* act, and {mark}, and what the **letter** said about it all. " * 4
        form = urlencode({"csrf_token": token, "body": body})
        began = time.perf_counter()
        connection.request(
            "POST",
            f"/t/{thread_id}/reply",
            form,
            {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"},
        )
        answer = connection.getresponse()
        answer.read()
        if answer.status in (302, 303):
            took.append((time.perf_counter() - began) * 1000)
        else:
            faults.append(answer.status)
    connection.close()


def _token(port: int, path: str, cookie: str) -> tuple[str, str]:
    """The form's token, and the cookie that belongs to it."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    page = answer.read().decode()
    renewed = (answer.getheader("Set-Cookie") or cookie).split(";")[0]
    connection.close()
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    return (found[1] if found else ""), renewed


def _get(port: int, path: str, cookie: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}")
    connection.close()
    return body
