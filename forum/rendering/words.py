"""The words the press prints around veils. Infra fills one of these per language; the press holds no other sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from forum.domain.labels import ENGLISH as ENGLISH_LABELS
from forum.domain.labels import LabelWords

_REASONS = {
    "unreleased": "not released yet",
    "rolling": "being released right now",
    "no-date": "no release date yet",
    "date-withdrawn": "its release date was withdrawn",
    "not-in-your-country": "not released in your country yet",
    "strict": "hidden by your settings",
    "muted": "you muted this show",
    "unknown-show": "not available",
}


_WHYS = {
    "covered": "you have seen it",
    "opted-in": "you wanted to see such things",
    "author": "you wrote it",
    "revealed": "you opened it",
    "opened-all": "you opened all that is out here",
}


@dataclass(frozen=True, slots=True)
class Words:
    """Templates in one language.

    **Shapes**: `{scope}` is a label made by the machine, `{reason}` one of `reasons`, `{when}` an instant in `instant`
    format; `reasons` by the codes of `domain.spoilers.Decision` for hidden veils, any other code prints `hidden`;
    `whys` by its codes for shown ones.
    """

    label: str = "spoils {scope}"
    sealed: str = "sealed: spoils {scope}"
    echoed: str = "spoils {scope}, like what it answers"
    show: str = "Show"
    show_what: str = "Show what spoils {scope}"
    hide: str = "Hide again"
    hide_what: str = "Hide again what spoils {scope}"
    opens: str = "{reason}, opens {when}"
    instant: str = "%d %b %Y, %H:%M"
    text_closed: str = "[{label}: {reason}]"
    text_opened: str = "[{label}:"
    text_end: str = "]"
    hidden: str = "hidden"
    reasons: Mapping[str, str] = field(default_factory=lambda: MappingProxyType(_REASONS))
    whys: Mapping[str, str] = field(default_factory=lambda: MappingProxyType(_WHYS))
    labels: LabelWords = ENGLISH_LABELS


ENGLISH = Words()
