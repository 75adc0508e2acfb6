"""Cards of moderation in figures: counts alone, and names only where leads see how work is shared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from forum.presenting.accounts import PersonCard

Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class DayCard:
    """One day: cases that came in, cases that were decided."""

    day: date
    opened: int
    decided: int


@dataclass(frozen=True, slots=True)
class WaitCard:
    """How long cases of one reason waited. Units: minutes; `most` = nine of ten waited no longer."""

    reason: str
    count: int
    look_median: int
    look_most: int
    decide_median: int
    decide_most: int


@dataclass(frozen=True, slots=True)
class LoadCard:
    """How many cases one moderator decided."""

    person: PersonCard | None
    decided: int


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """Figures of a group, or of the site when `group_slug` is "".

    Shapes: `open_by_age` from the newest to the oldest; `days` without gaps; `seals` that
    readers and rules set before a moderator looked: (right, wrong); `load` is empty unless `leads`.
    """

    group_slug: str
    group_name: str
    since: date
    open_by_age: Counts
    days: tuple[DayCard, ...]
    waits: tuple[WaitCard, ...]
    decisions: int
    overturned: int
    seals: tuple[int, int]
    load: tuple[LoadCard, ...]
    leads: bool

    @property
    def highest(self) -> int:
        """The largest count of a day, at least 1: the height of the chart."""
        return max(1, *(max(day.opened, day.decided) for day in self.days))

    @property
    def waiting(self) -> int:
        """Cases that wait."""
        return sum(count for _, count in self.open_by_age)


@dataclass(frozen=True, slots=True)
class ReportPage:
    """What moderation did on the whole site from `first` to `last`, both counted in."""

    first: date
    last: date
    opened: Counts
    decided: Counts
    outcomes: Counts
    appeals: Counts
    waits: tuple[WaitCard, ...]
    decisions: int
    overturned: int
    automated: int
    seals: tuple[int, int] = (0, 0)

    def lines(self) -> tuple[tuple[str, str, int], ...]:
        """Everything as (part, name, number), for machines and spreadsheets."""
        counts = {"opened": self.opened, "decided": self.decided, "outcome": self.outcomes, "appeal": self.appeals}
        made = [(part, name, number) for part, given in counts.items() for name, number in given]
        for wait in self.waits:
            made.append(("median minutes to first look", wait.reason, wait.look_median))
            made.append(("median minutes to decision", wait.reason, wait.decide_median))
            made.append(("90th percentile minutes to decision", wait.reason, wait.decide_most))
        whole: tuple[tuple[str, int], ...] = (
            ("decisions", self.decisions),
            ("overturned", self.overturned),
            ("automated", self.automated),
        )
        whole += (("early curtains that were right", self.seals[0]), ("early curtains that were wrong", self.seals[1]))
        return (*made, *(("all", name, number) for name, number in whole))
