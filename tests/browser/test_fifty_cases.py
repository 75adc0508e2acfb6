"""Fifty mixed cases wait, and a moderator decides them all without touching the mouse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from playwright.sync_api import Page, expect
from sqlalchemy import select

from forum.domain.flags import CaseOutcome, FlagReason
from forum.infra.db import db
from forum.moderation import actions as moderation
from forum.moderation.forms import FlagForm
from forum.moderation.models import Case, CaseDecision, Flag
from forum.moderation.queries.chain import ledger_fault
from forum.moderation.records import DecisionLetter
from tests.browser.club import Club, written
from tests.browser.site import Site
from tests.factories import posts

Member = Callable[..., Page]

REPORTS = (
    ("spoiler", "seal"), ("off-topic", "dismiss"), ("harassment", "remove"), ("hint", "dismiss"),
    ("hate", "hide"), ("spam", "remove"), ("illegal", "hide"), ("wrong-thread", "split"), ("other", "advise"),
    ("spam", "dismiss"), ("harassment", "advise"), ("spoiler", "dismiss"),
)  # fmt: skip  # rows of a table: what is said, and what comes of it
CASES, TITLES, TWICE = 50, 2, 7
"""So many cases, two of them about titles; every seventh was reported by two people."""


def _reported(site: Site, club: Club) -> dict[int, str]:
    """What waits. Returns the outcome that each case shall have."""
    ann, gwen, olga = club["ann"], club["gwen"], club["olga"]
    wanted: dict[int, str] = {}
    with site.inside():
        now = site.clock.instant
        for number in range(CASES - TITLES):
            reason, outcome = REPORTS[number % len(REPORTS)]
            author, flagger = (ann, gwen) if number % 2 else (gwen, ann)
            (post,) = written(author, club.talk, f"What I think, for the {number}th time: it grows on me.")
            said = {"reason": reason, "words": "Please look."}
            said |= {"spoils": "13-reasons-why S02E01"} if reason == "spoiler" else {}
            for one in (flagger, olga) if number % TWICE == 0 else (flagger,):
                case = moderation.raise_flag(one, post, FlagForm.read(said), now)
            wanted[case] = outcome
        second = posts.started(ann, club.group_id, "What a mess of an evening", "I need to say this.")
        for thread, outcome in ((club.talk, "retitle"), (second, "lock")):
            form = FlagForm.read({"reason": "off-topic"})
            wanted[moderation.raise_flag_on(gwen, "thread", thread, form, now)] = outcome
    site.drain()
    return wanted


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until it is there, as people do."""
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached with Tab on {page.url}")


def choose(page: Page, outcome: str) -> None:
    """From the outcome that is suggested to this one, with the arrows."""
    values = page.locator("input[name=outcome]").evaluate_all("all => all.map(one => [one.value, one.checked])")
    names = [value for value, _ in values]
    at = next((place for place, (_, checked) in enumerate(values) if checked), 0)
    if not any(checked for _, checked in values):
        page.keyboard.press("Space")
    way = names.index(outcome) - at
    for _ in range(abs(way)):
        page.keyboard.press("ArrowDown" if way > 0 else "ArrowUp")
    page.wait_for_selector(f"input[value={outcome}]:checked")


def _decide(page: Page, wanted: dict[int, str]) -> int:
    """The case that one stands on, from the queue and back to it. Returns its number."""
    page.wait_for_selector(".case-row.is-at:focus")
    case = int(page.locator(".case-row.is-at").get_attribute("data-case") or 0)
    outcome = wanted[case]
    page.keyboard.press("d")
    page.wait_for_selector(f"form[action='/mod/cases/{case}/preview'] input[name=outcome]:focus")
    choose(page, outcome)
    if outcome in ("remove", "hide"):
        tab_to(page, "select[name=rule]")
        page.keyboard.press("1")
    tab_to(page, "textarea[name=reason]")
    page.keyboard.type(f"{outcome}!")
    tab_to(page, "summary")
    if outcome in ("split", "retitle"):
        if not page.evaluate("document.activeElement.parentElement.open"):
            page.keyboard.press("Enter")
        tab_to(page, "input[name=title]")
        page.keyboard.type(f"Title {case}")
    tab_to(page, ".actions > .button-primary")
    page.keyboard.press("Enter")
    page.wait_for_selector("#does:focus")
    page.keyboard.press("d")
    page.wait_for_selector(f"form[action='/mod/cases/{case}/decide'] button:focus")
    page.keyboard.press("Enter")
    page.wait_for_selector(f".done-bar:has-text('Case {case} is decided')")
    return case


def test_a_moderator_clears_50_cases_by_keyboard(site: Site, club: Club, member: Member) -> None:
    wanted = _reported(site, club)
    page = member("mona")
    page.goto("/mod")
    expect(page.locator("#count")).to_have_text("50 cases wait")
    done = [_decide(page, wanted) for _ in range(3)]
    undone = _undo(page)
    assert undone == done[2]
    done += [_decide(page, wanted) for _ in range(CASES - 2)]
    expect(page.get_by_text("Nothing waits for you")).to_be_visible()
    assert sorted(done) == sorted([*wanted, undone])
    with site.inside():
        _all_is_decided_and_explained(club, wanted, undone)


def _undo(page: Page) -> int:
    """The decision that was just made, and back to the queue. Returns the case."""
    expect(page.locator(".case-row.is-at")).to_be_focused()
    page.keyboard.press("u")
    page.wait_for_url("**/mod/cases/*")
    case = int(page.url.rpartition("/")[2])
    expect(page.get_by_text("The case waits again.")).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.keyboard.press("k")
    page.wait_for_url("**/mod#case-*")
    expect(page.locator(f"#case-{case}")).to_be_focused()
    return case


def _all_is_decided_and_explained(club: Club, wanted: dict[int, str], undone: int) -> None:
    cases = db.session.scalars(select(Case)).all()
    assert Counter(case.state for case in cases) == {"decided": CASES}
    decisions = db.session.scalars(select(CaseDecision).order_by(CaseDecision.number)).all()
    assert len(decisions) == CASES + 1
    standing = {one.case_id: one for one in decisions}
    assert {case: one.outcome for case, one in standing.items()} == wanted
    assert [one.number for one in decisions if one.case_id == undone] == [1, 2]
    flags: dict[int, set[int | None]] = {case.id: set() for case in cases}
    for flag in db.session.scalars(select(Flag)):
        flags[flag.case_id].add(flag.person_id)
        assert flag.decision_id == standing[flag.case_id].id
    assert sum(map(len, flags.values())) == CASES + len(range(0, CASES - TITLES, TWICE))
    letters = _letters([one.id for one in standing.values()])
    for case in cases:
        told = {*flags[case.id]} | ({case.author_id} if wanted[case.id] != CaseOutcome.DISMISS else set())
        assert letters[standing[case.id].id] == told, (case.id, wanted[case.id])
    assert ledger_fault() == ""


def _letters(decisions: Sequence[int]) -> dict[int, set[int | None]]:
    found: dict[int, set[int | None]] = {one: set() for one in decisions}
    asked = DecisionLetter.decision_id.in_(decisions), DecisionLetter.kind == "decision"
    for letter in db.session.scalars(select(DecisionLetter).where(*asked)):
        found[letter.decision_id].add(letter.person_id)
    return found


def test_the_fifty_are_of_every_reason_that_moderators_see() -> None:
    assert {reason for reason, _ in REPORTS} == {one.value for one in FlagReason} - {"concern"}
