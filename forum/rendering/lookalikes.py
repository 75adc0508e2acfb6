"""What looks like a spoiler mark and is none: such a text would show what its author meant to hide.

A skeleton of the text is searched: entities and backslashes resolved, invisible and combining characters dropped,
compatibility forms and a few confusable signs folded. A mark in the skeleton that is not the mark itself, letter for
letter, is refused. The same search runs over the finished text, where nothing that looks like a mark may be left.
"""

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

from forum.rendering import foreign
from forum.rendering.door import BLANKS
from forum.rendering.marks import Mark, edited
from forum.rendering.problems import Problem, problem_at

_CONFUSABLE = {
    **dict.fromkeys("˃ᐳ❯⟩〉ᗒ⋗", ">"),
    **dict.fromkeys("˂ᐸ❮⟨〈ᗕ⋖", "<"),
    **dict.fromkeys("ǃⵑꜝ❗❕ᵎ", "!"),
    **dict.fromkeys("∣ǀ│┃❘¦⎮❙❚￨ꟾ", "|"),
    **dict.fromkeys("‖∥ǁ║", "||"),
    **dict.fromkeys("∶ː꞉։׃˸", ":"),
    **dict.fromkeys("⁓∼∿˷", "~"),
    **dict.fromkeys("⟦〔❲", "["),
    **dict.fromkeys("⟧〕❳", "]"),
    **dict.fromkeys("⁄∕⧸", "/"),
    **dict.fromkeys("ѕꜱ", "s"),
    **dict.fromkeys("рρ", "p"),
    **dict.fromkeys("оοօ", "o"),
    **dict.fromkeys("іıӏⅼ", "i"),
    **dict.fromkeys("еҽ", "e"),
    "ᴦ": "r",
}
_DROPPED = {"Mn", "Me", "Cf", "Cc"}
_ATOM = re.compile(
    r"\\?&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
    r"|\\[!-/:-@\[-`{-~]"
    r"|.",
    re.DOTALL,
)
_WORD = "spoiler"
_MISSPELT = "|".join(
    [
        *(_WORD[:at] + _WORD[at + 1 :] for at in range(1, len(_WORD))),
        *(_WORD[:at] + "[a-z]" + _WORD[at:] for at in range(len(_WORD))),
        *(_WORD[:at] + _WORD[at + 1] + _WORD[at] + _WORD[at + 2 :] for at in range(len(_WORD) - 1)),
    ]
)
"""One letter too few, one too many, or two in the wrong order. One letter exchanged may be a word: "spoiled"."""
_NATIVE_SHAPES = (
    r">!<?|!<|\[\s*/?\s*sp[o0][i1l|][l1i|]ers?(?=\s*[\]=:]|\s)"
    rf"|\[\s*/?\s*(?:{_MISSPELT})s?(?=\s*[\]=:]|\s)"
    r"|:{3,}|::[ \t]*spoiler|[<{]\s*/?\s*spoiler|\]\(\s*[/#]?(?:s|spoilers?)(?![\w/.-])"
)
_HALF_FENCE = re.compile(r"(?<!:)::(?!\w|:)|(?<!\w|:)::(?!:)")
"""Two colons beside lines of three: one of them has slipped. Between two words they are a sign of many languages."""
_SPACED_ARROWS = r">[ \t]+![^\s!<>][^\n!<>]*![ \t]+<(?!3)"
_FOREIGN_SHAPES = r"\|\||(?<!~)~!(?!~)|!~(?!~)"
_IN_SOURCE = re.compile(f"{_NATIVE_SHAPES}|{_SPACED_ARROWS}")
_IN_TEXT = re.compile(f"{_NATIVE_SHAPES}|{_FOREIGN_SHAPES}")
_PIPES = re.compile(r"\|{2,}")
_PLAIN = re.compile(r"[\n\t -%'-\[\]-~]*")


