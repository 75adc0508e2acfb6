"""Starting a group, and changing what it says of itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from forum.domain.errors import Invalid
from forum.domain.gates import Gate
from forum.domain.people import GroupRole, Reader
from forum.domain.permissions import Action, SiteFacts, require
from forum.domain.policies import OpensOn
from forum.domain.scopes import ScopeError
from forum.groups.actions.standing import allowed, note, signed_in
from forum.groups.forms import AboutForm, GroupForm, PolicyForm, RulesForm
from forum.groups.models import Group, GroupRules, Membership, RuleAcceptance
from forum.infra.db import db, folded, transaction
from forum.infra.jobs import announce
from forum.infra.once import insert_once
from forum.rendering.compose import compose
from forum.rendering.problems import Refused


def start_group(actor: Reader, form: GroupForm, now: datetime) -> int:
    """A new group, owned by the actor. Returns its id.

    Raises: `Denied`; `Invalid` when the address is taken or the description has spoilers or cannot be read.
    """
    document = described(form)
    with transaction():
        require(actor, Action.GROUP_START, SiteFacts())
        person_id = signed_in(actor)
        made = {"created_at": now, "created_by_id": person_id, "member_count": 1}
        group = Group(slug=form.address, **made, **_about(form, document))
        if not insert_once(group):
            raise Invalid({"slug": ["taken"]})
        _add_rules(group, form.rules, person_id, now)
        db.session.add(Membership(group_id=group.id, person_id=person_id, role=GroupRole.OWNER.value, joined_at=now))
        note(group.id, person_id, "started", now)
        return group.id


def amend_group(actor: Reader, group_id: int, form: AboutForm, now: datetime) -> None:
    """Another name, description or door.

    Raises: `Missing`; `Denied`; `Invalid` for a description that cannot be taken.
    """
    document = described(form)
    with transaction():
        person_id, _ = allowed(actor, Action.GROUP_EDIT, group_id, now)
        group = db.session.get_one(Group, group_id)
        for name, value in _about(form, document).items():
            setattr(group, name, value)
        note(group_id, person_id, "amended", now)


def write_rules(actor: Reader, group_id: int, form: RulesForm, now: datetime) -> int:
    """A new version of the rules. Returns its number; the old one when nothing changed. Old versions are kept.

    Raises: `Missing`; `Denied`.
    """
    with transaction():
        person_id, _ = allowed(actor, Action.GROUP_EDIT, group_id, now)
        group = db.session.get_one(Group, group_id)
        if form.rules == _lines_now(group):
            return group.rules_version
        _add_rules(group, form.rules, person_id, now)
        note(group_id, person_id, "rules", now, detail=str(group.rules_version))
        return group.rules_version


def set_policy(actor: Reader, group_id: int, form: PolicyForm, now: datetime) -> None:
    """Ask for more than the law of spoilers does. Threads that are open stay open; texts that stand stay.

    Raises: `Missing`; `Denied`.
    """
    with transaction():
        person_id, _ = allowed(actor, Action.GROUP_EDIT, group_id, now)
        group = db.session.get_one(Group, group_id)
        before = group.policy()
        group.opens_on = form.opens_on.value
        group.opens_region = form.region if form.opens_on is OpensOn.REGION else None
        group.tag_days, group.tag_days_drop = form.tag_days, form.tag_days_drop
        group.regional_hides, group.titles_hidden = form.regional_hides, form.titles_hidden
        group.leaks_allowed = form.leaks
        if group.policy() != before:
            note(group_id, person_id, "policy", now)
            announce("group.policy", group_id=group_id)


def described(form: AboutForm) -> Any:
    """The description as a document; None when it is empty. It is shown to everybody, so it holds no spoilers.

    Raises: `Invalid`.
    """
    if not form.description:
        return None
    try:
        return compose(form.description, _no_spoilers).to_json()
    except Refused as refused:
        codes = [problem.code for problem in refused.problems]
        raise Invalid({"description": codes}, problems=refused.problems) from None


def _no_spoilers(text: str) -> Gate:
    raise ScopeError("no-spoilers-here", text)


def _about(form: AboutForm, document: Any) -> dict[str, Any]:
    return {
        "name": form.name,
        "name_folded": folded(form.name),
        "description": form.description,
        "document": document,
        "listed": form.visibility == "listed",
        "joining": form.joining.value,
        "questions": list(form.questions),
    }


def _add_rules(group: Group, lines: list[str], person_id: int, now: datetime) -> None:
    """Whoever writes rules has accepted them."""
    if not lines and not group.rules_version:
        return
    group.rules_version = (group.rules_version or 0) + 1
    version = group.rules_version
    db.session.add(GroupRules(group_id=group.id, version=version, lines=lines, written_at=now, written_by_id=person_id))
    db.session.add(RuleAcceptance(group_id=group.id, person_id=person_id, version=version, accepted_at=now))


def _lines_now(group: Group) -> list[str]:
    row = db.session.query(GroupRules).filter_by(group_id=group.id, version=group.rules_version).one_or_none()
    return list(row.lines) if row else []
