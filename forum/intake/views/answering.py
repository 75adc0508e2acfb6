"""Answers to notices: the staff's page, and what the sender reads and may contest."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.domain.errors import Invalid
from forum.infra import clock
from forum.infra.web.forms import FormState, read_form
from forum.infra.web.limits import limited
from forum.infra.web.reader import current_reader
from forum.intake import queries
from forum.intake.actions import answering
from forum.intake.forms import ContestForm, NoticeAnswerForm
from forum.intake.views import bp


@bp.get("/mod/notices")
def notices() -> ResponseReturnValue:
    """Notices that have no case, and contested answers."""
    return _page(FormState(), 0)


def _page(form: FormState, typed_at: int) -> str:
    asked = request.args.get("after", "")
    after = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
    page = queries.waiting_notices(current_reader(), after)
    return render_template("intake/notices.html", page=page, form=form, typed_at=typed_at)


@bp.post("/mod/notices/<int:notice_id>/answer")
@limited("decide")
def answer_notice(notice_id: int) -> ResponseReturnValue:
    """Answer in words, and close it."""
    try:
        answering.answer_notice(current_reader(), notice_id, read_form(NoticeAnswerForm), clock.now())
    except Invalid as fault:
        return _page(FormState.of(fault), notice_id), 422
    flash(_("Answered. The answer is on its way by mail."), "success")
    return redirect(url_for("intake.notices"), 303)


@bp.get("/notice/answer/<key>")
def notice_answer(key: str) -> ResponseReturnValue:
    """What became of a notice."""
    return _answer(key, FormState())


def _answer(key: str, form: FormState) -> str:
    return render_template("intake/notice_answer.html", card=queries.answer_card(key, clock.now()), form=form)


@bp.post("/notice/answer/<key>")
@limited("notice")
def contest_answer(key: str) -> ResponseReturnValue:
    """Say why the answer is wrong."""
    try:
        answering.contest_answer(key, read_form(ContestForm), clock.now())
    except Invalid as fault:
        return _answer(key, FormState.of(fault)), 422
    flash(_("Thank you. Another person reads it and answers by mail."), "success")
    return redirect(url_for("intake.notice_answer", key=key), 303)
