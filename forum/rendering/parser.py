"""The Markdown parser as the press uses it: CommonMark, tables, strikethrough; no HTML, no reference definitions.

Reference definitions are off because a short text of them prints megabytes; they stay as they are typed.
"""

from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.token import Token

from forum.rendering import limits, rules
from forum.rendering.links import clean_address
from forum.rendering.marks import SEAM_STARTS


class _Parser(MarkdownIt):
    """The library's parser with our own judgement of addresses."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802  the library's name
        return clean_address(url)

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802  the library's name
        return link

    def validateLink(self, url: str) -> bool:  # noqa: N802  the library's name
        return bool(url)


@cache
def _parser() -> MarkdownIt:
    parser = _Parser("commonmark", {"html": False, "maxNesting": limits.BLOCK_NESTING})
    parser.enable(["table", "strikethrough"])
    parser.disable(["reference", "html_block", "html_inline"])
    parser.block.ruler.at("table", rules.bounded_table, {"alt": ["paragraph", "reference"]})
    interrupts: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    parser.block.ruler.before("table", "veil", rules.block_veil, interrupts)
    for sign in SEAM_STARTS:  # text must end where a veil does
        parser.inline.add_terminator_char(sign)
    parser.inline.ruler.before("text", "veil", rules.inline_veil)
    parser.inline.ruler.after("veil", "bare_address", rules.bare_address)
    parser.inline.ruler.after("bare_address", "mention", rules.mention)
    return parser


def parse(text: str, env: dict[str, Any]) -> list[Token]:
    """The tokens of `text`, which holds seams instead of marks. `env["is_known"]` says which handles exist."""
    return _parser().parse(text, env)
