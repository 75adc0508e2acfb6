"""Which marks are understood, and which texts are refused, with the place."""

import pytest

from forum.rendering.document import Html, Veil
from tests.rendering.world import CATALOGUES, STRANGER, WRITER, codes, pressed, refusal, scope, scope_or_refuse, seen_by

PRINTED = (
    ">!secret!<",
    "a >! secret !< b",
    "[spoiler S01E03]secret[/spoiler]",
    "[SPOILER=S01E03]secret[/Spoiler]",
    "[spoiler]secret[/spoiler]",
    ":::spoiler S01E03\nsecret\n:::",
    "::: spoiler S01E03\nsecret\n\n- secret\n:::",
    "[spoiler S01E03]\nsecret\n\nsecret\n[/spoiler]",
    "[spoiler S01E03]secret\n\n- secret[/spoiler]",
    "- a\n- [spoiler S01E03]\n  secret\n\n  secret\n  [/spoiler]",
    "> :::spoiler S01E03\n> secret\n> :::",
    "||secret||",
    "so ||secret||, and ||secret||.",
    "(||secret||)",
    "~!secret!~",
    "*a >!secret!< b*",
    ">!*secret* `secret` ~~secret~~!<",
    "| a | b |\n|---|---|\n| >!secret!< | c |",
    "# Title >!secret!<",
    "> said >!secret!<",
    "text\n>!secret!<\ntext",
    ">!https://example.org/secret!<",
    ">!@secret!<",
    ">!wow secret!!<",
)


@pytest.mark.parametrize("source", PRINTED)
def test_marks_hide_what_they_hold(source: str) -> None:
    document = pressed(source)
    assert "secret" not in repr(seen_by(document, STRANGER))
    assert "secret" in repr(seen_by(document, WRITER))


REFUSED = {
    ">!secret": ("unclosed-mark", 1, 1),
    "a\n\nb >!secret": ("unclosed-mark", 3, 3),
    "secret!<": ("stray-close", 1, 7),
    "I love it!<3": ("stray-close", 1, 10),
    ">!a >!b!< c!<": ("nested-mark", 1, 5),
    ">!a [spoiler S01E03]b[/spoiler] c!<": ("nested-mark", 1, 5),
    ">!a[/spoiler]": ("crossing-mark", 1, 4),
    ":::spoiler S01E03\nsecret": ("unclosed-mark", 1, 1),
    "secret\n:::": ("stray-close", 2, 1),
    "text :::spoiler S01E03\nsecret\n:::": ("look-alike", 1, 6),
    "::::spoiler S01E03\nsecret\n:::": ("look-alike", 1, 1),
    ">!!<": ("empty-mark", 1, 1),
    ">! \u200b !<": ("empty-mark", 1, 1),
    ">!<": ("unclear-mark", 1, 1),
    "`>!secret!<`": ("mark-in-code", 1, 2),
    "```\n>!secret!<\n```": ("mark-in-code", 2, 1),
    "    >!secret!<": ("mark-in-code", 1, 5),
    ">!a `b!< c` d": ("mark-in-code", 1, 7),
    ">!one\n\ntwo!< three": ("misplaced-mark", 1, 1),
    "> >!one\n\ntwo!<": ("misplaced-mark", 1, 3),
    "| a | b |\n|---|---|\n| >!one | two!< |": ("misplaced-mark", 3, 3),
    "[a >!secret!<](https://example.org)": ("mark-in-link", 1, 4),
    '[a](https://example.org ">!secret!<")': ("mark-lost", 1, 26),
    "![>!secret!<](https://example.org/a.png)": ("mark-in-link", 1, 3),
    "~~~ >!secret!<\nx\n~~~": ("mark-lost", 1, 5),
    "|| secret ||": ("unclear-mark", 1, 1),
    "a || b": ("unclear-mark", 1, 3),
    "a||b||c": ("unclear-mark", 1, 2),
    "|||secret|||": ("unclear-mark", 1, 1),
    "||secret": ("unclosed-mark", 1, 1),
    "||a||b||": ("unclear-mark", 1, 4),
    "| a ||b|| c |\n|---|---|\n": ("unclear-mark", 1, 5),
    "`||secret||`": ("mark-in-code", 1, 1),
    "yay!~": ("stray-close", 1, 4),
    "~~!secret!~~": ("unclear-mark", 1, 2),
    "~! secret !~": ("unclear-mark", 1, 1),
    "[spoiler S77E01]secret[/spoiler]": ("unknown-episode", 1, 1),
    "[spoiler alert]secret[/spoiler]": ("unreadable", 1, 1),
    "[spoiler S01E03]a[/spoiler] [spoiler Nobody S01E01]b[/spoiler]": ("unknown-show", 1, 29),
}


