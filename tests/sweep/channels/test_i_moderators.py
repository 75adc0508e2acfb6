"""Channel I12: the moderators' own pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import delete

from forum.infra.db import db
from forum.moderation.models import Reading
from tests.posts.canaries import ABOUT_CASES, KINDS, RULINGS, Cage, canary
from tests.sweep.channels.looking import canaries, get, leaks, sees, send

UNSEEN = ("moderator", "site moderator")


@pytest.fixture(autouse=True)
def _unread(cage: Cage) -> Iterator[None]:
    """What one test read anyway, the next one has not."""
    yield
    with cage.app.app_context():
        db.session.execute(delete(Reading))
        db.session.commit()
        db.session.remove()


def surfaces(cage: Cage) -> list[str]:
    """Everything a moderator looks at, as page and as API."""
    cases = [f"{front}/cases/{number}" for number in cage.cases for front in ("/mod", "/api/v1")]
    verbs = [f"/p/{cage.posts['episode']}/{verb}" for verb in ("seal", "remove")]
    return [
        *("/mod", "/mod?state=decided", "/api/v1/cases", "/api/v1/cases?decided=true"),
        *("/g/binge-club/ledger", "/api/v1/groups/binge-club/ledger", "/notifications", "/api/v1/notifications"),
        *cases,
        *verbs,
        *(f"/decisions/{number}" for number in cage.decisions),
    ]


def test_i12_a_moderator_who_has_not_watched_gets_facts_and_no_words(cage: Cage) -> None:
    """Fails when queue, case, snapshot, flag, ledger or notification print a word behind the moderator's gate."""
    assert leaks(cage, *surfaces(cage), roles=UNSEEN) == []
    for role in UNSEEN:
        assert {get(cage, role, address).status_code for address in surfaces(cage)} == {200}
    case = get(cage, "moderator", f"/mod/cases/{cage.cases[0]}")
    assert case.status_code == 200
    assert "S01E04" in case.get_data(as_text=True)
    assert "flag words" in canaries(get(cage, "caught up", f"/mod/cases/{cage.cases[0]}"))


def test_i12_sealing_needs_no_reading(cage: Cage) -> None:
    """Fails when a moderator must read a text, or is shown it, to draw the curtain over it."""
    number = cage.posts["series"]
    form = get(cage, "moderator", f"/p/{number}/seal")
    assert form.status_code == 200
    assert canaries(form) == set()
    sent = {"scope": "harbour-lights S01E04", "reason": "As reported."}
    done = send(cage, "moderator", "POST", f"/p/{number}/seal", data=sent)
    assert done.status_code == 303
    assert canaries(done) == set()
    undone = send(cage, "moderator", "POST", f"/p/{number}/unseal", data={"reason": "Only a test."})
    assert (undone.status_code, canaries(undone)) == (303, set())


def test_i12_reading_anyway_is_asked_for_and_written_down(cage: Cage) -> None:
    """Fails when the words of a case come without the explicit act, or the act leaves no line in the ledger."""
    address = f"/mod/cases/{cage.cases[0]}"
    assert canaries(get(cage, "site moderator", address)) == set()
    before = get(cage, "caught up", "/api/v1/groups/binge-club/ledger").get_json()["rows"]
    answer = send(cage, "site moderator", "POST", f"/api/v1/cases/{cage.cases[0]}/reading")
    assert answer.status_code < 300
    shown = canaries(get(cage, "site moderator", address))
    assert "episode" in shown
    after = get(cage, "caught up", "/api/v1/groups/binge-club/ledger").get_json()["rows"]
    assert len(after) == len(before) + 1
    assert "CANARY" not in str(after)
    assert canary("episode") not in get(cage, "moderator", address).get_data(as_text=True)
    assert len(KINDS) > len(shown)


def test_i12_what_was_read_anyway_opens_nothing_else(cage: Cage) -> None:
    """Fails when reading one case anyway opens the thread, another case or the search to that moderator."""
    send(cage, "site moderator", "POST", f"/api/v1/cases/{cage.cases[0]}/reading")
    others = [f"/t/{number}" for number in cage.threads] + [f"/mod/cases/{cage.cases[1]}", "/search?q=canary*"]
    assert leaks(cage, *others, roles=("site moderator",)) == []


def test_i12_what_a_rule_found_in_a_closed_text_is_closed_with_it(cage: Cage) -> None:
    """Fails when a moderator who has not watched is told which words of a rule stand in what they may not read."""
    told = {}
    for role in (*UNSEEN, "caught up", "author"):
        (why,) = get(cage, role, "/api/v1/waiting/1").get_json()["post"]["why"]
        told[role] = why["value"]
        page = get(cage, role, "/matches/1").get_data(as_text=True)
        assert ("“wait here”" in page) == (role not in UNSEEN)
    assert told == {"moderator": "", "site moderator": "", "caught up": "wait here", "author": "wait here"}


def test_i12_what_colleagues_wrote_about_a_case_is_closed_with_it(cage: Cage) -> None:
    """Fails when a reason, a note, a proposal or an appeal tells a moderator what the text itself may not."""
    about = [f"/mod/cases/{number}" for number in cage.cases] + [f"/decisions/{one}" for one in cage.decisions]
    about += [f"/api/v1/cases/{number}/{part}" for number in cage.cases for part in ("around", "proposal")]
    about += [f"/api/v1/decisions/{one}" for one in cage.decisions] + [f"/t/{cage.threads[0]}?page={n}" for n in (1, 2)]
    assert leaks(cage, *about, roles=UNSEEN) == []
    shown = set[str]().union(*(canaries(get(cage, "caught up", one)) for one in about))
    assert shown >= ABOUT_CASES | RULINGS


def test_i12_a_title_that_was_covered_stays_so_in_its_case(cage: Cage) -> None:
    """Fails when the report of a title shows it to moderators after a steward took it from all eyes."""
    case_id = cage.cases[-1]
    about = ("/mod", "/api/v1/cases", f"/mod/cases/{case_id}", f"/api/v1/cases/{case_id}")
    for role in (*UNSEEN, "caught up"):
        assert not [one for one in about if "covered title" in canaries(get(cage, role, one))]
    assert get(cage, "caught up", f"/api/v1/cases/{case_id}").get_json()["withheld"] != []
    send(cage, "caught up", "POST", f"/api/v1/cases/{case_id}/reading")
    assert sees(cage, f"/mod/cases/{case_id}", "covered title")


def test_i12_a_message_to_moderators_is_closed_with_the_case_that_it_is_about(cage: Cage) -> None:
    """Fails when an appeal, or the words of a report, tell the staff what the reported text itself may not."""
    about = [f"{front}/cases/{number}{part}" for number in cage.messages for front, part in _PAGES]
    assert {get(cage, "site moderator", one).status_code for one in about} == {200}
    assert leaks(cage, *about, roles=(*UNSEEN, "author", "caught up")) == []
    assert not any(canaries(get(cage, "site moderator", one)) for one in about)
    for number in cage.messages:
        closed = get(cage, "site moderator", f"/api/v1/cases/{number}").get_json()
        assert (closed["closed"], [one["html"] for one in closed["texts"]]) == (True, [None])
        send(cage, "site moderator", "POST", f"/api/v1/cases/{closed['about_id']}/reading")
    shown = set[str]().union(*(canaries(get(cage, "site moderator", one)) for one in about))
    assert shown == {"appeal", "flag words", "ruling"}  # the ruling stands in the author's past


_PAGES = (("/mod", ""), ("/api/v1", ""), ("/api/v1", "/around"))
