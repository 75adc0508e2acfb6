"""The crisis notice: which lines a sensitive thread names for a reader of a given country and language.

Never a guess: without a country there is no number at all, and a line of doubtful confidence is never chosen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from forum.domain.helplines import Directory, DirectoryFault, Elsewhere, Line, read_directory

__all__ = ["GRAVITY", "Directory", "DirectoryFault", "Elsewhere", "Line", "Notice", "notice", "read_directory"]

GRAVITY = (
    "suicide",
    "self-harm",
    "sexual assault",
    "abuse",
    "domestic abuse",
    "eating disorders",
    "substance use",
    "LGBTQ+ youth",
    "bullying",
    "child and youth",
    "depression",
    "emotional distress",
)
"""Topics, gravest first: the first one of a thread decides the first line."""

_NEAR: Mapping[str, tuple[str, ...]] = {
    "suicide": ("self-harm", "emotional distress", "depression"),
    "self-harm": ("suicide", "emotional distress", "depression"),
    "sexual assault": ("abuse", "domestic abuse", "emotional distress"),
    "abuse": ("domestic abuse", "child and youth", "emotional distress"),
    "domestic abuse": ("abuse", "sexual assault", "emotional distress"),
    "eating disorders": ("emotional distress", "self-harm"),
    "substance use": ("emotional distress",),
    "LGBTQ+ youth": ("child and youth", "emotional distress"),
    "bullying": ("child and youth", "emotional distress"),
    "child and youth": ("bullying", "abuse", "emotional distress"),
    "depression": ("emotional distress", "suicide"),
    "emotional distress": ("depression", "suicide"),
}
"""Where to turn when a country has no line for a topic: the nearest ones, in order."""

_OWN = frozenset({"sexual assault", "abuse", "domestic abuse", "LGBTQ+ youth"})
"""Topics for which a line with an audience of its own is the right one for everybody who reads."""

_YOUNG = frozenset({"LGBTQ+ youth", "bullying", "child and youth"})

_FAR = 99


@dataclass(frozen=True, slots=True)
class Notice:
    """What a sensitive thread says about help.

    Shapes: `topics` gravest first; at most two `lines`; `emergency` has the numbers of the country, first the one to
    show, and is empty when the country is unknown; `fallback` is True when no line can be named, and then
    `directory_url` is all there is to show.
    """

    topics: tuple[str, ...]
    country: str | None
    country_name: str | None
    lines: tuple[Line, ...]
    emergency: tuple[str, ...]
    directory_name: str
    directory_url: str
    fallback: bool


def notice(directory: Directory, topics: Collection[str], country: str | None, language: str) -> Notice | None:
    """The notice for a thread on these topics; None when there are none.

    Shapes: a topic outside the vocabulary counts as emotional distress, so that a typing slip never hides help.
    """
    if not topics:
        return None
    wanted = _by_gravity(topics)
    known = country.upper() if country else None
    name = directory.country_name(known, language)
    lines = _choose(directory, wanted, known, language)
    elsewhere = directory.elsewhere[0]
    return Notice(
        topics=wanted,
        country=known if name else None,
        country_name=name,
        lines=lines,
        emergency=directory.emergency.get(known, ()) if known else (),
        directory_name=elsewhere.name,
        directory_url=elsewhere.url,
        fallback=not lines,
    )


def _by_gravity(topics: Iterable[str]) -> tuple[str, ...]:
    known = {topic if topic in GRAVITY else "emotional distress" for topic in topics}
    return tuple(topic for topic in GRAVITY if topic in known)


def _choose(directory: Directory, wanted: tuple[str, ...], country: str | None, language: str) -> tuple[Line, ...]:
    """Two at most: the best for the gravest topic, then what it lacks, another topic or another way to be reached."""
    able = [line for line in directory.of(country) if line.is_sure and _is_for_readers(line, wanted)]
    able = [line for line in able if any(_nearness(line, topic) < _FAR for topic in wanted)]
    if not able:
        return ()
    first = min(able, key=lambda line: (_nearness(line, wanted[0]), not line.by_voice, *_order(line, language)))
    second = _second(first, [line for line in able if line is not first], wanted, language)
    return (first, second) if second else (first,)


def _second(first: Line, others: list[Line], wanted: tuple[str, ...], language: str) -> Line | None:
    open_topics = [topic for topic in wanted if topic not in first.topics]

    def misses(line: Line) -> tuple[bool, ...]:
        return tuple(topic not in line.topics for topic in open_topics)

    # A line that is only near the topic is worth naming when it opens a way that the first does not.
    useful = [line for line in others if set(line.topics) & set(wanted) or _adds(line, first)]
    if not useful:
        return None
    return min(
        useful,
        key=lambda line: (
            misses(line),
            not _adds(line, first),
            min(_nearness(line, topic) for topic in wanted),
            *_order(line, language),
        ),
    )


def _adds(line: Line, first: Line) -> bool:
    """Whether it opens a way that the first line does not: voice, text, or grown-ups as well."""
    return (
        (line.by_text and not first.by_text)
        or (line.by_voice and not first.by_voice)
        or _crowd(line) < _crowd(first) == 1
    )


def _is_for_readers(line: Line, wanted: tuple[str, ...]) -> bool:
    return _crowd(line) < 2 or bool(_OWN & set(wanted) & set(line.topics))


def _crowd(line: Line) -> int:
    """0: for all; 1: for the young, who are many here; 2: for some, whom a general notice does not know."""
    audience = line.audience.casefold()
    if audience in {"everyone", "adults", "english speakers"}:
        return 0
    young = ("children", "young people", "under 35s")
    return 1 if audience.startswith(young) else 2


def _nearness(line: Line, topic: str) -> int:
    """0 when the line is for this topic, more the farther its nearest topic stands, _FAR when it has nothing to do.

    A children's line stands in for a missing line only where the topic is one of the young.
    """
    for steps, near in enumerate((topic, *_NEAR[topic])):
        if near in line.topics and (steps == 0 or _crowd(line) == 0 or topic in _YOUNG):
            return steps
    return _FAR


def _order(line: Line, language: str) -> tuple[int, bool, int, bool, str]:
    return _crowd(line), not _speaks(line, language), line.rank, line.region is not None, line.id


def _speaks(line: Line, language: str) -> bool:
    tongue = language.split("-", maxsplit=1)[0].replace("nb", "no").replace("nn", "no")
    return any(spoken.split("-")[0] == tongue for spoken in line.languages)
