"""A text as sentences of plain words, each word with its place in the original."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from forum.domain.detection.folding import INVISIBLE
from forum.domain.detection.pieces import Voice, pieces
from forum.domain.detection.spelling import Spelling

_MOST_WORDS = 60
"""A sentence without an end is cut here, so that every pattern looks at a bounded text."""

SPOKEN = "quoq"
"""Stands in a sentence where words in speech marks were."""

MEANS = "slotm"
"""Stands in a sentence where a means, an amount or a place was left out: "[method]"."""

_TOKEN = re.compile(
    rf"""(?P<spelt>(?<![\w'])[^\W_](?:[ .\-_*~]{{1,2}}[^\W_]){{2,30}}(?![\w'’]))
      |(?P<speech>"[^"\n]{{2,300}}"|“[^”\n]{{2,300}}”|«[^»\n]{{2,300}}»|»[^«\n]{{2,300}}«|„[^“”"\n]{{2,300}}[“”"]
          |(?<![\w'])'(?![\s'])(?:[^'\n]|(?<=\w)'(?=\w)){{6,200}}'(?!\w))
      |(?P<slot>\[[^\]\n]{{1,40}}\])
      |(?P<word>\$?\w[\w{INVISIBLE}\u0300-\u036f]*(?:['’`*@$!|+.\-]+[\w{INVISIBLE}\u0300-\u036f]+)*)
      |(?P<stop>[.!?¿¡…;\n]+|[–—])
      |(?P<sign>[\U0001f300-\U0001faff\u2600-\u27bf]|[:;]['’]?-?[()DP/|]|<3)""",
    re.VERBOSE,
)
_MARK = re.compile(r"\[/?(?:spoiler|quote)\b", re.IGNORECASE)
_LONGEST_SLOT = 3
_LEET_INSIDE = re.compile(r"\w[*@$!|+]+\w")


@dataclass(slots=True)
class Sentence:
    """Plain words with their places. `line` holds them with one space before, between and after."""

    voice: Voice
    words: list[str] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    asks: bool = False
    bent: set[int] = field(default_factory=set)
    host: int = -1
    line: str = ""
    _starts: list[int] = field(default_factory=list)

    def close(self) -> None:
        """Make the line that patterns look at."""
        self.line = f" {' '.join(self.words)} "

    def word_at(self, column: int) -> int:
        """Which word stands at a column of the line."""
        if not self._starts:
            at = 1
            for word in self.words:
                self._starts.append(at)
                at += len(word) + 1
        return max(0, bisect_right(self._starts, column) - 1)


def sentences(text: str, spelling: Spelling, signs: dict[str, str]) -> list[Sentence]:
    """The sentences of `text` in reading order; what was said in one follows it, with `host` naming it."""
    reader = _Reader(text, spelling, signs)
    for start, end, voice in pieces(text):
        reader.read(start, end, voice)
        reader.end_sentence()
    return reader.done


class _Reader:
    def __init__(self, text: str, spelling: Spelling, signs: dict[str, str]) -> None:
        self.text, self.spelling, self.signs = text, spelling, signs
        self.done: list[Sentence] = []
        self.now = Sentence(Voice.OWN)
        self.waiting: list[tuple[int, int]] = []

    def read(self, start: int, end: int, voice: Voice) -> None:
        self.now.voice = voice
        ready = self.spelling.ready
        for found in _TOKEN.finditer(self.text, start, end):
            kind = found.lastgroup
            if kind == "word":
                word = found.group()
                usual = ready.get(word.lower())
                if usual:
                    self.now.words.extend(usual)
                    self.now.places.extend([found.span()] * len(usual))
                else:
                    self._word(word, found.start(), found.end())
            elif kind == "stop":
                self._stop(found.group())
            else:
                self._odd(kind or "", found)
            if len(self.now.words) >= _MOST_WORDS:
                self.end_sentence()

    def _stop(self, mark: str) -> None:
        if "?" in mark or "¿" in mark:
            self.now.asks = True
        if mark not in {"¿", "¡"}:
            self.end_sentence()

    def _odd(self, kind: str, found: re.Match[str]) -> None:
        start, end = found.span()
        if kind == "spelt":
            self._spelt(found.group(), start, end)
        elif kind == "speech" and self.now.voice is Voice.OWN:
            self.waiting.append((start + 1, end - 1))
            self._push((SPOKEN,), start, end)
        elif kind == "speech":
            self.read(start + 1, end - 1, self.now.voice)
        elif kind == "slot":
            self._bracket(found)
        else:
            sign = self.signs.get(found.group())
            if sign:
                self._push((sign,), start, end)

    def _bracket(self, found: re.Match[str]) -> None:
        """One to three words in brackets stand for what was left out; anything else is text, a link or a mark."""
        start, end = found.span()
        inner = re.findall(r"\w+", found.group())
        if _MARK.match(found.group()):
            return
        if not inner or len(inner) > _LONGEST_SLOT or self.text[end : end + 1] == "(":
            self.read(start + 1, end - 1, self.now.voice)
            return
        plain = {word for given in inner for word in self.spelling.straight(given)[0]}
        self._push((MEANS if plain & self.spelling.slots else "slot",), start, end)

    def _word(self, word: str, start: int, end: int) -> None:
        if ("-" in word or "." in word) and not _LEET_INSIDE.search(word):
            for part in re.finditer(r"[^.\-]+", word):
                self._plain(part.group(), start + part.start(), start + part.end())
            return
        self._plain(word, start, end)

    def _plain(self, word: str, start: int, end: int) -> None:
        plain, bent = self.spelling.straight(word)
        if bent:
            self.now.bent.add(len(self.now.words))
        self._push(plain, start, end)

    def _spelt(self, letters: str, start: int, end: int) -> None:
        joined = re.sub(r"[ .\-_*~]", "", letters).lower()
        known = self.spelling.joined(joined)
        if known:
            self.now.bent.add(len(self.now.words))
            self._push(known, start, end)
            return
        for part in re.finditer(r"\w", letters):
            self._plain(part.group(), start + part.start(), start + part.end())

    def _push(self, words: tuple[str, ...], start: int, end: int) -> None:
        for word in words:
            self.now.words.append(word)
            self.now.places.append((start, end))

    def end_sentence(self) -> None:
        """Close the sentence, and read what was said in it."""
        voice, waiting = self.now.voice, self.waiting
        if self.now.words:
            self.now.close()
            self.done.append(self.now)
        self.now, self.waiting = Sentence(voice), []
        host = len(self.done) - 1
        for start, end in waiting:
            self.now = Sentence(Voice.SPEECH, host=host)
            self.read(start, end, Voice.SPEECH)
            self.end_sentence()
            for said in self.done[host + 1 :]:
                said.host = host
        if waiting:
            self.now = Sentence(voice)
