"""How channels are looked at: what a reader gets from an address, and which canaries are in it."""

from __future__ import annotations

from typing import Any

from werkzeug.test import TestResponse

from tests.posts.canaries import KINDS, Cage, canary, may_see

BEHIND = ("stranger", "behind", "moderator", "site moderator")
"""Readers who have not watched, whatever else they are."""


def send(cage: Cage, role: str, method: str, address: str, **body: Any) -> TestResponse:
    """One request of a browser, or of a program with the reader's key, that keeps nothing."""
    client = cage.app.test_client()
    is_api = address.startswith("/api/")
    headers = dict(body.pop("headers", {}))
    if is_api and role in cage.tokens:
        headers["Authorization"] = f"Bearer {cage.tokens[role]}"
    if not is_api and role in cage.cookies:
        client.set_cookie("session", cage.cookies[role])
    return client.open(address, method=method, headers=headers, **body)


def get(cage: Cage, role: str, address: str, **more: Any) -> TestResponse:
    """What this reader gets."""
    return send(cage, role, "GET", address, **more)


def canaries(answer: TestResponse) -> set[str]:
    """The kinds whose word is anywhere in what was sent."""
    text = f"{answer.headers}\n{answer.get_data(as_text=True)}"
    return {kind for kind in KINDS if canary(kind) in text}


def leaks(cage: Cage, *addresses: str, roles: tuple[str, ...] = BEHIND) -> list[str]:
    """What should not be there. Every address must be there for somebody."""
    found = []
    for address in addresses:
        for role in roles:
            answer = get(cage, role, address)
            assert answer.status_code < 500
            found += [f"{kind} to {role}: {address}" for kind in canaries(answer) if not may_see(kind, role, "after")]
    return found


def sees(cage: Cage, address: str, kind: str, role: str = "caught up") -> bool:
    """The control: a reader who may see the word does, so its absence for others proves something."""
    return kind in canaries(get(cage, role, address))
