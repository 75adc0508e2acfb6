"""Wherever a sensitive thread is shown, the notice is shown with it: every route, signed in and out, by country.

A page or answer that is not in the table fails; what is sent and shown again has tests of its own below. Three kinds of
rows: outlets that show words of a thread carry the notice; lists that only name it mark it as sensitive; all else
says why it shows nothing of any thread.
"""

from __future__ import annotations

import contextlib
import html
import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.care import actions as care
from forum.domain.crisis import Notice, notice
from forum.domain.errors import Waits
from forum.domain.people import GroupRole
from forum.infra import clock
from forum.infra.db import db
from forum.infra.directory import directory
from forum.infra.jobs import drain
from forum.intake import actions as intake
from forum.intake.forms import AutomationForm, SwitchForm
from forum.moderation import actions as moderation
from forum.moderation.forms import DecideForm, FlagForm
from forum.notifications.models import Notification
from forum.posts.actions import save_draft
from forum.posts.forms import DraftForm
from forum.posts.models import Post
from forum.posts.places import thread_place
from forum.shows import actions as marks
from tests.factories import accounts, groups, posts, shows
from tests.sweep.notice_table import MARKS, SHOWS, SILENT, Address, World, is_account

TOPICS = frozenset({"suicide", "self-harm", "sexual assault", "bullying"})
COUNTRIES = ("US", "GB", "DE", "BR", "LU", "NG", None)
US_NUMBERS = {form for line in directory().of("US") for form in (line.dial, line.sms_dial) if form} | {"911"}


@pytest.fixture
def world(app: Flask) -> World:
    now = clock.now()
    show = shows.real_show("13-reasons-why")
    care.ship_notes(now)
    show = shows.catalogue(show.slug)
    finale = show.find(1, 13)
    assert finale is not None
    assert show.topics_of(finale.id) == TOPICS
    people = {role: accounts.person(f"the-{role}") for role in ("author", "flagger", "member", "moderator")}
    group_id = groups.group(accounts.person("olga"))
    for name in ("author", "flagger", "member"):
        groups.member(group_id, people[name])
    groups.member(group_id, people["moderator"], GroupRole.MODERATOR)
    for one in people.values():
        marks.mark_through(one, finale.id, now)
    thread_id = groups.thread(
        group_id, title="", about=groups.gate(show.show_id, finale.id), kind="episode", episode_id=finale.id, season=1
    )
    save_draft(people["member"], thread_place(thread_id), DraftForm(body="So far."), now)
    post_id = posts.post(people["author"], thread_id, "That was hard to watch.")
    posts.amended(people["author"], post_id, "That was very hard to watch.")
    other_id = posts.post(people["author"], thread_id, "Rude words.")
    for one in (post_id, other_id):
        form = FlagForm.read({"reason": "harassment"})
        case_id = moderation.raise_flag(people["flagger"], one, form, now)
    decision = DecideForm.read({"version": 1, "outcome": "seal", "scope": "S01E13", "reason": "Because."})
    decision_id = moderation.decide_case(people["moderator"], case_id, decision, now)
    case_id = moderation.raise_flag(people["flagger"], post_id, FlagForm.read({"reason": "hate"}), now)
    rule = AutomationForm.read({"name": "Looked at first", "deed": "hold", "words": "watch"})
    number = intake.write_automation(people["moderator"], group_id, rule, now)
    intake.switch_automation(people["moderator"], number, SwitchForm.read({"to": "on"}), now)
    with contextlib.suppress(Waits):
        posts.post(people["author"], thread_id, "Very hard to watch, again.")
    gate = groups.gate(show.show_id, finale.id)
    titled_id = groups.thread(group_id, people["author"], "A theory", about=gate, kind="theory")
    posts.post(people["author"], titled_id, "It begins here.")
    drain(now)
    return World(thread_id, post_id, other_id, case_id, decision_id, "binge-club", people, titled_id)


def browser(app: Flask, world: World, who: str) -> FlaskClient:
    return app.test_client() if who == "stranger" else accounts.signed_in(app, world.people[who])


def headers(world: World, who: str, country: str | None, url: str) -> dict[str, str]:
    sent = {"Accept-Language": f"en-{country}" if country else "en"}
    if url.startswith("/api/") and who != "stranger":
        sent["Authorization"] = f"Bearer {accounts.token(world.people[who], 'read', 'write', 'moderate')}"
    return sent


