"""Who may do what: every permission of the forum, on one page.

`judge` is the only place that decides. Queries hold the SQL twin of the reading rules, and a test compares the two.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from forum.domain.errors import Denied
from forum.domain.people import GroupRole, Reader, SiteRole


class Action(StrEnum):
    """Everything a person can try, as "<resource>:<verb>"."""

    SHOW_IMPORT = "show:import"
    SHOW_SET_WINDOW = "show:set-window"
    SHOW_NOTE = "show:note"
    SHOW_TEND = "show:tend"
    SHOW_APPOINT = "show:appoint"
    RELEASE_REPORT = "release:report"
    RELEASE_DECIDE = "release:decide"
    PROGRESS_MARK = "progress:mark"

    GROUP_START = "group:start"
    GROUP_READ = "group:read"
    GROUP_JOIN = "group:join"
    GROUP_ASK = "group:ask"
    GROUP_LEAVE = "group:leave"
    GROUP_ACCEPT_RULES = "group:accept-rules"
    GROUP_EDIT = "group:edit"
    GROUP_INVITE = "group:invite"
    GROUP_DECIDE_REQUEST = "group:decide-request"
    GROUP_ASSIGN_ROLE = "group:assign-role"
    GROUP_BAN = "group:ban"
    GROUP_FOLLOW_SHOW = "group:follow-show"
    GROUP_USE_INVITATION = "group:use-invitation"

    THREAD_READ = "thread:read"
    THREAD_START = "thread:start"
    THREAD_RENAME = "thread:rename"
    THREAD_LOCK = "thread:lock"
    THREAD_PIN = "thread:pin"
    THREAD_MOVE = "thread:move"
    THREAD_NOTE = "thread:note"
    THREAD_ANSWER = "thread:answer"
    THREAD_NEUTRALISE = "thread:neutralise"
    THREAD_GIVE_BACK_TITLE = "thread:give-back-title"

    POST_WRITE = "post:write"
    POST_AMEND = "post:amend"
    POST_WITHDRAW = "post:withdraw"
    POST_REACT = "post:react"
    POST_FLAG = "post:flag"
    POST_SEAL = "post:seal"
    POST_UNSEAL = "post:unseal"
    POST_REMOVE = "post:remove"
    POST_MOVE = "post:move"
    POST_RESTORE = "post:restore"
    POST_SEE_SOURCE = "post:see-source"

    CASE_READ = "case:read"
    CASE_CLAIM = "case:claim"
    CASE_DECIDE = "case:decide"
    LEDGER_READ = "ledger:read"
    CARE_WORK = "care:work"
    CARE_LEAD = "care:lead"
    CARE_APPOINT = "care:appoint"
    LINES_TEND = "lines:tend"
    LINES_EDIT = "lines:edit"

    PERSON_SUSPEND = "person:suspend"
    PERSON_ASSIGN_ROLE = "person:assign-role"
    TOKEN_CREATE = "token:create"  # noqa: S105 - the name of a right, not a secret


class Joining(StrEnum):
    """How one becomes a member of a group."""

    OPEN = "open"
    REQUEST = "request"
    INVITATION = "invitation"


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """Nothing in particular: for actions whose target is the site itself."""


@dataclass(frozen=True, slots=True)
class ShowFacts:
    """A show and the actor's place in it. Shapes: `claimant_id` = who made the statement that is to be decided."""

    id: int
    steward: bool = False
    claimant_id: int | None = None


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """What the rules need to know of a group and of the actor's place in it.

    Shapes: `target_role` is the role of the member who is acted upon, where there is one.
    """

    id: int
    listed: bool = True
    joining: Joining = Joining.OPEN
    role: GroupRole | None = None
    banned: bool = False
    sole_owner: bool = False
    target_role: GroupRole | None = None


@dataclass(frozen=True, slots=True)
class ThreadFacts:
    """A thread as the rules see it. `open` is False before the opening instant and while a release has slipped."""

    id: int
    group: GroupFacts
    author_id: int | None = None
    kind: str = "talk"
    open: bool = True
    locked: bool = False
    target: GroupFacts | None = None


@dataclass(frozen=True, slots=True)
class PostFacts:
    """A post as the rules see it."""

    id: int
    thread: ThreadFacts
    author_id: int | None = None
    removed: bool = False
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case of the moderation queue as the rules see it."""

    id: int
    group: GroupFacts
    author_id: int | None = None
    flagger_ids: frozenset[int] = frozenset()
    claimed_by_id: int | None = None
    decided: bool = False


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Somebody's account as the rules see it."""

    id: int
    role: SiteRole = SiteRole.MEMBER


