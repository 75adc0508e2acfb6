"""Channels F13 and F14: titles and names, which nothing can fold away."""

from __future__ import annotations

import re

from forum.accounts.models import Person
from forum.domain.flags import FlagReason
from forum.infra.db import db
from forum.presenting.accounts import PersonCard
from tests.posts.canaries import Cage, canary
from tests.sweep.channels.looking import BEHIND, canaries, get, send

LISTS = (
    *("/", "/g/binge-club", "/g/binge-club?kind=theory", "/g/binge-club?show=harbour-lights", "/u/ann", "/u/ann/posts"),
    *("/search?q=look", "/search/suggest?q=canary", "/notifications", "/drafts", "/revealed", "/mod"),
    *("/api/v1/groups/binge-club/threads", "/api/v1/people/ann/posts", "/api/v1/notifications"),
    *("/g/binge-club/feed.atom", "/sitemaps/1.xml", "/g/binge-club/ledger"),
)


def test_f13_a_title_is_neutral_for_who_may_not_read_its_thread(cage: Cage) -> None:
    """Fails when a member's title is in any list, head, address or notice of a reader who is behind."""
    number = cage.threads[2]
    for role in BEHIND:
        for address in (*LISTS, f"/t/{number}", f"/api/v1/threads/{number}", f"/t/{number}/events"):
            assert not canaries(get(cage, role, address)) & {"title", "old title"}, f"{role} {address}"
        page = get(cage, role, f"/t/{number}").get_data(as_text=True)
        assert "A theory about" in re.findall(r"<title>([^<]*)", page)[0]
    assert canary("title") in get(cage, "caught up", f"/t/{number}").get_data(as_text=True)
    assert get(cage, "caught up", f"/t/{number}").request.path == f"/t/{number}", "the address is a number for ever"


def test_f14_people_have_no_words_of_their_own_beside_their_name(cage: Cage) -> None:
    """Fails when a signature, a status, a picture or a text about oneself appears beside posts without any gate."""
    assert set(PersonCard.__dataclass_fields__) == {"id", "handle", "role"}
    texts = {name for name in Person.__table__.columns.keys() if re.search("bio|about|sign|status|avatar|motto", name)}  # noqa: SIM118 - a collection of columns
    assert texts == set(), "add a gate to it first, and a way to report it"
    for role in BEHIND:
        assert not re.search(r"<img[^>]*avatar", get(cage, role, "/u/ann").get_data(as_text=True))


def test_f14_a_name_that_gives_something_away_can_be_reported_without_repeating_it(cage: Cage) -> None:
    """Fails when there is no reason under which it can be reported, or the report is read by who must not."""
    words = canary("episode")
    body = {"reason": FlagReason.OTHER.value, "words": f"The name says it: {words}"}
    answer = send(cage, "caught up", "POST", f"/api/v1/posts/{cage.posts['only']}/flags", json=body)
    assert answer.status_code < 300
    with cage.app.app_context():
        from forum.moderation.models import Case

        number = db.session.query(Case).order_by(Case.id.desc()).first().id  # type: ignore[union-attr]  # made above
        db.session.remove()
    for role in ("moderator", "site moderator"):
        answer = get(cage, role, f"/mod/cases/{number}")
        assert (answer.status_code, canaries(answer)) == (200, set())
