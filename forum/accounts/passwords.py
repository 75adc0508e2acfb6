"""Which passwords are taken: long enough, not too long to hash, not among those that everybody tries first."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from importlib import resources

SHORTEST = 8
ADVISED = 15
LONGEST = 128
_RUNS = ("abcdefghijklmnopqrstuvwxyz", "0123456789", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1q2w3e4r5t6y7u8i9o0p")


def normalised(password: str) -> str:
    """The same characters typed on any keyboard give the same password. Nothing is cut off."""
    return unicodedata.normalize("NFKC", password)


def fault_of(password: str, *, own: tuple[str, ...] = ()) -> str:
    """The code of what is wrong with a password, or "".

    Shapes: `own` holds what everybody knows of this person: handle, address.
    """
    if len(password) < SHORTEST:
        return f"too-short:{SHORTEST}"
    if len(password) > LONGEST:
        return f"too-long:{LONGEST}"
    lower = password.casefold()
    if lower in _common() or _is_run(lower):
        return "weak-password"
    return "weak-password" if _is_own(lower, own) else ""


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    text = resources.files("forum.accounts").joinpath("data/common-passwords.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def _is_run(lower: str) -> bool:
    """One or two characters again and again, or keys in their order."""
    if len(set(lower)) <= 2:
        return True
    return any(lower in run * 4 or lower in run[::-1] * 4 for run in _RUNS)


def _is_own(lower: str, own: tuple[str, ...]) -> bool:
    """The person's own name or address with nothing but digits and signs around it."""
    bare = lower.strip("0123456789!?.,;:_-#*+$%&@ ")
    names = {name.casefold() for text in own if text for name in (text, text.partition("@")[0])}
    return bare in names or lower in names
