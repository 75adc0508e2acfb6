"""The canary sweep: every page and every answer of the API, to every reader, at every clock, holds no word too many.

A route that has no row here fails, so a new page cannot be forgotten. A control reader, who has watched and moderates,
must see each canary: otherwise the sweep would prove nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from forum.infra import jobs
from forum.infra.clock import SetClock
from forum.infra.db import db
from tests.posts.canaries import CLOCKS, CONTROL, KINDS, MARKS, NOWHERE, ROLES, Cage, canary, may_see
from tests.posts.furnishing import furnish, put_back, stay_signed_in

Row = Callable[[Cage], list[str]]
POSTS: Row = lambda cage: [str(one) for one in cage.posts.values()]  # noqa: E731 - a table of short rows
THREADS: Row = lambda cage: [str(one) for one in cage.threads]  # noqa: E731 - as above


def each(pattern: str, ids: Row) -> Row:
    """One address for each id."""
    return lambda cage: [pattern.format(one) for one in ids(cage)]


def only(*addresses: str) -> Row:
    """These addresses."""
    return lambda _cage: list(addresses)


NOTHING = only()
"""Holds no words of people: files, and pages of sign-in that show nothing but forms."""

OUTLETS: Mapping[str, Row] = {
    "/": only("/"),
    "/about": only("/about"),
    "/calendar": only("/calendar"),
    "/shows": only("/shows", "/shows?q=harbour"),
    "/shows/<slug>": only("/shows/harbour-lights"),
    "/shows/<slug>/releases": only("/shows/harbour-lights/releases"),
    "/releases": only("/releases"),
    "/releases/mine": only("/releases/mine"),
    "/episodes/<int:episode_id>/report": each("/episodes/{}/report", lambda cage: [str(one) for one in cage.episodes]),
    "/shows/import": only("/shows/import"),
    "/episodes/<int:episode_id>": each("/episodes/{}", lambda cage: [str(one) for one in cage.episodes]),
    "/groups": only("/groups"),
    "/groups/new": only("/groups/new"),
    "/g/<slug>": only("/g/binge-club", "/g/binge-club?kind=theory", "/g/binge-club?show=harbour-lights"),
    "/g/<slug>/new": only("/g/binge-club/new"),
    "/g/<slug>/join": only("/g/binge-club/join"),
    "/g/<slug>/members": only("/g/binge-club/members"),
    "/g/<slug>/requests": only("/g/binge-club/requests"),
    "/g/<slug>/rules": only("/g/binge-club/rules"),
    "/g/<slug>/settings": only("/g/binge-club/settings"),
    "/g/<slug>/invitations": only("/g/binge-club/invitations"),
    "/g/<slug>/spoilers": only("/g/binge-club/spoilers"),
    "/g/<slug>/waiting": only("/g/binge-club/waiting"),
    "/g/<slug>/automations": only("/g/binge-club/automations"),
    "/g/<slug>/automations/new": only("/g/binge-club/automations/new"),
    "/automations/<int:automation_id>": only("/automations/1"),
    "/automations/<int:automation_id>/edit": only("/automations/1/edit"),
    "/matches/<int:match_id>": only("/matches/1"),
    "/waiting": only("/waiting"),
    "/notice": only("/notice"),
    "/notice/sent": only("/notice/sent"),
    "/notice/confirm/<key>": only("/notice/confirm/no-such-key"),
    "/notice/answer/<key>": only("/notice/answer/no-such-key"),
    "/mod/notices": only("/mod/notices"),
    "/waiting/<int:waiting_id>": only("/waiting/1"),
    "/g/<slug>/ledger": only("/g/binge-club/ledger"),
    "/g/<slug>/feed.atom": only("/g/binge-club/feed.atom"),
    "/g/<slug>/calendar.ics": only("/g/binge-club/calendar.ics"),
    "/t/<int:thread_id>/feed.atom": each("/t/{}/feed.atom", THREADS),
    "/shows/<slug>/calendar.ics": only("/shows/harbour-lights/calendar.ics"),
    "/feeds/<key>/threads.atom": lambda cage: [one for one in cage.feeds if one.endswith(".atom")],
    "/feeds/<key>/calendar.ics": lambda cage: [one for one in cage.feeds if one.endswith(".ics")],
    "/join/<token>": only("/join/no-such-token"),
    "/t/<int:thread_id>": lambda cage: [f"/t/{one}" for one in THREADS(cage)] + [f"/t/{cage.threads[0]}?page=2"],
    "/t/<int:thread_id>/new": each("/t/{}/new", THREADS),
    "/t/<int:thread_id>/standing": each("/t/{}/standing", THREADS),
    "/t/<int:thread_id>/events": each("/t/{}/events", THREADS),
    "/t/<int:thread_id>/moderate": each("/t/{}/moderate", THREADS),
    "/t/<int:thread_id>/topics": each("/t/{}/topics", THREADS),
    "/p/<int:post_id>": each("/p/{}", POSTS),
    "/p/<int:post_id>/history": each("/p/{}/history", POSTS),
    "/p/<int:post_id>/quote": each("/p/{}/quote", POSTS),
    "/p/<int:post_id>/edit": each("/p/{}/edit", POSTS),
    "/t/<int:thread_id>/flag": each("/t/{}/flag", THREADS),
    "/u/<handle>/flag": only("/u/ann/flag"),
    "/p/<int:post_id>/flag": each("/p/{}/flag", POSTS),
    "/p/<int:post_id>/flag/thanks": each("/p/{}/flag/thanks?reason=concern", POSTS),
    "/p/<int:post_id>/<any(withdraw, seal, unseal, remove, restore, move, answer):verb>": lambda cage: [
        f"/p/{cage.posts[kind]}/{verb}"
        for kind, verb in (
            ("episode", "seal"),
            ("seal", "unseal"),
            ("thread", "remove"),
            ("removed", "restore"),
            ("thread", "move"),
            ("series", "answer"),
            ("title", "withdraw"),
        )
    ],
    "/u/<handle>": only("/u/ann", "/u/cora"),
    "/u/<handle>/standing": only("/u/ann/standing"),
    "/u/<handle>/posts": only("/u/ann/posts", "/u/ann/posts?page=2", "/u/ann/posts?page=3", "/u/cora/posts"),
    "/notifications": only("/notifications"),
    "/drafts": only("/drafts"),
    "/care": only("/care"),
    "/care/cases/<int:number>": only("/care/cases/1"),
    "/care/messages": only("/care/messages"),
    "/care/figures": only("/care/figures"),
    "/care/team": only("/care/team"),
    "/support/worried": only("/support/worried"),
    "/p/<int:post_id>/concern": each("/p/{}/concern", POSTS),
    "/api/v1/drafts": only("/api/v1/drafts"),
    "/revealed": only("/revealed"),
    "/mod": only("/mod", "/mod?decided=1", "/mod?passed=1", "/mod?mine=1"),
    "/g/<slug>/replies": only("/g/binge-club/replies"),
    "/g/<slug>/figures": only("/g/binge-club/figures"),
    "/mod/figures": only("/mod/figures"),
    "/moderation/report": only("/moderation/report"),
    "/moderation/report.json": only("/moderation/report.json"),
    "/moderation/report.csv": only("/moderation/report.csv"),
    "/mod/since": only("/mod/since?cases=" + ",".join(str(one) for one in range(1, 40)) + "&from=0-0"),
    "/mod/cases/<int:case_id>": each("/mod/cases/{}", lambda cage: [str(one) for one in cage.cases]),
    "/decisions": only("/decisions"),
    "/mod/appeals": only("/mod/appeals"),
    "/mod/redactions": only("/mod/redactions"),
    "/mod/ledger/<int:entry_id>": only("/mod/ledger/1"),
    "/mod/priority": only("/mod/priority"),
    "/decisions/<int:decision_id>": each("/decisions/{}", lambda cage: [str(one) for one in cage.decisions]),
    "/support": only("/support"),
    "/support/<country>": only("/support/GB"),
    "/support/lines": only("/support/lines"),
    "/support/lines.json": only("/support/lines.json"),
    "/support/lines/<line_id>": only("/support/lines/gb-sam"),
    "/support/lines/<line_id>/edit": only("/support/lines/gb-sam/edit"),
    "/support/lines/new": only("/support/lines/new"),
    "/support/reports": only("/support/reports"),
    "/support/wrong-number": only("/support/wrong-number"),
    "/search": only(
        "/search?q=canary*",
        "/search?q=canary*&order=closest",
        "/search?q=canary*&author=ann&group=binge-club",
        "/search?q=look",
        "/search?q=look&after=12",
    ),
    "/search/suggest": only("/search/suggest?q=canary*", "/search/suggest?q=harbour"),
    "/settings": only("/settings"),
    "/shows/<slug>/notes": only("/shows/harbour-lights/notes"),
    "/settings/break": only("/settings/break"),
    "/settings/data": only("/settings/data"),
    "/settings/data/<int:takeout_id>": only("/settings/data/1"),
    "/settings/security": only("/settings/security"),
    "/settings/sessions": only("/settings/sessions"),
    "/settings/tokens": only("/settings/tokens"),
    "/settings/feeds": only("/settings/feeds"),
    "/settings/blocks": only("/settings/blocks"),
    "/settings/mails": only("/settings/mails"),
    "/mail/stop/<key>": only("/mail/stop/no-such-key"),
    "/healthz": only("/healthz"),
    "/readyz": only("/readyz"),
    "/metrics": only("/metrics"),
    "/robots.txt": only("/robots.txt"),
    "/sitemap.xml": only("/sitemap.xml"),
    "/sitemaps/<int:number>.xml": only("/sitemaps/1.xml"),
    "/oembed": each("/oembed?url=http://127.0.0.1:8000/t/{}", THREADS),
    "/static/<path:filename>": NOTHING,
    "/account/static/<path:filename>": NOTHING,
    "/api/v1/calendar": only("/api/v1/calendar"),
    "/api/v1/cases": only("/api/v1/cases"),
    "/api/v1/cases/<int:case_id>/around": each(
        "/api/v1/cases/{}/around", lambda cage: [str(one) for one in cage.cases]
    ),
    "/api/v1/cases/<int:case_id>/proposal": each(
        "/api/v1/cases/{}/proposal", lambda cage: [str(one) for one in cage.cases]
    ),
    "/api/v1/appeals": only("/api/v1/appeals"),
    "/api/v1/notices": only("/api/v1/notices"),
    "/api/v1/notices/<int:notice_id>": only("/api/v1/notices/1"),
    "/api/v1/me/decisions": only("/api/v1/me/decisions"),
    "/api/v1/groups/<slug>/replies": only("/api/v1/groups/binge-club/replies"),
    "/api/v1/groups/<slug>/figures": only("/api/v1/groups/binge-club/figures"),
    "/api/v1/moderation/figures": only("/api/v1/moderation/figures"),
    "/api/v1/moderation/report": only("/api/v1/moderation/report"),
    "/api/v1/groups/<slug>/waiting": only("/api/v1/groups/binge-club/waiting"),
    "/api/v1/me/waiting": only("/api/v1/me/waiting"),
    "/api/v1/waiting/<int:waiting_id>": only("/api/v1/waiting/1"),
    "/api/v1/groups/<slug>/automations": only("/api/v1/groups/binge-club/automations"),
    "/api/v1/automations/<int:automation_id>": only("/api/v1/automations/1"),
    "/api/v1/automations/<int:automation_id>/trial": only("/api/v1/automations/1/trial"),
    "/api/v1/groups/<slug>/pace": only("/api/v1/groups/binge-club/pace"),
    "/api/v1/cases/<int:case_id>": each("/api/v1/cases/{}", lambda cage: [str(one) for one in cage.cases]),
    "/api/v1/decisions/<int:decision_id>": each(
        "/api/v1/decisions/{}", lambda cage: [str(one) for one in cage.decisions]
    ),
    "/api/v1/docs": only("/api/v1/docs"),
    "/api/v1/openapi.json": only("/api/v1/openapi.json"),
    "/api/v1/episodes/<int:episode_id>": each("/api/v1/episodes/{}", lambda cage: [str(one) for one in cage.episodes]),
    "/api/v1/groups": only("/api/v1/groups"),
    "/api/v1/groups/<slug>": only("/api/v1/groups/binge-club"),
    **{
        f"/api/v1/groups/<slug>/{part}": only(f"/api/v1/groups/binge-club/{part}")
        for part in ("bans", "events", "invitations", "requests", "settings")
    },
    "/api/v1/groups/<slug>/members/<handle>": only("/api/v1/groups/binge-club/members/ann"),
    "/api/v1/invitations/<token>": only("/api/v1/invitations/no-such-token"),
    "/api/v1/people/<handle>": only("/api/v1/people/ann"),
    "/api/v1/people/<handle>/standing": only("/api/v1/people/ann/standing"),
    "/api/v1/people/<handle>/posts": only("/api/v1/people/ann/posts", "/api/v1/people/cora/posts"),
    "/api/v1/support-lines/reports": only("/api/v1/support-lines/reports"),
    "/api/v1/threads/<int:thread_id>/events": each("/api/v1/threads/{}/events", THREADS),
    "/api/v1/threads/<int:thread_id>/topics": each("/api/v1/threads/{}/topics", THREADS),
    "/api/v1/groups/<slug>/ledger": only("/api/v1/groups/binge-club/ledger"),
    "/api/v1/groups/<slug>/members": only("/api/v1/groups/binge-club/members"),
    "/api/v1/groups/<slug>/spoilers": only("/api/v1/groups/binge-club/spoilers"),
    "/api/v1/groups/<slug>/threads": only("/api/v1/groups/binge-club/threads"),
    "/api/v1/me": only("/api/v1/me"),
    "/api/v1/me/letters": only("/api/v1/me/letters"),
    "/api/v1/shows/<slug>/notes": only("/api/v1/shows/harbour-lights/notes"),
    "/api/v1/me/break": only("/api/v1/me/break"),
    "/api/v1/me/feeds": only("/api/v1/me/feeds"),
    "/api/v1/me/relations": only("/api/v1/me/relations"),
    "/api/v1/me/mails": only("/api/v1/me/mails"),
    "/api/v1/me/reveals": only("/api/v1/me/reveals"),
    "/api/v1/notifications": only("/api/v1/notifications"),
    "/api/v1/posts/<int:post_id>": each("/api/v1/posts/{}", POSTS),
    "/api/v1/posts/<int:post_id>/history": each("/api/v1/posts/{}/history", POSTS),
    "/api/v1/posts/<int:post_id>/quote": each("/api/v1/posts/{}/quote", POSTS),
    "/api/v1/posts/<int:post_id>/source": each("/api/v1/posts/{}/source", POSTS),
    "/api/v1/search": only("/api/v1/search?q=canary*", "/api/v1/search?q=look&order=closest"),
    "/api/v1/search/suggestions": only("/api/v1/search/suggestions?q=canary*"),
    "/api/v1/shows/<slug>/releases": only("/api/v1/shows/harbour-lights/releases"),
    "/api/v1/releases": only("/api/v1/releases"),
    "/api/v1/me/release-reports": only("/api/v1/me/release-reports"),
    "/api/v1/shows": only("/api/v1/shows"),
    "/api/v1/shows/<slug>": only("/api/v1/shows/harbour-lights"),
    "/api/v1/shows/<slug>/progress": only("/api/v1/shows/harbour-lights/progress"),
    "/api/v1/support-lines": only("/api/v1/support-lines"),
    "/api/v1/threads/<int:thread_id>": each("/api/v1/threads/{}", THREADS),
}
ASKED_FOR = "/api/v1/posts/<int:post_id>/source"
"""The words as typed, for the author alone, who may ask for what was taken away as well."""
TO_WHOM = {ASKED_FOR: ("author",)}


def rows(app: Flask) -> set[str]:
    """Every route that answers GET, but the forms of sign-in, which show nobody's words."""
    return {
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.endpoint.startswith(("security.", "accounts.mail_sent"))
    }


