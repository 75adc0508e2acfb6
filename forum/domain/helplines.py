"""The directory of crisis lines: what a line is, and how a file of them is read and doubted.

A wrong number is worse than no number, so a file with one doubtful entry is refused as a whole, with every fault named.
Source: forum/data/lines.README.md tells where the entries come from and which rules they follow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from forum.domain.helpline_checks import CALLING_CODES, faults_in
from forum.domain.wrong_numbers import WrongNumbers


@dataclass(frozen=True, slots=True)
class Line:
    """One crisis line as it may be shown.

    Shapes: `number` is for eyes, `dial` for tel: links, always in the country's own form; `name` carries the region
    when the line serves only a part of the country; `languages` are language tags; `hours` is None where no source
    says them; `verified_on` is the date of the newest source, not of a call; `checked_on` is the day on which two
    people of this forum had compared it with the provider's own page, None before. Former and alternative numbers
    have no field here, so that no outlet can show them.
    """

    id: str
    country: str
    name: str
    region: str | None
    audience: str
    rank: int
    kinds: tuple[str, ...]
    number: str | None
    dial: str | None
    sms_number: str | None
    sms_dial: str | None
    sms_keyword: str | None
    whatsapp: str | None
    chat_url: str | None
    url: str | None
    hours: str | None
    languages: tuple[str, ...]
    topics: tuple[str, ...]
    confidence: str
    verified_on: str
    checked_on: str | None = None

    @property
    def is_sure(self) -> bool:
        """Of high confidence: the only lines that a notice may name."""
        return self.confidence == "high"

    @property
    def by_voice(self) -> bool:
        """One can call it."""
        return self.dial is not None

    @property
    def by_text(self) -> bool:
        """One can reach it without speaking."""
        return bool(self.sms_dial or self.chat_url or self.whatsapp)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An international directory: where to look when we have no line for a country."""

    name: str
    url: str


class DirectoryFault(Exception):
    """The file of lines cannot be trusted. `faults` names every one, as "<entry>: <what>"."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Directory:
    """All lines, checked.

    Shapes: `lines` in order of country, rank and id; `emergency` maps a country to its numbers, first the one to show;
    `country_names` maps an interface language to names by country code and may be empty; `wrong` finds in texts
    what must not be called.
    """

    lines: tuple[Line, ...]
    emergency: Mapping[str, tuple[str, ...]]
    elsewhere: tuple[Elsewhere, ...]
    vocabulary: tuple[str, ...]
    generated_on: str
    country_names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    wrong: WrongNumbers = field(default_factory=lambda: WrongNumbers((), {}), compare=False)

    def of(self, country: str | None) -> tuple[Line, ...]:
        """The lines of one country, first choice first; empty for a country we know nothing of."""
        return tuple(line for line in self.lines if line.country == country)

    @property
    def countries(self) -> tuple[str, ...]:
        """Codes of the countries with at least one line, in order."""
        return tuple(sorted({line.country for line in self.lines}))

    def line(self, line_id: str) -> Line | None:
        """A line by its own id."""
        return next((line for line in self.lines if line.id == line_id), None)

    def country_name(self, country: str | None, language: str = "en") -> str | None:
        """What a country is called in the reader's language, else in English; None when nobody knows the code."""
        if country is None:
            return None
        for tongue in (language, language.split("-", maxsplit=1)[0], "en"):
            named = self.country_names.get(tongue, {}).get(country)
            if named:
                return named
        return country if country in self.emergency else None


def read_directory(data: object, country_names: Mapping[str, Mapping[str, str]] | None = None) -> Directory:
    """The directory in a parsed file of lines.

    Raises: `DirectoryFault` with every fault, and then nothing of the file is used.
    """
    faults = faults_in(data)
    if faults or not isinstance(data, dict):
        raise DirectoryFault(faults)
    lines = sorted((_line(entry) for entry in data["entries"]), key=lambda line: (line.country, line.rank, line.id))
    return Directory(
        lines=tuple(lines),
        emergency={country: tuple(known["numbers"]) for country, known in data["emergency"].items()},
        elsewhere=tuple(Elsewhere(e["name"], e["url"]) for e in data["international_fallbacks"] if e["url"]),
        vocabulary=tuple(data["topics_vocabulary"]),
        generated_on=data["generated_on"],
        country_names=country_names or {},
        wrong=WrongNumbers((*data["retired"], *data["known_wrong"]), CALLING_CODES),
    )


def _line(entry: Mapping[str, Any]) -> Line:
    sms = entry["sms"] or {}
    return Line(
        id=entry["id"],
        country=entry["country"],
        name=f"{entry['name']} · {entry['region']}" if entry["region"] else entry["name"],
        region=entry["region"],
        audience=entry["audience"],
        rank=entry["rank"],
        kinds=tuple(entry["kind"]),
        number=entry["number"],
        dial=entry["dial"],
        sms_number=sms.get("number"),
        sms_dial=sms.get("dial"),
        sms_keyword=sms.get("keyword"),
        whatsapp=(entry["whatsapp"] or {}).get("number"),
        chat_url=(entry["chat_url"] or entry["url"]) if "chat" in entry["kind"] else None,
        url=entry["url"],
        hours=entry["hours"],
        languages=tuple(entry["languages"]),
        topics=tuple(entry["topics"]),
        confidence=entry["confidence"],
        verified_on=entry["verified_on"],
    )