@lru_cache(maxsize=4096)
def folded(char: str) -> str:
    """What `char` looks like, in ASCII where it can be told; empty when it is invisible."""
    shown = []
    for part in unicodedata.normalize("NFKD", char):
        if part in "\n\t":
            shown.append(part)
        elif unicodedata.category(part) not in _DROPPED and part not in BLANKS:
            shown.append(_CONFUSABLE.get(part, part))
    return "".join(shown).lower()


def in_source(source: str, marks: Sequence[Mark]) -> list[Problem]:
    """Look-alikes of the native notations in what was typed; `marks` are the real ones, in order."""
    skeleton, origins = _skeleton(source)
    starts = [mark.start for mark in marks]
    problems = []
    halves = _HALF_FENCE.finditer(skeleton) if any(mark.family == "fence" for mark in marks) else ()
    for hit in chain(_IN_SOURCE.finditer(skeleton), halves):
        start, end = origins[hit.start()], origins[hit.end() - 1] + 1
        if not _is_real(source, marks, starts, start, end):
            problems.append(problem_at(source, start, "look-alike"))
    return problems


def in_text(shown: str) -> bool:
    """Whether text that readers will see, marks taken out, still looks as if it held one."""
    skeleton = shown.lower() if shown.isascii() else "".join(map(folded, shown))
    return _IN_TEXT.search(skeleton) is not None


def bent_tildes(source: str, marks: Sequence[Mark]) -> list[Problem]:
    """Anything left of `~! ... !~` once the real ones, `marks`, are taken out: struck out, or meant as a spoiler?"""
    blanked = edited(source, [(mark.start, mark.end, " " * (mark.end - mark.start)) for mark in marks])
    skeleton, origins = _skeleton(blanked)
    opening = skeleton.find("~!")
    if opening < 0 or skeleton.find("!~", opening + 2) < 0:
        return []
    return [problem_at(source, origins[opening], "unclear-mark")]


def bent_pipes(source: str) -> list[Problem]:
    """Look-alikes of `||` where there are two or more that could be a pair, in code or out of it."""
    skeleton, origins = _skeleton(source)
    hits = [(origins[hit.start()], hit[0]) for hit in _PIPES.finditer(skeleton)]
    bent = [start for start, pipes in hits if not source.startswith(pipes, start)]
    return [problem_at(source, start, "look-alike") for start in bent] if len(hits) > 1 else []


def in_code(code: str) -> bool:
    """Whether code looks as if it held a pair of marks. A lone `||` is a sign of many languages and stays."""
    return foreign.reads_as_pair(_skeleton(code)[0])


def place_in_source(source: str, line: int) -> int:
    """Where on `line` (from 0) or after it the look-alike stands that `in_text` saw; the line itself in doubt."""
    start = 0
    for _ in range(line):
        start = source.find("\n", start) + 1
    skeleton, origins = _skeleton(source)
    for hit in _IN_TEXT.finditer(skeleton):
        if origins[hit.start()] >= start:
            return origins[hit.start()]
    return start


def _is_real(source: str, marks: Sequence[Mark], starts: list[int], start: int, end: int) -> bool:
    at = bisect_right(starts, start) - 1
    if at < 0 or end > marks[at].end or start != marks[at].start:
        return False
    before = source[:start]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 0


def _skeleton(source: str) -> tuple[str, Sequence[int]]:
    """The skeleton, and for each of its characters the offset it comes from."""
    if _PLAIN.fullmatch(source):
        return source.lower(), range(len(source))
    parts: list[str] = []
    origins: list[int] = []
    for shown, origin in _atoms(source):
        parts.append(shown)
        origins.extend([origin] * len(shown))
    return "".join(parts), origins


def _atoms(source: str) -> Iterator[tuple[str, int]]:
    for atom in _ATOM.finditer(source):
        text = atom[0]
        if len(text) == 1:
            yield folded(text), atom.start()
        elif text[0] == "\\" and len(text) == 2:
            yield text[1], atom.start()
        else:
            # A backslash before an entity prints its name: who typed it meant the sign all the same.
            yield "".join(map(folded, html.unescape(text.removeprefix("\\")))), atom.start()
