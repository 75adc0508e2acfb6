"""Pages about notices from outside and about lines of the ledger: clean in light and in dark, and they fit a phone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from forum.infra.db import db
from forum.intake.actions import answering, noticing
from forum.intake.forms import ContestForm, NoticeAnswerForm, NoticeForm
from forum.intake.models import PublicNotice
from forum.moderation import actions as moderation
from forum.moderation.forms import DecideForm, FlagForm, ReverseForm
from forum.moderation.models import LedgerEntry
from tests.browser.club import Club, written
from tests.browser.site import Site
from tests.browser.test_axe import looked_over
from tests.factories import accounts

Member = Callable[..., Page]
SAID = {
    "name": "Nora Outside",
    "email": "nora@outside.example",
    "words": "This page names the street in which I live, and I have never agreed to that.",
    "good_faith": "true",
}
ANSWER = {"outcome": "kept", "words": "We looked at that address and found nothing to act on."}
CONTEST = {"words": "You have not looked at the second paragraph: there it is."}


@dataclass(frozen=True)
class Outside:
    """Shapes: keys of the mails: one that confirms, two with an answer, of which the second one is contested; a line of
    the ledger that somebody wants to empty, and one that nobody does."""

    confirm: str
    answered: str
    contested: str
    proposed: int
    line: int


def _sent(site: Site, url: str, language: str = "en") -> tuple[int, str]:
    noticing.send_notice(NoticeForm.read({**SAID, "url": url}), language, site.clock.instant)
    number = db.session.scalars(select(func.max(PublicNotice.id))).one() or 0
    issued = noticing.issue_notice_key(number)
    assert issued is not None
    return number, issued[1]


def _confirmed(site: Site, url: str, language: str = "en") -> int:
    number, key = _sent(site, url, language)
    noticing.confirm_notice(key, site.clock.instant)
    return number


def _answered(site: Site, club: Club, url: str) -> str:
    number = _confirmed(site, url)
    answering.answer_notice(club["ada"], number, NoticeAnswerForm.read(ANSWER), site.clock.instant)
    issued = answering.issue_answer_key(number)
    assert issued is not None
    return issued[1]


@pytest.fixture(scope="module")
def outside(site: Site, club: Club) -> Outside:
    with site.inside():
        now = site.clock.instant
        _confirmed(site, f"https://forum.example/{'a-long-way/' * 12}nowhere", "de")
        contested = _answered(site, club, "https://forum.example/other")
        answering.contest_answer(contested, ContestForm.read(CONTEST), now)
        for post in written(club["ann"], club.talk, "First words.", "Second words."):
            case = moderation.raise_flag(club["gwen"], post, FlagForm.read({"reason": "off-topic"}), now)
            said = {"version": 1, "outcome": "advise", "reason": "Next door, please."}
            moderation.decide_case(club["mona"], case, DecideForm.read(said), now)
        proposed, line = db.session.scalars(select(LedgerEntry.id).order_by(LedgerEntry.id.desc()).limit(2)).all()
        bea = accounts.administrator("bea")
        moderation.propose_burial(bea, proposed, ReverseForm.read({"reason": "It names somebody."}), now)
        answered = _answered(site, club, "https://forum.example/else")
        return Outside(_sent(site, "https://forum.example/new")[1], answered, contested, proposed, line)


def test_what_staff_reads_is_clean(outside: Outside, member: Member) -> None:
    page = member("ada", reduced_motion="reduce")
    lines = f"/mod/ledger/{outside.proposed}", f"/mod/ledger/{outside.line}"
    addresses = "/mod/notices", "/mod/redactions", *lines, "/care/figures"
    assert [fault for address in addresses for fault in looked_over(page, address)] == []


def test_what_people_outside_read_is_clean(outside: Outside, person: Callable[..., Page]) -> None:
    page = person(reduced_motion="reduce")
    keys = f"confirm/{outside.confirm}", f"answer/{outside.answered}", f"answer/{outside.contested}"
    assert [fault for key in keys for fault in looked_over(page, f"/notice/{key}")] == []


def test_the_form_to_report_a_title_or_a_profile_is_clean(club: Club, member: Member) -> None:
    page = member("gwen", reduced_motion="reduce")
    found = [fault for address in (f"/t/{club.talk}/flag", "/u/ann/flag") for fault in looked_over(page, address)]
    assert found == []


def test_staff_answers_a_notice_and_its_language_has_a_name(outside: Outside, member: Member) -> None:
    page = member("ada")
    page.goto("/mod/notices")
    page.wait_for_load_state("networkidle")
    card = page.locator("article.card").first
    expect(card).to_contain_text("German")
    card.get_by_label("Your answer").fill("Wir haben dort nichts gefunden.")
    card.get_by_role("button", name="Answer and close").click()
    expect(page.get_by_text("Answered. The answer is on its way by mail.")).to_be_visible()
    expect(page.get_by_text("You took part in this: another person answers.")).to_be_visible()
    expect(page.locator("article.card")).to_have_count(1)
