"""A post quoted: from what the quoter may read back to Markdown, each veiled part with its tag.

Only a Redacted goes in, so what is closed to the quoter cannot come out; it becomes an ellipsis.
"""

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from itertools import groupby
from operator import itemgetter

from forum.domain.catalogue import Catalogue
from forum.domain.covering import covers, highest
from forum.domain.gates import Gate
from forum.rendering import limits
from forum.rendering.document import Html
from forum.rendering.door import is_visible
from forum.rendering.lookalikes import folded
from forum.rendering.redact import Closed, Opened, Printed, Redacted
from forum.rendering.scope_words import scope_words

LEFT_OUT = "[…]"

_SIGNS = re.compile(r"[\\`*_\[]|~(?=~)|&(?=#?\w+;)|<(?=[A-Za-z])|@(?=[A-Za-z0-9])|:(?=//)|\](?=\()")
_LINE_START = re.compile(r"[#>|:=+-]|[0-9]+(?=[.)])")
_SPACES = re.compile(r"[ \t\n]+")
_EMPHASIS = {"em": "*", "strong": "**", "del": "~~"}
_BLOCKS = frozenset({"p", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre", "hr"})


def quote(
    redacted: Redacted, catalogues: Mapping[int, Catalogue], *, within: Gate | None = None, opening: str = ""
) -> str:
    """`redacted` as Markdown to be answered to, every line prefixed with `> `.

    `within` is the gate of the thread that will hold the quote: what lies behind just that needs no tag there.
    `opening` is a line of Markdown put before it, such as who wrote it. Mentions are quoted without addressing anybody
    again. Quotes that would be nested too deep are left out, and lists lose their nesting.
    """
    writer = _QuoteWriter(catalogues, within)
    writer.pieces(redacted.pieces, None)
    lines = [opening, ""] if opening else []
    return "\n".join(f"> {line}".rstrip() for line in [*lines, *writer.finished()])


class _QuoteWriter(HTMLParser):
    """Writes Markdown line by line; every stretch of a line knows the gate it lies behind."""

    def __init__(self, catalogues: Mapping[int, Catalogue], within: Gate | None) -> None:
        super().__init__(convert_charrefs=True)
        self._catalogues, self._within = catalogues, within
        self._lines: list[str] = []
        self._line: list[tuple[Gate | None, str]] = []
        self._gate: Gate | None = None
        self._wanted: list[str] = []
        self._written: list[str] = []
        self._lists: list[int | None] = []
        self._marker = ""
        self._quotes = self._last_quotes = self._skipped = 0
        self._is_parted = False
        self._link: str | None = None
        self._link_text = ""
        self._code: str | None = None
        self._is_pre = False

    def pieces(self, pieces: tuple[Printed, ...], gate: Gate | None) -> None:
        for piece in pieces:
            if isinstance(piece, Html):
                self._enter(gate)
                self.feed(piece.markup)
                self.close()
                self.reset()
            elif isinstance(piece, Closed):
                self._leave_out(block=piece.block)
            else:
                self._opened(piece, gate)

    def _opened(self, veil: Opened, around: Gate | None) -> None:
        gate = self._needed(veil.gate, around)
        if gate is not None and scope_words(gate, self._catalogues) is None:
            self._leave_out(block=veil.block)
            return
        self._block(is_one=veil.block)
        self.pieces(veil.inside, gate)
        self._block(is_one=veil.block)

    def finished(self) -> list[str]:
        self._end_line()
        return self._lines

    # -- gates

    def _needed(self, gate: Gate, around: Gate | None) -> Gate | None:
        """The tag for what lies behind both; None when the thread asks for as much anyway."""
        if self._within is not None and covers(self._within, gate, self._catalogues):
            return around
        return gate if around is None else highest(around, gate, self._catalogues)

    def _enter(self, gate: Gate | None) -> None:
        if gate != self._gate:
            self._unwind(0)
            self._gate = gate

    def _leave_out(self, *, block: bool) -> None:
        self._enter(None)
        self._block(is_one=block)
        self._put(LEFT_OUT.replace("[", r"\["))
        self._block(is_one=block)

    # -- what the parser calls

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._block(is_one=tag in _BLOCKS)
        if tag in _EMPHASIS:
            self._wanted.append(_EMPHASIS[tag])
        elif tag == "code":
            self._code = ""
        begin = getattr(self, f"_begin_{tag}", None)
        if begin is not None:
            begin(given)

    def handle_endtag(self, tag: str) -> None:
        end = getattr(self, f"_end_{tag}", None)
        if end is not None:
            end()
        if tag in _EMPHASIS:
            self._wanted.pop()
            self._unwind(len(self._wanted))
        if tag in ("li", "tr", "br"):
            self._end_line()
        self._block(is_one=tag in _BLOCKS)

    def handle_data(self, data: str) -> None:
        if self._skipped or self._quotes >= limits.QUOTE_NESTING:
            return
        if self._code is not None:
            self._code += data
            return
        shown = _SPACES.sub(" ", data)
        if self._link is not None:
            self._link_text += shown
        elif shown.strip() or self._line:
            self._put(self._escaped(shown))

    # -- elements

    def _begin_br(self, _: dict[str, str]) -> None:
        self._end_line()

    def _begin_blockquote(self, _: dict[str, str]) -> None:
        self._quotes += 1

    def _end_blockquote(self) -> None:
        self._end_line()
        self._quotes -= 1

    def _begin_ul(self, _: dict[str, str]) -> None:
        self._lists.append(None)

    def _begin_ol(self, given: dict[str, str]) -> None:
        self._lists.append(int(given.get("start") or 1))

    def _end_ul(self) -> None:
        self._end_line()
        self._lists.pop()

    _end_ol = _end_ul

    def _begin_li(self, _: dict[str, str]) -> None:
        self._end_line()
        number = self._lists[-1]
        self._marker = "- " if number is None else f"{number}. "
        if number is not None:
            self._lists[-1] = number + 1

    def _begin_td(self, _: dict[str, str]) -> None:
        if self._line:
            self._put(r" \| ")

    _begin_th = _begin_td

    def _begin_span(self, _: dict[str, str]) -> None:
        self._skipped += 1

    def _end_span(self) -> None:
        self._skipped -= 1

    def _begin_a(self, given: dict[str, str]) -> None:
        self._link, self._link_text = given.get("href", ""), ""

    def _end_a(self) -> None:
        target, shown, self._link = self._link or "", self._link_text.strip(), None
        if target.startswith("/"):
            self._put(self._escaped(shown))
        else:
            self._put(f"[{self._escaped(shown).replace(']', chr(92) + ']')}](<{target}>)")

    def _begin_pre(self, _: dict[str, str]) -> None:
        self._is_pre = True

    def _end_pre(self) -> None:
        self._is_pre = False

    def _end_code(self) -> None:
        code, self._code = self._code or "", None
        if self._link is not None:
            self._link_text += code
        elif not self._is_pre:
            self._put(_as_code(_SPACES.sub(" ", code)))
        else:
            for line in code.split("\n"):
                if line.strip():
                    self._put(_as_code(line))
                    self._end_line()

    # -- writing

    def _escaped(self, shown: str) -> str:
        written = _SIGNS.sub(lambda sign: "\\" + sign[0], shown if self._line else shown.lstrip())
        start = _LINE_START.match(written) if not self._line else None
        if start is None:
            return written
        at = start.end() if start[0].isdigit() else start.start()
        return f"{written[:at]}\\{written[at:]}"

    def _put(self, markdown: str) -> None:
        if self._quotes >= limits.QUOTE_NESTING:
            return
        for wanted in self._wanted[len(self._written) :]:
            # Struck words that begin with "!" or "~" would look like a mark of another place: they lose their stroke.
            sign = "" if wanted == "~~" and _seems_to_begin_with(markdown, ("!", "~")) else wanted
            self._line.append((self._gate, sign))
            self._written.append(sign)
        self._line.append((self._gate, markdown))

    def _unwind(self, depth: int) -> None:
        """Close the emphasis that is written, down to `depth`; it is opened again when more text comes."""
        while len(self._written) > depth:
            self._line.append((self._gate, self._written.pop()))

    def _block(self, *, is_one: bool) -> None:
        if is_one:
            self._end_line()
            self._is_parted = True

    def _end_line(self) -> None:
        self._unwind(0)
        by_gate = groupby(self._line, key=itemgetter(0))
        written = "".join(self._tagged(gate, "".join(part for _, part in parts)) for gate, parts in by_gate)
        self._line = []
        if not written.strip():
            return
        if self._is_parted and self._lines:
            self._lines.append(("> " * min(self._quotes, self._last_quotes)).rstrip())
        self._lines.append("> " * self._quotes + self._marker + written.strip())
        self._marker, self._is_parted, self._last_quotes = "", False, self._quotes

    def _tagged(self, gate: Gate | None, markdown: str) -> str:
        if gate is None or not any(map(is_visible, markdown)):
            return markdown if gate is None else " "
        before = markdown[: len(markdown) - len(markdown.lstrip())]
        after = markdown[len(markdown.rstrip()) :]
        return f"{before}[spoiler {scope_words(gate, self._catalogues)}]{markdown.strip()}[/spoiler]{after}"


def _seems_to_begin_with(markdown: str, signs: tuple[str, ...]) -> bool:
    """Whether the first character that a reader sees looks like one of `signs`; a backslash before it is not seen."""
    seen = next(filter(None, map(folded, markdown.removeprefix("\\"))), "")
    return seen.startswith(signs)


def _as_code(code: str) -> str:
    """`code` between more backticks than it holds in a row."""
    longest = max((len(run) for run in re.findall("`+", code)), default=0)
    ticks = "`" * (longest + 1)
    pad = " " if code[:1] in ("`", " ") or code[-1:] in ("`", " ") else ""
    return f"{ticks}{pad}{code}{pad}{ticks}"
