"""What the care team wrote to me, and what I answer."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.care import actions, queries
from forum.care.forms import AnswerForm, ChoiceForm
from forum.care.views import bp
from forum.domain.errors import Invalid
from forum.infra import clock
from forum.infra.directory import directory
from forum.infra.web.forms import FormState, read_form
from forum.infra.web.limits import limited
from forum.infra.web.reader import current_reader
from forum.infra.web.safe import safe_next


@bp.get("/care/messages")
def letters() -> ResponseReturnValue:
    """Everything, newest first."""
    return _letters_page(None)


def _letters_page(form: FormState | None) -> str:
    reader, now = current_reader(), clock.now()
    page = queries.letters_page(reader, directory(), now)
    actions.mark_seen(reader, now)
    return render_template("care/letters.html", page=page, form=form)


@bp.post("/care/messages/<int:message_id>/not-me")
@limited("change")
def not_me(message_id: int) -> ResponseReturnValue:
    """It is not about me."""
    actions.say_not_me(current_reader(), message_id, clock.now())
    flash(_("Thank you for telling us. We have deleted it."), "success")
    return redirect(safe_next(url_for("care.letters")), 303)


@bp.post("/care/messages/<int:message_id>/write-to-me")
@limited("change")
def write_to_me(message_id: int) -> ResponseReturnValue:
    """I would like somebody to write to me."""
    actions.ask_to_be_written_to(current_reader(), message_id, clock.now())
    flash(_("Somebody of the team will write to you. You find it under “Messages from the team”."), "success")
    return redirect(safe_next(url_for("care.letters")), 303)


@bp.post("/care/messages/<int:message_id>/answer")
@limited("reply")
def answer(message_id: int) -> ResponseReturnValue:
    """I write back."""
    try:
        actions.answer_team(current_reader(), message_id, read_form(AnswerForm), clock.now())
    except Invalid as fault:
        return _letters_page(FormState.of(fault)), 422
    flash(_("Your answer is with the team."), "success")
    return redirect(url_for("care.letters"), 303)


@bp.post("/care/messages/choice")
@limited("change")
def choose_letters() -> ResponseReturnValue:
    """Whether I want them."""
    actions.choose(current_reader(), read_form(ChoiceForm), clock.now())
    flash(_("Your settings are saved."), "success")
    return redirect(url_for("care.letters"), 303)
