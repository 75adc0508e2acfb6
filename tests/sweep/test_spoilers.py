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
from tests.sweep.outlets import OUTLETS, TO_WHOM


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
