"""What was decided: the durable page of a decision, and the ledger."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from forum.infra import clock
from forum.infra.directory import directory
from forum.infra.web.bounds import after_key, page_number
from forum.infra.web.forms import FormState
from forum.infra.web.reader import current_reader
from forum.moderation import queries
from forum.moderation.views import bp
from forum.threads.words import current_title_words


@bp.get("/decisions/<int:decision_id>")
def decision(decision_id: int) -> ResponseReturnValue:
    """A decision and its reason."""
    page = queries.decision_page(current_reader(), decision_id, directory(), clock.now(), words=current_title_words())
    return render_template("moderation/decision.html", page=page, form=FormState())


@bp.get("/g/<slug>/ledger")
def ledger(slug: str) -> ResponseReturnValue:
    """What the moderators of a group did."""
    page = queries.ledger_page(
        current_reader(), slug, page_number(), clock.now(), after=after_key(1), words=current_title_words()
    )
    return render_template("moderation/ledger.html", page=page)
