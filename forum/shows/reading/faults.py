"""What can be wrong with a file, where, and in which words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forum.domain.errors import Invalid

EXCERPT = 60


def N_(text: str) -> str:  # noqa: N802 - the name that message extraction knows
    """Mark a sentence for translation without translating it here."""
    return text


REASONS = {
    "too-large": N_("the file is larger than 20 MB"),
    "not-utf8": N_("the file is not UTF-8 text"),
    "empty": N_("the file is empty"),
    "not-json": N_("this is not JSON"),
    "cut-off": N_("the file ends in the middle"),
    "not-strict": N_("NaN and Infinity are not JSON"),
    "twice-a-key": N_("this key stands twice in one object"),
    "too-deep": N_("lists and objects are nested too deeply"),
    "null-answer": N_("the file holds only null, which is what TVmaze answers for a show that does not exist"),
    "api-error": N_("this looks like an error answer of TVmaze, not like a show"),
    "not-a-show": N_("this is not a show object"),
    "not-a-list": N_("this must be a list"),
    "not-an-object": N_("this must be an object"),
    "list-without-show": N_("this is a bare list of episodes: name the show it belongs to"),
    "windows-file": N_("this is a file of release windows, not of a show"),
    "not-windows": N_("this is not a file of release windows"),
    "not-an-order": N_("this is not an alternate list of episodes"),
    "unknown-show": N_("no such show is in the catalogue; import the show first"),
    "unknown-episode": N_("the show has no such episode"),
    "missing": N_("this is missing"),
    "not-a-number": N_("this must be a whole number"),
    "out-of-range": N_("this number is out of range"),
    "too-many": N_("these are more than 20,000"),
    "far-away": N_("this is not between the years 1900 and 2200"),
    "not-text": N_("this must be text"),
    "blank": N_("this is blank"),
    "too-long": N_("this text is too long"),
    "control-character": N_("this text holds a NUL or another control character"),
    "half-character": N_("this text holds half of a character (a lone surrogate)"),
    "not-a-date": N_("this is not a date like 2018-05-18"),
    "not-a-time": N_("this is not a time like 21:00"),
    "not-an-instant": N_("this is not an instant like 2018-05-18T12:00:00+00:00"),
    "no-offset": N_("this instant has no offset, so nobody knows when it is"),
    "dates-disagree": N_("airstamp and airdate are days apart"),
    "id-taken": N_("another episode of this file has the same id"),
    "number-taken": N_("another episode of this file has the same season and number"),
    "unreadable-scope": N_("this is not a scope like S02, S02E03 or S04E01-E07"),
    "not-a-territory": N_("this must be * or a country code of two letters"),
    "no-instant": N_("neither an instant nor a date is given"),
    "not-a-topic": N_("this topic is not in the vocabulary"),
    # notes: nothing is refused, but somebody should know
    "unknown-zone": N_("this time zone is unknown; only dates are used, no times"),
    "unknown-type": N_("this type is unknown; taken as a regular episode"),
    "exact-repeat": N_("the same row stands here twice; the second one was left out"),
    "no-episodes": N_("the file lists no episodes; known ones stay as they are"),
    "link-dropped": N_("this link is not http or https; it was left out"),
    "number-shared": N_("an episode that the source no longer lists has the same number"),
    "later-instant": N_("airstamp and airdate disagree; the later one was used"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    Shapes: `place` is a path like "_embedded.episodes[2].season" or "line 3, column 14"; `value` an excerpt that is
    safe to print; `code` a key of `REASONS`.
    """

    file: str
    place: str
    code: str
    value: str = ""

    @property
    def reason(self) -> str:
        """The English sentence, marked for translation."""
        return REASONS[self.code]

    @property
    def facts(self) -> dict[str, str]:
        """For programs."""
        return {"place": self.place, "code": self.code, "reason": self.reason, "value": self.value}

    def __str__(self) -> str:
        at = f"{self.file}: {self.place}: " if self.place else f"{self.file}: "
        return f"{at}{self.reason}" + (f" ({self.value})" if self.value else "")


class ImportRefused(Invalid):
    """Nothing was imported. Shapes: `faults` in the order of the file."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__({"file": ["import-refused"]}, faults=[fault.facts for fault in faults])
        self.faults = tuple(faults)


def excerpt(value: object) -> str:
    """A short form of any JSON value that can be printed, stored and shown: ASCII, without controls."""
    text = ascii(value)
    return text if len(text) <= EXCERPT else text[: EXCERPT - 3] + "..."