def wanted(country: str | None) -> Notice:
    found = notice(directory(), TOPICS, country, "en")
    assert found is not None
    return found


def faults_of_page(text: str, country: str | None) -> list[str]:
    """What is wrong with the notice of a page."""
    aside = re.search(r'<aside role="complementary" class="notice".*?</aside>', text, re.DOTALL)
    if aside is None:
        return ["no notice"]
    found, main = wanted(country), text[text.index("<main") : text.index("</main>")]
    faults = [f"{line.id} is missing" for line in found.lines if f'href="tel:{line.dial}"' not in aside[0]]
    faults += [f"{number} is missing" for number in found.emergency if f'href="tel:{number}"' not in aside[0]]
    if found.fallback and found.directory_url not in aside[0]:
        faults.append("no directory")
    told = set(re.findall(r'href="(?:tel|sms):([^"]+)"', main))
    allowed = {form for line in found.lines for form in (line.dial, line.sms_dial)} | set(found.emergency)
    allowed |= set(directory().emergency.get(country or "", ()))
    faults += [f"{number} should not be there" for number in told - allowed]
    if country not in ("US", "CA"):
        faults += [f"{number} of the United States" for number in told & US_NUMBERS - set(found.emergency)]
    first_post = text.find('<article class="post')
    if first_post != -1 and aside.start() > first_post:
        faults.append("the notice comes after a post")
    if re.search(r"role=.alert|<dialog|<details", aside[0]):
        faults.append("the notice is folded or shouts")
    return faults


def faults_of_answer(text: str, country: str | None) -> list[str]:
    """What is wrong with the notice of an answer of the API."""
    told = json.loads(text).get("notice")
    if not told:
        return ["no notice"]
    found = wanted(country)
    numbers = [line["number"] for line in told["lines"]]
    faults = [] if numbers == [line.number for line in found.lines] else [f"lines {numbers}"]
    return faults + ([] if list(told["emergency"]) == list(found.emergency) else ["emergency"])


def faults_of_feed(text: str, country: str | None) -> list[str]:
    """What is wrong with the notices of a feed: every entry carries one, for the country of whose feed it is."""
    found = wanted(country)
    faults = []
    for entry in text.split("<entry>")[1:]:
        told = html.unescape(html.unescape(entry))
        faults += [f"{line.id} is missing" for line in found.lines if f'href="tel:{line.dial}"' not in told]
        faults += [f"{number} is missing" for number in found.emergency if f'href="tel:{number}"' not in told]
        if found.fallback and found.directory_url not in told:
            faults.append("no directory")
        if country not in ("US", "CA") and set(re.findall(r'href="(?:tel|sms):([^"]+)"', told)) & US_NUMBERS:
            faults.append("a number of the United States")
    return faults if "<entry>" in text else ["no entry"]


def faults_of(url: str, text: str, country: str | None) -> list[str]:
    """The same for what the address answers. Public feeds are for nobody's country."""
    if url.endswith(".atom"):
        return faults_of_feed(text, None)
    return faults_of_answer(text, country) if url.startswith("/api/") else faults_of_page(text, country)


def test_every_route_is_in_the_table(app: Flask) -> None:
    known = {**SHOWS, **MARKS, **SILENT}
    readable = {rule.endpoint for rule in app.url_map.iter_rules() if rule.methods and "GET" in rule.methods}
    assert sorted(one for one in readable if one not in known and not is_account(one)) == []
    assert sorted(known.keys() - readable) == []
    assert len(known) == len(SHOWS) + len(MARKS) + len(SILENT)


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_outlet_shows_the_right_lines(app: Flask, world: World, country: str | None) -> None:
    wrong = []
    for endpoint, row in SHOWS.items():
        for who in row.who:
            url = row.url(world)
            answer = browser(app, world, who).get(url, headers=headers(world, who, country, url), follow_redirects=True)
            is_there = answer.status_code == 200
            faults = faults_of(url, answer.text, country) if is_there else [f"answers {answer.status_code}"]
            wrong += [f"{endpoint} for a {who}: {fault}" for fault in faults]
    assert wrong == []