def test_every_route_has_a_row(app: Flask) -> None:
    assert rows(app) == set(OUTLETS)


def ask(cage: Cage, role: str, address: str) -> TestResponse:
    """One request of a browser, or of a program with the reader's key, that keeps nothing."""
    client = cage.app.test_client()
    headers = {"Authorization": f"Bearer {cage.tokens[role]}"} if role in cage.tokens and "/api/" in address else {}
    if role in cage.cookies and "/api/" not in address:
        client.set_cookie("session", cage.cookies[role])
    return client.get(address, headers=headers)


def all_of(answer: TestResponse) -> str:
    """Every byte that was sent."""
    return f"{answer.headers}\n{answer.get_data(as_text=True)}"


def found(text: str) -> set[str]:
    """The kinds whose canary is in a text."""
    return {kind for kind in KINDS if canary(kind) in text} if "CANARY" in text else set()


def addresses(cage: Cage, role: str) -> Iterator[str]:
    """Everything this reader is made to open."""
    for rule, row in OUTLETS.items():
        if role not in TO_WHOM.get(rule, ()):
            yield from row(cage)


GRID = [*(("sqlite", at) for at in CLOCKS), ("postgresql", "after")]
"""The rule knows no database; one round on the other one shows that the queries do not either."""


@pytest.mark.parametrize(("app", "at"), GRID, indirect=["app"])
def test_no_outlet_gives_a_word_away(app: Flask, clock: SetClock, at: str) -> None:
    cage = _cage(app, clock, at)
    leaks: list[str] = []
    for role in ROLES:
        seen: set[str] = set()
        for address in addresses(cage, role):
            answer = ask(cage, role, address)
            assert answer.status_code != 500, f"{role} {address}"
            kinds = found(all_of(answer))
            seen |= kinds
            leaks += [f"{kind} to {role}: {address}" for kind in sorted(kinds) if not may_see(kind, role, at)]
        if role == CONTROL:
            missing = {kind for kind in KINDS if may_see(kind, CONTROL, at)} - seen
            assert not missing, f"the control reader does not see {missing}, so nothing is proved about them"
    assert leaks == []


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_authors_read_their_own_words(app: Flask, clock: SetClock) -> None:
    cage = _cage(app, clock, "after")
    seen: set[str] = set()
    for address in addresses(cage, "author"):
        seen |= found(all_of(ask(cage, "author", address)))
    assert seen == {kind for kind in KINDS if may_see(kind, "author", "after")}


