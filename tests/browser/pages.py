"""One page of every kind, and who looks at it."""

from __future__ import annotations

from dataclasses import dataclass

from forum.domain.flags import FlagReason
from forum.moderation import actions as moderation
from forum.moderation.forms import FlagForm
from forum.posts import actions as posts
from forum.posts.forms import AmendForm
from tests.browser.club import SLUG, Club, written
from tests.browser.site import Site
from tests.factories import groups


@dataclass(frozen=True)
class Kinds:
    """Shapes: addresses of pages by who looks; None is a stranger."""

    stranger: tuple[str, ...]
    member: tuple[str, ...]
    keeper: tuple[str, ...]
    administrator: tuple[str, ...]

    def looks(self) -> list[tuple[str | None, str]]:
        """Each address with somebody who may see it."""
        return [
            *((None, address) for address in self.stranger),
            *(("gwen", address) for address in self.member),
            *(("olga", address) for address in self.keeper),
            *(("ada", address) for address in self.administrator),
        ]


def furnished(site: Site, club: Club) -> Kinds:
    """Something to see on each page: posts with veils, a question, a case, a notice, a hidden group."""
    with site.inside():
        now = site.clock.instant
        first, second, third = written(
            club["ann"],
            club.reasons_thread,
            "Plain **words**, `code`, a [link](https://example.org/) and\n\n- a list\n- of two\n\n> a quote",
            "Here is [spoiler S02E04]a word[/spoiler] and there another.\n\n:::spoiler S03E01\nA paragraph.\n:::",
            f"| a | table |\n| --- | --- |\n| of | cells |\n\n```\n{'wide code ' * 20}\n```\n\n{'unbroken' * 30}",
        )
        own = written(club["gwen"], club.reasons_thread, "Mine, about @ann.")[0]
        written(club["ann"], club.lights_thread, "Next time [spoiler S01E05]the ending[/spoiler].")
        posts.amend_post(club["ann"], first, _amendment(), now)
        case = moderation.raise_flag(
            club["gwen"], second, FlagForm.read({"reason": FlagReason.SPOILER.value, "spoils": "S02E04"}), now
        )
        groups.hidden_group(club["olga"])
    site.drain()
    thread = f"/t/{club.reasons_thread}"
    return Kinds(
        stranger=(
            "/", "/about", "/groups", f"/g/{SLUG}", f"/g/{SLUG}/join", "/shows", f"/shows/{club.reasons.slug}",
            f"/episodes/{club.lights.regular[3].id}", "/calendar", thread, "/support", "/support/gb",
            "/support/wrong-number", "/account/login", "/account/register", "/account/recover", "/account/mail-sent",
            "/api/v1/docs", "/nowhere", "/u/ann",
        ),
        member=(
            "/", f"/g/{SLUG}", f"/g/{SLUG}/rules", f"/g/{SLUG}/members", f"/g/{SLUG}/ledger", f"/g/{SLUG}/new", thread,
            f"/t/{club.lights_thread}", f"/p/{first}/history", f"/p/{own}/edit", f"/p/{own}/withdraw",
            f"/p/{third}/quote", f"/p/{third}/flag", f"/p/{third}/flag?reason=concern", "/notifications", "/settings",
            "/settings/security", "/settings/sessions", "/settings/tokens", f"/shows/{club.lights.slug}",
            f"/episodes/{club.reasons.regular[14].id}", "/groups/new", "/u/gwen", f"{thread}/events",
            "/revealed", "/drafts", "/settings/mails", "/settings/break", "/care/messages",
            "/support/worried", f"/p/{third}/concern", "/search?q=words", "/releases/mine",
            f"/episodes/{club.lights.regular[3].id}/report",
        ),
        keeper=(
            "/mod", f"/mod/cases/{case}", f"/g/{SLUG}/settings", f"/g/{SLUG}/members", f"/g/{SLUG}/invitations",
            f"/g/{SLUG}/requests", "/g/attic", f"{thread}/moderate", f"{thread}/topics", f"/p/{third}/seal",
            f"/p/{third}/remove", f"/p/{third}/move", f"/g/{SLUG}/spoilers",
        ),
        administrator=(
            "/shows/import", "/support/reports", f"/shows/{club.reasons.slug}", f"/shows/{club.reasons.slug}/notes",
            "/support/lines", "/care/team",
        ),
    )  # fmt: skip  # rows of a table


def _amendment() -> AmendForm:
    return AmendForm.read({"body": "Plain words, changed.", "version": 1})
