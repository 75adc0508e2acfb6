"""Texts with canaries inside spoiler marks: every context times every mark, and what hostile hands do to them."""

import random
from dataclasses import dataclass

CANARY = "kanarie"

MARKS = {
    "arrow": (">!", "!<"),
    "bracket": ("[spoiler S01E03]", "[/spoiler]"),
    "bracket, other show": ("[spoiler Fargo S01E02]", "[/spoiler]"),
    "bracket, equals": ("[SPOILER=S02E01]", "[/SPOILER]"),
    "pipes": ("||", "||"),
    "tildes": ("~!", "!~"),
    "arrow lines": (">!\n", "\n!<"),
    "bracket lines": ("[spoiler S01E03]\n", "\n[/spoiler]"),
    "fence": (":::spoiler S01E04\n", "\n:::"),
    "fence, bare": ("::: spoiler\n", "\n:::"),
    "arrow, spaced": (">! ", " !<"),
    "bracket, range": ("[spoiler S01E02-E05]", "[/spoiler]"),
    "bracket, colon": ("[spoiler: whole series]", "[/spoiler]"),
}
INSIDES = (
    "{c}",
    "*{c}* died",
    "he **is `{c}`** now",
    "@{c} knew",
    "https://example.org/{c}",
    "[the {c}](https://example.org/{c})",
    "![{c}](https://example.org/{c}.png)",
    "{c}\nand {c}",
    "{c}\n\nsecond {c}",
    "- {c}\n- {c}",
    "> {c}",
    "```\n{c}\n```",
    "~~{c}~~ a | b",
    "# {c}",
    "| a | b |\n|---|---|\n| {c} | 1 |",
)
CONTEXTS = (
    "{m}",
    "before {m} after",
    "before {m}, {m} after",
    "*one {m} two*",
    "**{m}**",
    "~~{m}~~",
    "- item {m}\n- other",
    "- {m}",
    "1. a\n   - b {m}\n2. c",
    "> {m}",
    "> said {m}\n> > {m}",
    "| a | b |\n|---|---|\n| {m} | c |",
    "# Head {m}",
    "Head {m}\n===",
    "a  \n{m}\nb",
    "one\n\n{m}\n\ntwo",
    "text\n{m}\ntext",
    "`code` {m} `code`",
    "`{m}`",
    "```\n{m}\n```",
    "    {m}",
    "[{m}](https://example.org)",
    "[link](https://example.org/{m})",
    '[link](https://example.org "{m}")',
    "![{m}](https://example.org/a.png)",
    "<https://example.org/{m}>",
    "https://example.org/{m}",
    "https://example.org{m}",
    "@somebody{m}",
    "&amp;{m}&lt;",
    "<b>{m}</b>",
    "<!-- {m} -->",
    "*{m}",
    "_{m}_ ({m}) [{m}]",
    "a{m}b",
    "[x]: https://example.org '{m}'\n\n[x]",
    "> a\n{m}",
    "- a\n{m}",
    "~~~ {m}\nx\n~~~",
    "***\n{m}\n***",
)
STRUCTURE = ("`", "``", "```\n", "\n", "\n\n", "*", "**", "_", "~", "~~", "[", "]", "(", ")", "](", "|", "\n> ", "\n- ")
STRUCTURE += (
    "\n    ",
    "<",
    ">",
    "!",
    "&",
    "\\",
    "\n# ",
    "\n---\n",
    " ",
    "\t",
    "\n1. ",
    "<!--",
    "<b>",
    "@x",
    "https://",
    ":::\n",
)
INVISIBLE = (
    "\u200b",
    "\u200d",
    "\u2060",
    "\ufeff",
    "\u00ad",
    "\u034f",
    "\u0301",
    "\u20e0",
    "\ufe0f",
    "\u180e",
    "\u3164",
    "\u200e",
    "\u0338",
    "\u0489",
    "\u1ab0",
    "\u2066",
    "\U000e0061",
)
ENTITIES = {
    ">": "&gt;",
    "<": "&lt;",
    "!": "&excl;",
    "[": "&lbrack;",
    "]": "&#93;",
    "|": "&#124;",
    "~": "&#x7e;",
    ":": "&colon;",
}
ENTITIES |= {"/": "&sol;", "s": "&#115;"}
WIDE = {char: chr(ord(char) + 0xFEE0) for char in "><![]|:/spoiler"}


