"""Before and after a decision: its preview, a proposal for two, appeals that wait, what was decided about me."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from forum.api.answers import Answer
from forum.api.models.people import Person


class Sanctioned(Answer):
    """What a decision means for somebody. `ends_at` is null for a warning, and for what is for good."""

    kind: str
    ends_at: datetime | None
    for_good: bool


class PreviewedLetter(Answer):
    """What author and reporters would read."""

    outcome: str
    seal: str
    rule_number: int | None
    rule: str
    reason: str
    sanction: Sanctioned | None
    expires_at: datetime | None = Field(description="When advice is forgotten.")


class DecisionPreview(Answer):
    """What would happen. Nothing has."""

    case_id: int
    letter: PreviewedLetter
    handle: str = Field(description="Whom it is about; empty when they are not told, because nothing is done.")
    flaggers: int = Field(description="So many who reported it would be told.")
    reached: list[int] = Field(description="Other cases that it would decide as well.")
    skipped: list[int] = Field(description="Other cases that it would leave alone.")
    takes_two: bool = Field(description="A second moderator must agree: send it as a proposal.")
    strikes: int
    suggested_sanction: str
    suggested_hours: int = Field(description="0 = none, or for good.")


class Proposal(Answer):
    """A decision that waits for a second person."""

    id: int
    outcome: str
    sanction: str
    hours: int | None
    extent: str
    reason: str | None = Field(description="Null when the texts of the case are withheld.")
    by: Person | None
    proposed_at: datetime
    mine: bool


class WaitingAppeal(Answer):
    """An appeal that nobody has answered. Its words stand at the decision."""

    id: int
    decision_id: int
    role: str = Field(description="`author` or `flagger`.")
    made_at: datetime


class WaitingAppeals(Answer):
    """Appeals of your groups, the longest waiting first; at most 50."""

    appeals: list[WaitingAppeal]


class OwnDecision(Answer):
    """A decision about you, or about what you reported."""

    id: int
    role: str
    outcome: str
    decided_at: datetime
    state: str = Field(description="`stands`, `reversed` or `appealed`.")


class OwnDecisions(Answer):
    """Newest first; at most 50."""

    decisions: list[OwnDecision]
