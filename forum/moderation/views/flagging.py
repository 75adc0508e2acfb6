"""Reporting a post."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.domain.errors import Invalid
from forum.domain.flags import FlagReason
from forum.infra import clock
from forum.infra.directory import directory
from forum.infra.web.forms import FormState, read_form
from forum.infra.web.limits import limited
from forum.infra.web.reader import current_reader
from forum.moderation import actions, queries
from forum.moderation.forms import FlagForm
from forum.moderation.views import bp


@bp.get("/p/<int:post_id>/flag")
def flag(post_id: int) -> ResponseReturnValue:
    """Report a post. Worry about a person goes to people who are trained for it, not here."""
    reason = request.args.get("reason", "")
    if reason == FlagReason.CONCERN:
        return redirect(f"/p/{post_id}/concern")
    return _flag_page(post_id, FormState.filled(reason=reason if reason in set(FlagReason) else ""))


@bp.post("/p/<int:post_id>/flag")
@limited("flag")
def raise_flag(post_id: int) -> ResponseReturnValue:
    """The report is taken."""
    try:
        form = read_form(FlagForm)
        actions.raise_flag(current_reader(), post_id, form, clock.now())
    except Invalid as fault:
        return _flag_page(post_id, FormState.of(fault)), 422
    return redirect(url_for("moderation.thanks", post_id=post_id, reason=form.reason.value), 303)


def _flag_page(post_id: int, form: FormState) -> str:
    page = queries.flag_page(current_reader(), post_id, directory(), clock.now())
    return render_template("moderation/flag.html", page=page, form=form, reasons=list(FlagReason))


@bp.get("/p/<int:post_id>/flag/thanks")
def thanks(post_id: int) -> ResponseReturnValue:
    """What happens now."""
    page = queries.flag_page(current_reader(), post_id, directory(), clock.now())
    concern = request.args.get("reason") == FlagReason.CONCERN
    return render_template("moderation/thanks.html", page=page, concern=concern)
