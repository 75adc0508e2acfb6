"""If-then rules and pace: what they do, how each match explains itself, and the dry run before they are on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.domain.errors import Conflict, Denied, Invalid, Waits
from forum.infra import clock, jobs
from forum.infra.db import db
from forum.infra.directory import directory
from forum.intake import actions, queries
from forum.intake.forms import AutomationForm, SwitchForm
from forum.intake.models import Automation, AutomationMatch, WaitingPost
from forum.moderation.models import Case, Flag, LedgerEntry
from forum.notifications.models import Notification
from forum.posts.actions import write_reply
from tests.conftest import NOW, counting
from tests.factories import accounts, groups, posts, shows
from tests.intake.conftest import Porch


def write(who: Any, porch: Porch, body: str) -> int:
    return write_reply(who, porch.thread_id, posts.reply_form(body), clock.now()).post_id


def test_a_rule_that_holds_says_why(app: Flask, porch: Porch) -> None:
    number = porch.rule(name="No adverts", words="cheap pills\nbuy*", note="We had a wave of adverts.")
    with pytest.raises(Waits) as kept:
        write(porch.ben, porch, "Buying CHEAP pills?")
    card = queries.waiting_card(porch.ben, kept.value.waiting_id, directory(), clock.now()).posts[0]
    assert card.why == (("word", "cheap pills"), ("word", "buy*"))
    assert write(porch.ben, porch, "Pills that are cheap.")
    match = queries.match_card(porch.ann, 1, clock.now())
    assert (match.rule, match.deed, match.rule_author.handle if match.rule_author else "") == (
        "No adverts",
        "hold",
        "ann",
    )
    page = accounts.signed_in(app, porch.ben).get("/matches/1").text
    assert "We had a wave of adverts." in page
    assert "no reproach" in page
    assert accounts.signed_in(app, porch.cora).get("/matches/1").status_code == 404
    assert db.session.get_one(AutomationMatch, 1).automation_id == number


def test_a_rule_that_reports_makes_one_case_with_its_reasons(porch: Porch) -> None:
    porch.rule(name="Adverts", deed="flag", reason="spam", sites="spam.example")
    post_id = write(porch.ben, porch, "Look: https://www.spam.example/x")
    jobs.drain(clock.now())
    jobs.drain(clock.now())
    case = db.session.scalars(select(Case)).one()
    flag = db.session.scalars(select(Flag)).one()
    assert (case.target_id, flag.person_id, flag.reason) == (post_id, None, "spam")
    assert flag.why == "Adverts (v1): site: spam.example"


def test_a_rule_that_draws_the_curtain(porch: Porch) -> None:
    show = shows.made_up_show(seasons=(6,), starts=NOW - timedelta(days=20), every=timedelta(days=7))
    porch.rule(words="the cook", deed="seal", scope=f"{show.name} S01E02", note="It is the end of the second.")
    post_id = write(porch.ben, porch, "It was the cook.")
    assert write(porch.ben, porch, "It was a cook.")
    row = posts.row(post_id)
    assert (row.sealed_by_id, row.sealed_reason) == (None, "It is the end of the second.")
    jobs.drain(clock.now())
    told = db.session.execute(select(Notification.person_id, Notification.about))
    assert [tuple(one) for one in told] == [(porch.ben.id, "matched")]
    assert [one.what for one in db.session.scalars(select(LedgerEntry))][-1] == "seal"


def test_a_rule_that_tells_moderators(app: Flask, porch: Porch) -> None:
    porch.rule(name="Lamps", words="lamp", deed="notify")
    write(porch.ben, porch, "A lamp.")
    jobs.drain(clock.now())
    told = db.session.execute(select(Notification.person_id, Notification.about))
    assert [tuple(one) for one in told] == [(porch.ann.id, "matched")]
    assert "Lamps" in accounts.signed_in(app, porch.ann).get("/notifications").text


def test_an_edit_meets_the_rules_and_is_never_kept_waiting(porch: Porch) -> None:
    porch.rule(words="pills", reason="spam")
    post_id = write(porch.ben, porch, "Nothing yet.")
    posts.amended(porch.ben, post_id, "Pills!")
    jobs.drain(clock.now())
    assert db.session.scalar(select(func.count(WaitingPost.id))) == 0
    assert db.session.scalars(select(Case)).one().target_id == post_id


def test_what_is_off_or_away_or_of_another_group_does_nothing(porch: Porch) -> None:
    elsewhere = groups.group(porch.ann, "other-club")
    groups.member(elsewhere, porch.ben)
    number = porch.rule(words="pills")
    assert posts.started(porch.ben, elsewhere, "Pills", "Pills.")
    actions.switch_automation(porch.ann, number, SwitchForm.read({"to": "off"}), clock.now())
    assert write(porch.ben, porch, "Pills!")
    actions.switch_automation(porch.ann, number, SwitchForm.read({"to": "away"}), clock.now())
    with pytest.raises(Conflict):
        actions.switch_automation(porch.ann, number, SwitchForm.read({"to": "on"}), clock.now())


def test_a_change_is_a_new_version_that_is_off(porch: Porch) -> None:
    first = porch.rule(words="pills")
    second = actions.amend_automation(
        porch.ann, first, AutomationForm.read({"name": "B", "deed": "flag", "words": "tonic"}), clock.now()
    )
    rows = [db.session.get_one(Automation, number) for number in (first, second)]
    assert [(row.version, row.root_id, row.on_since is None, row.ended_at is None) for row in rows] == [
        (1, None, False, False),
        (2, first, True, True),
    ]
    lines = [row.what for row in db.session.scalars(select(LedgerEntry).order_by(LedgerEntry.id))]
    assert lines == ["rule-written", "rule-on", "rule-written"]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({}, ""),
        ({"words": "a"}, "words"),
        ({"words": "\n".join(f"word{n}" for n in range(51))}, "words"),
        ({"words": "x" * 61}, "words"),
        ({"words": "ok", "deed": "remove"}, "deed"),
        ({"words": "ok", "reason": "concern"}, "reason"),
        ({"words": "ok", "deed": "seal"}, ""),
        ({"words": "ok", "deed": "seal", "scope": "Nowhere S01E01"}, "scope"),
    ],
)
def test_bad_rules_are_refused_in_words(porch: Porch, asked: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as fault:
        actions.write_automation(
            porch.ann, porch.group_id, AutomationForm.read({"name": "A", "deed": "hold", **asked}), clock.now()
        )
    assert field in fault.value.errors


def test_members_write_no_rules(app: Flask, porch: Porch) -> None:
    with pytest.raises(Denied):
        actions.write_automation(
            porch.ben, porch.group_id, AutomationForm.read({"name": "A", "deed": "hold", "words": "ok"}), clock.now()
        )
    assert accounts.signed_in(app, porch.ben).get("/g/binge-club/automations").status_code == 403


def test_the_dry_run_lists_what_it_would_have_met_and_changes_nothing(app: Flask, porch: Porch) -> None:
    met = [write(porch.ben, porch, f"A lamp, number {n}.") for n in range(3)]
    gone = write(porch.ben, porch, "A lamp that goes.")
    posts.row(gone).withdrawn_at = clock.now()
    db.session.commit()
    browser = accounts.signed_in(app, porch.ann)
    answer = browser.post("/g/binge-club/automations/new", data={"name": "Lamps", "deed": "flag", "words": "lamp"})
    assert answer.headers["Location"] == "/automations/1"
    page = queries.tried(porch.ann, 1, 0, directory(), clock.now())
    assert [card.post_id for card in page.found] == met[::-1]
    assert page.found[0].because == (("word", "lamp"),)
    assert (page.following, page.looked_at) == ("", 9)
    assert "number 2" in browser.get("/automations/1").text
    assert db.session.scalar(select(func.count(AutomationMatch.id))) == 0
    late = queries.tried(porch.ann, 1, 0, directory(), NOW + timedelta(days=31))
    assert late.found == ()


def test_the_dry_run_costs_the_same_whatever_it_finds(porch: Porch) -> None:
    number = porch.rule(words="lamp", deed="notify")
    costs = []
    for _ in range(2):
        queries.tried(porch.ann, number, 0, directory(), clock.now())
        for _ in range(3):
            write(porch.ben, porch, "A lamp.")
        with counting() as seen:
            queries.tried(porch.ann, number, 0, directory(), clock.now())
        costs.append(len(seen))
    assert costs[0] == costs[1]


def test_slow_mode_tells_when_one_may_write_again_and_keeps_the_words(app: Flask, porch: Porch) -> None:
    porch.pace(later_seconds=300)
    browser = accounts.signed_in(app, porch.ben)
    answer = browser.post(f"/t/{porch.thread_id}/reply", data={"body": "Another thought of mine."})
    assert answer.status_code == 422
    assert "You can write again in 300 seconds" in answer.text
    assert "Another thought of mine." in answer.text
    assert write(porch.ann, porch, "Owners are not slowed down.")
    with clock.SetClock(NOW + timedelta(seconds=300)):
        assert write(porch.ben, porch, "Now.")


def test_links_of_newcomers(porch: Porch) -> None:
    porch.pace(first_posts=3, newcomer_links=1)
    assert write(porch.cora, porch, "One: https://a.example")
    with pytest.raises(Invalid) as fault:
        write(porch.cora, porch, "Two: https://a.example https://b.example")
    assert fault.value.errors == {"body": ("newcomer-links:1",)}
    assert write(porch.ben, porch, "Two: https://a.example https://b.example")


def test_copies_wait_without_any_rule(porch: Porch) -> None:
    advert = "Watches at half the price, forty models, shipping is free within Europe this week."
    assert write(porch.cora, porch, advert)
    with pytest.raises(Waits) as kept:
        write(porch.cora, porch, advert.upper() + "!!!")
    card = queries.waiting_card(porch.cora, kept.value.waiting_id, directory(), clock.now()).posts[0]
    assert card.why == (("same-again", ""),)
    dora = groups.member(porch.group_id, accounts.person("dora"))
    with pytest.raises(Waits) as kept:
        write(dora, porch, advert)
    assert queries.waiting_card(dora, kept.value.waiting_id, directory(), clock.now()).posts[0].why == (
        ("same-as-others", ""),
    )
    assert write(porch.ben, porch, advert)


def test_prints_are_forgotten(porch: Porch) -> None:
    from forum.intake.models import TextPrint

    write(porch.cora, porch, "Everybody must see this wonderful thing that I have found today.")
    actions.forget_prints(NOW + timedelta(days=29))
    assert db.session.scalar(select(func.count(TextPrint.id))) == 1
    actions.forget_prints(NOW + timedelta(days=31))
    assert db.session.scalar(select(func.count(TextPrint.id))) == 0
