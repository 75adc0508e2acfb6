"""Laws of the one path, over documents that no author would write: whatever is nested in whatever, for whomever."""

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from forum.domain.spoilers import Clearance
from forum.rendering.document import Cover, Document, Html, Piece, Veil, rewrap
from forum.rendering.outputs import excerpt, html, text
from forum.rendering.quote import quote
from forum.rendering.redact import Closed, Opened, Printed
from forum.rendering.words import ENGLISH
from tests.rendering.world import CATALOGUES, STRANGER, WRITER, member, scope, seen_by

SCOPES = ("S01E01", "S01E02-E04", "S01", "series", "only:S01E05", "S02E03", "promo", "book", "leak S02E01")
GATES = tuple(map(scope, (*SCOPES, "Fargo S01E03", "S01E02 + Fargo S02E01")))
READERS = (STRANGER, WRITER, member("S01E02"), member("S01E06"), member("S01E06", strict=True))

gates = st.sampled_from(GATES)
words = st.integers(0, 10_000).map(lambda number: Html(f"<p>w{number}w</p>", (f"h{number}h",)))
pieces = st.recursive(
    words,
    lambda inner: st.builds(
        Veil, gates, st.lists(inner, min_size=1, max_size=3).map(tuple), st.booleans(), st.sampled_from(Cover)
    ),
    max_leaves=8,
)
documents = st.lists(pieces, min_size=1, max_size=4).map(lambda found: Document(tuple(found)))
readers = st.sampled_from(READERS)
thorough = settings(max_examples=150, deadline=None)


def leaves(found: tuple[Piece, ...] | tuple[Printed, ...]) -> Iterator[str]:
    """The words of all leaves that are there."""
    for piece in found:
        if isinstance(piece, Html):
            yield piece.markup.removeprefix("<p>").removesuffix("</p>")
        elif not isinstance(piece, Closed):
            yield from leaves(piece.inside)


def allowed(document: Document, reader: Clearance) -> set[str]:
    """By the rule alone, without the press: leaves that stand behind open gates only."""

    def walk(found: tuple[Piece, ...], is_open: bool) -> Iterator[str]:
        for piece in found:
            if isinstance(piece, Html):
                if is_open:
                    yield piece.markup.removeprefix("<p>").removesuffix("</p>")
            else:
                yield from walk(piece.inside, is_open and _opens(piece, reader))

    return set(walk(document.pieces, True))


def _opens(veil: Veil, reader: Clearance) -> bool:
    alone = seen_by(Document((replace(veil, inside=(Html("x"),)),)), reader)
    return isinstance(alone.pieces[0], Opened)


@thorough
@given(documents, readers)
def test_no_outlet_emits_a_byte_from_a_closed_veil(document: Document, reader: Clearance) -> None:
    redacted = seen_by(document, reader)
    there = allowed(document, reader)
    kept = set(leaves(document.pieces)) - there
    assert set(leaves(redacted.pieces)) == there
    sent = {
        "html": html(redacted, CATALOGUES, ENGLISH),
        "text": text(redacted, CATALOGUES, ENGLISH),
        "excerpt": excerpt(redacted, CATALOGUES, ENGLISH),
        "quote": quote(redacted, CATALOGUES),
        "repr": repr(redacted),
    }
    for outlet, said in sent.items():
        assert {word for word in kept if word in said} == set(), outlet
    assert {word for word in there if word not in sent["html"]} == set()
    assert {name.replace("h", "w") for name in redacted.mentions} == there


@thorough
@given(documents)
def test_authors_get_all_of_their_own(document: Document) -> None:
    for one in (document, rewrap(document, GATES[5])):
        assert set(leaves(seen_by(one, WRITER).pieces)) == set(leaves(document.pieces))


@thorough
@given(documents, readers, gates)
def test_strictness_and_seals_only_take_away(document: Document, reader: Clearance, gate: object) -> None:
    usual = set(leaves(seen_by(document, reader).pieces))
    assert set(leaves(seen_by(document, replace(reader, strict=True)).pieces)) <= usual
    assert set(leaves(seen_by(rewrap(document, gate), reader).pieces)) <= usual  # type: ignore[arg-type]  # a gate, as drawn


@thorough
@given(documents)
def test_a_stored_document_comes_back_as_it_was(document: Document) -> None:
    assert Document.from_json(document.to_json()) == document


@thorough
@given(documents, readers)
def test_nothing_is_longer_for_being_withheld(document: Document, reader: Clearance) -> None:
    """A closed veil prints the same whatever is in it."""

    def swollen(piece: Piece) -> Piece:
        if isinstance(piece, Html):
            return piece
        inside = piece.inside if _opens(piece, reader) else (Html("<p>" + "long " * 99 + "</p>"),)
        return replace(piece, inside=tuple(map(swollen, inside)))

    other = Document(tuple(map(swollen, document.pieces)))
    printed = [html(seen_by(one, reader), CATALOGUES, ENGLISH) for one in (document, other)]
    assert printed[0] == printed[1]
