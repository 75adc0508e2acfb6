"""Lines of the ledger: written inside the action that they tell of."""

from __future__ import annotations

from datetime import datetime

from forum.infra.db import db
from forum.moderation.models import Case, CaseDecision, LedgerEntry
from forum.moderation.targets import group_of

REOPENED = "reopened"
READ_ANYWAY = "read-anyway"


def enter(case: Case, what: str, actor_id: int | None, now: datetime, decision: CaseDecision | None = None) -> None:
    """Add a line. Shapes: `what` is an outcome, `REOPENED` or `READ_ANYWAY`."""
    db.session.add(
        LedgerEntry(
            group_id=group_of(case.target_id),
            case_id=case.id,
            decision_id=decision.id if decision else None,
            actor_id=actor_id,
            what=what,
            target_kind=case.target_kind,
            rule=decision.rule if decision else None,
            rules_version=decision.rules_version if decision else None,
            seal=decision.seal if decision else None,
            happened_at=now,
        )
    )
