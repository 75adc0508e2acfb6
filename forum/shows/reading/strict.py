"""Strict JSON: bounded in size and depth, UTF-8, each key once, no NaN. Faults name the place."""

from __future__ import annotations

import json
import re
from typing import Any

from forum.shows.reading.faults import Fault, ImportRefused, excerpt

LIMIT_BYTES = 20 * 1024 * 1024
LIMIT_DEPTH = 60
LONGEST_NUMBER = 40

# Every piece matches without backtracking; an unclosed string runs to the end, so the scan stays linear.
_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[\]{}]|NaN|-?Infinity', re.DOTALL)
_COLON = re.compile(r"\s*+:")


class Huge:
    """A number that is written with more digits than any real one; it fails every check of range."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text[:LONGEST_NUMBER] + "..."


def load(data: bytes, file: str) -> Any:
    """The value that a file holds.

    Raises: `ImportRefused` with the first fault.
    """
    text = _decoded(data, file)
    if not text.strip():
        raise ImportRefused([Fault(file, "", "empty")])
    _scan(text, file)
    try:
        return json.loads(text, parse_int=_whole, parse_float=_fraction)
    except json.JSONDecodeError as fault:
        code = "cut-off" if fault.pos >= len(text.rstrip()) or "Unterminated" in fault.msg else "not-json"
        raise ImportRefused([Fault(file, _at(text, fault.pos), code)]) from None


def _decoded(data: bytes, file: str) -> str:
    if len(data) > LIMIT_BYTES:
        raise ImportRefused([Fault(file, "", "too-large")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        wrong = excerpt(data[fault.start : fault.start + 4])
        raise ImportRefused([Fault(file, f"byte {fault.start}", "not-utf8", wrong)]) from None


def _scan(text: str, file: str) -> None:
    """Depth, repeated keys and words that only JavaScript knows, before the parser's own stack meets them."""
    open_keys: list[set[str]] = []
    for token in _TOKEN.finditer(text):
        word = token.group()
        if word in ("{", "["):
            open_keys.append(set())
            if len(open_keys) > LIMIT_DEPTH:
                raise ImportRefused([Fault(file, _at(text, token.start()), "too-deep")])
        elif word in ("}", "]"):
            if open_keys:
                open_keys.pop()
        elif not word.startswith('"'):
            raise ImportRefused([Fault(file, _at(text, token.start()), "not-strict", word)])
        elif open_keys and _COLON.match(text, token.end()):
            key = _unescaped(word)
            if key in open_keys[-1]:
                raise ImportRefused([Fault(file, _at(text, token.start()), "twice-a-key", excerpt(key))])
            open_keys[-1].add(key)


def _unescaped(word: str) -> str:
    """What a key means, however it is spelt."""
    try:
        return str(json.loads(word)) if "\\" in word else word[1:-1]
    except json.JSONDecodeError:
        return word  # the parser will name this fault


def _at(text: str, position: int) -> str:
    line = text.count("\n", 0, position) + 1
    column = position - text.rfind("\n", 0, position)
    return f"line {line}, column {column}"


def _whole(digits: str) -> int | Huge:
    return int(digits) if len(digits) <= LONGEST_NUMBER else Huge(digits)


def _fraction(digits: str) -> float | Huge:
    return float(digits) if len(digits) <= LONGEST_NUMBER else Huge(digits)
