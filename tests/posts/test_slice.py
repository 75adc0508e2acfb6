"""The thin way through: a thread page, a reply and a reveal, over HTTP."""

from __future__ import annotations

import re

from flask import Flask

from tests.factories import accounts, posts
from tests.posts.conftest import Scene


def test_a_reply_is_on_its_page_and_a_spoiler_opens_on_request(app: Flask, scene: Scene) -> None:
    ann = accounts.signed_in(app, scene.ann)
    answer = ann.post(
        f"/t/{scene.talk_id}/reply",
        data={"body": "Plain. [spoiler harbour-lights S01E02]CANARY[/spoiler]", "submission_key": "k1"},
    )
    assert answer.status_code == 303
    assert answer.location.startswith(f"/t/{scene.talk_id}#p")

    ben = accounts.signed_in(app, scene.ben)
    page = ben.get(f"/t/{scene.talk_id}").text
    assert "Plain." in page
    assert "CANARY" not in page

    (key,) = re.findall(r'name="veil" value="([^"]+)"', page)
    opened = ben.post("/reveal", data={"veil": key, "next": f"/t/{scene.talk_id}"})
    assert opened.status_code == 303
    page = ben.get(opened.location.split("#")[0]).text
    assert page.count("CANARY") == 1

    (key,) = re.findall(r'name="hide" value="([^"]+)"', page)
    ben.post("/reveal", data={"hide": key})
    assert "CANARY" not in ben.get(f"/t/{scene.talk_id}").text


def test_a_refused_text_is_shown_again_with_its_place(app: Flask, scene: Scene) -> None:
    ann = accounts.signed_in(app, scene.ann)
    answer = ann.post(f"/t/{scene.talk_id}/reply", data={"body": "one\ntwo [spoiler S01E02]never closed"})
    assert answer.status_code == 422
    assert "never closed</textarea>" in answer.text
    assert "Line 2, place 5" in answer.text
    assert posts  # the factory is used by the other modules
