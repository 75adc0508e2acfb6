"""Marks of other places, `||...||` and `~!...!~`, and the only readings under which they are taken over."""

import re
from collections.abc import Iterable, Sequence

from forum.rendering.marks import Edit, Mark
from forum.rendering.problems import Problem, problem_at

TOKEN = re.compile(r"\|{2,}|(?<!~)~!(?!~)|(?<!~)~!(?=~!)|!~(?!~)")
"""What might be meant as a foreign mark. Runs of tildes are strikethrough, so `~~no!~~` stays what it is."""

_STANDIN, _STANDIN_END = "\ufdd4", "\ufdd5"
_STANDINS = re.compile(f"{_STANDIN}([0-9]+){_STANDIN_END}")
_DELIMITER_ROW = re.compile(r"[ \t>]*[|:-][-|: \t]*\|[-|: \t]*")


def tokens(source: str) -> list[re.Match[str]]:
    """Every place where a foreign mark might stand."""
    return list(TOKEN.finditer(source))


def standins(spans: Iterable[tuple[int, int]]) -> list[Edit]:
    """What turns each span into a neutral word, to learn from a parse which of them are code."""
    return [(start, end, f"{_STANDIN}{number}{_STANDIN_END}") for number, (start, end) in enumerate(spans)]


def numbers_in(code: Iterable[str]) -> frozenset[int]:
    """The stand-ins in those stretches of code."""
    return frozenset(int(hit[1]) for text in code for hit in _STANDINS.finditer(text))


def read(source: str, found: Sequence[re.Match[str]]) -> tuple[list[Mark], list[Problem]]:
    """What each token outside code says, or that it cannot be told."""
    marks: list[Mark] = []
    problems: list[Problem] = []
    for token in found:
        family = "pipe" if token[0][0] == "|" else "tilde"
        opens = _reading(source, token)
        if opens is None or len(token[0]) > 2 or (family == "pipe" and _in_table(source, token)):
            problems.append(problem_at(source, token.start(), "unclear-mark"))
        else:
            marks.append(Mark("pipe" if family == "pipe" else "tilde", opens, token.start(), token.end()))
    return marks, problems


def reads_as_pair(code: str) -> bool:
    """Whether pipes in code could elsewhere be an opening and then a closing mark. A lone `||` is a sign of many
    languages and stays, as do those with a space on both sides.
    """
    pipes = [token for token in tokens(code) if token[0][0] == "|"]
    sides = [_sides(code, token) if len(token[0]) == 2 else (True, True) for token in pipes]
    opening = next((number for number, (may_open, _) in enumerate(sides) if may_open), len(sides))
    return any(may_close for _, may_close in sides[opening + 1 :])


def _reading(source: str, token: re.Match[str]) -> bool | None:
    """True: it can only open. False: it can only close. None: both, or neither."""
    may_open, may_close = _sides(source, token)
    if may_open and may_close:
        return _by_edge(source[token.start() - 1 : token.start()], source[token.end() : token.end() + 1])
    return None if may_open == may_close else may_open


def _sides(source: str, token: re.Match[str]) -> tuple[bool, bool]:
    """Whether what stands before and after lets it open, and close."""
    before, after = source[token.start() - 1 : token.start()], source[token.end() : token.end() + 1]
    is_pipe = token[0][0] == "|"
    may_open = not before.isalnum() and bool(after) and not after.isspace() and (is_pipe or token[0] == "~!")
    may_close = not after.isalnum() and bool(before) and not before.isspace() and (is_pipe or token[0] == "!~")
    return may_open, may_close


def _by_edge(before: str, after: str) -> bool | None:
    """Between punctuation the side that touches a space or an edge decides, if only one does."""
    outside_before, outside_after = not before or before.isspace(), not after or after.isspace()
    return None if outside_before == outside_after else outside_before


def _in_table(source: str, token: re.Match[str]) -> bool:
    """Whether the line might be a row of a table, where two pipes are an empty cell."""
    start = source.rfind("\n", 0, token.start()) + 1
    end = source.find("\n", token.end())
    end = len(source) if end < 0 else end
    below_end = source.find("\n", end + 1)
    below = source[end + 1 : len(source) if below_end < 0 else below_end]
    return "|" in source[start:end].replace("||", "") or bool(_DELIMITER_ROW.fullmatch(below))
