"""Pages of the notifications room."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.domain.errors import Invalid, Missing
from forum.infra import clock
from forum.infra.settings import current_settings
from forum.infra.web.bounds import after_key, page_number
from forum.infra.web.forgery import csrf
from forum.infra.web.forms import FormState, read_form
from forum.infra.web.limits import limited
from forum.infra.web.reader import current_reader
from forum.notifications import actions, queries
from forum.notifications.choosing import choose_mails, mail_choices, stop_mails
from forum.notifications.forms import MailChoices
from forum.notifications.stopping import StopKey, read_stop_key
from forum.threads.words import current_title_words

bp = Blueprint("notifications", __name__)


@bp.get("/notifications")
def notes() -> ResponseReturnValue:
    """What happened that concerns me."""
    page = queries.notes_page(
        current_reader(), page_number(), clock.now(), after=after_key(1), words=current_title_words()
    )
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


@bp.get("/settings/mails")
def mails() -> ResponseReturnValue:
    """Which mails I want, and when."""
    chosen = mail_choices(current_reader())
    return render_template("notifications/mails.html", form=FormState.filled(**chosen.model_dump()))


@bp.post("/settings/mails")
@limited("change")
def save_mails() -> ResponseReturnValue:
    """Save it."""
    try:
        choose_mails(current_reader(), read_form(MailChoices), clock.now())
    except Invalid as fault:
        return render_template("notifications/mails.html", form=FormState.of(fault)), 422
    flash(_("Your settings are saved."), "success")
    return redirect(url_for("notifications.mails"), 303)


@bp.get("/mail/stop/<key>")
def stop_page(key: str) -> ResponseReturnValue:
    """A button; opening a link changes nothing, for programs that look into mails open every one."""
    return render_template("notifications/stop.html", key=key, which=_stopped(key).which, done=False)


@bp.post("/mail/stop/<key>")
@csrf.exempt  # type: ignore[untyped-decorator]  # Flask-WTF has no types
@limited("stop-mails")
def stop(key: str) -> ResponseReturnValue:
    """No more mails of this list. A mail programme may send it for its owner, without cookies (RFC 8058)."""
    stopped = _stopped(key)
    stop_mails(stopped, clock.now())
    return render_template("notifications/stop.html", key=key, which=stopped.which, done=True)


def _stopped(key: str) -> StopKey:
    found = read_stop_key(key, current_settings().secret, clock.now())
    if found is None:
        raise Missing
    return found
