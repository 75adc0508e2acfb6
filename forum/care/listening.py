"""What was found in words just written becomes a case, a message to their author and a notice, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from forum.care.actions.messages import write_by_itself
from forum.care.models import CareCase
from forum.care.opening import more_urgent, new_case, note_event, open_case_of
from forum.domain.caring import Sign, folds, is_by_rule, message_for, priority_of, sign_of
from forum.domain.detection import Finding, Label, Tier
from forum.infra import clock
from forum.infra.db import db
from forum.infra.hearing import Heard, hears
from forum.posts.actions.holding import CARE, hold_post
from forum.posts.models import Post
from forum.threads.actions.detected import cover_title, raise_topics

CHANGED, CALMER = "changed", "calmer"


@dataclass(frozen=True, slots=True)
class _Found:
    """What decides. Shapes: `place` = where it stood, "post" or "title"."""

    finding: Finding
    place: str


@hears
def take_in(heard: Heard) -> None:
    """Open or change a case where there is need of one, write to the author, and see that the thread has its notice.

    Nothing here closes, lowers or dismisses: that is for people.
    """
    now = clock.now()
    post_id = heard.post_id or _first_post(heard.thread_id)
    found = _gravest(heard)
    if post_id is None or found is None:
        return
    if _is_sensitive(found.finding):
        raise_topics(heard.thread_id, found.finding.topics, _named(found.finding), now)
    sign = sign_of(found.finding)
    case = open_case_of(post_id) if heard.edited else None
    if sign is None:
        if case is not None and case.place == found.place:
            _calmer(case, now)
        return
    if case is None and heard.edited and _was_closed(post_id, found.finding):
        return
    if case is None:
        case = _opened(post_id, heard.author_id, sign, found, now)
    else:
        _changed(case, sign, found, now)
    if folds(found.finding):
        hold_post(post_id, CARE)
        if found.place == "title":
            cover_title(heard.thread_id, now)
    kind = message_for(found.finding)
    if kind is not None and heard.author_id is not None:
        write_by_itself(heard.author_id, case, kind, now)


def _gravest(heard: Heard) -> _Found | None:
    both = [_Found(heard.body, "post")] if heard.body is not None else []
    if heard.title is not None:
        both.append(_Found(heard.title, "title"))
    return min(both, key=lambda one: _rank(one.finding), default=None)


def _rank(finding: Finding) -> tuple[int, int]:
    order = (Tier.M, Tier.T4, Tier.T3, Tier.T2, Tier.T1, Tier.T0)
    return (priority_of(finding) if sign_of(finding) else 9, order.index(finding.tier))


def _is_sensitive(finding: Finding) -> bool:
    """Whether the thread gets the notice: for all but what is in doubt."""
    return is_by_rule(finding) and (finding.tier not in {Tier.T0, Tier.T2} or finding.label is Label.THIRD)


def _named(finding: Finding) -> str:
    """The rule that everybody may read of: of a theme. What tells of a person is told to the care team alone."""
    return finding.rules[0] if finding.tier is Tier.T1 and finding.rules else ""


def _was_closed(post_id: int, finding: Finding) -> bool:
    """The same words were looked at before: an edit elsewhere in the post is no new sign."""
    closed = select(CareCase.rules).where(CareCase.post_id == post_id, CareCase.closed_at.is_not(None))
    return any(set(finding.rules) <= set(rules) for rules in db.session.scalars(closed))


def _opened(post_id: int, person_id: int | None, sign: Sign, found: _Found, now: datetime) -> CareCase:
    case = new_case(post_id, person_id, sign, priority_of(found.finding), now)
    case.rules, case.place = list(found.finding.rules), found.place
    return case


def _changed(case: CareCase, sign: Sign, found: _Found, now: datetime) -> None:
    """An edit: what is graver counts at once, what is calmer is a note for people."""
    priority = priority_of(found.finding)
    if priority > case.priority:
        _calmer(case, now)
        return
    case.calmer_at = None
    if set(found.finding.rules) != set(case.rules):
        case.what, case.place, case.rules = sign.value, found.place, list(found.finding.rules)
        note_event(case, CHANGED, now)
    more_urgent(case, priority, now)


def _calmer(case: CareCase, now: datetime) -> None:
    if case.calmer_at is None:
        case.calmer_at = now
        note_event(case, CALMER, now)


def _first_post(thread_id: int) -> int | None:
    wanted = select(Post.id).where(Post.thread_id == thread_id, Post.position == 1)
    found: int | None = db.session.scalar(wanted)
    return found
