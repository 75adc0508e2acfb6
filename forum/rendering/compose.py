"""Markdown becomes a Document, once, when it is written. What cannot be understood for certain is refused."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from forum.domain.gates import Gate
from forum.domain.scopes import ScopeError
from forum.rendering import foreign, limits, lookalikes
from forum.rendering.assemble import Assembler
from forum.rendering.document import Cover, Document, Piece, Veil
from forum.rendering.door import admit
from forum.rendering.marks import (
    ANY_SEAM,
    SEAMS,
    Edit,
    Mark,
    Pair,
    edited,
    line_before,
    native_marks,
    overlaps,
    pair_up,
    seams,
)
from forum.rendering.parser import parse
from forum.rendering.problems import Fault, Problem, Refused, problem_at, problem_on_line

ReadScope = Callable[[str], Gate]
IsKnown = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class _Setting:
    """What a text is read against."""

    read_scope: ReadScope
    outer: Gate | None
    is_known: IsKnown


def compose(
    source: str, read_scope: ReadScope, *, outer: Gate | None = None, is_known: IsKnown = lambda _: True
) -> Document:
    """The document that `source` says.

    `read_scope` reads what an opening mark names; a mark that names nothing takes `outer`, the thread's gate;
    without one `read_scope("")` is asked and may raise. With `outer` the whole document is one veil.
    `is_known` tells which handles are people; `@words` that are nobody's handle stay words.

    Raises: Refused, with the codes of `scopes.ScopeError` and
    door: too-long, empty, character;
    marks: unclosed-mark, stray-close, nested-mark, crossing-mark, empty-mark, unclear-mark (foreign notation with more
    than one reading), look-alike, mark-in-code, mark-in-link, misplaced-mark, mark-lost, too-many-marks, scope-needed;
    size: too-deep, too-large, too-many-links, too-many-mentions.
    """
    return _composed(admit(source), _Setting(read_scope, outer, is_known))


def _composed(text: str, setting: _Setting) -> Document:
    pairs, kept_code = _pairs(text, setting)
    assembler = Assembler(_gates(text, pairs, setting))
    edits = seams(text, pairs)
    tokens = _parsed(text, edits, setting)
    _refuse(_leftovers(text, tokens, pairs))
    try:
        pieces = assembler.write(tokens)
    except Fault as fault:
        raise Refused((_place(text, pairs, edits, fault),)) from fault
    _refuse(_unused(text, pairs, assembler.used))
    if sum(len(foreign.tokens(code)) for code in assembler.code) < kept_code:
        raise Refused((problem_at(text, foreign.tokens(text)[0].start(), "unclear-mark"),))
    return _bounded(text, Document(_covered(pieces, setting.outer), links=assembler.links))


def _parsed(text: str, edits: Sequence[Edit], setting: _Setting) -> list[Token]:
    try:
        return parse(edited(text, edits), {"is_known": setting.is_known})
    except Fault as fault:
        raise Refused((_place(text, (), edits, fault),)) from fault


def _pairs(text: str, setting: _Setting) -> tuple[list[Pair], int]:
    """The marks of the text in pairs, and how many foreign ones are just code."""
    marks = list(native_marks(text))
    pairs, faults = pair_up(text, marks)
    _refuse([*overlaps(text, marks), *lookalikes.in_source(text, marks), *lookalikes.bent_pipes(text)] or faults)
    found = foreign.tokens(text)
    more: list[Mark] = []
    in_code: frozenset[int] = frozenset()
    if found:
        in_code = _numbers_in_code(text, [*seams(text, pairs), *foreign.standins(_spans(found))], setting)
        more, unclear = foreign.read(text, [token for number, token in enumerate(found) if number not in in_code])
        pairs, faults = pair_up(text, [*marks, *more])
        coded = [problem_at(text, found[number].start(), "unclear-mark") for number in sorted(in_code)[:1]]
        before = [*_bent_before(text, pairs), *coded]  # the first half may have been taken for code
        _refuse(unclear + overlaps(text, [*marks, *more]) or (faults and [*before, *faults]))
    _refuse(lookalikes.bent_tildes(text, more) or _in_code(text, pairs, setting))
    return pairs, len(in_code)


def _bent_before(text: str, pairs: Sequence[Pair]) -> list[Problem]:
    """Disguised marks in a text that has a lone one besides: the preview hides from the first of all of them on."""
    return lookalikes.bent_tildes(text, [mark for pair in pairs for mark in (pair.opening, pair.closing)])


def _in_code(text: str, pairs: Sequence[Pair], setting: _Setting) -> list[Problem]:
    """Marks that would be code if they were words: `>!a `b!< c` d` can be read in two ways."""
    if not pairs or not any(sign in text for sign in ("`", "~~~", "    ", "\t")):
        return []
    marks = [mark for pair in pairs for mark in (pair.opening, pair.closing)]
    numbers = _numbers_in_code(text, foreign.standins((mark.start, mark.end) for mark in marks), setting)
    return [problem_at(text, marks[number].start, "mark-in-code") for number in numbers]


def _numbers_in_code(text: str, edits: Sequence[Edit], setting: _Setting) -> frozenset[int]:
    return foreign.numbers_in(_code_in(_parsed(text, edits, setting)))


def _spans(found: Sequence[re.Match[str]]) -> list[tuple[int, int]]:
    return [token.span() for token in found]


def _code_in(tokens: Sequence[Token]) -> list[str]:
    found: list[str] = []
    for token in tokens:
        if token.type in ("code_inline", "code_block", "fence"):
            found.append(token.content)
        found += _code_in(token.children or ())
    return found


def _gates(text: str, pairs: Sequence[Pair], setting: _Setting) -> Mapping[int, Gate]:
    gates: dict[int, Gate] = {}
    problems: list[Problem] = []
    for number, pair in enumerate(pairs):
        try:
            gates[number] = _gate(pair.opening.scope, setting)
        except ScopeError as error:
            problems.append(problem_at(text, pair.opening.start, error.code))
    _refuse(problems)
    return gates


def _gate(scope: str, setting: _Setting) -> Gate:
    if scope or setting.outer is None:
        try:
            return setting.read_scope(scope)
        except ScopeError as error:
            raise error if scope else ScopeError("scope-needed", scope) from error
    return setting.outer


def _leftovers(text: str, tokens: Sequence[Token], pairs: Sequence[Pair]) -> list[Problem]:
    """Marks that the parser took for anything but marks."""
    problems: list[Problem] = []
    for token in tokens:
        if token.children:
            problems += _leftovers(text, token.children, pairs)
        elif SEAMS.search(token.content) and token.type != "inline":
            code = "misplaced-mark" if token.type == "text" else "mark-in-code"
            numbers = [int(seam[1]) for seam in ANY_SEAM.finditer(token.content)]
            problems += [problem_at(text, pairs[number].opening.start, code) for number in dict.fromkeys(numbers)]
    return problems


def _unused(text: str, pairs: Sequence[Pair], used: Sequence[int]) -> list[Problem]:
    return [
        problem_at(text, pair.opening.start, "mark-lost")
        for number, pair in enumerate(pairs)
        if used.count(number) != 1
    ]


def _place(text: str, pairs: Sequence[Pair], edits: Sequence[Edit], fault: Fault) -> Problem:
    if fault.number is not None:
        return problem_at(text, pairs[fault.number].opening.start, fault.code)
    line = line_before(text, edits, fault.line)
    if fault.code == "look-alike":
        return problem_at(text, lookalikes.place_in_source(text, line), fault.code)
    return problem_on_line(text, line, fault.code)


def _covered(pieces: tuple[Piece, ...], outer: Gate | None) -> tuple[Piece, ...]:
    return pieces if outer is None else (Veil(outer, pieces, block=True, cover=Cover.THREAD),)


def _bounded(text: str, document: Document) -> Document:
    if len(document.mentions) > limits.MENTIONS:
        place = text.find("@" + document.mentions[limits.MENTIONS])
        raise Refused((problem_at(text, place, "too-many-mentions"),))
    if SEAMS.search(str(document.pieces)):
        raise Refused((problem_at(text, 0, "mark-lost"),))
    return document


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise Refused(tuple(problems))
