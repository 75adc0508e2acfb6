"""The queue: what waits for me."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.domain.crisis import notice
from forum.domain.flags import FlagReason
from forum.domain.queueing import Age, Spot, Urgency
from forum.infra import clock
from forum.infra.directory import directory
from forum.infra.web.limits import limited
from forum.infra.web.reader import current_reader
from forum.moderation import actions, queries
from forum.moderation.views import bp
from forum.posts.words import current_page_words
from forum.presenting.moderation import QueueFilter

REASONS = [reason for reason in FlagReason if reason is not FlagReason.CONCERN]
"""Concern for a person never waits here."""
CHOICES = {"reasons": REASONS, "urgencies": list(Urgency), "ages": list(Age)}


@bp.get("/mod")
def queue() -> ResponseReturnValue:
    """What waits for me."""
    reader = current_reader()
    page = queries.open_cases(reader, _wanted(request.args), clock.now(), _number("done"), words=current_page_words())
    help_here = notice(directory(), page.topics, reader.country, reader.language)
    return render_template("moderation/queue.html", page=page, notice_here=help_here, choices=CHOICES)


def _wanted(given: Mapping[str, str]) -> QueueFilter:
    """The filter in an address. Words that nothing answers to are cut, not refused: a bookmark may be old."""
    return QueueFilter(
        group=given.get("group", "")[:40],
        reason=given.get("reason", "")[:16],
        show=given.get("show", "")[:120],
        urgency=given.get("urgency", "")[:8],
        age=given.get("age", "")[:8],
        mine=given.get("mine") == "1",
        decided=given.get("decided") == "1",
        passed=given.get("passed") == "1",
        author=given.get("author", "")[:30],
        thread=_number("thread"),
        after=given.get("after", "")[:40],
    )


def _number(name: str) -> int:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@bp.get("/mod/since")
def since() -> ResponseReturnValue:
    """What became of the cases on somebody's screen. Codes and names alone, for the screen's own script."""
    asked = request.args.get("cases", "")[:600].split(",")
    numbers = [int(one) for one in asked if one.isascii() and one.isdigit() and len(one) < 10]
    spot = Spot.read(request.args.get("from", ""))
    found = queries.changes(current_reader(), numbers, spot.at if spot else None, clock.now())
    return jsonify(cases=[asdict(one) for one in found.cases], fresh=found.fresh)


@bp.post("/mod/cases/<int:case_id>/look")
@limited("decide")
def look(case_id: int) -> ResponseReturnValue:
    """Open a text that is covered because it distresses."""
    actions.open_cover(current_reader(), case_id, clock.now())
    return redirect(url_for("moderation.case", case_id=case_id, _anchor="what"), 303)


@bp.post("/mod/cases/<int:case_id>/pass")
@limited("decide")
def pass_case(case_id: int) -> ResponseReturnValue:
    """Leave it to others."""
    actions.pass_case(current_reader(), case_id, clock.now())
    flash(_("Left to others. You find it again under “left to others”."), "success")
    return redirect(url_for("moderation.queue"), 303)


@bp.post("/mod/cases/<int:case_id>/take-up")
@limited("decide")
def take_up(case_id: int) -> ResponseReturnValue:
    """It is in my queue again."""
    actions.take_up_again(current_reader(), case_id, clock.now())
    return redirect(url_for("moderation.case", case_id=case_id), 303)