@dataclass(frozen=True, slots=True)
class CareFacts:
    """The care team and the actor's place in it. Shapes: `role` "carer", "lead", or "" for everybody else."""

    role: str = ""


Facts = SiteFacts | ShowFacts | PersonFacts | GroupFacts | ThreadFacts | PostFacts | CaseFacts | CareFacts


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer. `reason` is "" when allowed, otherwise a code that templates turn into words."""

    reason: str = ""

    @property
    def allowed(self) -> bool:
        """No reason against it was found."""
        return not self.reason


_RANK: Mapping[GroupRole | None, int] = {
    None: 0,
    GroupRole.MEMBER: 1,
    GroupRole.STEWARD: 2,
    GroupRole.MODERATOR: 3,
    GroupRole.OWNER: 4,
}


def _group_of(facts: Facts) -> GroupFacts | None:
    match facts:
        case GroupFacts():
            return facts
        case ThreadFacts() | CaseFacts():
            return facts.group
        case PostFacts():
            return facts.thread.group
        case _:
            return None


def _ranks(actor: Reader, facts: Facts, least: GroupRole) -> bool:
    """Whether the actor stands at least this high in the group concerned; site staff stand above every group."""
    group = _group_of(facts)
    return actor.is_staff or (group is not None and not group.banned and _RANK[group.role] >= _RANK[least])


def may_read(actor: Reader, group: GroupFacts) -> bool:
    """A listed group with open doors is read by all; the others by their members and by site staff."""
    if actor.is_staff or group.role is not None:
        return True
    return group.listed and group.joining is Joining.OPEN


def may_know(actor: Reader, group: GroupFacts) -> bool:
    """A hidden group exists for its members and for site staff alone."""
    return group.listed or actor.is_staff or group.role is not None


def _member(actor: Reader, facts: Facts) -> str:
    if actor.suspended:
        return "suspended"
    group = _group_of(facts)
    if group is not None and group.banned:
        return "banned"
    if not _ranks(actor, facts, GroupRole.MEMBER):
        return "members-only"
    return ""


def _least(role: GroupRole) -> Rule:
    def rule(actor: Reader, facts: Facts) -> str:
        return _standing(actor) or ("" if _ranks(actor, facts, role) else f"{role.value}s-only")

    return rule


def _standing(actor: Reader) -> str:
    return "suspended" if actor.suspended else ""


def _administrator(actor: Reader, _facts: Facts) -> str:
    return "" if actor.is_administrator else "administrators-only"


def _staff(actor: Reader, _facts: Facts) -> str:
    return "" if actor.is_staff else "staff-only"


def _show_steward(actor: Reader, facts: Facts) -> str:
    """Dates and books of a show hold in every group, so a rank in one of them is not enough: see ADR 0007."""
    own = isinstance(facts, ShowFacts) and facts.steward
    return _standing(actor) or ("" if own or actor.is_staff else "show-stewards-only")


def _decide_release(actor: Reader, facts: Facts) -> str:
    """A second person: nobody agrees with themselves."""
    refused = _show_steward(actor, facts)
    own = isinstance(facts, ShowFacts) and facts.claimant_id == actor.id
    return refused or ("own-statement" if own else "")


def _care_team(actor: Reader, facts: Facts) -> str:
    """Trained people alone: no rank of the site or of a group is one of theirs."""
    return _standing(actor) or ("" if isinstance(facts, CareFacts) and facts.role else "care-team-only")


def _care_lead(actor: Reader, facts: Facts) -> str:
    own = isinstance(facts, CareFacts) and facts.role == "lead"
    return _standing(actor) or ("" if own else "care-team-only")


def _care_appoint(actor: Reader, facts: Facts) -> str:
    """Administrators appoint the team and read nothing of its work; the safeguarding lead does both."""
    return "" if not _care_lead(actor, facts) else _standing(actor) or _administrator(actor, facts)


def _suspend(actor: Reader, facts: Facts) -> str:
    """Moderators of the site suspend members; staff is suspended by administrators, nobody by themselves."""
    refused = _standing(actor) or _staff(actor, facts)
    if refused or not isinstance(facts, PersonFacts):
        return refused or "no-target"
    if facts.id == actor.id:
        return "not-yourself"
    return "" if facts.role is SiteRole.MEMBER else _administrator(actor, facts)


def _assign_role(actor: Reader, facts: Facts) -> str:
    return _standing(actor) or _administrator(actor, facts)


def _anyone_signed_in(actor: Reader, _facts: Facts) -> str:
    return _standing(actor)


def _signed_in_even_suspended(_actor: Reader, _facts: Facts) -> str:
    return ""


def _read(actor: Reader, facts: Facts) -> str:
    group = _group_of(facts)
    return "" if group is not None and may_read(actor, group) else "members-only"


def _join(actor: Reader, facts: Facts) -> str:
    group = _group_of(facts)
    if group is None or group.banned:
        return "banned"
    if group.role is not None:
        return "already-member"
    return _standing(actor) or ("" if group.joining is Joining.OPEN else "not-open")


def _ask(actor: Reader, facts: Facts) -> str:
    group = _group_of(facts)
    if group is None or group.banned:
        return "banned"
    if group.role is not None:
        return "already-member"
    return _standing(actor) or ("" if group.joining is Joining.REQUEST else "not-by-request")


def _use_invitation(actor: Reader, facts: Facts) -> str:
    """An invitation opens every group, but not to somebody who was shown out of it."""
    group = _group_of(facts)
    if group is None or group.banned:
        return "banned"
    return "already-member" if group.role is not None else _standing(actor)


def _ban(actor: Reader, facts: Facts) -> str:
    """Nobody shows out an equal: moderators settle that with the owner, owners with the site."""
    refused = _least(GroupRole.MODERATOR)(actor, facts)
    group = _group_of(facts)
    if refused or group is None or actor.is_staff:
        return refused
    return "outranked" if _RANK[group.target_role] >= _RANK[group.role] else ""


def _leave(_actor: Reader, facts: Facts) -> str:
    group = _group_of(facts)
    if group is None or group.role is None:
        return "members-only"
    return "last-owner" if group.role is GroupRole.OWNER and group.sole_owner else ""


def _write(actor: Reader, facts: Facts) -> str:
    thread = facts.thread if isinstance(facts, PostFacts) else facts
    if not isinstance(thread, ThreadFacts):
        return "nothing-to-answer"
    refused = _member(actor, thread)
    if refused:
        return refused
    if not thread.open:
        return "not-open-yet"
    if thread.locked and not _ranks(actor, thread, GroupRole.MODERATOR):
        return "locked"
    return ""


def _own_post(actor: Reader, facts: Facts) -> str:
    if not isinstance(facts, PostFacts) or facts.author_id != actor.id:
        return "authors-only"
    if facts.removed or facts.withdrawn:
        return "gone"
    return ""


def _amend(actor: Reader, facts: Facts) -> str:
    return _own_post(actor, facts) or _write(actor, facts)


def _withdraw(actor: Reader, facts: Facts) -> str:
    return _own_post(actor, facts)


def _present(facts: Facts) -> str:
    return "gone" if isinstance(facts, PostFacts) and (facts.removed or facts.withdrawn) else ""


def _react(actor: Reader, facts: Facts) -> str:
    return _member(actor, facts) or _present(facts)


def _flag(actor: Reader, facts: Facts) -> str:
    if isinstance(facts, PostFacts) and facts.author_id == actor.id:
        return "own-post"
    return _standing(actor) or _read(actor, facts) or _present(facts)


def _see_source(actor: Reader, facts: Facts) -> str:
    own = isinstance(facts, PostFacts) and facts.author_id == actor.id
    return "" if own else _least(GroupRole.MODERATOR)(actor, facts)


def _others_post(least: GroupRole) -> Rule:
    """Nobody takes back what was done to a post of their own, whatever they are in the group."""

    def rule(actor: Reader, facts: Facts) -> str:
        own = isinstance(facts, PostFacts) and facts.author_id == actor.id
        return "own-post" if own else _least(least)(actor, facts)

    return rule


def _others_thread(least: GroupRole) -> Rule:
    """Nobody takes back what was done to a thread of their own, whatever they are in the group."""

    def rule(actor: Reader, facts: Facts) -> str:
        own = isinstance(facts, ThreadFacts) and facts.author_id is not None and facts.author_id == actor.id
        return "own-thread" if own else _least(least)(actor, facts)

    return rule


def _rename(actor: Reader, facts: Facts) -> str:
    own = isinstance(facts, ThreadFacts) and facts.author_id == actor.id and not facts.locked
    return _member(actor, facts) if own else _least(GroupRole.MODERATOR)(actor, facts)


def _answer(actor: Reader, facts: Facts) -> str:
    if not isinstance(facts, ThreadFacts) or facts.kind != "question":
        return "not-a-question"
    own = facts.author_id == actor.id
    return _member(actor, facts) if own else _least(GroupRole.MODERATOR)(actor, facts)


def _move(actor: Reader, facts: Facts) -> str:
    """The right is needed at both ends, otherwise a moderator of one group could push threads into another."""
    if not isinstance(facts, ThreadFacts) or facts.target is None:
        return "no-target"
    here = _least(GroupRole.MODERATOR)(actor, facts)
    return here or _least(GroupRole.MODERATOR)(actor, facts.target)


def _move_post(actor: Reader, facts: Facts) -> str:
    """At both ends as well; without another end: whether one may move it anywhere at all."""
    refused = _least(GroupRole.MODERATOR)(actor, facts)
    if refused or not isinstance(facts, PostFacts):
        return refused or "no-post"
    target = facts.thread.target
    return "" if target is None else _least(GroupRole.MODERATOR)(actor, target)


def _decide(actor: Reader, facts: Facts) -> str:
    refused = _least(GroupRole.MODERATOR)(actor, facts)
    if refused or not isinstance(facts, CaseFacts):
        return refused or "no-case"
    if actor.id == facts.author_id:
        return "own-post"
    if actor.id in facts.flagger_ids:
        return "own-flag"
    return ""


Rule = Callable[[Reader, Facts], str]

_RULES: Mapping[Action, Rule] = {
    Action.SHOW_IMPORT: _administrator,
    Action.SHOW_SET_WINDOW: _show_steward,
    Action.SHOW_NOTE: _staff,
    Action.SHOW_TEND: _show_steward,
    Action.SHOW_APPOINT: _administrator,
    Action.RELEASE_REPORT: _anyone_signed_in,
    Action.RELEASE_DECIDE: _decide_release,
    Action.PROGRESS_MARK: _signed_in_even_suspended,
    Action.GROUP_START: _anyone_signed_in,
    Action.GROUP_READ: _read,
    Action.GROUP_JOIN: _join,
    Action.GROUP_ASK: _ask,
    Action.GROUP_LEAVE: _leave,
    Action.GROUP_ACCEPT_RULES: _member,
    Action.GROUP_EDIT: _least(GroupRole.OWNER),
    Action.GROUP_INVITE: _least(GroupRole.MODERATOR),
    Action.GROUP_DECIDE_REQUEST: _least(GroupRole.MODERATOR),
    Action.GROUP_ASSIGN_ROLE: _least(GroupRole.OWNER),
    Action.GROUP_BAN: _ban,
    Action.GROUP_FOLLOW_SHOW: _least(GroupRole.MODERATOR),
    Action.GROUP_USE_INVITATION: _use_invitation,
    Action.THREAD_READ: _read,
    Action.THREAD_START: _member,
    Action.THREAD_RENAME: _rename,
    Action.THREAD_LOCK: _least(GroupRole.MODERATOR),
    Action.THREAD_PIN: _least(GroupRole.MODERATOR),
    Action.THREAD_MOVE: _move,
    Action.THREAD_NOTE: _least(GroupRole.MODERATOR),
    Action.THREAD_ANSWER: _answer,
    Action.THREAD_NEUTRALISE: _least(GroupRole.STEWARD),
    Action.THREAD_GIVE_BACK_TITLE: _others_thread(GroupRole.STEWARD),
    Action.POST_WRITE: _write,
    Action.POST_AMEND: _amend,
    Action.POST_WITHDRAW: _withdraw,
    Action.POST_REACT: _react,
    Action.POST_FLAG: _flag,
    Action.POST_SEAL: _least(GroupRole.STEWARD),
    Action.POST_UNSEAL: _others_post(GroupRole.STEWARD),
    Action.POST_REMOVE: _least(GroupRole.MODERATOR),
    Action.POST_MOVE: _move_post,
    Action.POST_RESTORE: _others_post(GroupRole.MODERATOR),
    Action.POST_SEE_SOURCE: _see_source,
    Action.CASE_READ: _least(GroupRole.MODERATOR),
    Action.CASE_CLAIM: _decide,
    Action.CASE_DECIDE: _decide,
    Action.LEDGER_READ: _read,
    Action.CARE_WORK: _care_team,
    Action.CARE_LEAD: _care_lead,
    Action.CARE_APPOINT: _care_appoint,
    Action.LINES_TEND: _staff,
    Action.LINES_EDIT: _administrator,
    Action.PERSON_SUSPEND: _suspend,
    Action.PERSON_ASSIGN_ROLE: _assign_role,
    Action.TOKEN_CREATE: _anyone_signed_in,
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
