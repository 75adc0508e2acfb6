"""The reviewed lexicon: classes of words, signs of the context, idioms to look past, and the rules themselves.

Shapes: one mapping per file, as its TOML says; `forum/data/detection/README.md` tells what each key means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from forum.domain.detection.findings import Label
from forum.domain.detection.patterns import Pattern, PatternFault, pattern
from forum.domain.detection.spelling import Spelling

_KINDS = ("mask", "sign", "rule")


class LexiconFault(Exception):
    """The lexicon cannot be trusted. `faults` names every one."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, sign or mask of one language.

    Shapes: `strength` 3 is explicit, 2 needs a person's look, 1 counts only beside another sign. `denies` tells where
    a "not" takes it back: "all", "before" it, or "" for nowhere; `jokes` that laughter makes it a figure of speech,
    though never less than `floor`; `alone` that it is a formula, explicit only where its sentence goes on to nothing
    else. Of each of `needs` one sign must stand in the text (with `near`: close by), of `unless` none in its sentence.
    """

    id: str
    kind: str
    label: Label
    strength: int
    family: str
    topic: str
    denies: str
    jokes: bool
    floor: int
    alone: bool
    urgent: bool
    near: bool
    needs: tuple[frozenset[str], ...]
    unless: frozenset[str]
    patterns: tuple[Pattern, ...]
    examples: tuple[str, ...]
    counters: tuple[str, ...]


@dataclass(slots=True, eq=False)
class Index:
    """Phrases by the word that must be there. `words` are those words once more: two sets meet in no time."""

    words: set[str] = field(default_factory=set)
    phrases: dict[str, list[tuple[Pattern, Rule]]] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Tongue:
    """One language: its small words, and its rules by the words that must be there."""

    code: str
    small: frozenset[str]
    rules: list[Rule] = field(default_factory=list)
    index: dict[str, Index] = field(default_factory=dict)

    def add(self, rule: Rule) -> None:
        """Take in a rule."""
        self.rules.append(rule)
        index = self.index.setdefault(rule.kind, Index())
        for phrase in rule.patterns:
            index.words |= phrase.anchors
            for word in phrase.anchors:
                index.phrases.setdefault(word, []).append((phrase, rule))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything the detector knows about words."""

    tongues: dict[str, Tongue]
    spelling: Spelling
    signs: dict[str, str]
    negators: frozenset[str]
    selves: frozenset[str]
    others: frozenset[str]
    owners: frozenset[str]
    hard: frozenset[str]


def read_lexicon(files: Mapping[str, Mapping[str, Any]]) -> Lexicon:
    """The lexicon of these files, by name. Raises: LexiconFault with every fault."""
    return _Reading(files).lexicon()


def _denial(given: object) -> str:
    return given if isinstance(given, str) else "all" if given else ""


def _spread(option: str, classes: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return classes[option[1:-1]] if option.startswith("{") else (option,)


class _Reading:
    def __init__(self, files: Mapping[str, Mapping[str, Any]]) -> None:
        self.files = files
        self.faults: list[str] = []
        self.words: set[str] = set()
        self.hard: set[str] = set()
        self.short: dict[str, tuple[str, ...]] = {}
        self.signs: dict[str, str] = {}
        self.negators: set[str] = set()
        self.slots: set[str] = set()
        self.selves: set[str] = set()
        self.others: set[str] = set()
        self.owners: set[str] = set()
        self.classes: dict[str, dict[str, tuple[str, ...]]] = {}
        self.tongues: dict[str, Tongue] = {}

    def lexicon(self) -> Lexicon:
        for name, data in sorted(self.files.items()):
            self._words(name, data)
        for name, data in sorted(self.files.items()):
            self._rules(name, data)
        self._same_ids()
        if self.faults:
            raise LexiconFault(self.faults)
        spelling = Spelling(self.words, self.hard, self.short, self.slots)
        return Lexicon(
            tongues=self.tongues,
            spelling=spelling,
            signs=self.signs,
            negators=frozenset(self.negators),
            selves=frozenset(self.selves),
            others=frozenset(self.others),
            owners=frozenset(self.owners),
            hard=frozenset(self.hard),
        )

    def _words(self, name: str, data: Mapping[str, Any]) -> None:
        code = data.get("language")
        if not isinstance(code, str):
            self.faults.append(f"{name}: says no language")
            return
        own = self.classes.setdefault(code, {})
        for key, some in data.get("classes", {}).items():
            own[key] = tuple(one for option in some for one in _spread(option, own))
        for some in own.values():
            self._learn(some)
        self.short.update({key: tuple(said.split()) for key, said in data.get("short", {}).items()})
        for said in self.short.values():
            self.words.update(said)
        self.hard.update(data.get("hard", ()))
        self.words.update(data.get("hard", ()))
        self.words.update(data.get("lookalikes", ()))
        self.signs.update(data.get("signs", {}))
        self.negators.update(data.get("negators", ()))
        self.slots.update(data.get("slots", ()))
        self.selves.update(data.get("selves", ()))
        self.others.update(data.get("others", ()))
        self.owners.update(data.get("owners", ()))
        self.others.update(word for word in own.get("kin", ()) if " " not in word)
        small = frozenset(data.get("small", ()))
        tongue = self.tongues.get(code)
        self.words.update(small)
        if code != "any":
            self.tongues[code] = Tongue(code, small | (tongue.small if tongue else frozenset()))

    def _learn(self, options: Iterable[str]) -> None:
        for option in options:
            self.words.update(word for word in option.split() if not word.endswith("+"))

    def _rules(self, name: str, data: Mapping[str, Any]) -> None:
        code = data.get("language")
        if code not in self.tongues:
            return
        for kind in _KINDS:
            for row in data.get(kind, ()):
                try:
                    self.tongues[code].add(self._rule(kind, row, code))
                except (KeyError, ValueError, TypeError) as fault:
                    self.faults.append(f"{name}: {row.get('id', '?')}: {fault}")

    def _rule(self, kind: str, row: Mapping[str, Any], code: str) -> Rule:
        patterns = tuple(pattern(source, self.classes[code], self.tongues[code].small) for source in row["patterns"])
        for phrase in patterns:
            self.words |= phrase.anchors
            if not phrase.anchors:
                raise PatternFault(f"no whole word to look for in {phrase.source!r}")
        says = row.get("label", "none")
        if kind == "rule" and not (row.get("examples") and row.get("counters")):
            raise PatternFault("a rule needs examples and counter-examples")
        return Rule(
            id=row["id"],
            kind=kind,
            label=Label(says),
            strength=int(row.get("strength", 2)),
            family=row.get("family", (row["id"] + ".").split(".")[1]),
            topic=row.get("topic", ""),
            denies=_denial(row.get("denies", True)),
            jokes=bool(row.get("jokes", True)),
            floor=int(row.get("floor", 0)),
            alone=bool(row.get("alone", False)),
            urgent=bool(row.get("urgent", False)),
            near=bool(row.get("near", False)),
            needs=tuple(frozenset(some.split("|")) for some in row.get("needs", ())),
            unless=frozenset(row.get("unless", ())),
            patterns=patterns,
            examples=tuple(row.get("examples", ())),
            counters=tuple(row.get("counters", ())),
        )

    def _same_ids(self) -> None:
        seen: set[tuple[str, str]] = set()
        for tongue in self.tongues.values():
            for rule in tongue.rules:
                if rule.kind == "rule" and (rule.kind, rule.id) in seen:
                    self.faults.append(f"{rule.id}: two rules of that name")
                seen.add((rule.kind, rule.id))
