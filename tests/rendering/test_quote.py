"""Quotes carry tags along, previews hide from the first fault on."""

import pytest

from forum.domain.gates import Gate
from forum.domain.spoilers import Outcome
from forum.rendering.document import Veil
from forum.rendering.preview import preview
from forum.rendering.quote import quote
from forum.rendering.redact import Closed
from tests.rendering.world import CATALOGUES, STRANGER, WRITER, codes, member, pressed, scope, scope_or_refuse, seen_by

TEXT = "a [spoiler S01E03]*three* @ann[/spoiler] b [spoiler S01E05]five[/spoiler] c"


def test_what_the_quoter_may_read_keeps_its_tag() -> None:
    told = quote(seen_by(pressed(TEXT), member("S01E03")), CATALOGUES, opening="@bob wrote:")
    assert told == "> @bob wrote:\n>\n> a [spoiler lost S01E03]*three* \\@ann[/spoiler] b \\[…] c"
    again = pressed(told)
    assert again.mentions == ("bob",)
    assert again.gates() == {scope("S01E03")}


def test_a_quote_within_the_same_thread_needs_no_tag_for_it() -> None:
    outer = scope("S01E03")
    document = pressed("three [spoiler S01E05]five[/spoiler]", outer=outer)
    told = quote(seen_by(document, WRITER), CATALOGUES, within=outer)
    assert told == "> three [spoiler lost S01E05]five[/spoiler]"


def test_a_quote_elsewhere_is_tagged_throughout() -> None:
    document = pressed("three **and [spoiler Fargo S01E02]two[/spoiler] more**", outer=scope("S01E03"))
    told = quote(seen_by(document, WRITER), CATALOGUES)
    assert (
        told
        == (
            "> [spoiler lost S01E03]three **and**[/spoiler] [spoiler lost S01E03 + fargo S01E02]**two**[/spoiler]"
            " [spoiler lost S01E03]**more**[/spoiler]"
        )
        or codes(told) == set()
    )
    assert "three" not in repr(seen_by(pressed(told), STRANGER))
    assert "two" not in repr(seen_by(pressed(told), member("S01E03")))


@pytest.mark.parametrize(
    "words",
    [
        "S01E03",
        "S01E03-E05",
        "S01",
        "series",
        "special:1001",
        "only:S01E03",
        "promo",
        "leak S02E01",
        "book:The Hatch",
        "Fargo S01E02 + Lost S01E01",
    ],
)
def test_a_gate_can_be_typed_again(words: str) -> None:
    def extent(gate: Gate) -> list[tuple[object, ...]]:
        return sorted((part.kind, part.show_id, part.ceiling_id or 0, part.work or "") for part in gate.parts())

    document = pressed(f"[spoiler {words}]x[/spoiler]")
    told = quote(seen_by(document, WRITER), CATALOGUES)
    assert [extent(gate) for gate in pressed(told).gates()] == [extent(scope(words))]


@pytest.mark.parametrize(
    "source",
    [
        "1. a\n2. b\n   - c\n\nd",
        "```\na `b`\n\nc\n```",
        "# t\n\n| a | b |\n|---|---|\n| 1 | 2 |",
        "> q\n> > r",
        "1\\. x\n\n\\# y",
        "[a](https://example.org/b_c) <https://example.org>",
        "a\\_b\\*c\\`d ~\\~x~~",
    ],
)
def test_a_quote_is_printed_with_the_same_words(source: str) -> None:
    def words(document: object) -> str:
        return "".join(char for char in quote(seen_by(document, WRITER), CATALOGUES) if char.isalnum())  # type: ignore[arg-type]  # a document

    told = quote(seen_by(pressed(source), WRITER), CATALOGUES)
    assert words(pressed(told)) == words(pressed(source))


def test_struck_words_that_begin_like_a_mark_lose_their_stroke() -> None:
    """Found by the fuzz: the quote could not be sent."""
    source = "~~!>!secret!<~~\n\n~~!>!secret!<~~"
    told = quote(seen_by(pressed(source), WRITER), CATALOGUES)
    assert "~~!" not in told
    assert "secret" not in repr(seen_by(pressed(told), STRANGER))


