"""Notes of moderators about a case."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from forum.domain.errors import Invalid
from forum.infra import clock
from forum.infra.web.forms import FormState, read_form
from forum.infra.web.limits import limited
from forum.infra.web.reader import current_reader
from forum.moderation import actions
from forum.moderation.forms import NoteForm
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
