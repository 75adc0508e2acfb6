"""One case: looked at, taken, given back, decided."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.domain.errors import Invalid
from forum.infra import clock
from forum.infra.directory import directory
from forum.infra.web.forms import FormState, read_form
from forum.infra.web.limits import limited
from forum.infra.web.reader import current_reader
from forum.moderation import actions, queries
from forum.moderation.forms import DecideForm
from forum.moderation.views import bp


@bp.get("/mod/cases/<int:case_id>")
def case(case_id: int) -> ResponseReturnValue:
    """One case."""
    return _case_page(case_id, FormState())


def _case_page(case_id: int, form: FormState) -> str:
    page = queries.case_page(current_reader(), case_id, directory(), clock.now())
    return render_template("moderation/case.html", page=page, form=form)


@bp.post("/mod/cases/<int:case_id>/claim")
@limited("decide")
def claim(case_id: int) -> ResponseReturnValue:
    """Take it."""
    actions.claim_case(current_reader(), case_id, clock.now())
    return redirect(url_for("moderation.case", case_id=case_id), 303)


@bp.post("/mod/cases/<int:case_id>/release")
@limited("decide")
def release(case_id: int) -> ResponseReturnValue:
    """Give it back."""
    actions.release_case(current_reader(), case_id, clock.now())
    flash(_("The case is free for others again."), "success")
    return redirect(url_for("moderation.queue"), 303)


@bp.post("/mod/cases/<int:case_id>/read")
@limited("decide")
def read_anyway(case_id: int) -> ResponseReturnValue:
    """Read it although it spoils."""
    actions.read_anyway(current_reader(), case_id, clock.now())
    return redirect(url_for("moderation.case", case_id=case_id), 303)


@bp.post("/mod/cases/<int:case_id>/decide")
@limited("decide")
def decide(case_id: int) -> ResponseReturnValue:
    """Decide it."""
    try:
        decision_id = actions.decide_case(current_reader(), case_id, read_form(DecideForm), clock.now())
    except Invalid as fault:
        return _case_page(case_id, FormState.of(fault)), 422
    flash(_("Decided. Author and reporters are told."), "success")
    return redirect(url_for("moderation.decision", decision_id=decision_id), 303)
