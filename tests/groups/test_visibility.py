"""Twins: what SQL lets a reader find is what the rules let them know and read."""

from __future__ import annotations

from itertools import product

import pytest
from flask import Flask
from sqlalchemy import select

from forum.domain.errors import Denied, Missing
from forum.domain.people import GroupRole, Reader
from forum.domain.permissions import may_know, may_read
from forum.groups import queries
from forum.groups.actions import ban_member
from forum.groups.forms import BanForm
from forum.groups.models import Group
from forum.groups.visibility import knowable, readable
from forum.infra.clock import SetClock
from forum.infra.db import db
from tests.factories.accounts import administrator, moderator, person
from tests.factories.groups import group, member

DOORS = ("open", "request", "invitation")
VISIBLE = ("listed", "hidden")


@pytest.fixture
def groups(app: Flask) -> dict[int, str]:
    """Every kind of group, also the ones that only older data can hold. Shapes: what it is by id."""
    owner = person("olga")
    made = {}
    for visibility, joining in product(VISIBLE, DOORS):
        slug = f"{visibility}-{joining}"
        group_id = group(owner, slug)
        row = db.session.get_one(Group, group_id)
        row.listed, row.joining = visibility == "listed", joining
        db.session.commit()
        made[group_id] = slug
    return made


def readers(groups: dict[int, str], clock: SetClock) -> dict[str, Reader]:
    found = {
        "stranger": Reader.stranger(),
        "outsider": person("outsider"),
        "site moderator": moderator(),
        "administrator": administrator(),
    }
    for role in GroupRole:
        found[role.value] = person(f"a-{role.value}")
        for group_id in groups:
            member(group_id, found[role.value], role)
    found["shown out"] = person("shown-out")
    boss = found["administrator"]
    for group_id in groups:
        member(group_id, found["shown out"])
        ban_member(boss, group_id, found["shown out"].id or 0, BanForm(days=3, reason="Because"), clock.instant)
    return found


def test_sql_and_rules_agree(groups: dict[int, str], clock: SetClock) -> None:
    seen = set()
    for name, reader in readers(groups, clock).items():
        known = set(db.session.scalars(select(Group.id).where(knowable(reader))))
        read = set(db.session.scalars(select(Group.id).where(readable(reader))))
        for group_id, slug in groups.items():
            role = None if name in ("stranger", "outsider", "shown out") else _role(name)
            facts = db.session.get_one(Group, group_id).facts(role, banned=name == "shown out")
            assert (group_id in known) == may_know(reader, facts), (name, slug)
            assert (group_id in read) == may_read(reader, facts), (name, slug)
            seen.add((group_id in known, group_id in read))
    assert seen == {(True, True), (True, False), (False, False)}


def _role(name: str) -> str | None:
    return name if name in set(GroupRole) else None


def test_queries_keep_the_same_line(groups: dict[int, str], clock: SetClock) -> None:
    for reader in readers(groups, clock).values():
        known = set(db.session.scalars(select(Group.id).where(knowable(reader))))
        read = set(db.session.scalars(select(Group.id).where(readable(reader))))
        assert {one for one in groups if _is_found(reader, one, clock)} == known
        assert {one for one in groups if _may_look_inside(reader, one, clock)} == read
        index = queries.groups_index(reader, 1, clock.instant)
        assert {card.id for card in (*index.mine, *index.others)} == known


def _is_found(reader: Reader, group_id: int, clock: SetClock) -> bool:
    try:
        return queries.group_facts(reader, group_id, clock.instant).id == group_id
    except Missing:
        return False


def _may_look_inside(reader: Reader, group_id: int, clock: SetClock) -> bool:
    try:
        return queries.members(reader, group_id, 1, clock.instant).total > 0
    except (Missing, Denied):
        return False


@pytest.mark.parametrize("address", ["", "A", "no such", "binge\x00club", "../etc", "ß", "x" * 41, "'--"])
@pytest.mark.usefixtures("app")
def test_what_cannot_be_an_address_is_missing(address: str, clock: SetClock) -> None:
    with pytest.raises(Missing):
        queries.group_facts(Reader.stranger(), address, clock.instant)


@pytest.mark.parametrize("number", [0, -1, 2**31 - 1, 2**31, 2**63, 2**80])
@pytest.mark.usefixtures("app")
def test_what_cannot_be_an_id_is_missing(number: int, clock: SetClock) -> None:
    with pytest.raises(Missing):
        queries.group_facts(Reader.stranger(), number, clock.instant)