def test_lists_say_that_it_is_sensitive(app: Flask, world: World) -> None:
    wrong = []
    for endpoint, row in MARKS.items():
        for who in row.who:
            url = row.url(world)
            answer = browser(app, world, who).get(url, headers=headers(world, who, None, url))
            said = '"sensitive": true' if url.startswith("/api/") else "sensitive topic"
            text = json.dumps(json.loads(answer.text)) if url.startswith("/api/") else answer.text
            if answer.status_code != 200 or said not in text:
                wrong.append(f"{endpoint} for a {who}: {answer.status_code}")
    assert wrong == []


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_refused_reply_and_an_opened_veil_carry_it_too(app: Flask, world: World, country: str | None) -> None:
    sent = {"Accept-Language": f"en-{country}" if country else "en"}
    member = browser(app, world, "member")
    refused = member.post(f"/t/{world.thread_id}/reply", data={"body": "[spoiler never closed"}, headers=sent)
    assert (refused.status_code, faults_of_page(refused.text, country)) == (422, [])
    stranger = browser(app, world, "stranger")
    page = stranger.get(f"/t/{world.thread_id}", headers=sent).text
    keys = re.findall(r'name="veil" value="([^"]+)"', page)
    assert keys
    opened = stranger.post("/reveal", data={"veil": keys[0]}, headers=sent)
    assert (opened.status_code, faults_of_page(opened.text, country)) == (200, [])


REFUSED: dict[str, tuple[str, Address, dict[str, str]]] = {
    "posts.amend": ("author", lambda w: f"/p/{w.post_id}/edit", {"body": "[spoiler never closed", "version": "2"}),
    "posts.seal": ("moderator", lambda w: f"/p/{w.post_id}/seal", {"scope": "S99E99", "reason": "Because."}),
    "posts.remove": ("moderator", lambda w: f"/p/{w.post_id}/remove", {"rule": "", "reason": ""}),
    "moderation.raise_flag": ("member", lambda w: f"/p/{w.post_id}/flag", {"reason": "spoiler"}),
    "moderation.decide": ("moderator", lambda w: f"/mod/cases/{w.case_id}/decide", {"outcome": "seal"}),
    "threads.lock": ("moderator", lambda w: f"/t/{w.thread_id}/lock", {"reason": ""}),
}
"""Forms about a sensitive thread that are sent with a fault, and come back with what was typed."""


@pytest.mark.parametrize("country", [None, "GB"])
def test_every_refused_form_carries_it_too(app: Flask, world: World, country: str | None) -> None:
    sent = {"Accept-Language": f"en-{country}" if country else "en"}
    for endpoint, (who, url, values) in REFUSED.items():
        answer = browser(app, world, who).post(url(world), data=values, headers=sent)
        assert (endpoint, answer.status_code, faults_of_page(answer.text, country)) == (endpoint, 422, [])


@pytest.mark.parametrize("country", COUNTRIES)
def test_mails_carry_it_for_the_country_of_the_account(app: Flask, world: World, country: str | None) -> None:
    from forum.accounts.models import Person

    db.session.get_one(Person, world.people["author"].id).country = country
    db.session.commit()
    app.extensions["mailman"].outbox = []
    posts.post(world.people["member"], world.thread_id, "So it was, @the-author.", reply_to=world.post_id)
    drain(clock.now())
    found = wanted(country)
    mails = [one for one in app.extensions["mailman"].outbox if one.to == ["the-author@people.example"]]
    assert len(mails) == 2
    for message in mails:
        for text in (message.body, message.alternatives[0][0]):
            assert "hard to watch" not in text
            for line in found.lines:
                assert (line.number or line.sms_number or "?") in text
            for number in found.emergency:
                assert number in text
            if found.fallback:
                assert found.directory_url in text
                assert not re.search(r"\b988\b", text)  # a whole number: signed addresses hold any three digits


def test_the_control_a_thread_without_topics_shows_none(app: Flask, world: World) -> None:
    quiet = posts.started(world.people["member"], db.session.get_one(Post, world.post_id) and 1, "Popcorn", "Salt?")
    page = browser(app, world, "member").get(f"/t/{quiet}", headers={"Accept-Language": "en-GB"}).text
    assert "Salt?" in page
    assert faults_of_page(page, "GB") == ["no notice"]
    assert db.session.query(Notification).count() > 0
