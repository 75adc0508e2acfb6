"""A limit never swallows somebody's words of need."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import func, select

from forum.care.models import CareCase
from forum.infra.db import db
from tests.accounts.test_limits import limited_app
from tests.care.test_listening import NEED, Place
from tests.factories import accounts

__all__ = ["limited_app"]


def test_1_a_rate_limited_new_member_is_published_all_the_same(limited_app: Flask) -> None:
    place = Place()
    ann = accounts.signed_in(limited_app, place.ann)
    url = f"/t/{place.thread_id}/reply"
    answers = [ann.post(url, data={"body": f"Word {n}."}).status_code for n in range(21)]
    assert answers == [303] * 20 + [429]
    assert ann.post(url, data={"body": NEED}).status_code == 303
    assert ann.post(url, data={"body": "Another word."}).status_code == 429
    assert db.session.scalar(select(func.count(CareCase.id))) == 1
    headers = {"Authorization": f"Bearer {accounts.token(place.ann, 'read', 'write')}"}
    sent = limited_app.test_client().post(
        f"/api/v1/threads/{place.thread_id}/posts", json={"body": NEED}, headers=headers
    )
    assert sent.status_code == 201
