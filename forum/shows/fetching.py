"""Asking TVmaze for a show, when an operator wants it. Never during a request.

Source: https://www.tvmaze.com/api - at least 20 calls in 10 seconds are allowed, 429 beyond; answers may be kept for
an hour; a User-Agent is wished for.
"""

from __future__ import annotations

import json
import queue
import re
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import requests

from forum.shows.reading.fields import LARGEST_ID

DEADLINE_S = 5.0
LIMIT_BYTES = 8 * 1024 * 1024
REDIRECTS = 3
TRIES = 3
LONGEST_WAIT_S = 15.0
AGENT = "Watercooler/0.1 (a self-hosted forum; import on request)"


class FetchFault(Exception):
    """The show could not be had; the message says why, in plain words."""


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def fetch_show(root: str, show_id: int, cache: Path) -> bytes:
    """The show with its episodes and specials, as one file that the importer reads.

    Shapes: `root` like "https://api.tvmaze.com"; `cache` = folder where answers are kept for as long as they say.
    Units: 5 seconds and 8 MB for each of the two answers, in all its redirects.
    Raises: `FetchFault`.
    """
    if not 1 <= show_id <= LARGEST_ID:
        raise FetchFault("tvmaze: a show number is a positive whole number")
    address = f"{root.rstrip('/')}/shows/{show_id}"
    show = _fetched(address, _Kept(cache, f"{show_id}"), show_id)
    episodes = _fetched(f"{address}/episodes?specials=1", _Kept(cache, f"{show_id}-episodes"), show_id)
    return _joined(show, episodes)


def _joined(show: bytes, episodes: bytes) -> bytes:
    """Put the list into the show as text, so that the importer's strict reading sees every byte of both."""
    show, episodes = show.strip(), episodes.strip()
    if not (show.startswith(b"{") and show.endswith(b"}") and len(show) > 2):
        raise FetchFault("tvmaze: the answer is not a show")
    return show[:-1] + b',"_embedded":{"episodes":' + episodes + b"}}"


def _fetched(address: str, kept: _Kept, show_id: int) -> bytes:
    """One answer, from the cache while it is fresh."""
    if kept.is_fresh(time.time()):
        return kept.body
    headers = {"User-Agent": AGENT, "Accept": "application/json", "Accept-Encoding": "gzip"}
    if kept.etag:
        headers["If-None-Match"] = kept.etag
    answer = _asked(address, headers)
    if answer.status == 304 and kept.body:
        kept.renew(answer.headers, time.time())
        return kept.body
    if answer.status == 404:
        raise FetchFault(f"tvmaze: there is no show {show_id}")
    if answer.status != 200:
        raise FetchFault(f"tvmaze: the answer was {answer.status}")
    kept.write(answer.body, answer.headers, time.time())
    return answer.body


def _asked(address: str, headers: dict[str, str]) -> _Answer:
    """The answer, after waiting when we were told to wait."""
    for attempt in range(TRIES):
        answer = _followed(address, headers)
        if answer.status not in (429, 503):
            return answer
        if attempt + 1 < TRIES:
            time.sleep(_wait(answer.headers.get("retry-after", ""), attempt))
    raise FetchFault("tvmaze: asked too often; try again in a minute")


def _wait(retry_after: str, attempt: int) -> float:
    wished = float(retry_after) if re.fullmatch(r"[0-9]{1,5}", retry_after) else 2.0 * 2**attempt
    if wished > LONGEST_WAIT_S:
        raise FetchFault(f"tvmaze: asked too often; it wants us to wait {wished:.0f} seconds")
    return wished


def _followed(address: str, headers: dict[str, str]) -> _Answer:
    """One answer within the deadline, following redirects on the same host alone."""
    ends = time.monotonic() + DEADLINE_S
    here = address
    for _ in range(REDIRECTS + 1):
        answer = _within(ends, here, headers)
        if answer.status not in (301, 302, 303, 307, 308):
            return answer
        there = urljoin(here, answer.headers.get("location", ""))
        if urlsplit(there)[:2] != urlsplit(here)[:2]:
            raise FetchFault("tvmaze: the answer points to another host")
        here = there
    raise FetchFault("tvmaze: too many redirects")


def _within(ends: float, address: str, headers: dict[str, str]) -> _Answer:
    """Ask on a thread of its own: a server that sends one byte a second passes every timeout but this one."""
    answers: queue.Queue[_Answer | FetchFault] = queue.Queue(1)
    threading.Thread(target=lambda: answers.put(_get(address, headers, ends)), daemon=True).start()
    try:
        answer = answers.get(timeout=max(0.01, ends - time.monotonic()))
    except queue.Empty:
        raise FetchFault(f"tvmaze: no whole answer within {DEADLINE_S:.0f} seconds") from None
    if isinstance(answer, FetchFault):
        raise answer
    return answer


def _get(address: str, headers: dict[str, str], ends: float) -> _Answer | FetchFault:
    try:
        with requests.get(address, headers=headers, timeout=DEADLINE_S, stream=True, allow_redirects=False) as response:
            body = bytearray()
            for piece in response.iter_content(64 * 1024):
                body += piece
                if len(body) > LIMIT_BYTES:
                    return FetchFault("tvmaze: the answer is larger than 8 MB")
                if time.monotonic() > ends:
                    return FetchFault("tvmaze: the answer took too long")
            return _Answer(response.status_code, {k.lower(): v for k, v in response.headers.items()}, bytes(body))
    except requests.RequestException as fault:
        return FetchFault(f"tvmaze: cannot be reached ({type(fault).__name__})")


class _Kept:
    """An answer on disk with its ETag and the time until which it may be used unasked."""

    def __init__(self, folder: Path, name: str) -> None:
        self._answer = folder / f"{name}.json"
        self._about = folder / f"{name}.about.json"
        self.etag, self.until, self.body = self._read()

    def _read(self) -> tuple[str, float, bytes]:
        try:
            about = json.loads(self._about.read_text("utf-8"))
            return str(about["etag"]), float(about["until"]), self._answer.read_bytes()
        except (OSError, ValueError, KeyError, TypeError):
            return "", 0.0, b""

    def is_fresh(self, now: float) -> bool:
        """May be used without asking. Units: seconds since 1970."""
        return bool(self.body) and now < self.until

    def renew(self, headers: dict[str, str], now: float) -> None:
        """The server says that it is still right."""
        age = re.search(r"max-age=([0-9]{1,7})", headers.get("cache-control", ""))
        forbidden = "no-store" in headers.get("cache-control", "") or "no-cache" in headers.get("cache-control", "")
        until = now + int(age[1]) if age and not forbidden else 0.0
        about = {"etag": headers.get("etag", self.etag), "until": until}
        self._replace(self._about, json.dumps(about).encode())

    def write(self, body: bytes, headers: dict[str, str], now: float) -> None:
        """Keep a new answer, unless the server forbids it."""
        if "no-store" in headers.get("cache-control", ""):
            return
        self.etag = ""
        self._answer.parent.mkdir(parents=True, exist_ok=True)
        self._replace(self._answer, body)
        self.renew(headers, now)

    @staticmethod
    def _replace(path: Path, data: bytes) -> None:
        # Written beside and moved over: nobody ever reads half an answer.
        part = path.with_suffix(".part")
        part.write_bytes(data)
        part.replace(path)
