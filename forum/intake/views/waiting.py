"""Posts that wait: their author's page, and the moderators' queue."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.domain.errors import Invalid
from forum.infra import clock
from forum.infra.directory import directory
from forum.infra.web.forms import FormState, read_form
from forum.infra.web.limits import limited
from forum.infra.web.reader import current_reader
from forum.intake import actions, queries
from forum.intake.forms import WaitingForm
from forum.intake.views import bp
from forum.posts.words import current_page_words


@bp.get("/waiting")
def mine() -> ResponseReturnValue:
    """What I sent and others do not see yet."""
    page = queries.own_waiting(current_reader(), directory(), clock.now(), words=current_page_words())
    return render_template("intake/mine.html", page=page)


@bp.get("/waiting/<int:waiting_id>")
def waits(waiting_id: int) -> ResponseReturnValue:
    """One of them."""
    return _one(waiting_id, FormState())


def _one(waiting_id: int, form: FormState) -> str:
    page = queries.waiting_card(current_reader(), waiting_id, directory(), clock.now(), words=current_page_words())
    return render_template("intake/waiting.html", page=page, card=page.posts[0], form=form)


@bp.post("/waiting/<int:waiting_id>/read")
@limited("decide")
def read(waiting_id: int) -> ResponseReturnValue:
    """Read it although it spoils; that is written down."""
    reader, now = current_reader(), clock.now()
    queries.waiting_card(reader, waiting_id, directory(), now)
    actions.note_reading(reader, waiting_id, now)
    page = queries.read_anyway(reader, waiting_id, directory(), now, words=current_page_words())
    return render_template("intake/waiting.html", page=page, card=page.posts[0], form=FormState())


@bp.post("/waiting/<int:waiting_id>/decide")
@limited("decide")
def decide(waiting_id: int) -> ResponseReturnValue:
    """Let it in, or decline it."""
    reader, now = current_reader(), clock.now()
    page = queries.waiting_card(reader, waiting_id, directory(), now)
    try:
        form = read_form(WaitingForm)
        actions.decide_waiting(reader, waiting_id, form, now)
    except Invalid as fault:
        return _one(waiting_id, FormState.of(fault)), 422
    flash(
        _("It is let in.") if form.outcome == "approved" else _("It is declined, and its author is told why."),
        "success",
    )
    return redirect(url_for("intake.queue", slug=page.posts[0].group_slug), 303)


@bp.post("/waiting/<int:waiting_id>/take-back")
@limited("decide")
def take_back(waiting_id: int) -> ResponseReturnValue:
    """I do not want it any more."""
    actions.take_back(current_reader(), waiting_id, clock.now())
    flash(_("It is taken back. Its text stays on this page for a while."), "success")
    return redirect(url_for("intake.waits", waiting_id=waiting_id), 303)


@bp.get("/g/<slug>/waiting")
def queue(slug: str) -> ResponseReturnValue:
    """What waits in a group."""
    page = queries.waiting_page(current_reader(), slug, directory(), clock.now(), words=current_page_words())
    return render_template("intake/queue.html", page=page, group=page.group)
