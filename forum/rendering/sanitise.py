"""The last word on markup: bleach lets through what the press itself makes. Nothing edits HTML after it.

This module alone knows bleach; a test compares its verdict with a second sanitiser.
"""

import re
from collections.abc import Callable
from threading import local

from bleach.sanitizer import Cleaner

from forum.rendering.links import REL, is_clean
from forum.rendering.rules import HANDLE

TAGS = frozenset(
    {"p", "br", "hr", "em", "strong", "del", "code", "pre", "blockquote", "a", "span"}
    | {"ul", "ol", "li", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"}
)
_ALIGNED = frozenset(f"align-{side}" for side in ("left", "center", "right"))
_LANGUAGE = re.compile(r"language-[a-z0-9+#-]{1,20}")
_NUMBER = re.compile(r"[0-9]{1,9}")
_own = local()


def sanitise(markup: str) -> str:
    """`markup`, balanced, with everything outside the allow-list turned into text."""
    return str(_cleaner().clean(markup))


def _cleaner() -> Cleaner:
    """One per thread: the library's cleaner keeps its parser, and says that it may not be shared."""
    if not hasattr(_own, "cleaner"):
        _own.cleaner = Cleaner(
            tags=TAGS, attributes=_is_allowed, protocols=frozenset({"http", "https", "mailto"}), strip_comments=True
        )
    cleaner: Cleaner = _own.cleaner
    return cleaner


def _is_allowed(tag: str, name: str, value: str) -> bool:
    judge = _ATTRIBUTES.get((tag, name))
    return judge is not None and judge(value)


def _is_target(value: str) -> bool:
    return is_clean(value) or (value.startswith("/u/") and HANDLE.fullmatch(value[3:]) is not None)


_ATTRIBUTES: dict[tuple[str, str], Callable[[str], bool]] = {
    ("a", "href"): _is_target,
    ("a", "rel"): lambda value: value == REL,
    ("a", "class"): lambda value: value == "mention",
    ("span", "class"): lambda value: value == "link-host",
    ("ol", "start"): lambda value: _NUMBER.fullmatch(value) is not None,
    ("td", "class"): lambda value: value in _ALIGNED,
    ("th", "class"): lambda value: value in _ALIGNED,
    ("code", "class"): lambda value: _LANGUAGE.fullmatch(value) is not None,
}
