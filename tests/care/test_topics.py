"""Topics make a thread sensitive: from the shipped notes, and from its editors."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.care import actions
from forum.care.forms import TopicsForm
from forum.domain.errors import Denied, Invalid
from forum.domain.people import GroupRole
from forum.infra import clock
from forum.infra.db import db
from forum.shows.actions.tending import appoint_steward
from forum.shows.models import ContentNote
from forum.threads.models import ThreadEvent
from tests.factories import accounts, groups, posts, shows

GB = {"Accept-Language": "en-GB"}


def test_13_reasons_why_ships_with_its_notes(app: Flask) -> None:
    show = shows.real_show("13-reasons-why")
    assert actions.ship_notes(clock.now()) > 5
    noted = shows.catalogue(show.slug)
    assert {"suicide"} <= noted.show_topics
    finale = noted.find(1, 13)
    assert finale is not None
    assert {"suicide", "self-harm"} <= noted.topics_of(finale.id)
    before = db.session.scalar(select(func.count(ContentNote.id)))
    actions.ship_notes(clock.now())
    assert db.session.scalar(select(func.count(ContentNote.id))) == before


def test_shipped_notes_name_no_plot(app: Flask) -> None:
    shows.real_show("13-reasons-why")
    actions.ship_notes(clock.now())
    for why in db.session.scalars(select(ContentNote.why)):
        for name in ("Hannah", "Clay", "Bryce", "Tyler", "Monty", "Justin", "Jessica", "dies", "death"):
            assert name.lower() not in why.lower()


def test_an_editor_makes_a_thread_sensitive_at_once(app: Flask) -> None:
    olga, mona, ann = accounts.person("olga"), accounts.person("mona"), accounts.person("ann")
    group_id = groups.group(olga)
    groups.member(group_id, mona, GroupRole.MODERATOR)
    groups.member(group_id, ann)
    thread_id = posts.started(ann, group_id)
    client = accounts.signed_in(app, mona)
    assert "116 123" not in client.get(f"/t/{thread_id}", headers=GB).text
    assert client.get(f"/t/{thread_id}/topics").status_code == 200
    sent = client.post(f"/t/{thread_id}/topics", data={"topics": ["bullying", "suicide"], "reason": "It is so."})
    assert sent.status_code == 303
    page = app.test_client().get(f"/t/{thread_id}", headers=GB).text
    assert 'href="tel:116123"' in page
    event = db.session.scalars(select(ThreadEvent)).one()
    assert (event.what, event.reason, event.actor_id) == ("noted", "It is so.", mona.id)
    assert client.post(f"/t/{thread_id}/topics", data={"reason": "Not any more."}).status_code == 303
    assert 'href="tel:116123"' not in app.test_client().get(f"/t/{thread_id}", headers=GB).text


def test_only_moderators_and_only_known_topics(app: Flask) -> None:
    olga, ann = accounts.person("olga"), accounts.person("ann")
    group_id = groups.group(olga)
    groups.member(group_id, ann)
    thread_id = posts.started(ann, group_id)
    with pytest.raises(Denied):
        actions.set_topics(ann, thread_id, TopicsForm(topics=["suicide"], reason="why"), clock.now())
    with pytest.raises(Invalid):
        TopicsForm.read({"topics": ["plot"], "reason": "why"})
    client = accounts.signed_in(app, olga)
    assert client.post(f"/t/{thread_id}/topics", data={"topics": "suicide"}).status_code == 422
    assert accounts.signed_in(app, ann).get(f"/t/{thread_id}/topics").status_code == 403


def test_what_a_rule_raised_is_found_and_taken_back_for_good(app: Flask) -> None:
    olga, ann = accounts.person("olga"), accounts.person("ann")
    group_id = groups.group(olga)
    groups.member(group_id, ann)
    thread_id = posts.started(olga, group_id, "The finale")
    theme = "The episode about suicide was told with care, and the character who died by suicide is mourned."
    posts.post(ann, thread_id, theme)
    event = db.session.scalars(select(ThreadEvent)).one()
    assert (event.what, event.actor_id, event.detail["to"]) == ("noted", None, ["suicide"])
    client = accounts.signed_in(app, olga)
    assert f'href="/t/{thread_id}/topics"' in client.get(f"/t/{thread_id}", headers=GB).text
    page = client.get(f"/t/{thread_id}/topics").text
    assert "Raised by what was written" in page
    assert f"<code>{event.reason}</code>" in page
    key = {"Authorization": f"Bearer {accounts.token(olga, 'read', 'moderate')}"}
    told = app.test_client().get(f"/api/v1/threads/{thread_id}/topics", headers=key).json
    assert [(one["topics"], one["rule"]) for one in told["raised"]] == [(["suicide"], event.reason)]
    assert client.post(f"/t/{thread_id}/topics", data={"reason": ""}).status_code == 422
    assert client.post(f"/t/{thread_id}/topics", data={"reason": "About a film."}).status_code == 303
    assert (
        'href="tel:116123"' not in client.get(f"/t/{thread_id}", headers=GB).text.split("<main")[1].split("</main")[0]
    )
    assert "Raised by what was written" not in client.get(f"/t/{thread_id}/topics").text
    posts.post(ann, thread_id, "Again suicide is told of with care, and they mourn the character who died by suicide.")
    assert db.session.scalar(select(func.count(ThreadEvent.id))) == 2
    undone = db.session.scalars(select(ThreadEvent).order_by(ThreadEvent.id.desc()).limit(1)).one()
    assert (undone.actor_id, undone.reason) == (olga.id, "About a film.")


def test_every_version_of_a_shows_notes_is_kept_and_read_by_its_editors(app: Flask) -> None:
    show = shows.made_up_show()
    episode = show.find(1, 2)
    assert episode is not None
    staff, stew, ann = accounts.moderator("mona"), accounts.person("stew"), accounts.person("ann")
    appoint_steward(accounts.administrator(), show.show_id, stew.id or 0, clock.now())
    client = accounts.signed_in(app, stew)
    page = f"/shows/{show.slug}/notes"
    for topic, more in (("suicide", {}), ("bullying", {}), ("abuse", {"episode_id": str(episode.id)})):
        sent = {"topic": topic, "why": f"Because of {topic}.", "next": page, **more}
        assert client.post(page, data=sent).location == page
    first = db.session.scalars(select(ContentNote.id).order_by(ContentNote.id)).first()
    assert accounts.signed_in(app, staff).post(f"/shows/notes/{first}/withdraw").status_code == 303
    told = client.get(f"/api/v1{page}", headers={"Authorization": f"Bearer {accounts.token(stew, 'moderate')}"}).json
    assert [one["by"]["handle"] for one in told["changes"]] == ["mona", "stew", "stew", "stew"]
    assert [tuple(one[name] for name in ("topic", "is_set", "before", "after")) for one in told["changes"]] == [
        ("suicide", False, ["suicide", "bullying"], ["bullying"]),
        ("abuse", True, [], ["abuse"]),
        ("bullying", True, ["suicide"], ["suicide", "bullying"]),
        ("suicide", True, [], ["suicide"]),
    ]
    text = client.get(page).text
    assert "Because of abuse." in text
    assert text.count("/withdraw") == 2
    assert accounts.signed_in(app, ann).get(page).status_code == 403
    assert accounts.signed_in(app, ann).post(page, data={"topic": "abuse", "why": "x"}).status_code == 403
