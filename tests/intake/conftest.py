"""A group with an owner, a regular and a newcomer, and a thread in it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask

from forum.domain.people import Reader
from forum.infra import clock
from forum.intake.actions import set_pace, switch_automation, write_automation
from forum.intake.forms import AutomationForm, PaceForm, SwitchForm
from tests.factories import accounts, groups, posts


@dataclass(frozen=True)
class Porch:
    """Ann owns the group, Ben wrote there before, Cora is new."""

    ann: Reader
    ben: Reader
    cora: Reader
    group_id: int
    thread_id: int

    def pace(self, **asked: object) -> None:
        set_pace(self.ann, self.group_id, PaceForm.read(asked), clock.now())

    def rule(self, **asked: object) -> int:
        form = AutomationForm.read({"name": "A rule", "deed": "hold", **asked})
        number = write_automation(self.ann, self.group_id, form, clock.now())
        switch_automation(self.ann, number, SwitchForm.read({"to": "on"}), clock.now())
        return number


@pytest.fixture
def porch(app: Flask) -> Porch:
    ann, ben, cora = accounts.person("ann"), accounts.person("ben"), accounts.person("cora")
    group_id = groups.group(ann)
    for one in (ben, cora):
        groups.member(group_id, one)
    thread_id = posts.started(ann, group_id, "All sorts")
    for _ in range(5):
        posts.post(ben, thread_id)
    return Porch(ann, ben, cora, group_id, thread_id)
