"""The only maker of markup: a Redacted as HTML, as plain text, as a short excerpt."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, tzinfo
from functools import partial

from markupsafe import Markup, escape

from forum.domain.catalogue import Catalogue
from forum.domain.labels import label
from forum.domain.spoilers import Outcome
from forum.rendering.corrections import Note, notes_on, notes_on_markup
from forum.rendering.document import Cover, Html
from forum.rendering.plain import PlainText, Said
from forum.rendering.redact import Closed, Opened, Printed, Redacted
from forum.rendering.words import Words

EXCERPT_CHARACTERS = 200


def html(
    redacted: Redacted,
    catalogues: Mapping[int, Catalogue],
    words: Words,
    *,
    zone: tzinfo = UTC,
    home: int | None = None,
) -> Markup:
    """`redacted` as markup for a page that carries the form `reveal`.

    `home` is the show the page is about: labels name every other show (None: none is named unless several occur).
    `zone` is the reader's; instants are machine-readable as well.
    """
    printed = _Printer(catalogues, words, zone, _is_named(redacted, home)).pieces(redacted.pieces)
    notes = "".join(_note(note) for note in notes_on_markup(printed))
    return Markup(printed + notes)  # noqa: S704  every piece was sanitised when composed


def fold_quotes(printed: Markup, said: Said) -> Markup:
    """Quotes of a printed text in a fold, which the reader opens by their own click.

    Shapes: `said(name)` = what stands over the fold of a quote that begins with this name, "" where none does; it
    answers "" for a quote that stays as it is. Nothing is folded twice.
    """
    parts: list[str] = []
    folds: list[bool] = []
    done = 0
    for tag in _QUOTE.finditer(printed):
        cut, begins = tag.start(), tag[1] != "/"
        if begins:
            opening = _OPENING.match(printed, tag.end())
            summary = "" if any(folds) else said(opening[1] if opening else "")
            folds.append(bool(summary))
            fold = _FOLD_BEGINS.format(summary) if summary else None
        else:
            cut, fold = tag.end(), _FOLD_ENDS if folds.pop() else None
        if fold is not None:
            parts += [printed[done:cut], fold]
            done = cut
    return _NOTHING.join([*parts, printed[done:]])


def unlink_mentions(printed: Markup, is_aside: Callable[[str], object]) -> Markup:
    """Names of people whom the reader has put aside lead nowhere."""
    return Markup(_MENTION.sub(lambda one: one[2] if is_aside(one[1]) else one[0], printed))  # noqa: S704  parts of it


_QUOTE = re.compile(r"<(/?)blockquote\b[^>]*>")
_OPENING = re.compile(r"\s*<p>([A-Za-z0-9_-]{3,60}) · #[0-9]{1,9}(?=<)")
_MENTION = re.compile(r'<a [^>]*href="/u/([A-Za-z0-9_-]{3,60})"[^>]*>(@[A-Za-z0-9_-]{3,60})</a>')
_FOLD_BEGINS = Markup('<details class="post-aside"><summary>{}</summary>')
_FOLD_ENDS = Markup("</details>")
_NOTHING = Markup()


def text(
    redacted: Redacted,
    catalogues: Mapping[int, Catalogue],
    words: Words,
    *,
    home: int | None = None,
    said: Said | None = None,
) -> str:
    """`redacted` for mail and feeds: no markup, link targets written out, every closed veil one phrase.

    Shapes: `said(name)` as for `fold_quotes`: such a quote is left out, and that stands instead.
    """
    plain = PlainText(said=said)
    _speak(plain, redacted.pieces, _Printer(catalogues, words, UTC, _is_named(redacted, home)))
    shown = plain.finished()
    return "\n\n".join([shown, *(f"({note.words})" for note in notes_on(shown))])


def excerpt(
    redacted: Redacted,
    catalogues: Mapping[int, Catalogue],
    words: Words,
    length: int = EXCERPT_CHARACTERS,
    *,
    home: int | None = None,
    said: Said | None = None,
) -> str:
    """The beginning of the text in one line of at most `length` characters, cut between words, without link targets.

    A note on what stands in it comes behind that. Shapes: `said` as for `text`.
    """
    plain = PlainText(whole=False, said=said)
    _speak(plain, redacted.pieces, _Printer(catalogues, words, UTC, _is_named(redacted, home)))
    line = _cut(" ".join(plain.finished().split()), length)
    return " ".join([line, *(f"({note.words})" for note in notes_on(line))])


def _cut(line: str, length: int) -> str:
    if len(line) <= length:
        return line
    at = line.rfind(" ", 0, length)
    return line[: at if at > length // 2 else length - 1].rstrip(" ,.;:") + "…"


def _note(note: Note) -> Markup:
    template = Markup('<p class="correction" role="note">{} <a href="{}">{}</a></p>')
    return template.format(note.words, note.href, note.link)


@dataclass(frozen=True, slots=True)
class _Naming:
    """Which shows a label names."""

    home: int | None
    all: bool


def _is_named(redacted: Redacted, home: int | None) -> _Naming:
    return _Naming(home, home is None and len(set(_shows(redacted.pieces))) > 1)


def _shows(pieces: tuple[Printed, ...]) -> list[int]:
    found: list[int] = []
    for piece in pieces:
        if not isinstance(piece, Html):
            found.append(piece.gate.show_id)
            found += _shows(piece.inside) if isinstance(piece, Opened) else ()
    return found


class _Printer:
    """Prints veils in one language, about one catalogue, for one page."""

    def __init__(self, catalogues: Mapping[int, Catalogue], words: Words, zone: tzinfo, naming: _Naming) -> None:
        self.words, self.zone = words, zone
        self._naming = naming
        self._label = partial(label, catalogues=catalogues, words=words.labels)

    def pieces(self, pieces: tuple[Printed, ...]) -> str:
        return "".join(self._piece(piece) for piece in pieces)

    def _piece(self, piece: Printed) -> str:
        if isinstance(piece, Html):
            return piece.markup
        if isinstance(piece, Closed):
            return self._closed(piece)
        inside = self.pieces(piece.inside)
        return inside if is_bare(piece) else self._opened(piece, inside)

    def _closed(self, veil: Closed) -> str:
        tag, scope, key = _tag(veil), escape(self.scope(veil)), escape(veil.veil_key)
        if veil.decision.outcome is Outcome.CLICK:
            named = escape(self.words.show_what).format(scope=scope)
            after = (
                f'<button class="veil-open" type="submit" form="reveal" name="veil" value="{key}" '
                f'aria-expanded="false" aria-label="{named}">{escape(self.words.show)}</button>'
            )
        else:
            after = f'<span class="veil-reason">{self._reason(veil)}</span>'
        return (
            f'<{tag} class="veil" data-veil="{key}"><span class="veil-label">{escape(self.label(veil))}</span>'
            f"{after}</{tag}>"
        )

    def _opened(self, veil: Opened, inside: str) -> str:
        tag, body, key = _tag(veil), _tag(veil), escape(veil.veil_key)
        return (
            f'<{tag} class="veil is-open" data-veil="{key}"><span class="veil-label">{escape(self.label(veil))}'
            f"{self._why(veil)}</span>"
            f'<{body} class="veil-body">{inside}</{body}>{self._hide(veil) if veil.by_request else ""}</{tag}>'
        )

    def _why(self, veil: Opened) -> str:
        """Why this reader can see it: an accident that nobody remembers can be put right."""
        said = self.words.whys.get(veil.decision.reason)
        return f'<span class="veil-why"> · {escape(said)}</span>' if said else ""

    def _hide(self, veil: Opened) -> str:
        named = escape(self.words.hide_what).format(scope=self.scope(veil))
        return (
            f'<button class="veil-hide" type="submit" form="reveal" name="hide" value="{escape(veil.veil_key)}" '
            f'aria-expanded="true" aria-label="{named}">{escape(self.words.hide)}</button>'
        )

    def _reason(self, veil: Closed) -> str:
        reason = escape(self.reason(veil))
        if veil.decision.opens_at is None:
            return str(reason)
        shown = escape(veil.decision.opens_at.astimezone(self.zone).strftime(self.words.instant))
        stamp = veil.decision.opens_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        when = Markup('<time datetime="{}">{}</time>').format(stamp, shown)
        return str(escape(self.words.opens).format(reason=reason, when=when))

    # -- words

    def scope(self, veil: Closed | Opened) -> str:
        named = self._naming.all or (self._naming.home is not None and veil.gate.show_id != self._naming.home)
        return self._label(veil.gate, show=named)

    def label(self, veil: Closed | Opened) -> str:
        special = {Cover.SEAL: self.words.sealed, Cover.ECHO: self.words.echoed}
        template = special.get(veil.cover, self.words.label)
        return template.format(scope=self.scope(veil))

    def reason(self, veil: Closed) -> str:
        return self.words.reasons.get(veil.decision.reason, self.words.hidden)


def is_bare(veil: Opened) -> bool:
    """Whether an open veil prints only what is inside: that of the thread a reader has seen the episode of."""
    return veil.cover is Cover.THREAD and not veil.by_request


def _tag(veil: Closed | Opened) -> str:
    return "div" if veil.block else "span"


def _speak(plain: PlainText, pieces: tuple[Printed, ...], printer: _Printer) -> None:
    words = printer.words
    for piece in pieces:
        if isinstance(piece, Html):
            plain.feed(piece.markup)
        elif isinstance(piece, Closed):
            said = words.text_closed.format(label=printer.label(piece), reason=printer.reason(piece))
            plain.say(said, block=piece.block)
        elif is_bare(piece):
            _speak(plain, piece.inside, printer)
        else:
            plain.say(words.text_opened.format(label=printer.label(piece)) + " ", block=piece.block)
            _speak(plain, piece.inside, printer)
            plain.say(words.text_end, block=False)
