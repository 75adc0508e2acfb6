"""Taking a break: from writing, from topics, from shows. Nobody but oneself begins or ends one."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts import actions as accounts
from forum.accounts.forms import BreakForm
from forum.care import queries
from forum.care.views import bp
from forum.domain.errors import Invalid
from forum.infra import clock
from forum.infra.web.forms import FormState, read_form
from forum.infra.web.limits import limited
from forum.infra.web.reader import current_reader
from forum.threads import actions as threads
from forum.threads.forms import TopicMutesForm


@bp.get("/settings/break")
def pause() -> ResponseReturnValue:
    """What I have put aside, and until when."""
    return _break_page(None)


def _break_page(form: FormState | None) -> str:
    page = queries.break_page(current_reader(), clock.now())
    return render_template("care/break.html", page=page, form=form)


@bp.post("/settings/break")
@limited("change")
def take_break() -> ResponseReturnValue:
    """I read, and do not write."""
    try:
        accounts.take_break(current_reader(), read_form(BreakForm), clock.now())
    except Invalid as fault:
        return _break_page(FormState.of(fault)), 422
    flash(_("Your break has begun. You can end it whenever you like."), "success")
    return redirect(url_for("care.pause"), 303)


@bp.post("/settings/break/end")
@limited("change")
def end_break() -> ResponseReturnValue:
    """I write again."""
    accounts.end_break(current_reader(), clock.now())
    flash(_("Welcome back. You can write again."), "success")
    return redirect(url_for("care.pause"), 303)


@bp.post("/settings/break/topics")
@limited("change")
def mute_topics() -> ResponseReturnValue:
    """Threads about these stay out of my lists."""
    try:
        threads.mute_topics(current_reader(), read_form(TopicMutesForm), clock.now())
    except Invalid as fault:
        return _break_page(FormState.of(fault)), 422
    flash(_("Your lists follow at once."), "success")
    return redirect(url_for("care.pause"), 303)