UNSAFE: Mapping[str, tuple[str, Callable[[Cage], tuple[str, dict[str, object]]]]] = {
    "a nod": ("PUT", lambda cage: (f"/api/v1/posts/{cage.posts['episode']}/reactions/heart", {})),
    "a reply": (
        "POST",
        lambda cage: (f"/api/v1/threads/{cage.threads[0]}/posts", {"body": "Hm.", "reply_to": cage.posts["episode"]}),
    ),
    "a reply in the thread": ("POST", lambda cage: (f"/api/v1/threads/{cage.threads[1]}/posts", {"body": "Hm."})),
    "a report": (
        "POST",
        lambda cage: (f"/api/v1/posts/{cage.posts['series']}/flags", {"reason": "harassment", "words": "Rude."}),
    ),
    "a refused report": ("POST", lambda cage: (f"/p/{cage.posts['series']}/flag", {"reason": "spoiler"})),
    "a refused reply": ("POST", lambda cage: (f"/t/{cage.threads[0]}/reply", {"body": ">!open"})),
    "a refused edit": ("POST", lambda cage: (f"/p/{cage.posts['episode']}/edit", {"body": ">!open", "version": 1})),
    "a refused seal": ("POST", lambda cage: (f"/p/{cage.posts['episode']}/seal", {"scope": "?", "reason": "x"})),
    "a preview": ("POST", lambda cage: ("/preview", {"body": "Hm.", "thread_id": cage.threads[0]})),
}


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
@pytest.mark.parametrize("what", UNSAFE)
def test_no_answer_to_an_act_gives_a_word_away(app: Flask, clock: SetClock, what: str) -> None:
    cage = _cage(app, clock, "after")
    method, made = UNSAFE[what]
    for role in ("stranger", "behind", "moderator"):
        address, body = made(cage)
        client = app.test_client()
        headers = {}
        if role in cage.cookies and "/api/" not in address:
            client.set_cookie("session", cage.cookies[role])
        if role in cage.tokens and "/api/" in address:
            headers["Authorization"] = f"Bearer {cage.tokens[role]}"
        sent = {"json": body} if "/api/" in address else {"data": body}
        answer = client.open(address, method=method, headers=headers, **sent)
        assert answer.status_code < 500
        assert found(all_of(answer)) == set(), f"{what} by {role}"


