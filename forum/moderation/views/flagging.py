"""Reporting a post, the title of a thread, a profile, or a message to moderators."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts.queries import person_by_handle
from forum.domain.errors import Invalid
from forum.domain.flags import REASONS, FlagReason
from forum.infra import clock
from forum.infra.directory import directory
from forum.infra.web.forms import FormState, read_form
from forum.infra.web.limits import limited
from forum.infra.web.reader import current_reader
from forum.moderation import actions, queries
from forum.moderation.forms import FlagForm
from forum.moderation.messages import message_of
from forum.moderation.targets import PERSON, POST, THREAD
from forum.moderation.views import bp
from forum.threads.words import current_title_words


@bp.get("/p/<int:post_id>/flag")
def flag(post_id: int) -> ResponseReturnValue:
    """Report a post. Worry about a person goes to people who are trained for it, not here."""
    reason = request.args.get("reason", "")
    if reason == FlagReason.CONCERN:
        return redirect(f"/p/{post_id}/concern")
    return _flag_page(POST, post_id, FormState.filled(reason=reason if reason in set(FlagReason) else ""))


@bp.post("/p/<int:post_id>/flag")
@limited("flag")
def raise_flag(post_id: int) -> ResponseReturnValue:
    """The report is taken."""
    try:
        form = read_form(FlagForm)
        actions.raise_flag(current_reader(), post_id, form, clock.now())
    except Invalid as fault:
        return _flag_page(POST, post_id, FormState.of(fault)), 422
    return redirect(url_for("moderation.thanks", post_id=post_id, reason=form.reason.value), 303)


@bp.get("/t/<int:thread_id>/flag")
def flag_title(thread_id: int) -> ResponseReturnValue:
    """Report the title of a thread."""
    return _flag_page(THREAD, thread_id, FormState())


@bp.post("/t/<int:thread_id>/flag")
@limited("flag")
def raise_title_flag(thread_id: int) -> ResponseReturnValue:
    """The report is taken."""
    return _raised(THREAD, thread_id, f"/t/{thread_id}")


@bp.get("/u/<handle>/flag")
def flag_profile(handle: str) -> ResponseReturnValue:
    """Report a profile."""
    return _flag_page(PERSON, person_by_handle(handle).id, FormState())


@bp.post("/u/<handle>/flag")
@limited("flag")
def raise_profile_flag(handle: str) -> ResponseReturnValue:
    """The report is taken."""
    return _raised(PERSON, person_by_handle(handle).id, url_for("accounts.profile", handle=handle))


@bp.get("/mod/messages/<any(appeal, report, request):kind>/<int:written_id>/flag")
def flag_message(kind: str, written_id: int) -> ResponseReturnValue:
    """Report what somebody wrote to moderators."""
    return _flag_page(kind, written_id, FormState())


@bp.post("/mod/messages/<any(appeal, report, request):kind>/<int:written_id>/flag")
@limited("flag")
def raise_message_flag(kind: str, written_id: int) -> ResponseReturnValue:
    """The report is taken."""
    return _raised(kind, written_id, message_of(current_reader(), kind, written_id, clock.now()).page)


def _raised(kind: str, target_id: int, back: str) -> ResponseReturnValue:
    try:
        actions.raise_flag_on(current_reader(), kind, target_id, read_form(FlagForm), clock.now())
    except Invalid as fault:
        return _flag_page(kind, target_id, FormState.of(fault)), 422
    flash(_("Thank you for telling us. A moderator looks at it, and you are told what was decided and why."), "success")
    return redirect(back, 303)


def _flag_page(kind: str, target_id: int, form: FormState) -> str:
    page = queries.flag_page(current_reader(), kind, target_id, directory(), clock.now(), words=current_title_words())
    return render_template("moderation/flag.html", page=page, form=form, reasons=REASONS[kind])


@bp.get("/p/<int:post_id>/flag/thanks")
def thanks(post_id: int) -> ResponseReturnValue:
    """What happens now."""
    page = queries.flag_page(current_reader(), POST, post_id, directory(), clock.now(), words=current_title_words())
    concern = request.args.get("reason") == FlagReason.CONCERN
    return render_template("moderation/thanks.html", page=page, concern=concern)
