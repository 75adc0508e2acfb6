"""Straightening single words: case, width, accents, look-alikes, invisible characters, stretched and leet letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff"
"""Characters that show nothing, as the inside of a regular expression's set."""

_UNSEEN = re.compile(f"[{INVISIBLE}]")
_STRETCHED = re.compile(r"(.)\1{2,}")
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc\u00b4`]")


def _alike_table() -> dict[int, str]:
    # Letters of other scripts that look like Latin ones. Source: Unicode confusables.txt, the rows that matter here.
    pairs = (
        "аa бb вb гr дd еe ёe зe иu іi їi јj кk лl мm нh оo пn рp сc тt уy хx цu чy ѕs һh ԁd ԛq ԝw ьb αa βb γy δd εe"
        " ζz ηn ιi κk λl μu νv οo ρp σo τt υu χx ωw ıi łl øo đd ɑa ɡg ɩi ɪi ʀr ʏy ᴀa ᴄc ᴅd ᴇe ᴊj ᴋk ᴍm ɴn ᴏo ᴘp ᴛt"
        " ᴜu ᴠv ᴡw ᴢz ʟl ʜh ɢg ꜱs ꜰf ʙb"
    )
    table = {ord(pair[0]): pair[1] for pair in pairs.split()}
    return table | {ord("ß"): "ss", ord("œ"): "oe", ord("æ"): "ae"}


ALIKE = _alike_table()
_LEET = str.maketrans(
    {
        "0": "o",
        "1": "i",
        "3": "e",
        "4": "a",
        "5": "s",
        "7": "t",
        "8": "b",
        "@": "a",
        "$": "s",
        "!": "i",
        "|": "i",
        "+": "t",
    }
)
_LEET_L = str.maketrans(
    {"1": "l", "!": "l", "|": "l", "0": "o", "3": "e", "4": "a", "@": "a", "$": "s", "5": "s", "7": "t"}
)


def folded(word: str) -> str:
    """`word` without case, width, accents, look-alikes and what cannot be seen."""
    low = word.lower()
    if low.isascii():
        return low.replace("'", "").replace("`", "")
    low = unicodedata.normalize("NFKC", _UNSEEN.sub("", low)).casefold()
    low = _APOSTROPHES.sub("", low)
    marks = unicodedata.normalize("NFD", low)
    return "".join(mark for mark in marks if not unicodedata.combining(mark)).translate(ALIKE)


def is_disguised(word: str) -> bool:
    """Whether Latin letters are mixed with look-alikes or with what cannot be seen."""
    if word.isascii():
        return False
    low = word.lower()
    return bool(_UNSEEN.search(low)) or any(ord(sign) in ALIKE and sign not in "ßœæøłđı" for sign in low)


def unstretched(word: str, known: Collection[str]) -> str:
    """`word` with letters said three times or more said twice or once, whichever is a known word."""
    twice = _STRETCHED.sub(r"\1\1", word)
    if twice == word or twice in known:
        return twice
    return _STRETCHED.sub(r"\1", word)


def unleeted(word: str, known: Collection[str]) -> str | None:
    """The known word that is written with digits and signs, or None."""
    for table in (_LEET, _LEET_L):
        plain = word.translate(table).replace("*", "").replace("_", "")
        if plain in known and plain != word:
            return plain
    return None
