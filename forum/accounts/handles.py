"""Names people go by: what one may look like, which are kept back, and which look like another.

Handles are plain ASCII, so the set of look-alikes is small: letters and digits that many fonts draw alike, two thin
letters that read as a wide one, and separators that nobody remembers.
"""

from __future__ import annotations

import re

SHORTEST = 3
LONGEST = 30
_SHAPE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?")

_ALIKE = str.maketrans({"1": "l", "i": "l", "0": "o", "5": "s", "_": "-"})
_PAIRS = (("rn", "m"), ("vv", "w"))

_RESERVED = """
    about account accounts admin administration administrator all anonymous api app bot calendar care contact deleted
    everyone feed feeds forum group groups guest help helpdesk here home info legal login logout mail me member members
    mod moderation moderator moderators mods news nobody none notifications null official operator owner owners people
    post posts postmaster privacy register report root rules safety search security settings show shows sign-in sign-out
    site somebody someone spoiler spoilers staff static status steward stranger support system team terms thread threads
    token undefined unknown user users watercooler webmaster worker you
"""


def folded(handle: str) -> str:
    """A handle as it is compared: case does not tell two people apart."""
    return handle.lower()


def skeleton(handle: str) -> str:
    """What a handle looks like at a glance. Two handles with one skeleton may not both exist.

    Source: the ASCII rows of Unicode TR 39's confusables (1 l I, 0 O, rn m), with 5 s, vv w and the separators added.
    """
    text = re.sub(r"[-_]+", "-", folded(handle).translate(_ALIKE)).strip("-")
    for thin, wide in _PAIRS:
        text = text.replace(thin, wide)
    return text


RESERVED = frozenset(skeleton(name) for name in _RESERVED.split())


def fault_of(handle: str) -> str:
    """The code of what is wrong with a handle, or "" when it may be taken if nobody has it."""
    if len(handle) < SHORTEST:
        return f"too-short:{SHORTEST}"
    if len(handle) > LONGEST:
        return f"too-long:{LONGEST}"
    if not _SHAPE.fullmatch(handle):
        return "bad-handle"
    return "reserved" if skeleton(handle) in RESERVED else ""
