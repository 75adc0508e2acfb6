"""The spoiler marks of a text: where they stand and which belong together.

Three notations are native: `>!...!<`, `[spoiler S02E03]...[/spoiler]` and lines of `:::spoiler S02E03` and `:::`. Two
foreign ones, `||...||` and `~!...!~`, are taken over where they can be read in one way only. Before anything is
parsed, every mark is found, paired and replaced by a seam: characters that no text may contain. The parser must turn
each pair of seams into one veil; a seam left over anywhere is a mark that was not understood, and refuses the text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from forum.rendering import limits
from forum.rendering.door import is_visible
from forum.rendering.problems import Problem, problem_at

Family = Literal["arrow", "bracket", "fence", "pipe", "tilde"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark in the source: `opens` or closes; `scope` is what an opening one names, empty for none."""

    family: Family
    opens: bool
    start: int
    end: int
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """An opening mark and the closing one that belongs to it."""

    opening: Mark
    closing: Mark


_SCOPE = rf"[^\[\]\n]{{0,{limits.SCOPE_CHARACTERS}}}"
_NATIVE = re.compile(
    rf"""(?P<arrow_open>>!)
       | (?P<arrow_close>!<)
       | (?P<bracket_open>\[spoiler(?:[ \t=:](?P<bracket_scope>{_SCOPE}))?\])
       | (?P<bracket_close>\[/spoiler\])
       | (?m:^(?P<before>[ \t>*+\-0-9.)]*)(?<!:)(?P<fence>:::)[ \t]*
             (?:(?P<fence_open>spoiler(?:[ \t=:](?P<fence_scope>{_SCOPE}))?)|(?P<fence_close>))[ \t]*$)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OPEN, _OPEN_END, _CLOSE, _CLOSE_END = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"
SEAMS = re.compile("[\ufdd0-\ufdef]")


def native_marks(source: str) -> Iterator[Mark]:
    """The marks of the native notations, in order."""
    for hit in _NATIVE.finditer(source):
        start, end = hit.span()
        match hit.lastgroup:
            case "arrow_open" | "arrow_close":
                yield Mark("arrow", hit.lastgroup == "arrow_open", start, end)
            case "bracket_close":
                yield Mark("bracket", False, start, end)
            case "bracket_open" | "bracket_scope":
                yield Mark("bracket", True, start, end, (hit["bracket_scope"] or "").strip())
            case _:
                opens = hit["fence_open"] is not None
                yield Mark("fence", opens, hit.start("fence"), end, (hit["fence_scope"] or "").strip())


def pair_up(source: str, marks: Iterable[Mark]) -> tuple[list[Pair], list[Problem]]:
    """The pairs, in order, and what does not pair: nothing nested, nothing crossing, nothing left open or empty."""
    pairs: list[Pair] = []
    problems: list[Problem] = []
    waiting: Mark | None = None
    for mark in sorted(marks, key=lambda one: one.start):
        if mark.opens and waiting is None:
            waiting = mark
        elif mark.opens:
            problems.append(problem_at(source, mark.start, "nested-mark"))
        elif waiting is None:
            problems.append(problem_at(source, mark.start, "stray-close"))
        elif waiting.family != mark.family:
            problems.append(problem_at(source, mark.start, "crossing-mark"))
        else:
            pairs.append(Pair(waiting, mark))
            waiting = None
    if waiting is not None:
        problems.append(problem_at(source, waiting.start, "unclosed-mark"))
    return pairs, problems + _faults(source, pairs)


def _faults(source: str, pairs: Sequence[Pair]) -> list[Problem]:
    problems = [
        problem_at(source, pair.opening.start, "empty-mark")
        for pair in pairs
        if not any(map(is_visible, source[pair.opening.end : pair.closing.start]))
    ]
    if len(pairs) > limits.MARKS:
        problems.append(problem_at(source, pairs[limits.MARKS].opening.start, "too-many-marks"))
    return problems


def overlaps(source: str, marks: Sequence[Mark]) -> list[Problem]:
    """Marks that share a character, such as `>!<`: which one is meant?"""
    ordered = sorted(marks, key=lambda one: (one.start, one.end))
    shared = [
        problem_at(source, later.start, "unclear-mark")
        for earlier, later in pairwise(ordered)
        if later.start < earlier.end
    ]
    return shared + [problem_at(source, hit.start(), "unclear-mark") for hit in re.finditer(">!<", source)]


Edit = tuple[int, int, str]
"""Start and end of a stretch of the source, and what stands there instead."""


def seams(source: str, pairs: Sequence[Pair]) -> list[Edit]:
    """What turns pair number n into seams that carry n.

    A mark over several lines that begins one and ends another gets lines of its own, so that it can hold paragraphs.
    """
    edits: list[Edit] = []
    for number, pair in enumerate(pairs):
        gap = "\n" if _stands_alone(source, pair) else ""
        edits.append((pair.opening.start, pair.opening.end, open_seam(number) + gap))
        edits.append((pair.closing.start, pair.closing.end, gap + close_seam(number)))
    return edits


def edited(source: str, edits: Iterable[Edit]) -> str:
    """`source` with all `edits`, which do not overlap, made."""
    parts: list[str] = []
    done = 0
    for start, end, instead in sorted(edits):
        parts += [source[done:start], instead]
        done = end
    return "".join([*parts, source[done:]])


def line_before(source: str, edits: Iterable[Edit], line: int) -> int:
    """Which line of `source` became line `line` of the edited text (both from 0)."""
    added = 0
    for start, _, instead in sorted(edits):
        if source.count("\n", 0, start) + added >= line:
            break
        added += instead.count("\n")
    return max(0, line - added)


def open_seam(number: int) -> str:
    return f"{_OPEN}{number}{_OPEN_END}"


def close_seam(number: int) -> str:
    return f"{_CLOSE}{number}{_CLOSE_END}"


ANY_SEAM = re.compile(f"[{_OPEN}{_CLOSE}]([0-9]+)[{_OPEN_END}{_CLOSE_END}]")
OPEN_SEAM = re.compile(f"{_OPEN}([0-9]+){_OPEN_END}")
SEAM_STARTS = (_OPEN, _CLOSE)


def _stands_alone(source: str, pair: Pair) -> bool:
    if "\n" not in source[pair.opening.end : pair.closing.start]:
        return False
    before = source[source.rfind("\n", 0, pair.opening.start) + 1 : pair.opening.start]
    line_end = source.find("\n", pair.closing.end)
    after = source[pair.closing.end :] if line_end < 0 else source[pair.closing.end : line_end]
    return len(before) <= 3 and not before.strip(" ") and not after.strip(" \t")
