"""Tokens become pieces: markup with holes where the veils were, each stretch sanitised as a balanced whole.

A hole is a word that nobody could have typed, made anew for each document after its text was fixed. Once a stretch has
been sanitised it is cut at its holes, and what stood in a hole is a veil of its own that was sanitised by itself.
"""

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from forum.domain.gates import Gate
from forum.rendering import limits, lookalikes
from forum.rendering.document import Html, Piece, Veil
from forum.rendering.links import REL, host_of
from forum.rendering.problems import Fault
from forum.rendering.sanitise import sanitise

_LANGUAGE = re.compile(r"[a-z0-9+#-]{1,20}", re.IGNORECASE)
_RENAMED = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6", "s": "del"}
_NOTHING_BETWEEN = "\ufffc"  # stands where a veil was, so that what surrounds it is not read as one word


@dataclass
class _Stretch:
    """What is being written: the document itself, or the inside of one veil."""

    number: int | None = None
    block: bool = True
    parts: list[str] = field(default_factory=list)
    inside: list[Veil] = field(default_factory=list)
    mentions: list[str] = field(default_factory=list)


class Assembler:
    """Writes one document.

    **Shapes**: `gates` by the number that a seam carries; `used` = the numbers that became veils; `code` = every
    stretch of code, as typed.
    """

    def __init__(self, gates: Mapping[int, Gate]) -> None:
        self.gates = gates
        self.used: list[int] = []
        self.code: list[str] = []
        self.links = 0
        self.size = 0
        self._nonce = f"hole{secrets.token_hex(16)}x"
        self._stretches = [_Stretch()]
        self._quotes = self._lists = self._depth = self._line = self._code_line = 0
        self._address: list[str] = []
        self._shown: list[str] = []
        self._writers: dict[str, Callable[[Token], None]] = {
            "text": self._text,
            "text_special": self._text,
            "softbreak": lambda _: self._write("<br>\n", " "),
            "hardbreak": lambda _: self._write("<br>\n", " "),
            "code_inline": self._code_inline,
            "code_block": self._code_block,
            "fence": self._code_block,
            "mention": self._mention,
            "link_open": self._open_link,
            "link_close": self._close_link,
            "image": self._image,
            "veil_open": self._open_veil,
            "veil_close": self._close_veil,
            "hr": lambda _: self._write("<hr>\n"),
        }

    def write(self, tokens: Sequence[Token]) -> tuple[Piece, ...]:
        """The pieces of the document. Raises: Fault."""
        for token in tokens:
            if token.map:
                self._line = token.map[0]
            if token.type == "inline":
                self._inline(token)
            else:
                self._one(token)
        if lookalikes.in_code("\n".join(self.code)):
            raise Fault("mark-in-code", self._code_line)
        return self._finished(self._stretches.pop())

    def _inline(self, token: Token) -> None:
        self._shown, self._depth = [], 0
        for child in token.children or ():
            self._one(child)
        if lookalikes.in_text("".join(self._shown)):
            raise Fault("look-alike", self._line)

    def _one(self, token: Token) -> None:
        writer = self._writers.get(token.type, self._element)
        writer(token)

    # -- elements

    def _element(self, token: Token) -> None:
        self._count_nesting(token)
        if token.hidden:
            return
        tag = _RENAMED.get(token.tag, token.tag)
        if token.nesting < 0:
            self._write(f"</{tag}>\n" if token.block else f"</{tag}>")
        else:
            self._write(f"<{tag}{_attributes(token)}>")

    def _count_nesting(self, token: Token) -> None:
        if token.tag == "blockquote":
            self._quotes += token.nesting
        elif token.tag in ("ul", "ol"):
            self._lists += token.nesting
        elif not token.block:
            self._depth += token.nesting
        too_deep = (
            self._quotes > limits.QUOTE_NESTING
            or self._lists > limits.LIST_NESTING
            or self._depth > limits.INLINE_NESTING
        )
        if too_deep:
            raise Fault("too-deep", self._line)

    def _text(self, token: Token) -> None:
        self._write(escapeHtml(token.content), token.content)

    def _code_inline(self, token: Token) -> None:
        self._keep_code(token)
        self._write(f"<code>{escapeHtml(token.content)}</code>", _NOTHING_BETWEEN)

    def _code_block(self, token: Token) -> None:
        self._keep_code(token)
        language = _LANGUAGE.match(token.info.strip())
        name = f' class="language-{language[0].lower()}"' if language else ""
        self._write(f"<pre><code{name}>{escapeHtml(token.content)}</code></pre>\n")

    def _keep_code(self, token: Token) -> None:
        self.code.append(token.content)
        self._code_line = self._line

    def _mention(self, token: Token) -> None:
        self._stretches[-1].mentions.append(token.content)
        handle = escapeHtml(token.content)
        self._write(f'<a class="mention" href="/u/{handle}">@{handle}</a>', "@" + token.content)

    # -- links

    def _open_link(self, token: Token) -> None:
        self._address.append(str(token.attrGet("href") or ""))
        self._link_starts = len(self._shown)
        if self._address[-1]:
            self.links += 1
            self._write(f'<a href="{escapeHtml(self._address[-1])}" rel="{REL}">')
        if self.links > limits.LINKS:
            raise Fault("too-many-links", self._line)

    def _close_link(self, _: Token) -> None:
        address = self._address.pop()
        if not address:
            return
        host = host_of(address)
        shown = "".join(self._shown[self._link_starts :]).lower()
        self._write("</a>")
        if host and not shown.removeprefix("https://").removeprefix("http://").removeprefix("www.").startswith(host):
            self._write(f'<span class="link-host"> ({escapeHtml(host)})</span>')

    def _image(self, token: Token) -> None:
        """A remote picture would tell its owner who reads, so it becomes a link named by its description."""
        if self._address:
            self._inside_image(token)
            return
        self._open_link(token.copy(attrs={"href": token.attrs.get("src", "")}))
        if token.children:
            self._inside_image(token)
        else:
            self._write(escapeHtml(self._address[-1]), self._address[-1])
        self._close_link(token)

    def _inside_image(self, token: Token) -> None:
        for child in token.children or ():
            if child.type not in ("link_open", "link_close"):
                self._one(child)

    # -- veils

    def _open_veil(self, token: Token) -> None:
        number = int(token.meta["number"])
        if self._address:
            raise Fault("mark-in-link", self._line, number)
        self._stretches.append(_Stretch(number, bool(token.meta["block"])))

    def _close_veil(self, _: Token) -> None:
        stretch = self._stretches.pop()
        assert stretch.number is not None  # noqa: S101  the parser pushes opening and closing tokens together
        self.used.append(stretch.number)
        veil = Veil(self.gates[stretch.number], self._finished(stretch), stretch.block)
        around = self._stretches[-1]
        self._write(f"{self._nonce}{len(around.inside)}x", _NOTHING_BETWEEN)
        around.inside.append(veil)

    # -- writing

    def _write(self, markup: str, shown: str = "") -> None:
        self._stretches[-1].parts.append(markup)
        self._shown.append(shown)
        self.size += len(markup)
        if self.size > limits.OUTPUT_CHARACTERS:
            raise Fault("too-large", self._line)

    def _finished(self, stretch: _Stretch) -> tuple[Piece, ...]:
        cut = re.split(f"{self._nonce}([0-9]+)x", sanitise("".join(stretch.parts)))
        if cut[1::2] != [str(number) for number in range(len(stretch.inside))]:
            raise Fault("mark-lost", self._line, stretch.number)
        pieces: list[Piece] = [Html(cut[0], tuple(stretch.mentions))]
        for veil, markup in zip(stretch.inside, cut[2::2], strict=True):
            pieces += [veil, Html(markup)]
        return tuple(piece for piece in pieces if isinstance(piece, Veil) or piece.markup or piece.mentions)


def _attributes(token: Token) -> str:
    if token.tag == "ol" and token.attrGet("start") is not None:
        return f' start="{int(str(token.attrGet("start")))}"'
    style = str(token.attrGet("style") or "")
    return f' class="align-{style.removeprefix("text-align:")}"' if style else ""
