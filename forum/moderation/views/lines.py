"""A line of the ledger whose words are taken out: what goes, why, and a second administrator."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.domain.errors import Invalid
from forum.infra import clock
from forum.infra.web.forms import FormState, read_form
from forum.infra.web.limits import limited
from forum.infra.web.reader import current_reader
from forum.moderation import actions, queries
from forum.moderation.forms import ReverseForm
from forum.moderation.views import bp
from forum.threads.words import current_title_words


def _line_again(entry_id: int, form: FormState | None = None) -> str:
    page = queries.ledger_line(current_reader(), entry_id, clock.now(), words=current_title_words())
    return render_template("moderation/line.html", page=page, form=form or FormState())


@bp.get("/mod/redactions")
def redactions() -> ResponseReturnValue:
    """Lines whose words another administrator wants to take out."""
    return render_template("moderation/lines.html", rows=queries.waiting_burials(current_reader()))


@bp.get("/mod/ledger/<int:entry_id>")
def line(entry_id: int) -> ResponseReturnValue:
    """What a line says, and what would go."""
    return _line_again(entry_id)


@bp.post("/mod/ledger/<int:entry_id>/redact")
@limited("decide")
def redact(entry_id: int) -> ResponseReturnValue:
    """Propose that its words go; the only administrator does it at once."""
    try:
        is_done = actions.propose_burial(current_reader(), entry_id, read_form(ReverseForm), clock.now())
    except Invalid as fault:
        return _line_again(entry_id, FormState.of(fault)), 422
    if is_done:
        flash(_("The words of this line are gone. A new line tells of it."), "success")
    else:
        flash(_("Proposed. Nothing has happened yet: another administrator must agree."), "success")
    return redirect(url_for("moderation.line", entry_id=entry_id), 303)


@bp.post("/mod/redactions/<int:redaction_id>")
@limited("decide")
def close_redaction(redaction_id: int) -> ResponseReturnValue:
    """Agree with it, or refuse it."""
    agree = request.form.get("verdict") == "agree"
    entry_id = actions.close_burial(current_reader(), redaction_id, clock.now(), agree=agree)
    if agree:
        flash(_("The words of this line are gone. A new line tells of it."), "success")
    else:
        flash(_("Refused. The line stays as it is."), "success")
    return redirect(url_for("moderation.line", entry_id=entry_id), 303)
