"""I am worried about this person: advice for everybody, and a word to the team for members."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from forum.care import actions, queries
from forum.care.forms import ConcernForm
from forum.care.views import bp
from forum.domain.errors import Invalid
from forum.infra import clock
from forum.infra.directory import directory
from forum.infra.web.forms import FormState, read_form
from forum.infra.web.limits import limited
from forum.infra.web.reader import current_reader


@bp.get("/support/worried")
def worried() -> ResponseReturnValue:
    """Advice alone."""
    return _concern_page(None, None)


@bp.get("/p/<int:post_id>/concern")
def concern(post_id: int) -> ResponseReturnValue:
    """Advice, and the form."""
    return _concern_page(post_id, None)


@bp.post("/p/<int:post_id>/concern")
@limited("concern")
def tell_concern(post_id: int) -> ResponseReturnValue:
    """The team is told."""
    try:
        actions.worry_about(current_reader(), post_id, read_form(ConcernForm), clock.now())
    except Invalid as fault:
        return _concern_page(post_id, FormState.of(fault)), 422
    return _concern_page(post_id, None, thanked=True)


def _concern_page(post_id: int | None, form: FormState | None, *, thanked: bool = False) -> str:
    page = queries.concern_page(current_reader(), post_id, directory(), clock.now())
    return render_template("care/concern.html", page=page, form=form, thanked=thanked)
