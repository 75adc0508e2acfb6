"""The support page, for everybody, signed in or not, with script or without; and the topics of threads."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.care import actions, queries
from forum.care.forms import CountryForm, TopicsForm, WrongNumberForm
from forum.care.views import bp
from forum.domain.errors import Invalid, Missing
from forum.infra import clock
from forum.infra.directory import COUNTRY_COOKIE, directory
from forum.infra.web.forms import FormState, read_form
from forum.infra.web.limits import limited
from forum.infra.web.reader import current_reader
from forum.infra.web.safe import safe_next
from forum.presenting.care import SupportFilter, support_page

KEPT_SECONDS = 365 * 24 * 3600


@bp.get("/support")
def support() -> ResponseReturnValue:
    """All lines."""
    wanted = SupportFilter(
        country=request.args.get("country", "")[:2].upper(),
        topic=request.args.get("topic", "")[:40],
        kind=request.args.get("kind", "")[:20],
    )
    return _support_page(wanted)


@bp.get("/support/<country>")
def support_in(country: str) -> ResponseReturnValue:
    """The lines of one country."""
    code = country.upper()
    if directory().country_name(code) is None or len(country) != 2:
        raise Missing
    return _support_page(SupportFilter(country=code))


def _support_page(wanted: SupportFilter) -> str:
    reader = current_reader()
    page = support_page(directory(), reader.country, wanted, reader.language)
    return render_template("care/support.html", page=page)


@bp.post("/support/country")
def choose_country() -> ResponseReturnValue:
    """Remember where the reader is, on this device alone."""
    form = read_form(CountryForm)
    response = redirect(safe_next(url_for("care.support")), 303)
    if form.country and directory().country_name(form.country):
        response.set_cookie(
            COUNTRY_COOKIE,
            form.country,
            max_age=KEPT_SECONDS,
            secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(COUNTRY_COOKIE)
    return response


@bp.get("/support/wrong-number")
def wrong_number() -> ResponseReturnValue:
    """Tell us that a line is wrong."""
    return _wrong_number_page(FormState.filled(line=request.args.get("line", "")[:40]))


@bp.post("/support/wrong-number")
@limited("report-line")
def report_line() -> ResponseReturnValue:
    """The report is taken."""
    try:
        actions.report_line(current_reader(), read_form(WrongNumberForm), directory(), clock.now())
    except Invalid as fault:
        return _wrong_number_page(FormState.of(fault)), 422
    flash(_("Thank you. A person will check this number."), "success")
    return redirect(url_for("care.support"), 303)


def _wrong_number_page(form: FormState) -> str:
    return render_template("care/wrong_number.html", form=form, lines=directory().lines)


@bp.get("/support/reports")
def reports() -> ResponseReturnValue:
    """What people say is wrong, for staff."""
    cards = queries.wrong_numbers(current_reader(), directory(), clock.now())
    return render_template("care/reports.html", reports=cards)


@bp.post("/support/reports/<int:report_id>/settle")
def settle(report_id: int) -> ResponseReturnValue:
    """It has been looked into."""
    actions.settle_report(current_reader(), report_id, clock.now())
    return redirect(url_for("care.reports"), 303)


@bp.get("/shows/<slug>/notes")
def notes(slug: str) -> ResponseReturnValue:
    """Which hard topics a show, its seasons and episodes were said to touch, by whom and when."""
    return render_template("care/notes.html", page=queries.notes_page(current_reader(), slug, clock.now()))


@bp.get("/t/<int:thread_id>/topics")
def topics(thread_id: int) -> ResponseReturnValue:
    """Which hard topics a thread touches."""
    return _topics_page(thread_id, None)


@bp.post("/t/<int:thread_id>/topics")
@limited("decide")
def set_topics(thread_id: int) -> ResponseReturnValue:
    """They are set."""
    try:
        actions.set_topics(current_reader(), thread_id, read_form(TopicsForm), clock.now())
    except Invalid as fault:
        return _topics_page(thread_id, FormState.of(fault)), 422
    flash(_("Saved. The notice follows at once."), "success")
    return redirect(f"/t/{thread_id}", 303)


def _topics_page(thread_id: int, form: FormState | None) -> str:
    page = queries.topics_page(current_reader(), thread_id, directory(), clock.now())
    return render_template("care/topics.html", page=page, form=form)
