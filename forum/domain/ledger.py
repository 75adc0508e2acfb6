"""The chain of the ledger: every line carries the fingerprint of the one before it.

Whoever changes, drops or reorders a line breaks every fingerprint after it; the newest one is kept apart, so that the
end cannot be cut off unseen.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

START = "0" * 64
"""What stands before the first line."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is kept. Shapes: `said` None for one whose words were taken out: its place in the chain stays."""

    id: int
    prev_hash: str
    hash: str
    said: Mapping[str, object] | None


def fingerprint(prev_hash: str, said: Mapping[str, object]) -> str:
    """SHA-256 over the line before and everything that this one says, in one form on every database."""
    plain = {name: _plain(value) for name, value in said.items()}
    text = json.dumps([prev_hash, plain], sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return sha256(text.encode("ascii")).hexdigest()


def first_fault(lines: Iterable[Line], head: str) -> str:
    """Where the chain is broken; "" when it is whole. Shapes: `lines` oldest first; `head` = the newest fingerprint."""
    before = START
    for line in lines:
        if line.prev_hash != before:
            return f"line {line.id} does not follow the one before it"
        if line.said is not None and fingerprint(line.prev_hash, line.said) != line.hash:
            return f"line {line.id} was changed"
        before = line.hash
    return "" if before == head else "the newest lines are missing"


def _plain(value: object) -> object:
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else value
