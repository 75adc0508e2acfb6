"""The table: which rule answers for which action, and the only place that decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forum.domain.errors import Denied
from forum.domain.people import GroupRole, Reader
from forum.domain.permissions import groups, site, talk
from forum.domain.permissions.actions import Action
from forum.domain.permissions.facts import Facts
from forum.domain.permissions.ranks import Rule, least, member, read


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer. `reason` is "" when allowed, otherwise a code that templates turn into words."""

    reason: str = ""

    @property
    def allowed(self) -> bool:
        """No reason against it was found."""
        return not self.reason


_RULES: Mapping[Action, Rule] = {
    Action.SHOW_IMPORT: site.administrator,
    Action.SHOW_SET_WINDOW: site.show_steward,
    Action.SHOW_NOTE: site.show_steward,
    Action.SHOW_TEND: site.show_steward,
    Action.SHOW_APPOINT: site.administrator,
    Action.RELEASE_REPORT: site.anyone_signed_in,
    Action.RELEASE_DECIDE: site.decide_release,
    Action.PROGRESS_MARK: site.signed_in_even_suspended,
    Action.GROUP_START: site.anyone_signed_in,
    Action.GROUP_READ: read,
    Action.GROUP_JOIN: groups.join,
    Action.GROUP_ASK: groups.ask,
    Action.GROUP_LEAVE: groups.leave,
    Action.GROUP_ACCEPT_RULES: member,
    Action.GROUP_EDIT: least(GroupRole.OWNER),
    Action.GROUP_INVITE: least(GroupRole.MODERATOR),
    Action.GROUP_DECIDE_REQUEST: least(GroupRole.MODERATOR),
    Action.GROUP_ASSIGN_ROLE: least(GroupRole.OWNER),
    Action.GROUP_BAN: groups.ban,
    Action.GROUP_FOLLOW_SHOW: least(GroupRole.MODERATOR),
    Action.GROUP_USE_INVITATION: groups.use_invitation,
    Action.THREAD_READ: read,
    Action.THREAD_START: talk.start,
    Action.THREAD_RENAME: talk.rename,
    Action.THREAD_LOCK: least(GroupRole.MODERATOR),
    Action.THREAD_PIN: least(GroupRole.MODERATOR),
    Action.THREAD_MOVE: talk.move,
    Action.THREAD_NOTE: least(GroupRole.MODERATOR),
    Action.THREAD_ANSWER: talk.answer,
    Action.THREAD_NEUTRALISE: least(GroupRole.STEWARD),
    Action.THREAD_GIVE_BACK_TITLE: talk.others_thread(GroupRole.STEWARD),
    Action.POST_WRITE: talk.write,
    Action.POST_AMEND: talk.amend,
    Action.POST_WITHDRAW: talk.withdraw,
    Action.POST_REACT: talk.react,
    Action.POST_FLAG: talk.flag,
    Action.POST_SEAL: least(GroupRole.STEWARD),
    Action.POST_UNSEAL: talk.others_post(GroupRole.STEWARD),
    Action.POST_REMOVE: least(GroupRole.MODERATOR),
    Action.POST_MOVE: talk.move_post,
    Action.POST_RESTORE: talk.others_post(GroupRole.MODERATOR),
    Action.POST_SEE_SOURCE: talk.see_source,
    Action.CASE_READ: least(GroupRole.MODERATOR),
    Action.CASE_CLAIM: talk.decide,
    Action.CASE_DECIDE: talk.decide,
    Action.CASE_REVERSE: talk.decide,
    Action.APPEAL_ANSWER: talk.decide,
    Action.LEDGER_READ: read,
    Action.REPLY_KEEP: least(GroupRole.MODERATOR),
    Action.FIGURES_READ: least(GroupRole.MODERATOR),
    Action.LOAD_READ: least(GroupRole.OWNER),
    Action.LEDGER_BURY: site.assign_role,
    Action.NOTICE_ANSWER: site.staff_in_standing,
    Action.CARE_WORK: site.care_team,
    Action.CARE_LEAD: site.care_lead,
    Action.CARE_APPOINT: site.care_appoint,
    Action.CARE_CLOCKS: site.care_clocks,
    Action.LINES_TEND: site.staff,
    Action.LINES_EDIT: site.administrator,
    Action.PERSON_SUSPEND: site.suspend,
    Action.PERSON_ASSIGN_ROLE: site.assign_role,
    Action.TOKEN_CREATE: site.anyone_signed_in,
}

_OPEN_TO_STRANGERS = frozenset({Action.GROUP_READ, Action.THREAD_READ, Action.LEDGER_READ})


def judge(actor: Reader, action: Action, facts: Facts) -> Verdict:
    """Whether the actor may do this to that.

    Shapes: `facts` describe the target, with the actor's own role already in its `GroupFacts`.
    """
    if actor.is_stranger and action not in _OPEN_TO_STRANGERS:
        return Verdict("sign-in")
    return Verdict(_RULES[action](actor, facts))


def require(actor: Reader, action: Action, facts: Facts) -> None:
    """Go on only if the rules allow it.

    Raises: `Denied` with the reason code.
    """
    verdict = judge(actor, action, facts)
    if not verdict.allowed:
        raise Denied(verdict.reason)
