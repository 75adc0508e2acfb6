"""What I began to write and did not send."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.infra import clock
from forum.infra.web.bounds import page_number
from forum.infra.web.limits import limited
from forum.posts import actions, queries
from forum.posts.views import bp
from forum.posts.views.answers import member, page_words


@bp.get("/drafts")
def drafts() -> ResponseReturnValue:
    """My drafts, and where each can be gone on with."""
    page = queries.drafts_page(member(), page_number(), clock.now(), words=page_words())
    return render_template("posts/drafts.html", page=page)


@bp.post("/drafts/<int:draft_id>/discard")
@limited("draft")
def discard(draft_id: int) -> ResponseReturnValue:
    """Throw one away."""
    actions.throw_draft_away(member(), draft_id, clock.now())
    flash(_("The draft is gone."), "success")
    return redirect(url_for("posts.drafts"), 303)
