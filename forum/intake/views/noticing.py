"""The form for notices by anybody. No account is needed, and no answer tells what there is on this site."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.domain.errors import Invalid
from forum.infra import clock
from forum.infra.web.forms import FormState, read_form
from forum.infra.web.limits import limited
from forum.infra.web.reader import current_reader
from forum.intake.actions import noticing
from forum.intake.forms import NoticeForm
from forum.intake.views import bp


@bp.get("/notice")
def notice() -> ResponseReturnValue:
    """The form."""
    return render_template("intake/notice.html", form=FormState())


@bp.post("/notice")
@limited("notice")
def send_notice() -> ResponseReturnValue:
    """It is kept until its sender has confirmed their address."""
    try:
        noticing.send_notice(read_form(NoticeForm), current_reader().language, clock.now())
    except Invalid as fault:
        return render_template("intake/notice.html", form=FormState.of(fault)), 422
    return redirect(url_for("intake.notice_sent"), 303)


@bp.get("/notice/sent")
def notice_sent() -> ResponseReturnValue:
    """Look into your mail."""
    return render_template("intake/notice_sent.html", what="sent")


@bp.get("/notice/confirm/<key>")
def notice_key(key: str) -> ResponseReturnValue:
    """One press confirms it: programs that look into mails press nothing."""
    noticing.notice_of(key, clock.now())
    return render_template("intake/notice_sent.html", what="press")


@bp.post("/notice/confirm/<key>")
@limited("notice")
def confirm_notice(key: str) -> ResponseReturnValue:
    """The address is theirs; the receipt comes by mail."""
    noticing.confirm_notice(key, clock.now())
    return render_template("intake/notice_sent.html", what="confirmed")