@pytest.mark.parametrize("first", ["", "\u034f", "\u034f\u0301"])
def test_so_do_those_that_begin_like_one_behind_signs_that_nobody_sees(first: str) -> None:
    """Found by the fuzz: the quote could not be sent."""
    told = quote(seen_by(pressed(f"~~>~!secret!~{first}!!~~"), WRITER), CATALOGUES)
    assert told.endswith(f"[/spoiler]{first}!!")
    assert "secret" not in repr(seen_by(pressed(told), STRANGER))


def test_struck_words_that_begin_with_tildes_lose_their_stroke() -> None:
    """Found by the fuzz: three tildes in a row begin code, and the quote could not be sent."""
    source = "~~\\~[spoiler Fargo S01E02]| a | b |\n*|---|---|\n| secret | 1 |[/spoiler]_~~"
    told = quote(seen_by(pressed(source), WRITER), CATALOGUES)
    assert "~~~" not in told
    assert "secret" not in repr(seen_by(pressed(told), STRANGER))
    assert "secret" in repr(seen_by(pressed(told), WRITER))


def test_a_gate_of_an_unknown_show_is_left_out() -> None:
    assert quote(seen_by(pressed("a >!b!<"), WRITER), {}) == "> a \\[…]"


def test_an_unclosed_mark_hides_to_the_end() -> None:
    shown = preview("open\n\n[spoiler S01E03]secret\n\nsecret", scope)
    assert [problem.code for problem in shown.problems] == ["unclosed-mark"]
    redacted = seen_by(shown.document, STRANGER)
    assert "open" in repr(redacted)
    assert "secret" not in repr(redacted)
    assert shown.document.gates() == {scope("S01E03")}
    assert "secret" in repr(seen_by(shown.document, WRITER))


@pytest.mark.parametrize(
    "source",
    ["secret!<", "[&#x7e;!secret>!~", "secret >!a [spoiler S01E03]b", "&gt;!secret!<", "secret\x00", "`>!secret!<`"],
)
def test_any_other_fault_hides_everything(source: str) -> None:
    shown = preview(source, scope_or_refuse, outer=scope("S01E01"))
    assert shown.problems
    redacted = seen_by(shown.document, STRANGER)
    assert [piece.decision.outcome for piece in redacted.pieces if isinstance(piece, Closed)] == [Outcome.CLICK]
    assert "secret" not in repr(redacted)


def test_a_preview_without_faults_is_what_will_be_stored() -> None:
    shown = preview(TEXT, scope, outer=scope("S01E01"))
    assert shown.problems == ()
    assert shown.document == pressed(TEXT, outer=scope("S01E01"))
    assert isinstance(shown.document.pieces[0], Veil)


def test_a_preview_hides_from_a_mark_on_whose_first_half_is_code() -> None:
    """Found by the fuzz: a backtick before the opening pipes makes code of them, and only the closing ones are told."""
    source = "`||he **is `kanarie`** now\n1. ||\\\n- `"
    assert "kanarie" not in repr(seen_by(preview(source, scope).document, STRANGER))
    assert codes(source) == {"unclosed-mark", "unclear-mark"}


def test_two_colons_alone_beside_a_fence_are_a_fence_that_slipped() -> None:
    """Found by the fuzz: an invisible sign took the place of the third colon, after the fence was closed too early."""
    source = "> :::spoiler S01E04\n> one\n> :::\n> and kanarie\n> \u180e::"
    assert codes(source) == {"look-alike"}
    assert codes("std\n::\nvector") == set()


def test_two_colons_that_belong_to_no_word_beside_a_fence_have_slipped_too() -> None:
    """Found by the fuzz: the third colon was an entity, and that was misspelt."""
    assert codes("> :::spoiler S01E04\n> :::\n> \n>     kanarie]\n> ::&colo;|") == {"look-alike"}
    assert codes(":::spoiler S01E04\nkanarie\n:::\nand std::vector stays") == set()
