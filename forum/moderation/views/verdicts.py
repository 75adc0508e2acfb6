"""After a decision: taken back, appealed, answered; and everything that was decided about me."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.domain import priority
from forum.domain.errors import Invalid
from forum.infra import clock
from forum.infra.directory import directory
from forum.infra.web.forms import FormState, read_form
from forum.infra.web.limits import limited
from forum.infra.web.reader import current_reader
from forum.moderation import actions, queries
from forum.moderation.forms import AnswerAppealForm, AppealForm, ReverseForm
from forum.moderation.views import bp
from forum.threads.words import current_title_words


def decision_view(decision_id: int, form: FormState) -> str:
    """The page of a decision, with a form that is to be looked at again."""
    page = queries.decision_page(current_reader(), decision_id, directory(), clock.now(), words=current_title_words())
    return render_template("moderation/decision.html", page=page, form=form)


@bp.post("/mod/decisions/<int:decision_id>/undo")
@limited("decide")
def undo(decision_id: int) -> ResponseReturnValue:
    """One click within ten minutes."""
    case_id = actions.undo_decision(current_reader(), decision_id, clock.now())
    flash(_("Undone. The case waits again."), "success")
    return redirect(url_for("moderation.case", case_id=case_id), 303)


@bp.post("/mod/decisions/<int:decision_id>/reverse")
@limited("decide")
def reverse(decision_id: int) -> ResponseReturnValue:
    """Take it back, with a reason."""
    try:
        actions.reverse_decision(current_reader(), decision_id, read_form(ReverseForm), clock.now())
    except Invalid as fault:
        return decision_view(decision_id, FormState.of(fault)), 422
    flash(_("Taken back. Everybody concerned is told."), "success")
    return redirect(url_for("moderation.decision", decision_id=decision_id), 303)


@bp.post("/decisions/<int:decision_id>/appeal")
@limited("flag")
def appeal(decision_id: int) -> ResponseReturnValue:
    """Ask that another person looks again."""
    try:
        actions.appeal(current_reader(), decision_id, read_form(AppealForm), clock.now())
    except Invalid as fault:
        return decision_view(decision_id, FormState.of(fault)), 422
    flash(_("Sent. Another person than the one who decided will answer you in words."), "success")
    return redirect(url_for("moderation.decision", decision_id=decision_id), 303)


@bp.post("/mod/decisions/<int:decision_id>/appeals/<int:appeal_id>")
@limited("decide")
def answer(decision_id: int, appeal_id: int) -> ResponseReturnValue:
    """Answer an appeal in words."""
    try:
        actions.answer_appeal(current_reader(), appeal_id, read_form(AnswerAppealForm), clock.now())
    except Invalid as fault:
        return decision_view(decision_id, FormState.of(fault)), 422
    flash(_("Answered. Whoever appealed is told."), "success")
    return redirect(url_for("moderation.decision", decision_id=decision_id), 303)


@bp.get("/mod/appeals")
def appeals() -> ResponseReturnValue:
    """Appeals that wait."""
    rows = queries.waiting_appeals(current_reader(), clock.now())
    return render_template("moderation/appeals.html", rows=rows)


@bp.get("/decisions")
def own() -> ResponseReturnValue:
    """What was decided about me and about what I reported."""
    rows = queries.own_decisions(current_reader(), clock.now())
    return render_template("moderation/own.html", rows=rows)


@bp.get("/mod/priority")
def explained() -> ResponseReturnValue:
    """How the queue is sorted, with the numbers that the machine uses."""
    return render_template("moderation/priority.html", law=priority, readers=(0, 10, 100, 1000))
