"""One case: looked at, taken, given back, decided."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.domain.errors import Invalid
from forum.domain.flags import CaseOutcome
from forum.infra import clock
from forum.infra.directory import directory
from forum.infra.web.forms import FormState, read_form
from forum.infra.web.limits import limited
from forum.infra.web.reader import current_reader
from forum.infra.web.words import current_words
from forum.moderation import actions, queries
from forum.moderation.forms import DecideForm
from forum.moderation.views import bp
from forum.posts.words import current_page_words
from forum.presenting.moderation import BesideCard, CasePage
from forum.threads.words import current_title_words


@bp.get("/mod/cases/<int:case_id>")
def case(case_id: int) -> ResponseReturnValue:
    """One case."""
    return case_again(case_id)


def case_again(
    case_id: int, form: FormState | None = None, noted: FormState | None = None, handing: FormState | None = None
) -> str:
    """The page of a case, with what was typed into one of its forms. Shapes: `form` is the decision's."""
    page = queries.case_page(current_reader(), case_id, directory(), clock.now(), words=current_page_words())
    beside = queries.beside_case(current_reader(), page, clock.now(), words=current_words())
    return render_template(
        "moderation/case.html",
        page=page,
        around=beside,
        form=form or _begun(page, beside),
        proposal=queries.waiting_proposal(current_reader(), page),
        noted=noted or FormState(),
        handing=handing or FormState(),
        then="queue" if request.values.get("then") == "queue" else "",
    )


SANCTIONED = (CaseOutcome.HIDE.value, CaseOutcome.REMOVE.value)
"""Outcomes with which the usual sanction is chosen beforehand: not with a curtain or a kind word."""


def _begun(page: CasePage, beside: BesideCard) -> FormState:
    """The decision as the reasons suggest it, and as a link began it: with an outcome, an episode, or a saved reply."""
    kind, hours = beside.sanction_after
    usual = {"outcome": page.usual, "rule": str(page.usual_rule or "")}
    given = {name: value for name, value in usual.items() if value}
    given |= {name: request.args[name][:200] for name in ("outcome", "scope") if request.args.get(name)}
    sanction = {"sanction": kind, "hours": str(hours or "")} if kind else {}
    if given.get("outcome") in SANCTIONED:
        given |= sanction
    wanted = request.args.get("reply", "")
    for reply in beside.replies:
        if wanted == str(reply.id):
            given |= {"reason": reply.filled} | ({"rule": str(reply.rule)} if reply.rule else {})
    return FormState(given, facts={"with": " ".join(SANCTIONED), **sanction})


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
        return case_again(case_id, FormState.of(fault)), 422
    if request.form.get("then") == "queue":
        return redirect(url_for("moderation.queue", done=decision_id), 303)
    flash(_("Decided. Author and reporters are told."), "success")
    return redirect(url_for("moderation.decision", decision_id=decision_id), 303)


@bp.post("/mod/cases/<int:case_id>/preview")
@limited("decide")
def preview(case_id: int) -> ResponseReturnValue:
    """What the decision would do and say. `change` leads back to the form with everything that was typed."""
    try:
        form = read_form(DecideForm)
        page = actions.preview_decision(current_reader(), case_id, form, clock.now(), words=current_title_words())
    except Invalid as fault:
        return case_again(case_id, FormState.of(fault)), 422
    ignored = form.outcome is CaseOutcome.DISMISS and request.form.get("sanction", "") not in ("", "none")
    sent = {name: value for name, value in form.model_dump(mode="json").items() if value is not None}
    if "change" in request.form:
        return case_again(case_id, FormState(sent))
    if request.form.get("then") == "queue":
        sent["then"] = "queue"
    return render_template("moderation/preview.html", page=page, sent=sent, ignored=ignored)


@bp.post("/mod/cases/<int:case_id>/propose")
@limited("decide")
def propose(case_id: int) -> ResponseReturnValue:
    """Hand a grave decision to a second moderator."""
    try:
        actions.propose_decision(current_reader(), case_id, read_form(DecideForm), clock.now())
    except Invalid as fault:
        return case_again(case_id, FormState.of(fault)), 422
    flash(_("Proposed. Nothing has happened yet: another moderator must agree."), "success")
    return redirect(url_for("moderation.case", case_id=case_id), 303)


@bp.post("/mod/proposals/<int:proposal_id>")
@limited("decide")
def close_proposal(proposal_id: int) -> ResponseReturnValue:
    """Agree with what another moderator proposed, or refuse it."""
    if request.form.get("verdict") == "agree":
        decision_id = actions.agree_to_proposal(current_reader(), proposal_id, clock.now())
        return redirect(url_for("moderation.decision", decision_id=decision_id), 303)
    actions.refuse_proposal(current_reader(), proposal_id, clock.now())
    flash(_("Refused. The case waits for another decision."), "success")
    return redirect(url_for("moderation.queue"), 303)
