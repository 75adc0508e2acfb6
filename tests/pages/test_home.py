"""The front page says what is true of the person who looks at it."""

from __future__ import annotations

from flask import Flask

from tests.factories.accounts import person, signed_in
from tests.factories.groups import group, member


def test_a_member_of_no_group_is_led_to_one(app: Flask) -> None:
    ann, ben = person("ann"), person("ben")
    group_id = group(ann)
    home = signed_in(app, ben).get("/").text
    assert "You are in no group yet" in home
    assert "Find your group" in home
    assert "My groups" not in home
    member(group_id, ben)
    home = signed_in(app, ben).get("/").text
    assert "My groups" in home
    assert "You have read everything" in home
    assert "You are in no group yet" not in home


def test_a_stranger_reads_how_one_comes_in(app: Flask) -> None:
    ann = person("ann")
    group(ann)
    group(ann, "slow-burners", joining="request")
    home = app.test_client().get("/").text
    assert "open to everybody" in home
    assert "by request" in home
