"""Moderation in figures: for a group, for the site, and the report for everybody."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, timedelta

from flask import Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from forum.domain.errors import Invalid
from forum.infra import clock
from forum.infra.web.reader import current_reader
from forum.moderation.queries import figures
from forum.moderation.views import bp
from forum.presenting.figures import ReportPage

LONGEST = timedelta(days=366)


@bp.get("/g/<slug>/figures")
def group_figures(slug: str) -> ResponseReturnValue:
    """How it goes in this group."""
    page = figures.group_figures(current_reader(), slug, clock.now())
    return render_template("moderation/figures.html", page=page)


@bp.get("/mod/figures")
def site_figures() -> ResponseReturnValue:
    """How it goes everywhere."""
    return render_template("moderation/figures.html", page=figures.site_figures(current_reader(), clock.now()))


@bp.get("/moderation/report")
def report() -> ResponseReturnValue:
    """What was done, for everybody."""
    try:
        page, wrong = _report(), False
    except Invalid:
        page, wrong = _report(asked=False), True
    answer = render_template("moderation/report.html", page=page, wrong=wrong)
    return answer, 422 if wrong else 200


@bp.get("/moderation/report.json")
def report_json() -> ResponseReturnValue:
    """The same for machines."""
    page = _report()
    rows = [{"part": part, "name": name, "number": number} for part, name, number in page.lines()]
    return jsonify(first=page.first.isoformat(), last=page.last.isoformat(), figures=rows)


@bp.get("/moderation/report.csv")
def report_csv() -> ResponseReturnValue:
    """The same for a spreadsheet."""
    page, text = _report(), io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("part", "name", "number"))
    writer.writerows(page.lines())
    headers = {"Content-Disposition": f'attachment; filename="moderation-{page.first}-{page.last}.csv"'}
    return Response(text.getvalue(), mimetype="text/csv", headers=headers)


def _report(*, asked: bool = True) -> ReportPage:
    """For the days asked for, otherwise for the last month.

    Raises: `Invalid` for what is no day, for days in the wrong order, and for more than a year.
    """
    today = clock.now().astimezone(UTC).date()
    first, last = (_day("from"), _day("to")) if asked else (None, None)
    last = last or today
    first = first or last - timedelta(days=30)
    if not timedelta() <= last - first <= LONGEST:
        raise Invalid({"from": ["bad-date"]})
    return figures.report(first, last)


def _day(name: str) -> date | None:
    text = request.args.get(name, "")
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError as fault:
        raise Invalid({name: ["bad-date"]}) from fault
    if day is not None and not 2000 <= day.year <= 2200:
        raise Invalid({name: ["bad-date"]})
    return day
