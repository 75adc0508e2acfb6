"""Lines of the ledger: written with the act that they tell of."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select

from forum.groups.models import Group, GroupRules
from forum.infra.db import db, transaction
from forum.moderation.actions.chaining import append
from forum.moderation.models import Case, CaseDecision, LedgerEntry
from forum.moderation.records import DecisionReversal
from forum.moderation.targets import POST, THREAD, group_of
from forum.posts.models import PostEvent
from forum.threads.models import Thread, ThreadEvent

REOPENED = "reopened"
READ_ANYWAY = "read-anyway"
DIRECT_ACTS = {"sealed": "seal", "removed": "remove", "unsealed": "unseal", "restored": "restore", "moved": "move"}
"""What the ledger calls that which was done to a post without a case: like the outcome, where there is one."""


ACTS_ON_THREADS = {"neutralised": "neutralise", "given-back": "give-back"}
"""What the ledger calls that which was done to a thread's title."""


def enter(case: Case, what: str, actor_id: int | None, now: datetime, decision: CaseDecision | None = None) -> None:
    """Add a line. Shapes: `what` is an outcome, `REOPENED` or `READ_ANYWAY`."""
    append(
        LedgerEntry(
            group_id=group_of(case.post_id) if case.post_id else None,
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


def enter_direct_act(event_id: int) -> None:
    """Add the line of something that was done to a post, once, unless the decision of a case did it."""
    with transaction():
        event = db.session.get(PostEvent, event_id)
        if event is None or event.what not in DIRECT_ACTS or "by" in event.detail or _by_decision(event):
            return
        group_id = _group_of(event)
        rule, rules_version = _rule(group_id, str(event.detail.get("rule", "")))
        append(
            LedgerEntry(
                group_id=group_id,
                event_id=event.id,
                actor_id=event.actor_id,
                what=DIRECT_ACTS[event.what],
                target_kind=POST,
                rule=rule,
                rules_version=rules_version,
                seal=event.detail.get("gate"),
                happened_at=event.happened_at,
            )
        )


def _group_of(event: PostEvent) -> int:
    """Where it happened: a post that was moved is told of where it left."""
    left = event.detail.get("from")
    thread = db.session.get(Thread, left) if isinstance(left, int) else None
    return thread.group_id if thread is not None else group_of(event.post_id)


def enter_act_on_thread(event_id: int) -> None:
    """Add the line of something that was done to a thread, once. It needs no words: what it was says it all."""
    with transaction():
        event = db.session.get(ThreadEvent, event_id)
        if event is None or event.what not in ACTS_ON_THREADS:
            return
        append(
            LedgerEntry(
                group_id=db.session.get_one(Thread, event.thread_id).group_id,
                thread_event_id=event.id,
                actor_id=event.actor_id,
                what=ACTS_ON_THREADS[event.what],
                target_kind=THREAD,
                happened_at=event.happened_at,
            )
        )


def _by_decision(event: PostEvent) -> bool:
    """A decision acts on its post in the same transaction, and so does its reversal: same person, same instant."""
    of_post = Case.id == CaseDecision.case_id, Case.post_id == event.post_id
    decided = exists().where(
        *of_post, CaseDecision.decided_by_id == event.actor_id, CaseDecision.decided_at == event.happened_at
    )
    taken_back = exists().where(
        *of_post,
        DecisionReversal.decision_id == CaseDecision.id,
        DecisionReversal.by_id == event.actor_id,
        DecisionReversal.reversed_at == event.happened_at,
    )
    return bool(db.session.scalar(select(decided | taken_back)))


def _rule(group_id: int, named: str) -> tuple[int | None, int | None]:
    """A rule that was named by its number. Words that a moderator typed stay out of the ledger."""
    rules = db.session.execute(
        select(GroupRules.version, GroupRules.lines)
        .join(Group, (Group.id == GroupRules.group_id) & (Group.rules_version == GroupRules.version))
        .where(Group.id == group_id)
    ).one_or_none()
    is_number = named.isascii() and named.isdigit() and len(named) < 4
    if rules is None or not is_number or not 1 <= int(named) <= len(rules.lines):
        return None, None
    return int(named), rules.version
