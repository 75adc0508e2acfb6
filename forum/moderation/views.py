"""Pages of the moderation room."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.domain.crisis import notice
from forum.domain.errors import Invalid
from forum.domain.flags import FlagReason
from forum.infra import clock
from forum.infra.directory import directory
from forum.infra.web.bounds import page_number
from forum.infra.web.forms import FormState, read_form
from forum.infra.web.limits import limited
from forum.infra.web.reader import current_reader
from forum.moderation import actions, queries
from forum.moderation.forms import DecideForm, FlagForm
from forum.presenting.moderation import QueueFilter

bp = Blueprint("moderation", __name__)


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


@bp.get("/mod")
def queue() -> ResponseReturnValue:
    """What waits for me."""
    wanted = QueueFilter(
        group=request.args.get("group", "")[:40],
        reason=request.args.get("reason", "")[:16],
        mine=request.args.get("mine") == "1",
        decided=request.args.get("decided") == "1",
    )
    reader = current_reader()
    page = queries.open_cases(reader, wanted, page_number(), clock.now())
    help_here = notice(directory(), page.topics, reader.country, reader.language)
    return render_template("moderation/queue.html", page=page, notice_here=help_here, reasons=list(FlagReason))


@bp.get("/mod/cases/<int:case_id>")
def case(case_id: int) -> ResponseReturnValue:
    """One case."""
    return _case_page(case_id, FormState())


def _case_page(case_id: int, form: FormState) -> str:
    page = queries.case_page(current_reader(), case_id, directory(), clock.now())
    return render_template("moderation/case.html", page=page, form=form)


@bp.post("/mod/cases/<int:case_id>/claim")
@limited("decide")
def claim(case_id: int) -> ResponseReturnValue:
    """Take it."""
    actions.claim_case(current_reader(), case_id, clock.now())
    return redirect(url_for("moderation.case", case_id=case_id), 303)


@bp.post("/mod/cases/<int:case_id>/release")
@limited("decide")
def release(case_id: int) -> ResponseReturnValue:
    """Give it back."""
    actions.release_case(current_reader(), case_id, clock.now())
    flash(_("The case is free for others again."), "success")
    return redirect(url_for("moderation.queue"), 303)


@bp.post("/mod/cases/<int:case_id>/read")
@limited("decide")
def read_anyway(case_id: int) -> ResponseReturnValue:
    """Read it although it spoils."""
    actions.read_anyway(current_reader(), case_id, clock.now())
    return redirect(url_for("moderation.case", case_id=case_id), 303)


@bp.post("/mod/cases/<int:case_id>/decide")
@limited("decide")
def decide(case_id: int) -> ResponseReturnValue:
    """Decide it."""
    try:
        decision_id = actions.decide_case(current_reader(), case_id, read_form(DecideForm), clock.now())
    except Invalid as fault:
        return _case_page(case_id, FormState.of(fault)), 422
    flash(_("Decided. Author and reporters are told."), "success")
    return redirect(url_for("moderation.decision", decision_id=decision_id), 303)


@bp.get("/decisions/<int:decision_id>")
def decision(decision_id: int) -> ResponseReturnValue:
    """A decision and its reason."""
    page = queries.decision_page(current_reader(), decision_id, directory(), clock.now())
    return render_template("moderation/decision.html", page=page)


@bp.get("/g/<slug>/ledger")
def ledger(slug: str) -> ResponseReturnValue:
    """What the moderators of a group did."""
    page = queries.ledger_page(current_reader(), slug, page_number(), clock.now())
    return render_template("moderation/ledger.html", page=page)
