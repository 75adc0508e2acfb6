"""Saved replies: words that moderators keep, with variables that are filled in for each case."""

from __future__ import annotations

import re
from collections.abc import Mapping

VARIABLES = ("author", "group", "rule", "rule_text", "thread")
"""What may stand in braces."""

_NAMED = re.compile(r"\{([a-z_]+)\}")


def unknown(words: str) -> tuple[str, ...]:
    """Names in braces that nobody fills in, in order, each once."""
    return tuple(dict.fromkeys(name for name in _NAMED.findall(words) if name not in VARIABLES))


def filled(words: str, values: Mapping[str, str]) -> str:
    """The words with their variables filled in; what is not known here keeps its braces, so that it is seen."""
    return _NAMED.sub(lambda found: values.get(found[1]) or found[0], words)