@pytest.mark.parametrize("source", REFUSED)
def test_doubt_is_refused_with_its_place(source: str) -> None:
    assert REFUSED[source] in refusal(source)


LOOK_ALIKES = (
    "＞！secret！＜",
    "&gt;!secret!&lt;",
    "&#62;!secret!&#60;",
    "&#x3e;&#x21;secret&#x21;&#x3c;",
    "\\>!secret!<",
    "\\>\\!secret\\!\\<",
    ">\u200b!secret!\u200b<",
    ">\u0301!secret!<",
    ">\ufe0f!secret!\ufe0f<",
    "❯!secret!❮",
    ">ǃsecretǃ<",
    "> !secret! <",
    "\\[spoiler S01E03\\]secret\\[/spoiler\\]",
    "[ spoiler S01E03 ]secret[ /spoiler ]",
    "［spoiler S01E03］secret［/spoiler］",
    "[sp\u200boiler S01E03]secret[/sp\u200boiler]",
    "[spoi1er S01E03]secret[/spoi1er]",
    "[ѕроіler S01E03]secret[/ѕроіler]",
    "[spoilers S01E03]secret[/spoilers]",
    "<spoiler>secret</spoiler>",
    "{spoiler}secret{/spoiler}",
    '[hover](/s "secret")',
    "[secret](#spoiler)",
    "|\u200b|secret|\u200b|",
    "｜｜secret｜｜",
    "&#124;&#124;secret&#124;&#124;",
    "\\|\\|secret\\|\\|",
    "‖secret‖",
    "`|\u200b|` secret `|\u200b|`",
    "~\u200b!secret!\u200b~",
    "\\~!secret!\\~",
    "：：：spoiler S01E03\nsecret\n：：：",
    ":\u200b::spoiler S01E03\nsecret\n:::",
    "::spoiler S01E03\nsecret\n::",
    "a >[!](https://example.org)secret",
)


@pytest.mark.parametrize("source", LOOK_ALIKES)
def test_what_only_looks_like_a_mark_is_refused(source: str) -> None:
    assert refusal(source)


ORDINARY = (
    "`a || b` and `x|y`",
    "```\nif (a || b) return !c;\n```",
    "5 > 3! And 3 < 5",
    "> Wow! Really <3",
    "Wow! <3",
    "~~struck!~~ and ~~gone~~",
    "about ~5 minutes!",
    "a | b",
    "| a | b |\n|---|---|\n| 1 |  |",
    "This is a [spoiler-free] review, no spoilers",
    "warning: spoiler ahead",
    "std::vector and 10:30",
    "He said: «Да»! And (spoiler!)",
    "👩‍👩‍👧 family, नमस्ते, שלום\u200f, مرحبا",
    "C:\\path and \\*not em\\*",
    "AT&amp;T &copy; 2026",
)


@pytest.mark.parametrize("source", ORDINARY)
def test_ordinary_words_are_printed(source: str) -> None:
    assert refusal(source) == []


def test_a_mark_without_a_scope_takes_the_threads() -> None:
    outer = scope("S01E05")
    document = pressed("a [spoiler]b[/spoiler]", outer=outer, read=scope_or_refuse)
    assert document.gates() == {outer}
    assert codes("a [spoiler]b[/spoiler]", read=scope_or_refuse) == {"scope-needed"}


def test_pieces_stand_in_reading_order() -> None:
    document = pressed("a >!b!< c")
    assert document.pieces[0] == Html("<p>a ")
    assert isinstance(document.pieces[1], Veil)
    assert document.pieces[1].inside == (Html("b"),)
    assert document.pieces[2] == Html(" c</p>\n")
    assert document.show_ids() == {1}
    assert set(CATALOGUES) == {1, 2}


@pytest.mark.parametrize("name", ["hole", "hole0x", "\u2063", "[]"])
def test_a_hole_cannot_be_typed(name: str) -> None:
    document = pressed(f"{name} >!secret!< {name}0x")
    assert "secret" not in repr(seen_by(document, STRANGER))


def test_the_place_is_told_after_block_marks_moved_lines() -> None:
    source = "[spoiler S01E03]one\n\ntwo[/spoiler]\n\nx\n\n> > > > > > deep"
    assert refusal(source)[0][:2] == ("too-deep", 7)
