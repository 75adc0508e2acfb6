"""What the press refuses, and where: a code, a place and the words that stand there."""

from dataclasses import dataclass

from forum.rendering import limits


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why a text is refused.

    **Shapes**: `code` is a stable name (a template turns it into a sentence); `line` and `column` count from 1 in
    the text as typed; `excerpt` is a stretch of that line, for its author only; `start` is the offset of the place.
    """

    code: str
    line: int
    column: int
    excerpt: str
    start: int = 0


class Refused(Exception):
    """The text cannot be printed as it stands. `problems` is never empty and sorted by place."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        ordered = tuple(sorted(problems, key=lambda problem: problem.start))
        super().__init__(", ".join(sorted({problem.code for problem in ordered})))
        self.problems = ordered[: limits.PROBLEMS]


class Fault(Exception):
    """What no text may hold, found out of reach of the text. `number` = the mark concerned; `line` counts from 0."""

    def __init__(self, code: str, line: int = 0, number: int | None = None) -> None:
        super().__init__(code)
        self.code, self.line, self.number = code, line, number


def problem_at(source: str, start: int, code: str) -> Problem:
    """The problem `code` at offset `start` of `source`."""
    start = max(0, min(start, len(source)))
    line_start = source.rfind("\n", 0, start) + 1
    line_end = source.find("\n", start)
    line_end = len(source) if line_end < 0 else line_end
    column = start - line_start
    left = max(line_start, start - limits.EXCERPT_OF_PROBLEM // 3)
    excerpt = source[left : min(line_end, left + limits.EXCERPT_OF_PROBLEM)]
    return Problem(code, source.count("\n", 0, start) + 1, column + 1, printable(excerpt), start)


def problem_on_line(source: str, line: int, code: str) -> Problem:
    """The problem `code` somewhere on `line` (counted from 0) of `source`."""
    start = 0
    for _ in range(line):
        start = source.find("\n", start) + 1
    return problem_at(source, start, code)


def printable(text: str) -> str:
    """`text` with what cannot be seen or stored written as its number, so that a problem can be shown anywhere."""
    return "".join(char if char.isprintable() else f"<U+{ord(char):04X}>" for char in text)
