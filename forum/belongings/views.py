"""My things: the archive, and the way out. Both want a sign-in that is fresh."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import auth_required

from forum.accounts.gatekeeping import FRESH
from forum.belongings import actions, queries
from forum.belongings.forms import LeaveForm
from forum.domain.errors import Conflict, Denied, Invalid
from forum.domain.people import Reader
from forum.infra import clock
from forum.infra.web.forms import FormState, read_form
from forum.infra.web.limits import limited
from forum.infra.web.reader import current_reader

bp = Blueprint("belongings", __name__)
fresh = auth_required("session", within=lambda: FRESH, grace=lambda: FRESH)


def _member() -> Reader:
    reader = current_reader()
    if reader.is_stranger:
        raise Denied("sign-in")
    return reader


@bp.get("/settings/data")
def data() -> ResponseReturnValue:
    """My archive, and the door."""
    return _page(FormState())


def _page(form: FormState, code: str = "") -> str:
    takeout = queries.takeout_of(_member(), clock.now())
    return render_template("belongings/data.html", takeout=takeout, form=form, code=code)


@bp.post("/settings/data")
@limited("change")
@fresh
def ask() -> ResponseReturnValue:
    """Have it packed."""
    actions.ask_for_belongings(_member(), clock.now())
    flash(_("Your archive is being packed. It will be here in a few minutes."), "success")
    return redirect(url_for("belongings.data"), 303)


@bp.get("/settings/data/<int:takeout_id>")
@fresh
def fetch(takeout_id: int) -> ResponseReturnValue:
    """Fetch it."""
    content = queries.archive(_member(), takeout_id, clock.now())
    answer = Response(content, mimetype="application/zip")
    answer.headers["Content-Disposition"] = 'attachment; filename="watercooler.zip"'
    return answer


@bp.post("/settings/leave")
@limited("change")
@fresh
def leave() -> ResponseReturnValue:
    """Go for good."""
    try:
        actions.leave(_member(), read_form(LeaveForm), clock.now())
    except Invalid as fault:
        return _page(FormState.of(fault)), 422
    except Conflict as fault:
        return _page(FormState(), fault.code), 409
    session.clear()
    flash(_("Your account is closed. Thank you for having been here."), "success")
    return redirect("/", 303)
