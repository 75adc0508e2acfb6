"""Pages about dates: a show's releases, the stewards' desk, one's own reports."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from forum.accounts.queries import person_by_handle
from forum.domain.errors import Invalid, Missing
from forum.infra import clock
from forum.infra.web.forms import FormState, read_form
from forum.infra.web.limits import limited
from forum.infra.web.reader import current_reader
from forum.infra.web.safe import safe_next
from forum.releases import actions, queries
from forum.releases.forms import DateDecisionForm, DateReportForm, StewardForm
from forum.shows import actions as shows
from forum.shows.forms import PullForm, WindowForm, WorkForm
from forum.shows.queries import episode_page
from forum.shows.queries import show_id as id_of

bp = Blueprint("releases", __name__)


@bp.get("/shows/<slug>/releases")
def show(slug: str) -> ResponseReturnValue:
    """What was stated about a show's dates."""
    return _show_page(slug)


def _show_page(slug: str, form: FormState | None = None, prefix: str = "", status: int = 200) -> ResponseReturnValue:
    page = queries.releases_page(current_reader(), slug, clock.now())
    return render_template("releases/show.html", page=page, form=form, at_fault=prefix), status


def _done(slug: str, act: Callable[[], object], prefix: str) -> ResponseReturnValue:
    """Every act on that page: do it and come back, or show the form again."""
    try:
        said = act()
    except Invalid as fault:
        return _show_page(slug, FormState.of(fault), prefix, 422)
    flash(str(said), "success")
    return redirect(safe_next(url_for("releases.show", slug=slug)), 303)


@bp.post("/shows/<slug>/windows")
@limited("decide")
def set_window(slug: str) -> ResponseReturnValue:
    """State when episodes are out."""

    def act() -> object:
        changed = actions.state_release(current_reader(), id_of(slug), read_form(WindowForm), clock.now())
        if not changed:
            return _("Nothing changed yet: it is known already, or waits for a second steward.")
        return ngettext("The release is set for %(num)s episode.", "The release is set for %(num)s episodes.", changed)

    return _done(slug, act, "window")


@bp.post("/shows/<slug>/pulled")
@limited("decide")
def pull(slug: str) -> ResponseReturnValue:
    """Take a date back."""

    def act() -> object:
        changed = shows.pull_release(current_reader(), id_of(slug), read_form(PullForm), clock.now())
        return ngettext(
            "%(num)s episode has no date now. What is out stays out.",
            "%(num)s episodes have no date now. What is out stays out.",
            changed,
        )

    return _done(slug, act, "pull")


@bp.post("/shows/<slug>/works")
@limited("decide")
def add_work(slug: str) -> ResponseReturnValue:
    """Put a book on the list."""

    def act() -> object:
        shows.list_work(current_reader(), id_of(slug), read_form(WorkForm), clock.now())
        return _("The book is on the list. Tags can name it now.")

    return _done(slug, act, "work")


@bp.post("/shows/works/<int:work_id>/withdraw")
@limited("decide")
def withdraw_work(work_id: int) -> ResponseReturnValue:
    """Take a book off the list."""
    shows.withdraw_work(current_reader(), work_id, clock.now())
    return redirect(safe_next(url_for("shows.index")), 303)


@bp.post("/shows/<slug>/stewards")
@limited("decide")
def appoint(slug: str) -> ResponseReturnValue:
    """Let somebody look after the show."""

    def act() -> object:
        shows.appoint_steward(current_reader(), id_of(slug), _person(), clock.now())
        return _("They look after this show now.")

    return _done(slug, act, "steward")


def _person() -> int:
    form = read_form(StewardForm)
    try:
        return person_by_handle(form.handle.removeprefix("@")).id
    except Missing:
        raise Invalid({"handle": ["unknown"]}, form.model_dump()) from None


@bp.post("/shows/<slug>/stewards/<handle>/dismiss")
@limited("decide")
def dismiss(slug: str, handle: str) -> ResponseReturnValue:
    """They look after it no more."""
    shows.dismiss_steward(current_reader(), id_of(slug), person_by_handle(handle).id, clock.now())
    return redirect(url_for("releases.show", slug=slug), 303)


@bp.post("/shows/<slug>/agreement/<any(two, one):many>")
@limited("decide")
def agreement(slug: str, many: str) -> ResponseReturnValue:
    """Whether a date of this show needs two stewards."""
    shows.ask_for_two(current_reader(), id_of(slug), clock.now(), two=many == "two")
    return redirect(url_for("releases.show", slug=slug), 303)


@bp.get("/episodes/<int:episode_id>/report")
def report(episode_id: int) -> ResponseReturnValue:
    """The form for a wrong air time."""
    return _report_page(episode_id, None)


def _report_page(episode_id: int, form: FormState | None) -> str:
    page = episode_page(current_reader(), episode_id, clock.now())
    return render_template("releases/report.html", page=page, form=form)


@bp.post("/episodes/<int:episode_id>/report")
@limited("report-release")
def send_report(episode_id: int) -> ResponseReturnValue:
    """The report is taken."""
    try:
        actions.report_release(current_reader(), episode_id, read_form(DateReportForm), clock.now())
    except Invalid as fault:
        return _report_page(episode_id, FormState.of(fault)), 422
    flash(_("Thank you. A steward will look, and you will be told."), "success")
    return redirect(url_for("shows.episode", episode_id=episode_id), 303)


@bp.get("/releases")
def desk() -> ResponseReturnValue:
    """What waits for stewards."""
    return _desk_page(None, 0)


def _desk_page(form: FormState | None, claim_id: int) -> str:
    page = queries.desk(current_reader(), clock.now())
    return render_template("releases/desk.html", page=page, form=form, at_fault=claim_id)


@bp.post("/releases/<int:claim_id>/decide")
@limited("decide")
def decide(claim_id: int) -> ResponseReturnValue:
    """Set the date, or say why not."""
    try:
        actions.decide_claim(current_reader(), claim_id, read_form(DateDecisionForm), clock.now())
    except Invalid as fault:
        return _desk_page(FormState.of(fault), claim_id), 422
    flash(_("Decided. Whoever reported it is told."), "success")
    return redirect(safe_next(url_for("releases.desk")), 303)


@bp.get("/releases/mine")
def mine() -> ResponseReturnValue:
    """What I have reported, and the answers."""
    return render_template("releases/mine.html", claims=queries.my_claims(current_reader(), clock.now()))


@bp.post("/releases/<int:claim_id>/take-back")
@limited("change")
def take_back(claim_id: int) -> ResponseReturnValue:
    """Take a report back."""
    actions.take_back_claim(current_reader(), claim_id, clock.now())
    return redirect(url_for("releases.mine"), 303)