@dataclass(frozen=True, slots=True)
class Planted:
    """A text, and whether it was left as the grammar made it.

    A bent `||` in code may be what it looks like, code; then `may_be_code`.
    """

    source: str
    is_whole: bool
    may_be_code: bool


def planted(chooser: random.Random) -> Planted:
    """One text with canaries in marks; half of them bent by up to four hostile changes."""
    opening, closing = chooser.choice(tuple(MARKS.values()))
    changes = chooser.choice((0, 0, 0, 1, 2, 3, 4))
    is_foreign = opening[0] in "|~"
    if changes and chooser.random() < 0.5:
        opening = _disguised(chooser, opening)
    whole = closing
    if changes and chooser.random() < 0.5:
        closing = _disguised(chooser, closing)
    disguised = closing
    if changes > 1 and not is_foreign and chooser.random() < 0.3:
        opening, closing = chooser.choice(((_maimed(chooser, opening), closing), (opening, _maimed(chooser, closing))))
    inside = chooser.choice(INSIDES).replace("{c}", CANARY)
    before, after = "", ""
    for _ in range(changes):
        place = chooser.randrange(4)
        sign = chooser.choice(STRUCTURE)
        if place == 0:
            before += sign
        elif place == 1:
            after += sign
        else:
            at = _outside_canary(chooser, inside)
            inside = inside[:at] + sign + inside[at:]
    if _is_told(inside, is_bent_twice=whole != disguised != closing):
        return planted(chooser)
    mark = f"{before}{opening}{inside}{closing}{after}"
    context = chooser.choice(CONTEXTS)
    indent = {"> {m}": "> ", "- {m}": "  ", "    {m}": "    "}.get(context)
    if indent:
        mark = mark.replace("\n", "\n" + indent)
    source = context.replace("{m}", mark)
    if chooser.random() < 0.2:
        source += "\n\n" + chooser.choice(CONTEXTS).replace("{m}", mark)
    return Planted(source, changes == 0, changes > 0 and is_foreign)


def _is_told(inside: str, *, is_bent_twice: bool) -> bool:
    """Whether a sign put in ended the mark by itself, so that what follows is nobody's secret: `!<` made from `<!--`,
    or a line of a fence, when what stands at the end of the mark was bent twice and is no mark to anybody.
    """
    before = inside[: inside.rindex(CANARY)]
    return "!<" in before or (is_bent_twice and ":::\n" in before)


def _disguised(chooser: random.Random, mark: str) -> str:
    """`mark` with one sign hidden behind an entity, a backslash, a wide form or something invisible."""
    at = chooser.randrange(len(mark.rstrip("\n")) or 1)
    char = mark[at]
    if char == "\n":
        return mark
    instead = chooser.choice(
        (
            chooser.choice(INVISIBLE) + char,
            char + chooser.choice(INVISIBLE),
            ENTITIES.get(char, char),
            WIDE.get(char, char),
        )
        + (("\\" + char,) if not char.isalnum() and char not in " \n" else ())
    )
    return mark[:at] + instead + mark[at + 1 :]


def _maimed(chooser: random.Random, mark: str) -> str:
    """`mark` without one of its signs, or with one twice."""
    at = chooser.randrange(len(mark))
    return mark[:at] + chooser.choice(("", mark[at] * 2)) + mark[at + 1 :]


def _outside_canary(chooser: random.Random, inside: str) -> int:
    """Somewhere in `inside` that leaves the canaries whole, so that they can be looked for."""
    places = [0]
    at = 0
    for part in inside.split(CANARY):
        places += range(at, at + len(part) + 1)
        at += len(part) + len(CANARY)
    return chooser.choice(places)
