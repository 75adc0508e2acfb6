"""Known words behind misspelt, masked or disguised ones."""

from __future__ import annotations

from collections.abc import Iterable

from forum.domain.detection.folding import folded, is_disguised, unleeted, unstretched

_LONG = 7
_APOSTROPHES = frozenset("'’‘`´ʼ")


class Spelling:
    """What words the lexicon knows, and how to find them behind others. Built once, read only.

    `hard` are the words worth finding although misspelt: those that carry a rule, never small words.
    """

    def __init__(
        self,
        known: Iterable[str],
        hard: Iterable[str],
        short: dict[str, tuple[str, ...]],
        slots: Iterable[str] = (),
    ) -> None:
        self.slots = frozenset(slots)
        self.known = frozenset(known) | frozenset(short)
        self.short = short
        self._masked: dict[str, str] = {}
        self._near: dict[str, str] = {}
        self._swapped: dict[tuple[str, str, str], str] = {}
        self._hard = frozenset(word for word in hard if len(word) > 2)
        self.ready = {word: (word,) for word in self.known} | short
        self._leet = self._hard | short.keys()
        for word in sorted(self._hard):
            self._learn(word)

    def _learn(self, word: str) -> None:
        for at in range(1, len(word)):
            self._masked.setdefault(word[:at] + "*" + word[at + 1 :], word)
            self._masked.setdefault(word[:at] + "**" + word[at + 2 :], word)
        if len(word) >= 4:
            self._swapped.setdefault(_shuffled(word), word)
        if len(word) >= _LONG:
            for at in range(len(word)):
                self._near.setdefault(word[:at] + word[at + 1 :], word)

    def straight(self, word: str) -> tuple[tuple[str, ...], bool]:
        """The plain words that `word` stands for, and whether it had to be bent straight."""
        ready = self.ready.get(word.lower())
        if ready:
            return ready, False
        plain = folded(word)
        if plain in self.ready:
            return self.ready[plain], is_disguised(word)
        if plain.endswith("s") and word[-2:-1] in _APOSTROPHES:
            return (plain[:-1],), is_disguised(word)
        return self._loose(plain, word) if plain.isalpha() else self._unmasked(plain, word)

    def _loose(self, plain: str, word: str) -> tuple[tuple[str, ...], bool]:
        loose = unstretched(plain, self.ready)
        if loose in self.ready:
            return self.ready[loose], is_disguised(word)
        mended = self._mended(loose)
        return ((mended,), True) if mended else ((loose,), False)

    def _unmasked(self, plain: str, word: str) -> tuple[tuple[str, ...], bool]:
        found = self._masked.get(plain.replace("_", "*")) or unleeted(plain, self._leet)
        if found:
            return self.short.get(found, (found,)), True
        bare = "".join(sign for sign in plain if sign.isalnum())
        if bare != plain and (bare in self.short or bare in self.known):
            return self.short.get(bare, (bare,)), is_disguised(word)
        return (bare or plain,), False

    def _mended(self, word: str) -> str | None:
        if len(word) < 4 or len(word) > 24:
            return None
        swapped = self._swapped.get(_shuffled(word))
        if swapped or len(word) < _LONG - 1:
            return swapped
        if word in self._near:
            return self._near[word]
        for at in range(len(word)):
            shorter = word[:at] + word[at + 1 :]
            if shorter in self._hard and len(shorter) >= _LONG:
                return shorter
            near = self._near.get(shorter)
            # One letter for another at the same place, and never the first one: "sodium" is no other word.
            if near and at and len(near) == len(word) and near[:at] + near[at + 1 :] == shorter:
                return near
        return None

    def joined(self, letters: str) -> tuple[str, ...] | None:
        """The known words spelt out letter by letter, or None."""
        if letters in self.short:
            return self.short[letters]
        if letters in self._hard or (len(letters) > 3 and letters in self.known):
            return (letters,)
        found = unleeted(letters, self._hard)
        return (found,) if found else None


def _shuffled(word: str) -> tuple[str, str, str]:
    return word[0], "".join(sorted(word[1:-1])), word[-1]
