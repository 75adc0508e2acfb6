"""Cards of one case and of its decisions. Whoever may not read a reported text gets a page without it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from forum.domain.crisis import Notice
from forum.presenting.accounts import PersonCard
from forum.presenting.moderation.flagging import FlagCard
from forum.presenting.moderation.places import PlaceCard
from forum.presenting.moderation.queue import ClaimCard
from forum.presenting.verdicts import Aftermath


@dataclass(frozen=True, slots=True)
class TextCard:
    """A version of a reported text. Shapes: `html` None = withheld, because this moderator has not seen the episode."""

    version: int
    html: Markup | None
    is_current: bool


@dataclass(frozen=True, slots=True)
class DecisionCard:
    """A decision, as moderators see it.

    Shapes: `rule` is the text of the rule, "" when none was named; `reason` None when its reader should not read the
    case unasked: reasons tell what a case is about.
    """

    id: int
    number: int
    outcome: str
    rule_number: int | None
    rule: str
    seal: str
    reason: str | None
    decided_by: PersonCard | None
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case, whole.

    Shapes: `texts` as they were reported, newest first, then the present one if it was edited since; `withheld` =
    labels of what they spoil for this moderator, () when they may read; `covered` = they distress, and nobody asked
    yet; `rules` are numbered from 1; `codes` for the picker; `barred` as in the queue; `outcomes` = what can be decided
    about such a thing; `usual`, `usual_rule` = what is suggested for the reasons, "" and None for nothing;
    `about_id` = the case that a reported message is about, otherwise 0; `closed` = this moderator has not seen what
    that one is about, so people's words are left out here as well.
    """

    id: int
    version: int
    place: PlaceCard
    author: PersonCard | None
    post_state: str
    claim: ClaimCard
    reasons: tuple[str, ...]
    opened_at: datetime
    flags: tuple[FlagCard, ...]
    texts: tuple[TextCard, ...]
    withheld: tuple[str, ...]
    read_anyway: bool
    decisions: tuple[DecisionCard, ...]
    rules: tuple[str, ...]
    codes: tuple[str, ...]
    suggested: str
    notice: Notice | None
    covered: bool = False
    barred: str = ""
    outcomes: tuple[str, ...] = ()
    usual: str = ""
    usual_rule: int | None = None
    about_id: int = 0
    closed: bool = False


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """What author and flaggers are told, for as long as the forum stands.

    Shapes: `role` is that of the reader: "author", "flagger" or "moderator"; `after` = what came of it; `case_id` is
    for moderators, otherwise 0; `closed` = people's words about it are left out, for this moderator has not seen what
    the case is about.
    """

    id: int
    place: PlaceCard
    role: str
    outcome: str
    rule_number: int | None
    rule: str
    seal: str
    reason: str
    decided_at: datetime
    notice: Notice | None
    after: Aftermath
    case_id: int = 0
    closed: bool = False
