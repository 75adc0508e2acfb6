"""What moderators say to each other about a case: notes, and hand-overs."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.domain.errors import Invalid
from forum.infra import clock
from forum.infra.web.forms import FormState, read_form
from forum.infra.web.limits import limited
from forum.infra.web.reader import current_reader
from forum.moderation import actions
from forum.moderation.forms import HandOverForm, NoteForm
from forum.moderation.views import bp
from forum.moderation.views.cases import case_again


@bp.post("/mod/cases/<int:case_id>/notes")
@limited("decide")
def note(case_id: int) -> ResponseReturnValue:
    """Say something to the other moderators."""
    try:
        number = actions.note_case(current_reader(), case_id, read_form(NoteForm), clock.now())
    except Invalid as fault:
        return case_again(case_id, noted=FormState.of(fault)), 422
    return redirect(url_for("moderation.case", case_id=case_id, _anchor=f"note-{number}"), 303)


@bp.post("/mod/cases/<int:case_id>/hand-over")
@limited("decide")
def hand_over(case_id: int) -> ResponseReturnValue:
    """Leave it to one colleague."""
    try:
        form = read_form(HandOverForm)
        actions.hand_over(current_reader(), case_id, form, clock.now())
    except Invalid as fault:
        return case_again(case_id, handing=FormState.of(fault)), 422
    flash(_("Handed over to %(who)s, who is told.", who=form.to), "success")
    return redirect(url_for("moderation.queue"), 303)
