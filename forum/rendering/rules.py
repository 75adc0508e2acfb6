"""The press's own rules for the Markdown parser: veils, bare web addresses, mentions, tables of bounded width."""

import re

from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_inline import StateInline

from forum.rendering import limits
from forum.rendering.links import clean_address
from forum.rendering.marks import OPEN_SEAM, SEAM_STARTS, close_seam
from forum.rendering.problems import Fault

HANDLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{1,28}[A-Za-z0-9]")

_MENTION = re.compile(rf"@({HANDLE.pattern})(?![\w@-])")
_BEFORE_ADDRESS = re.compile(r"(?:^|[^A-Za-z0-9.+-])(https?)$", re.IGNORECASE)
_ADDRESS_REST = re.compile(rf"://[^\s<>\"`\ufdd0-\ufdef]{{1,{limits.LINK_CHARACTERS}}}")
_TRAILING = ".,;:!?'*_~|"


def inline_veil(state: StateInline, silent: bool) -> bool:
    """From an opening seam to the closing one of the same number, if that stands in the same run of text."""
    opening = OPEN_SEAM.match(state.src, state.pos)
    if opening is None:
        return False
    number = int(opening[1])
    closing = close_seam(number)
    end = state.src.find(closing, opening.end(), state.posMax)
    if end < 0:
        return False
    if not silent:
        whole = state.posMax
        state.push("veil_open", "", 1).meta = {"number": number, "block": False}
        state.pos, state.posMax = opening.end(), end
        state.md.inline.tokenize(state)
        state.push("veil_close", "", -1)
        state.posMax = whole
    state.pos = end + len(closing)
    return True


def block_veil(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """From a line that is an opening seam to the line that is its closing one, within the same container."""
    number = _seam_alone(state, start)
    if number is None or state.is_code_block(start):
        return False
    last = _closing_line(state, start + 1, end, close_seam(number))
    if last is None or silent:
        return last is not None
    parent, line_max = state.parentType, state.lineMax
    state.parentType, state.lineMax = "veil", last
    token = state.push("veil_open", "", 1)
    token.meta, token.map = {"number": number, "block": True}, [start, last]
    state.md.block.tokenize(state, start + 1, last)
    state.push("veil_close", "", -1)
    state.parentType, state.lineMax, state.line = parent, line_max, last + 1
    return True


def bare_address(state: StateInline, silent: bool) -> bool:
    """An `http(s)://` address in running text. Each character is looked at a bounded number of times."""
    if state.src[state.pos] != ":" or state.linkLevel > 0:
        return False
    rest = _ADDRESS_REST.match(state.src, state.pos, state.posMax)
    scheme = _BEFORE_ADDRESS.search(state.src[max(0, state.pos - 6) : state.pos]) if rest else None
    if rest is None or scheme is None or not state.pending.endswith(scheme[1]):
        return False
    shown = scheme[1] + _trimmed(rest[0])
    address = clean_address(shown)
    if not address:
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme[1])]
        state.push("link_open", "a", 1).attrs = {"href": address}
        state.push("text", "", 0).content = shown
        state.push("link_close", "a", -1)
    state.pos += len(shown) - len(scheme[1])
    return True


def mention(state: StateInline, silent: bool) -> bool:
    """`@handle` of somebody who is known, outside links and mail addresses."""
    hit = _MENTION.match(state.src, state.pos, state.posMax)
    before = state.src[state.pos - 1 : state.pos]
    if hit is None or state.linkLevel > 0 or before.isalnum() or before in tuple("_@/.-"):
        return False
    is_known = state.env["is_known"]
    if not is_known(hit[1]):
        return False
    if not silent:
        state.push("mention", "", 0).content = hit[1]
    state.pos = hit.end()
    return True


def bounded_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A table of at most so many columns and cells: every row is filled up to the width of the first.

    Raises: Fault.
    """
    if silent or not table(state, start, end, True):
        return silent and table(state, start, end, True)
    first = state.bMarks[start + 1] + state.tShift[start + 1]
    columns = state.src.count("|", first, state.eMarks[start + 1]) + 1
    lines = next((line for line in range(start, end) if state.isEmpty(line)), end) - start
    state.env["cells"] = state.env.get("cells", 0) + columns * lines
    if columns > limits.TABLE_COLUMNS + 2 or state.env["cells"] > limits.TABLE_CELLS:
        raise Fault("too-large", start)
    return table(state, start, end, False)


def _seam_alone(state: StateBlock, line: int) -> int | None:
    seam = OPEN_SEAM.fullmatch(_line(state, line)) if _line(state, line).startswith(SEAM_STARTS) else None
    return int(seam[1]) if seam else None


def _closing_line(state: StateBlock, start: int, end: int, closing: str) -> int | None:
    for line in range(start, end):
        inside = state.sCount[line] >= state.blkIndent or state.isEmpty(line)
        if not inside:
            return None
        if _line(state, line) == closing:
            return line
    return None


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip(" \t")


def _trimmed(address: str) -> str:
    """Without what belongs to the sentence: stops at the end, and brackets that were opened before it."""
    end = len(address)
    surplus = address.count(")") - address.count("(")
    while end > 0:
        if address[end - 1] in _TRAILING:
            end -= 1
        elif address[end - 1] == ")" and surplus > 0:
            end, surplus = end - 1, surplus - 1
        elif address[end - 1] == "]" and "[" not in address:
            end -= 1
        else:
            break
    return address[:end]
