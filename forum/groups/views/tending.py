"""Looking after a group: rules, settings, shows, invitations."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.domain.errors import Invalid
from forum.domain.permissions import Action
from forum.groups import actions, queries
from forum.groups.forms import AboutForm, FollowForm, InvitationForm, JoinForm, RulesForm
from forum.groups.views import bp
from forum.groups.views.answers import FRESH, back, head_for, head_of, signed_in
from forum.infra import clock
from forum.infra.web.forms import FormState, read_form
from forum.infra.web.limits import limited
from forum.infra.web.reader import current_reader
from forum.presenting.groups import GroupHead


@bp.get("/g/<slug>/rules")
def rules(slug: str) -> ResponseReturnValue:
    """The rules, numbered. `?version=` shows an older version: decisions name the rule as it was."""
    asked = request.args.get("version", "")
    return _rules_page(slug, FRESH, int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else None)


def _rules_page(slug: str, form: FormState, version: int | None = None) -> str:
    head, reader, now = head_of(slug), current_reader(), clock.now()
    newest = card = queries.rules(reader, head.id, now)
    if version and version != newest.version:
        card = queries.rules(reader, head.id, now, version)
    return render_template("groups/rules.html", group=head, rules=card, newest=newest, form=form)


@bp.post("/g/<slug>/rules")
@limited("change")
def write_rules(slug: str) -> ResponseReturnValue:
    """A new version of them."""
    head = head_for(slug, Action.GROUP_EDIT)
    try:
        actions.write_rules(current_reader(), head.id, read_form(RulesForm), clock.now())
    except Invalid as fault:
        return _rules_page(slug, FormState.of(fault)), 422
    return back("groups.rules", _("The rules are saved. Members are asked to accept them."), slug=slug)


@bp.post("/g/<slug>/rules/accept")
def accept_rules(slug: str) -> ResponseReturnValue:
    """Agree to the newest version."""
    try:
        actions.accept_rules(signed_in(), head_of(slug).id, read_form(JoinForm), clock.now())
    except Invalid as fault:
        return _rules_page(slug, FormState.of(fault)), 422
    return back("threads.group", _("Thank you."), slug=slug)


@bp.get("/g/<slug>/settings")
def settings(slug: str) -> ResponseReturnValue:
    """What the group says of itself, and which shows it follows."""
    head = head_for(slug, Action.GROUP_FOLLOW_SHOW)
    description = queries.source(current_reader(), slug, clock.now()) if head.may["edit"] else ""
    form = FormState.filled(
        name=head.name,
        description=description,
        visibility="listed" if head.card.listed else "hidden",
        joining=head.card.joining,
        questions="\n".join(head.questions),
    )
    return _settings_page(head, form)


def _settings_page(head: GroupHead, form: FormState) -> str:
    reader, now = current_reader(), clock.now()
    shows = queries.show_choices(reader, head.id, now)
    events = queries.events(reader, head.id, now)
    return render_template("groups/settings.html", group=head, form=form, shows=shows, events=events)


@bp.post("/g/<slug>/settings")
@limited("change")
def amend(slug: str) -> ResponseReturnValue:
    """Save them."""
    head = head_for(slug, Action.GROUP_EDIT)
    try:
        actions.amend_group(current_reader(), head.id, read_form(AboutForm), clock.now())
    except Invalid as fault:
        return _settings_page(head, FormState.of(fault)), 422
    return back("groups.settings", _("Saved."), slug=slug)


@bp.post("/g/<slug>/shows")
@limited("change")
def follow(slug: str) -> ResponseReturnValue:
    """Follow a show."""
    head = head_for(slug, Action.GROUP_FOLLOW_SHOW)
    actions.follow_show(current_reader(), head.id, read_form(FollowForm).show, clock.now())
    return back("groups.settings", _("Its threads will open by themselves."), slug=slug)


@bp.post("/g/<slug>/shows/<show>/unfollow")
@limited("change")
def unfollow(slug: str, show: str) -> ResponseReturnValue:
    """Follow it no longer."""
    actions.unfollow_show(current_reader(), head_of(slug).id, show, clock.now())
    return back("groups.settings", _("No more threads will open for it."), slug=slug)


@bp.get("/g/<slug>/invitations")
def invitations(slug: str) -> ResponseReturnValue:
    """The links that let people in."""
    return _invitations_page(slug, FRESH)


def _invitations_page(slug: str, form: FormState) -> str:
    head = head_of(slug)
    links = queries.invitations(current_reader(), head.id, clock.now())
    return render_template("groups/invitations.html", group=head, invitations=links, form=form)


@bp.post("/g/<slug>/invitations")
@limited("change")
def invite(slug: str) -> ResponseReturnValue:
    """Make one."""
    head = head_for(slug, Action.GROUP_INVITE)
    try:
        actions.invite(current_reader(), head.id, read_form(InvitationForm), clock.now())
    except Invalid as fault:
        return _invitations_page(slug, FormState.of(fault)), 422
    return back("groups.invitations", _("The link is ready. Send it to whom you like."), slug=slug)


@bp.post("/g/<slug>/invitations/<int:invitation_id>/revoke")
@limited("change")
def revoke(slug: str, invitation_id: int) -> ResponseReturnValue:
    """Take one back."""
    actions.revoke_invitation(current_reader(), head_of(slug).id, invitation_id, clock.now())
    return back("groups.invitations", _("That link opens nothing any more."), slug=slug)