def tied_to_no_date(key: str) -> bool:
    """Of a veil that a click opens at every clock."""
    return any(word in key for word in (":book.", ":promo.", f".{NOWHERE}."))


def test_a_key_opens_nothing_before_its_release(app: Flask, clock: SetClock) -> None:
    cage = _cage(app, clock, "before")
    page = ask(cage, "behind", f"/t/{cage.threads[0]}").get_data(as_text=True)
    keys = re.findall(r'data-veil="([^"]+)"', page)
    assert len(keys) >= len(MARKS)
    assert not set(re.findall(r'name="veil" value="([^"]+)"', page)) - {key for key in keys if tied_to_no_date(key)}
    client = app.test_client()
    client.set_cookie("session", cage.cookies["behind"])
    for key in keys:
        if not tied_to_no_date(key):
            answer = client.post("/reveal", data={"veil": key}, headers={"X-Requested-With": "fetch"})
            assert answer.status_code == 403
            assert found(all_of(answer)) == set()


@pytest.mark.parametrize("at", ["after", "put back"])
def test_no_mail_gives_a_word_away(app: Flask, clock: SetClock, at: str) -> None:
    _cage(app, clock, at)
    app.extensions["mailman"].outbox = []
    jobs.drain(CLOCKS[at])
    mails = list(app.extensions["mailman"].outbox)
    sent = "\n".join(mail.message().as_string() for mail in mails)
    # Mail is forwarded and lies on tables: it is a stranger's view, whoever gets it.
    assert found(sent) == set()
    assert mails or at == "put back"


def _cage(app: Flask, clock: SetClock, at: str) -> Cage:
    app.config["WTF_CSRF_ENABLED"] = False
    cage = furnish(app, clock)
    clock.set(CLOCKS[at])
    stay_signed_in(CLOCKS[at])
    if at == "put back":
        put_back(cage)
    db.session.rollback()
    db.session.remove()
    return cage
