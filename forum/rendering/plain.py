"""Our own markup read back as plain text, piece by piece: the tags are few and known, their text is already clean."""

import re
from collections.abc import Callable
from html.parser import HTMLParser

Said = Callable[[str], str]
"""What stands instead of a quote that begins with this name, "" where none does; "" for a quote that stays."""
Attributes = dict[str, str]

_BLOCKS = frozenset({"p", "h3", "h4", "h5", "h6", "pre", "table", "ul", "ol", "blockquote", "hr"})
_QUOTE = "> "
_SPACES = re.compile(r"[ \t\n]+")
_OPENING = re.compile(r"([A-Za-z0-9_-]{3,60}) · #[0-9]{1,9}")


class PlainText(HTMLParser):
    """Collects the text of pieces fed in reading order.

    Quotes are prefixed with `> `, list items with `- ` or their number, cells are parted by ` | `, links are followed
    by their target in angle brackets unless the target is what is shown. Not `whole`: no targets, no quote
    signs, and a dot for a bullet. With `said` quotes may be left out, with all that stands in them.
    """

    def __init__(self, *, whole: bool = True, said: Said | None = None) -> None:
        super().__init__(convert_charrefs=True)
        self._whole = whole
        self._said = said
        self._is_asked = False
        self._left_out = 0
        self._outside = (0, 0, 0)
        self._bullet = "- " if whole else "· "  # in one line a hyphen would read as a dash
        self._lines: list[str] = []
        self._line = ""
        self._quotes = self._last_quotes = 0
        self._is_parted = False
        self._lists: list[int | None] = []
        self._pre = 0
        self._skipped = 0
        self._link = ""
        self._link_text = ""

    def finished(self) -> str:
        """Everything so far, paragraphs parted by one empty line."""
        self.close()
        self._end_line()
        return "\n".join(self._lines)

    def say(self, words: str, *, block: bool) -> None:
        """Print `words` of our own, on a line of their own when `block`."""
        self.close()
        self.reset()
        if self._is_left_out(""):
            return
        if block:
            self._part()
        self._line += words

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._left_out and tag != "blockquote":
            return
        if tag in _BLOCKS:
            self._part()
        begin = getattr(self, f"_begin_{tag}", None)
        if begin is not None:
            begin({name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        if self._left_out and tag != "blockquote":
            return
        if tag in _BLOCKS or tag in ("li", "tr"):
            self._part() if tag in _BLOCKS else self._end_line()
        end = getattr(self, f"_end_{tag}", None)
        if end is not None:
            end()

    def handle_data(self, data: str) -> None:
        if self._skipped or self._is_left_out(data):
            return
        if self._pre:
            first, *rest = data.split("\n")
            self._line += first
            for line in rest:
                self._end_line(keep_empty=True)
                self._line = line
            return
        shown = _SPACES.sub(" ", data)
        self._link_text += shown
        self._line += shown if self._line else shown.lstrip()

    # -- elements

    def _begin_blockquote(self, _: Attributes) -> None:
        self._quotes += 1
        if self._said is not None and not self._left_out:
            self._is_asked, self._outside = True, (len(self._lists), self._pre, self._skipped)

    def _end_blockquote(self) -> None:
        if self._left_out == self._quotes:
            lists, self._pre, self._skipped = self._outside
            del self._lists[lists:]
            self._left_out = 0
        self._is_asked = False
        self._quotes -= 1

    def _is_left_out(self, data: str) -> bool:
        """Whether one is inside of a quote that is left out; its first words decide, and what stands instead is put."""
        if self._is_asked and self._said is not None and (data.strip() or not data):
            self._is_asked = False
            opening = _OPENING.fullmatch(data.strip())
            instead = self._said(opening[1] if opening else "")
            if instead:
                self._line = instead
                self._end_line()
                self._left_out = self._quotes
        return self._left_out > 0

    def _begin_ul(self, _: Attributes) -> None:
        self._lists.append(None)

    def _begin_ol(self, attributes: Attributes) -> None:
        self._lists.append(int(attributes.get("start") or 1))

    def _end_ul(self) -> None:
        self._lists.pop()

    _end_ol = _end_ul

    def _begin_li(self, _: Attributes) -> None:
        self._end_line()
        number = self._lists[-1]
        self._line = "  " * (len(self._lists) - 1) + (self._bullet if number is None else f"{number}. ")
        if number is not None:
            self._lists[-1] = number + 1

    def _begin_br(self, _: Attributes) -> None:
        self._end_line()

    def _begin_hr(self, _: Attributes) -> None:
        self._line = "---"

    def _begin_pre(self, _: Attributes) -> None:
        self._pre += 1

    def _end_pre(self) -> None:
        self._pre -= 1

    def _begin_td(self, _: Attributes) -> None:
        self._line = f"{self._line.rstrip()} | " if self._line else ""

    _begin_th = _begin_td

    def _begin_a(self, attributes: Attributes) -> None:
        self._link, self._link_text = attributes.get("href", ""), ""

    def _end_a(self) -> None:
        target = self._link.removeprefix("mailto:")
        is_own = self._link.startswith("/")
        if self._whole and not is_own and self._link_text.strip() != target:
            self._line += f" <{target}>"
        self._link = ""

    def _begin_span(self, _: Attributes) -> None:
        self._skipped += 1

    def _end_span(self) -> None:
        self._skipped -= 1

    # -- lines

    def _part(self) -> None:
        """The next line begins a new block."""
        self._end_line()
        self._is_parted = self._is_parted or not self._lists

    def _end_line(self, *, keep_empty: bool = False) -> None:
        if self._line.strip() or keep_empty:
            if self._is_parted and self._lines:
                self._lines.append(self._prefix(min(self._quotes, self._last_quotes)).rstrip())
            self._lines.append((self._prefix(self._quotes) + self._line).rstrip())
            self._is_parted, self._last_quotes = False, self._quotes
        self._line = ""

    def _prefix(self, quotes: int) -> str:
        return _QUOTE * quotes if self._whole else ""
