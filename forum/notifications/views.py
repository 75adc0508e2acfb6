"""Pages of the notifications room."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.infra import clock
from forum.infra.web.bounds import page_number
from forum.infra.web.reader import current_reader
from forum.notifications import actions, queries

bp = Blueprint("notifications", __name__)


@bp.get("/notifications")
def notes() -> ResponseReturnValue:
    """What happened that concerns me."""
    page = queries.notes_page(current_reader(), page_number(), clock.now())
    return render_template("notifications/notes.html", page=page)


@bp.post("/notifications/read")
def read_all() -> ResponseReturnValue:
    """I have seen all of it."""
    actions.mark_read(current_reader(), None, clock.now())
    return redirect(url_for("notifications.notes"), 303)


@bp.post("/notifications/<int:note_id>/read")
def read_one(note_id: int) -> ResponseReturnValue:
    """I have seen this one."""
    actions.mark_read(current_reader(), note_id, clock.now())
    return redirect(url_for("notifications.notes"), 303)
