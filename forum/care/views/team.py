"""Who is of the care team."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.care import actions, queries
from forum.care.forms import CarerForm
from forum.care.views import bp
from forum.domain.errors import Invalid
from forum.infra import clock
from forum.infra.web.forms import FormState, read_form
from forum.infra.web.limits import limited
from forum.infra.web.reader import current_reader


@bp.get("/care/team")
def team() -> ResponseReturnValue:
    """The team."""
    return _team_page(FormState())


def _team_page(form: FormState) -> str:
    return render_template("care/team.html", page=queries.team_page(current_reader(), clock.now()), form=form)


@bp.get("/care/figures")
def clocks() -> ResponseReturnValue:
    """How soon somebody looked, without any case."""
    return render_template("care/clocks.html", clocks=queries.care_clocks(current_reader(), clock.now()))


@bp.post("/care/team")
@limited("decide")
def appoint() -> ResponseReturnValue:
    """Somebody joins it."""
    try:
        actions.appoint_carer(current_reader(), read_form(CarerForm), clock.now())
    except Invalid as fault:
        return _team_page(FormState.of(fault)), 422
    flash(_("Saved."), "success")
    return redirect(url_for("care.team"), 303)


@bp.post("/care/team/<int:person_id>/end")
@limited("decide")
def dismiss(person_id: int) -> ResponseReturnValue:
    """Somebody leaves it."""
    reader = current_reader()
    actions.dismiss_carer(reader, person_id, clock.now())
    return redirect(url_for("care.team" if person_id != reader.id else "care.letters"), 303)
