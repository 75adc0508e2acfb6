"""The saved replies of a group."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.domain.errors import Invalid
from forum.domain.replies import VARIABLES
from forum.infra import clock
from forum.infra.web.forms import FormState, read_form
from forum.infra.web.limits import limited
from forum.infra.web.reader import current_reader
from forum.moderation import actions, queries
from forum.moderation.forms import SavedReplyForm
from forum.moderation.views import bp


@bp.get("/g/<slug>/replies")
def replies(slug: str) -> ResponseReturnValue:
    """What we say often."""
    return _page(slug, FormState())


def _page(slug: str, form: FormState) -> str:
    page = queries.replies_page(current_reader(), slug, clock.now())
    return render_template("moderation/replies.html", page=page, form=form, variables=VARIABLES)


@bp.post("/g/<slug>/replies")
@limited("change")
def save_reply(slug: str) -> ResponseReturnValue:
    """Keep it."""
    try:
        actions.save_reply(current_reader(), slug, read_form(SavedReplyForm), clock.now())
    except Invalid as fault:
        return _page(slug, FormState.of(fault)), 422
    flash(_("Saved."), "success")
    return redirect(url_for("moderation.replies", slug=slug), 303)


@bp.post("/g/<slug>/replies/<int:reply_id>/drop")
@limited("change")
def drop_reply(slug: str, reply_id: int) -> ResponseReturnValue:
    """Keep it no longer."""
    actions.drop_reply(current_reader(), slug, reply_id, clock.now())
    flash(_("It is gone."), "success")
    return redirect(url_for("moderation.replies", slug=slug), 303)
