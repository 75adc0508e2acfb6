"""How the sweep asks: an address filled for a place, a valid form for each unsafe route, and what an answer means."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.sweep.world import ELSEWHERE, HIDDEN, OPEN, Place, World

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
Route = tuple[str, str]
"""Method and rule, as one reads them in the table."""

_ANY = re.compile(r"<any\(([^)]*)\):(\w+)>")
_VARIABLE = re.compile(r"<(?:[a-z]+:)?(\w+)>")


def _written_out(rule: str) -> list[str]:
    """A rule of several words as one rule for each word."""
    found = _ANY.search(rule)
    if found is None:
        return [rule]
    return [rule.replace(found[0], word.strip()) for word in found[1].split(",")]


def routes(app: Flask) -> list[Route]:
    """Every route there is, in order of the alphabet."""
    found = {
        (method, written)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) & set(METHODS)
        for written in _written_out(rule.rule)
    }
    return sorted(found, key=lambda one: (one[1], METHODS.index(one[0])))


def endpoints(app: Flask) -> dict[str, list[Rule]]:
    """The rules of each endpoint."""
    return {endpoint: list(app.url_map.iter_rules(endpoint)) for endpoint in app.view_functions}


_POSTS = {"seal": "plain", "unseal": "sealed", "remove": "plain", "restore": "removed"}
_WRITTEN = {"appeal": "appeal_id", "report": "flag_id", "request": "request_id"}
_FIXED: Mapping[str, Any] = {
    "country": "GB",
    "filename": "site.css",
    "key": "no-such-key",
    "line_id": "gb-sam",
    "message_id": 999,
    "notice_id": 999,
    "person_id": 999,
    "nod": "heart",
    "number": 1,
    "purpose": "threads",
    "reply_id": 1,
    "show": "harbour-lights",
    "takeout_id": 1,
}


def variables(rule: str) -> list[str]:
    """The names in a rule."""
    return _VARIABLE.findall(rule)


def values(world: World, place: Place, rule: str) -> dict[str, Any]:
    """What stands for each name of a rule in this place."""
    given: dict[str, Any] = {**_FIXED, **world.ids, **place.ids, "slug": place.slug}
    if "/shows/" in rule and "/g/" not in rule:
        given["slug"] = "harbour-lights"
    if rule.startswith("/account"):
        given |= {"token": "no-such-key", "filename": "passkeys.js"}
    given["handle"] = "max" if "/members/" in rule else "ann"
    given["note_id"] = world.ids["notification" if "notifications" in rule else "content note"]
    given["written_id"] = place.ids[_WRITTEN.get(rule.partition("/messages/")[2].partition("/")[0], "appeal_id")]
    given["post_id"] = place.posts[_POSTS.get(rule.rsplit("/", 1)[-1], "plain")]
    return {name: given[name] for name in variables(rule)}


def filled(rule: str, given: Mapping[str, Any]) -> str:
    """The address."""
    return _VARIABLE.sub(lambda match: quote(str(given[match[1]]), safe=""), rule)


def address(world: World, place: Place, rule: str) -> str:
    """The address of a rule in this place."""
    return filled(rule, values(world, place, rule))


_IN_A_GROUP = ("/g/<slug>", "/api/v1/groups/<slug>", "/join/", "/api/v1/invitations/")


def has_place(rule: str) -> bool:
    """Whether it is about something that stands in a group."""
    group = {"thread_id", "post_id", "case_id", "decision_id", "request_id", "appeal_id", "proposal_id", "written_id"}
    inside = group | {"automation_id", "waiting_id", "match_id"}
    return bool(inside & set(variables(rule))) or rule.startswith(_IN_A_GROUP)


_REASON = {"reason": "Because of the rules."}
_JOIN = {"accept": "yes", "rules_version": "1"}
_LINE: Mapping[str, Any] = {
    "id": "gb-new",
    "country": "GB",
    "name": "A new line",
    "kinds": ["call"],
    "number": "0800 111 222",
    "again": "0800 111222",
    "languages": "en",
    "topics": ["suicide"],
    "verified_on": "2026-11-01",
    "sources": "One | https://one.example | 2026-11-01\nTwo | https://two.example | 2026-10-01",
    "reason": "It is new.",
}
_FORMS: Mapping[str, Mapping[str, Any]] = {
    "/g/<slug>/bans/<int:ban_id>/lift": {},
    "/g/<slug>/invitations": {"places": "3", "days": "3"},
    "/g/<slug>/join": _JOIN,
    "/g/<slug>/members/<handle>/ban": {"days": "3", **_REASON},
    "/g/<slug>/members/<handle>/role": {"role": "steward"},
    "/g/<slug>/new": {"kind": "theory", "title": "A thought", "body": "It was the cook."},
    "/g/<slug>/new/draft": {"body": "It was", "title": "A"},
    "/notice": {
        "name": "Nora Outside",
        "email": "nora@outside.example",
        "url": "https://forum.example/p/1",
        "words": "This is about me, and it is not true.",
        "good_faith": "true",
    },
    "/g/<slug>/pace": {"first_posts": "0"},
    "/g/<slug>/automations/new": {"name": "Adverts", "deed": "flag", "words": "pills"},
    "/automations/<int:automation_id>/edit": {"name": "Adverts", "deed": "flag", "words": "pills"},
    "/automations/<int:automation_id>/switch": {"to": "off"},
    "/waiting/<int:waiting_id>/decide": {"outcome": "approved"},
    "/mod/notices/<int:notice_id>/answer": {"outcome": "kept", "words": "There was nothing to act on."},
    "/notice/answer/<key>": {"words": "The answer is wrong, for these reasons."},
    "/g/<slug>/requests/<int:request_id>": {"outcome": "approved", "reason": "Welcome."},
    "/g/<slug>/rules": {"rules": "Be kind.\nBe brief."},
    "/g/<slug>/rules/accept": _JOIN,
    "/g/<slug>/settings": {"name": "Another name", "description": "All of them.", "questions": ""},
    "/g/<slug>/shows": {"show": "harbour-lights"},
    "/g/<slug>/spoilers": {"opens_on": "earliest", "tag_days": "14"},
    "/groups/new": {"name": "New people", "description": "Hello.", "rules": "Be kind."},
    "/join/<token>": _JOIN,
    "/care/messages/<int:message_id>/answer": {"words": "Thank you."},
    "/mod/cases/<int:case_id>/decide": {"version": "1", "outcome": "dismiss", **_REASON},
    "/mod/cases/<int:case_id>/hand-over": {"to": "olga", "words": "You know them."},
    "/mod/cases/<int:case_id>/notes": {"words": "Look at this."},
    "/g/<slug>/replies": {"title": "Kind", "words": "Thank you.", "language": "en"},
    "/mod/cases/<int:case_id>/preview": {"version": "1", "outcome": "dismiss", **_REASON},
    "/mod/cases/<int:case_id>/propose": {"version": "1", "outcome": "dismiss", **_REASON},
    "/mod/decisions/<int:decision_id>/reverse": _REASON,
    "/mod/decisions/<int:decision_id>/appeals/<int:appeal_id>": {"outcome": "upheld", "answer": "We looked again."},
    "/mod/proposals/<int:proposal_id>": {"verdict": "agree"},
    "/mod/ledger/<int:entry_id>/redact": _REASON,
    "/mod/redactions/<int:redaction_id>": {"verdict": "refuse"},
    "/decisions/<int:decision_id>/appeal": {"words": "It was a quotation."},
    "/p/<int:post_id>/edit": {"body": "Another word.", "version": "1"},
    "/t/<int:thread_id>/flag": {"reason": "harassment", "words": "It names somebody."},
    "/u/<handle>/flag": {"reason": "spam", "words": "A shop."},
    **{f"/mod/messages/{kind}/<int:written_id>/flag": {"reason": "hate", "words": "Names."} for kind in _WRITTEN},
    "/p/<int:post_id>/flag": {"reason": "off-topic", "words": "About lunch."},
    "/p/<int:post_id>/move": {"thread": "<thread_id>", **_REASON},
    "/p/<int:post_id>/remove": {"rule": "1", **_REASON},
    "/p/<int:post_id>/restore": _REASON,
    "/p/<int:post_id>/seal": {"scope": "harbour-lights S01E02", **_REASON},
    "/p/<int:post_id>/unseal": _REASON,
    "/preview": {"body": "Some words.", "thread_id": "<thread_id>"},
    "/progress": {"verb": "seen", "episode_id": "<episode_id>"},
    "/reveal": {"veil": "<veil>"},
    "/settings": {"timezone": "Europe/London", "country": "GB", "theme": "dark"},
    "/settings/break": {"days": "3"},
    "/settings/break/topics": {"topics": ["suicide"]},
    "/settings/mails": {"reply": "daily", "mention": "never"},
    "/settings/leave": {"handle": "somebody-else", "posts": "stay"},
    "/settings/tokens": {"name": "script", "scopes": ["read"], "days": "30"},
    "/shows/<slug>/notes": {"topic": "suicide", "why": "It is.", "season": "1"},
    "/shows/<slug>/titles": {"open": "yes"},
    "/shows/<slug>/pulled": {"scope": "S01E06", "why": "They said so."},
    "/shows/<slug>/works": {"name": "The Lamp"},
    "/shows/<slug>/stewards": {"handle": "ann"},
    "/episodes/<int:episode_id>/report": {"what": "late", "territory": "*"},
    "/releases/<int:claim_id>/decide": {"outcome": "right", "answer": "It is."},
    "/shows/<slug>/windows": {"scope": "S01E06", "on": "2026-12-24", "why": "They said so."},
    "/support/country": {"country": "GB"},
    "/support/lines/<line_id>/check": {"digest": "0" * 16},
    "/support/lines/<line_id>/edit": _LINE,
    "/support/lines/new": _LINE,
    "/support/lines/switch": {"target": "country:GB", "to": "off", **_REASON},
    "/support/wrong-number": {"words": "It rings for ever.", "country": "GB"},
    "/t/<int:thread_id>/draft": {"body": "It was"},
    "/t/<int:thread_id>/lock": _REASON,
    "/t/<int:thread_id>/unlock": _REASON,
    "/t/<int:thread_id>/open": _REASON,
    "/t/<int:thread_id>/pin": _REASON,
    "/t/<int:thread_id>/unpin": _REASON,
    "/t/<int:thread_id>/move": {"group": "<other>", **_REASON},
    "/t/<int:thread_id>/rename": {"title": "Another title", **_REASON},
    "/t/<int:thread_id>/reply": {"body": "I agree."},
    "/t/<int:thread_id>/topics": {"topics": ["suicide"], **_REASON},
    "/u/<handle>/relation": {"kind": "mute"},
    "/u/<handle>/role": {"role": "moderator", **_REASON},
    "/u/<handle>/suspend": {"days": "3", **_REASON},
    "/u/<handle>/unsuspend": _REASON,
    "/account/register": {"handle": "newcomer", "email": "newcomer@people.example", "password": "watch slowly, talk"},
    "/account/login": {"email": "ann", "password": "wrong, all of it"},
    "/account/recover": {"identity": "ann"},
    "/account/confirm": {"identity": "ann"},
    "/account/verify": {"password": "wrong, all of it"},
    "/account/password": {"password": "wrong, all of it", "new_password": "talk late", "new_password_confirm": "x"},
    "/account/address": {"email": "elsewhere@people.example"},
    "/account/passkeys": {"name": "phone", "usage": "first"},
    "/account/second-factor": {"setup": "authenticator"},
}
_BODIES: Mapping[str, Mapping[str, Any]] = {
    "/me/letters/<int:message_id>/answers": {"words": "Thank you."},
    "/me/letters/choice": {"messages": False},
    "/cases/<int:case_id>/decisions": {"version": 1, "outcome": "dismiss", **_REASON},
    "/cases/<int:case_id>/preview": {"version": 1, "outcome": "dismiss", **_REASON},
    "/cases/<int:case_id>/proposals": {"version": 1, "outcome": "dismiss", **_REASON},
    "/cases/<int:case_id>/notes": {"words": "Look at this."},
    "/cases/<int:case_id>/hand-over": {"to": "olga", "words": "You know them."},
    "/groups/<slug>/replies": {"title": "Kind", "words": "Thank you.", "language": "en"},
    "/groups/<slug>/automations": {"name": "Adverts", "deed": "flag", "words": "pills"},
    "/groups/<slug>/pace": {"first_posts": 0},
    "/automations/<int:automation_id>/versions": {"name": "Adverts", "deed": "flag", "words": "pills"},
    "/automations/<int:automation_id>/switch": {"to": "off"},
    "/waiting/<int:waiting_id>/decision": {"outcome": "approved"},
    "/decisions/<int:decision_id>/reversal": _REASON,
    "/decisions/<int:decision_id>/appeals": {"words": "It was a quotation."},
    "/appeals/<int:appeal_id>/answer": {"outcome": "upheld", "answer": "We looked again."},
    "/notices/<int:notice_id>/answer": {"outcome": "kept", "words": "There was nothing to act on."},
    "/groups": {"name": "New people", "description": "Hello.", "rules": ["Be kind."]},
    "/groups/<slug>": {"name": "Another name", "description": "All of them."},
    "/groups/<slug>/draft": {"title": "A", "body": "It was"},
    "/groups/<slug>/membership": {"accept": True, "rules_version": 1},
    "/groups/<slug>/invitations": {"places": 3, "days": 3},
    "/groups/<slug>/members/<handle>/ban": {"days": 3, **_REASON},
    "/groups/<slug>/members/<handle>/role": {"role": "steward"},
    "/groups/<slug>/requests": {"accept": True, "rules_version": 1},
    "/groups/<slug>/requests/<int:request_id>/decision": {"outcome": "approved", "reason": "Welcome."},
    "/groups/<slug>/rules": {"rules": ["Be kind.", "Be brief."]},
    "/groups/<slug>/rules/acceptance": {"accept": True, "rules_version": 1},
    "/groups/<slug>/spoilers": {"opens_on": "earliest", "tag_days": 14},
    "/groups/<slug>/threads": {"kind": "theory", "title": "A thought", "body": "It was the cook."},
    "/invitations/<token>/membership": {"accept": True, "rules_version": 1},
    "/me/break": {"days": 3},
    "/me/muted-topics": {"topics": ["suicide"], "days": 30},
    "/me/mails": {"reply": "daily", "mention": "never"},
    "/people/<handle>/relation": {"kind": "mute"},
    "/me/preferences": {"timezone": "Europe/London", "country": "GB", "theme": "dark"},
    "/posts/<int:post_id>": {"body": "Another word.", "version": 1},
    "/posts/<int:post_id>/move": {"thread": "<thread_id>", **_REASON},
    "/posts/<int:post_id>/remove": {"rule": "1", **_REASON},
    "/posts/<int:post_id>/restore": _REASON,
    "/posts/<int:post_id>/seal": {"scope": "harbour-lights S01E02", **_REASON},
    "/posts/<int:post_id>/unseal": _REASON,
    "/threads/<int:thread_id>/flags": {"reason": "harassment", "words": "It names somebody."},
    **{f"/messages/{kind}/<int:written_id>/flags": {"reason": "hate", "words": "Names."} for kind in _WRITTEN},
    "/people/<handle>/flags": {"reason": "spam", "words": "A shop."},
    "/posts/<int:post_id>/flags": {"reason": "harassment", "words": "Rude."},
    "/preview": {"body": "Some words.", "thread_id": "<thread_id>"},
    "/progress": {"verb": "seen", "episode_id": "<episode_id>"},
    "/reveals": {"veil": ["<veil>"]},
    "/threads/<int:thread_id>/draft": {"body": "I nearly"},
    "/episodes/<int:episode_id>/reports": {"what": "late"},
    "/releases/<int:claim_id>/decision": {"outcome": "right"},
    "/shows/import": {"id": 990001, "name": "Lantern Bay", "type": "Scripted", "_embedded": {"episodes": []}},
    "/shows/<slug>/windows": {"scope": "S01E06", "on": "2026-12-24", "why": "They said so."},
    "/shows/<slug>/pulled": {"scope": "S01E06", "why": "They said so."},
    "/shows/<slug>/works": {"name": "The Lamp"},
    "/shows/<slug>/notes": {"topic": "bullying", "why": "It is about that."},
    "/people/<handle>/suspension": {"days": 3, **_REASON},
    "/people/<handle>/suspension/end": _REASON,
    "/threads/<int:thread_id>/lock": _REASON,
    "/threads/<int:thread_id>/unlock": _REASON,
    "/threads/<int:thread_id>/open": _REASON,
    "/threads/<int:thread_id>/pin": _REASON,
    "/threads/<int:thread_id>/unpin": _REASON,
    "/threads/<int:thread_id>/move": {"group": "<other>", **_REASON},
    "/threads/<int:thread_id>/rename": {"title": "Another title", **_REASON},
    "/threads/<int:thread_id>/posts": {"body": "I agree."},
    "/threads/<int:thread_id>/read": {"position": 2},
    "/threads/<int:thread_id>/topics": {"topics": ["suicide"], **_REASON},
    "/support-lines/reports": {"country": "GB", "words": "It rings for ever."},
}


def form(world: World, place: Place, rule: str) -> dict[str, Any]:
    """A form that this route takes, for a page or for the API."""
    known = {
        "<thread_id>": place.ids["thread_id"],
        "<episode_id>": place.ids["episode_id"],
        "<veil>": place.veil,
        "<other>": HIDDEN if place.slug == OPEN else OPEN,
        "<elsewhere>": ELSEWHERE,
    }
    fresh = given_to(rule, known)
    if rule == "/g/<slug>/settings" and place.slug == HIDDEN:
        fresh |= {"visibility": "hidden", "joining": "invitation"}
    return fresh


def given_to(rule: str, known: Mapping[str, Any]) -> dict[str, Any]:
    """The form of this route, with what is `known` in its gaps."""
    is_api = rule.startswith("/api/v1")
    given = _BODIES.get(rule.removeprefix("/api/v1"), {}) if is_api else _FORMS.get(rule, {})
    return {name: _known(known, value) for name, value in given.items()}


def _known(known: Mapping[str, Any], value: Any) -> Any:
    if isinstance(value, list):
        return [_known(known, one) for one in value]
    return known.get(value, value) if isinstance(value, str) else value


@dataclass(frozen=True)
class Asker:
    """A browser of one role, or a program with that role's key."""

    world: World
    role: str

    def ask(self, method: str, path: str, given: Mapping[str, Any] | None = None, **more: Any) -> TestResponse:
        """One request from a browser that keeps nothing."""
        client = self.world.app.test_client()
        headers = dict(more.pop("headers", {}))
        if path.startswith("/api/v1"):
            if self.role in self.world.keys:
                headers["Authorization"] = f"Bearer {self.world.keys[self.role]}"
            if method != "GET" and given is not None:
                more |= {"data": json.dumps(given), "content_type": "application/json"}
        else:
            if self.role in self.world.cookies:
                client.set_cookie("session", self.world.cookies[self.role])
            if method != "GET" and given is not None:
                more["data"] = given
        return client.open(path, method=method, headers=headers, **more)


def meaning(answer: TestResponse) -> str:
    """One letter, as the table has them."""
    status = answer.status_code
    location = answer.headers.get("Location", "")
    if status == 401 or (status in (302, 303) and location.startswith("/account/") and "next=" in location):
        return "S"
    if status < 400:
        return "."
    return {403: "F", 404: "M", 409: "C", 422: "I", 400: "B", 415: "B", 503: "U"}.get(status, str(status))


def text_of(answer: TestResponse) -> str:
    """What one can read of it, its headers too."""
    return f"{answer.headers}\n{answer.get_data(as_text=True)}"


def each_place(world: World, rule: str) -> Iterator[Place]:
    """The places in which a route is tried."""
    yield world.places[OPEN]
    if has_place(rule):
        yield world.places[HIDDEN]
