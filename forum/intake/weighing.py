"""What is sent is looked at before it becomes a post. Nothing is ever lost or silently taken away.

Words of somebody in need are never held back, sealed or reported by a machine: they belong to the care team
(docs/adr/0011).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from forum.domain.automation import Deed, Match, Writing, matches
from forum.domain.errors import Invalid
from forum.domain.gates import Gate
from forum.domain.pace import History, PacePolicy, again_at, suspicions
from forum.domain.people import GroupRole
from forum.infra.db import db
from forum.infra.hearing import speaks_of_need
from forum.infra.jobs import announce
from forum.infra.weighing import Sent, Weighed, weighs
from forum.intake.history import House, history_of, house_of, text_print
from forum.intake.models import Automation, AutomationMatch, TextPrint, WaitingPost
from forum.posts.actions.tending import draw_curtain
from forum.posts.models import Post

_EXEMPT = (GroupRole.STEWARD, GroupRole.MODERATOR, GroupRole.OWNER)
NEWCOMER = "first-posts"


@dataclass(frozen=True, slots=True)
class Found:
    """What there is to say of a text. Shapes: `why` = codes for which it waits, before those of the rules."""

    met: Sequence[Match]
    why: Sequence[tuple[str, str]]

    @property
    def waits(self) -> bool:
        """Whether a moderator looks first."""
        return bool(self.why) or any(match.deed is Deed.HOLD for match in self.met)


@weighs
def weigh_text(sent: Sent) -> Weighed:
    """One statement where nothing is found; one more for a long text of a new member.

    Raises: `Invalid` where it cannot be written now.
    """
    mark = text_print(sent.text)
    if sent.actor.id is None or sent.actor.is_staff or sent.role in _EXEMPT:
        return Weighed()
    house = house_of(sent.group_id, sent.actor.id, mark, sent.now)
    history = history_of(sent.actor.id, house)
    mark = mark if history.is_new else None
    writing = _writing(sent, history, house.policy)
    found = _found(sent, house, history, writing)
    fault = _fault(sent, house.policy, history, writing) if sent.post_id is None else None
    if (found.met or found.why or fault) and speaks_of_need(f"{sent.title}\n{sent.text}"):
        return Weighed(then=_remembering(sent, mark))
    if fault is not None:
        raise fault
    if found.waits and sent.post_id is None:
        return Weighed(waiting_id=_keep(sent, found))
    known = {automation.id: automation for automation in house.automations}

    def then(post_id: int) -> None:
        _remembering(sent, mark)(post_id)
        for match in found.met:
            _act(match, known[match.rule_id], post_id, sent)

    return Weighed(then=then)


def _writing(sent: Sent, history: History, policy: PacePolicy) -> Writing:
    return Writing(f"{sent.title}\n{sent.text}", history.is_new_in(sent.group_id, policy), history.lately(sent.now))


def _found(sent: Sent, house: House, history: History, writing: Writing) -> Found:
    met = matches([automation.rule() for automation in house.automations], writing)
    if sent.post_id is not None:
        return Found(met, ())
    why = [(code, "") for code in suspicions(history, len(writing.hosts), sent.now)]
    if house.policy.hold_first and house.policy.first_posts and writing.newcomer:
        why.append((NEWCOMER, str(house.policy.first_posts)))
    return Found(met, why)


def _fault(sent: Sent, policy: PacePolicy, history: History, writing: Writing) -> Invalid | None:
    """Why it cannot be written now, told in a way that loses no word."""
    most = policy.newcomer_links
    if most is not None and writing.newcomer and len(writing.hosts) > most:
        return Invalid({"body": [f"newcomer-links:{most}"]}, sent.form)
    again = _again_at(sent, policy, history)
    if again is None:
        return None
    seconds = ceil((again - sent.now).total_seconds())
    return Invalid({"body": [f"slow-mode:{seconds}"]}, sent.form, again_at=again)


def _again_at(sent: Sent, policy: PacePolicy, history: History) -> datetime | None:
    if sent.thread_id is None:
        return None
    return again_at(policy, history, sent.thread_id, sent.opened_at, sent.now)


def _keep(sent: Sent, found: Found) -> int:
    """Keep what was sent, as no post."""
    holding = [match for match in found.met if match.deed is Deed.HOLD]
    waiting = WaitingPost(
        group_id=sent.group_id,
        thread_id=sent.thread_id,
        author_id=sent.actor.id,
        form={**sent.form, "submission_key": ""},
        document=dict(sent.document),
        why=[list(one) for one in (*found.why, *(pair for match in holding for pair in match.because))],
        sent_at=sent.now,
    )
    db.session.add(waiting)
    db.session.flush()
    for match in holding:
        _note(match, sent, waiting_id=waiting.id)
    return waiting.id


def _remembering(sent: Sent, mark: str | None) -> _Remember:
    return _Remember(sent, mark)


@dataclass(frozen=True, slots=True)
class _Remember:
    sent: Sent
    mark: str | None

    def __call__(self, _post_id: int) -> None:
        """Keep the print of a new text."""
        if self.mark is not None and self.sent.post_id is None:
            db.session.add(TextPrint(print=self.mark, author_id=self.sent.actor.id, written_at=self.sent.now))


def _act(match: Match, automation: Automation, post_id: int, sent: Sent) -> None:
    """Do what a rule says with a post that stands. What would have waited, had it been new, is reported."""
    noted = _note(match, sent, post_id=post_id)
    if match.deed is Deed.SEAL and automation.seal:
        post = db.session.get_one(Post, post_id)
        if post.seal is None:
            draw_curtain(post, None, Gate.from_json(automation.seal), automation.note, sent.now, match=noted.id)
    announce("automation.matched", match_id=noted.id)


def _note(match: Match, sent: Sent, *, post_id: int | None = None, waiting_id: int | None = None) -> AutomationMatch:
    noted = AutomationMatch(
        automation_id=match.rule_id,
        post_id=post_id,
        waiting_id=waiting_id,
        author_id=sent.actor.id,
        because=[list(one) for one in match.because],
        matched_at=sent.now,
    )
    db.session.add(noted)
    db.session.flush()
    return noted
