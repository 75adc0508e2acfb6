"""The door of the press: which characters may enter a text at all.

Line ends of every kind become `\\n` and a leading byte order mark is dropped. Refused with their place are control
characters, lone surrogates, noncharacters (the press uses them for its own seams) and the bidirectional overrides and
isolates that make text read other than it is stored. Direction marks and joiners stay: Arabic, Hebrew, Indic scripts
and emoji need them; `lookalikes` sees through them.
"""

import re
import unicodedata

from forum.rendering import limits
from forum.rendering.problems import Refused, problem_at

_LINE_ENDS = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_REFUSED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufff9-\ufffb"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
    + "]"
)


def admit(source: str) -> str:
    """`source` with its line ends made one.

    Raises: Refused with `too-long`, `empty` or `character`.
    """
    if len(source) > limits.SOURCE_CHARACTERS:
        raise Refused((problem_at(source, limits.SOURCE_CHARACTERS, "too-long"),))
    text = _LINE_ENDS.sub("\n", source.removeprefix("\ufeff"))
    found = tuple(problem_at(text, hit.start(), "character") for hit in _REFUSED.finditer(text))
    if found:
        raise Refused(found)
    if not any(map(is_visible, text)):
        raise Refused((problem_at(text, 0, "empty"),))
    return text


def cleaned(source: str) -> str:
    """`source` without what `admit` would refuse, for showing it back to its author."""
    return _REFUSED.sub("", _LINE_ENDS.sub("\n", source.removeprefix("\ufeff")))


def is_visible(char: str) -> bool:
    """Whether a reader sees anything where `char` stands alone."""
    return unicodedata.category(char)[0] not in "CMZ" and char not in BLANKS


BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols that print nothing."""
