"""A group's if-then rules and its pace: written, tried on the past, switched on, and what they met."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.domain.errors import Invalid
from forum.domain.permissions import Action, CaseFacts, require
from forum.groups.queries import group_head
from forum.infra import clock
from forum.infra.directory import directory
from forum.infra.web.forms import FormState, read_form
from forum.infra.web.limits import limited
from forum.infra.web.reader import current_reader
from forum.intake import actions, queries
from forum.intake.forms import AutomationForm, PaceForm, SwitchForm
from forum.intake.views import bp
from forum.posts.words import current_page_words
from forum.presenting.groups import GroupHead
from forum.presenting.intake import AutomationCard

FURTHEST = 10_000


@bp.get("/g/<slug>/automations")
def automations(slug: str) -> ResponseReturnValue:
    """The rules of a group, its pace, and what was met lately."""
    head = _head(slug)
    return _overview(head, FormState.filled(**queries.pace_of(head.id)))


def _head(slug: str) -> GroupHead:
    """The head, for moderators of the group."""
    reader = current_reader()
    head = group_head(reader, slug, clock.now())
    require(reader, Action.CASE_READ, CaseFacts(0, head.facts))
    return head


def _overview(head: GroupHead, form: FormState) -> str:
    reader = current_reader()
    rules = queries.automation_cards(reader, head.id, clock.now())
    return render_template(
        "intake/automations.html",
        group=head,
        rules=rules,
        matches=queries.newest_matches(reader, head.id, clock.now()),
        form=form,
    )


@bp.post("/g/<slug>/pace")
@limited("change")
def set_pace(slug: str) -> ResponseReturnValue:
    """What the group asks of newcomers and of everybody's pace."""
    head = _head(slug)
    try:
        actions.set_pace(current_reader(), head.id, read_form(PaceForm), clock.now())
    except Invalid as fault:
        return _overview(head, FormState.of(fault)), 422
    flash(_("The pace is saved."), "success")
    return redirect(url_for("intake.automations", slug=slug), 303)


@bp.get("/g/<slug>/automations/new")
def new(slug: str) -> ResponseReturnValue:
    """A new rule."""
    return _form(_head(slug), FormState())


def _form(head: GroupHead, form: FormState, rule: AutomationCard | None = None) -> str:
    return render_template("intake/automation.html", group=head, form=form, rule=rule)


@bp.post("/g/<slug>/automations/new")
@limited("change")
def write(slug: str) -> ResponseReturnValue:
    """It is written, switched off, and shown with what it would have met."""
    head = _head(slug)
    try:
        number = actions.write_automation(current_reader(), head.id, read_form(AutomationForm), clock.now())
    except Invalid as fault:
        return _form(head, FormState.of(fault)), 422
    return redirect(url_for("intake.tried", automation_id=number), 303)


@bp.get("/automations/<int:automation_id>/edit")
def edit(automation_id: int) -> ResponseReturnValue:
    """A new version of a rule."""
    rule, head = _rule(automation_id)
    lines = {"words": "\n".join(rule.words), "sites": "\n".join(rule.sites)}
    kept = ("name", "any_link", "newcomer", "pace", "deed", "reason", "scope", "note")
    return _form(head, FormState.filled(**lines, **{name: getattr(rule, name) for name in kept}), rule)


def _rule(automation_id: int) -> tuple[AutomationCard, GroupHead]:
    reader, now = current_reader(), clock.now()
    page = queries.tried(reader, automation_id, FURTHEST, directory(), now)
    return page.rule, page.group


@bp.post("/automations/<int:automation_id>/edit")
@limited("change")
def amend(automation_id: int) -> ResponseReturnValue:
    """It takes the place of the old one, switched off."""
    rule, head = _rule(automation_id)
    try:
        number = actions.amend_automation(current_reader(), automation_id, read_form(AutomationForm), clock.now())
    except Invalid as fault:
        return _form(head, FormState.of(fault), rule), 422
    return redirect(url_for("intake.tried", automation_id=number), 303)


@bp.get("/automations/<int:automation_id>")
def tried(automation_id: int) -> ResponseReturnValue:
    """What a rule would have met in the past thirty days."""
    after = request.args.get("after", 0, type=int)
    after = min(max(0, after), FURTHEST)
    page = queries.tried(current_reader(), automation_id, after, directory(), clock.now(), words=current_page_words())
    return render_template("intake/tried.html", page=page, group=page.group, rule=page.rule)


@bp.post("/automations/<int:automation_id>/switch")
@limited("change")
def switch(automation_id: int) -> ResponseReturnValue:
    """On, off, or away."""
    head = _rule(automation_id)[1]
    form = read_form(SwitchForm)
    actions.switch_automation(current_reader(), automation_id, form, clock.now())
    said = {"on": _("The rule is on."), "off": _("The rule is off."), "away": _("The rule is put away.")}
    flash(said[form.to], "success")
    return redirect(url_for("intake.automations", slug=head.slug), 303)


@bp.get("/matches/<int:match_id>")
def match(match_id: int) -> ResponseReturnValue:
    """Why a rule met a post."""
    return render_template("intake/match.html", card=queries.match_card(current_reader(), match_id, clock.now()))
