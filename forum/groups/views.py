"""Pages of groups: finding, joining, and looking after one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.domain.errors import Denied, Invalid
from forum.domain.people import Reader
from forum.domain.permissions import Action, require
from forum.groups import actions, queries
from forum.groups.forms import (
    AboutForm,
    BanForm,
    DecideForm,
    FollowForm,
    GroupForm,
    InvitationForm,
    JoinForm,
    RoleForm,
    RulesForm,
)
from forum.infra import clock
from forum.infra.web.bounds import page_number
from forum.infra.web.forms import FormState, read_form
from forum.infra.web.limits import limited
from forum.infra.web.reader import current_reader
from forum.presenting.groups import GroupHead

bp = Blueprint("groups", __name__)

FRESH = FormState()


def _head(slug: str) -> GroupHead:
    return queries.group_head(current_reader(), slug, clock.now())


def _signed_in() -> Reader:
    reader = current_reader()
    if reader.is_stranger:
        raise Denied("sign-in")
    return reader


def _head_for(slug: str, action: Action) -> GroupHead:
    """The head for those who may do this. The action asks again; here it spares others a look at the form's faults."""
    head = _head(slug)
    require(current_reader(), action, head.facts)
    return head


def _back(endpoint: str, said: str, **values: Any) -> ResponseReturnValue:
    flash(said, "success")
    return redirect(url_for(endpoint, **values), 303)


@bp.get("/groups")
def index() -> ResponseReturnValue:
    """My groups, and the ones to find."""
    page = queries.groups_index(current_reader(), page_number(), clock.now())
    return render_template("groups/index.html", page=page)


@bp.get("/groups/new")
def new() -> ResponseReturnValue:
    """The form for a new group."""
    _signed_in()
    return render_template("groups/new.html", form=FRESH)


@bp.post("/groups/new")
@limited("start-group")
def start() -> ResponseReturnValue:
    """Start it."""
    reader = _signed_in()
    try:
        form = read_form(GroupForm)
        actions.start_group(reader, form, clock.now())
    except Invalid as fault:
        return render_template("groups/new.html", form=FormState.of(fault)), 422
    flash(_("Your group is there. Follow a show next, and invite somebody."), "success")
    return redirect(url_for("groups.settings", slug=form.address), 303)


# -- coming and going


@bp.get("/g/<slug>/join")
def joining(slug: str) -> ResponseReturnValue:
    """The door: rules and questions."""
    return _join_page(slug, FRESH)


@bp.post("/g/<slug>/join")
@limited("join")
def join(slug: str) -> ResponseReturnValue:
    """Come in, or ask to."""
    head = _head(slug)
    come_in = actions.request_to_join if head.may["ask"] else actions.join
    try:
        come_in(current_reader(), head.id, read_form(JoinForm), clock.now())
    except Invalid as fault:
        return _join_page(slug, FormState.of(fault)), 422
    if head.may["ask"]:
        return _back("groups.joining", _("Your request waits for a moderator."), slug=slug)
    return _back("threads.group", _("Welcome to %(group)s.", group=head.name), slug=slug)


def _join_page(slug: str, form: FormState) -> str:
    head = _head(slug)
    rules = queries.rules(current_reader(), head.id, clock.now())
    return render_template("groups/join.html", group=head, rules=rules, form=form)


@bp.post("/g/<slug>/join/withdraw")
def withdraw(slug: str) -> ResponseReturnValue:
    """Take my request back."""
    actions.withdraw_request(_signed_in(), _head(slug).id, clock.now())
    return _back("groups.joining", _("Your request is taken back."), slug=slug)


@bp.post("/g/<slug>/leave")
def leave(slug: str) -> ResponseReturnValue:
    """Leave the group."""
    head = _head(slug)
    actions.leave(current_reader(), head.id, clock.now())
    return _back("groups.index", _("You have left %(group)s. What you wrote stays there.", group=head.name))


@bp.get("/join/<token>")
def invited(token: str) -> ResponseReturnValue:
    """What an invitation leads to."""
    page = queries.invited_page(current_reader(), token, clock.now())
    return render_template("groups/invited.html", page=page, token=token, form=FRESH)


@bp.post("/join/<token>")
@limited("join")
def accept(token: str) -> ResponseReturnValue:
    """Come in with an invitation."""
    page = queries.invited_page(current_reader(), token, clock.now())
    try:
        actions.join_by_invitation(current_reader(), token, read_form(JoinForm), clock.now())
    except Invalid as fault:
        return render_template("groups/invited.html", page=page, token=token, form=FormState.of(fault)), 422
    return _back("threads.group", _("Welcome to %(group)s.", group=page.name), slug=page.slug)


# -- members


@bp.get("/g/<slug>/members")
def members(slug: str) -> ResponseReturnValue:
    """Who belongs to it."""
    return _members_page(slug, FRESH)


def _members_page(slug: str, form: FormState) -> str:
    head, reader, now = _head(slug), current_reader(), clock.now()
    page = queries.members(reader, head.id, page_number(), now)
    bans = queries.bans(reader, head.id, now) if head.may["moderate"] else ()
    return render_template("groups/members.html", group=head, page=page, bans=bans, form=form)


@bp.post("/g/<slug>/members/<handle>/role")
@limited("decide")
def rank(slug: str, handle: str) -> ResponseReturnValue:
    """Give a member another role."""
    head, reader, now = _head_for(slug, Action.GROUP_ASSIGN_ROLE), current_reader(), clock.now()
    person_id = queries.member_handle(reader, head.id, handle, now)
    actions.assign_role(reader, head.id, person_id, read_form(RoleForm).role, now)
    return _back("groups.members", _("The role is changed."), slug=slug)


@bp.post("/g/<slug>/members/<handle>/ban")
@limited("decide")
def ban(slug: str, handle: str) -> ResponseReturnValue:
    """Show a member out for a while."""
    head, reader, now = _head_for(slug, Action.GROUP_BAN), current_reader(), clock.now()
    person_id = queries.member_handle(reader, head.id, handle, now)
    try:
        actions.ban_member(reader, head.id, person_id, read_form(BanForm), now)
    except Invalid as fault:
        return _members_page(slug, FormState.of(fault)), 422
    return _back("groups.members", _("%(name)s is out for now.", name=handle), slug=slug)


@bp.post("/g/<slug>/bans/<int:ban_id>/lift")
@limited("decide")
def lift(slug: str, ban_id: int) -> ResponseReturnValue:
    """Let somebody back in early."""
    actions.lift_ban(_signed_in(), _head(slug).id, ban_id, clock.now())
    return _back("groups.members", _("The ban is lifted."), slug=slug)


@bp.get("/g/<slug>/requests")
def requests(slug: str) -> ResponseReturnValue:
    """Who asks to come in."""
    return _requests_page(slug, FRESH)


def _requests_page(slug: str, form: FormState) -> str:
    head = _head(slug)
    waiting = queries.requests(current_reader(), head.id, clock.now())
    return render_template("groups/requests.html", group=head, requests=waiting, form=form)


@bp.post("/g/<slug>/requests/<int:request_id>")
@limited("decide")
def decide(slug: str, request_id: int) -> ResponseReturnValue:
    """Let somebody in, or say why not."""
    head = _head_for(slug, Action.GROUP_DECIDE_REQUEST)
    try:
        actions.decide_request(current_reader(), head.id, request_id, read_form(DecideForm), clock.now())
    except Invalid as fault:
        return _requests_page(slug, FormState.of(fault)), 422
    return _back("groups.requests", _("Your answer is on its way."), slug=slug)


# -- looking after it


@bp.get("/g/<slug>/rules")
def rules(slug: str) -> ResponseReturnValue:
    """The rules, numbered."""
    return _rules_page(slug, FRESH)


def _rules_page(slug: str, form: FormState) -> str:
    head = _head(slug)
    card = queries.rules(current_reader(), head.id, clock.now())
    return render_template("groups/rules.html", group=head, rules=card, form=form)


@bp.post("/g/<slug>/rules")
@limited("change")
def write_rules(slug: str) -> ResponseReturnValue:
    """A new version of them."""
    head = _head_for(slug, Action.GROUP_EDIT)
    try:
        actions.write_rules(current_reader(), head.id, read_form(RulesForm), clock.now())
    except Invalid as fault:
        return _rules_page(slug, FormState.of(fault)), 422
    return _back("groups.rules", _("The rules are saved. Members are asked to accept them."), slug=slug)


@bp.post("/g/<slug>/rules/accept")
def accept_rules(slug: str) -> ResponseReturnValue:
    """Agree to the newest version."""
    try:
        actions.accept_rules(_signed_in(), _head(slug).id, read_form(JoinForm), clock.now())
    except Invalid as fault:
        return _rules_page(slug, FormState.of(fault)), 422
    return _back("threads.group", _("Thank you."), slug=slug)


@bp.get("/g/<slug>/settings")
def settings(slug: str) -> ResponseReturnValue:
    """What the group says of itself, and which shows it follows."""
    head = _head_for(slug, Action.GROUP_FOLLOW_SHOW)
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
    head = _head_for(slug, Action.GROUP_EDIT)
    try:
        actions.amend_group(current_reader(), head.id, read_form(AboutForm), clock.now())
    except Invalid as fault:
        return _settings_page(head, FormState.of(fault)), 422
    return _back("groups.settings", _("Saved."), slug=slug)


@bp.post("/g/<slug>/shows")
@limited("change")
def follow(slug: str) -> ResponseReturnValue:
    """Follow a show."""
    head = _head_for(slug, Action.GROUP_FOLLOW_SHOW)
    actions.follow_show(current_reader(), head.id, read_form(FollowForm).show, clock.now())
    return _back("groups.settings", _("Its threads will open by themselves."), slug=slug)


@bp.post("/g/<slug>/shows/<show>/unfollow")
@limited("change")
def unfollow(slug: str, show: str) -> ResponseReturnValue:
    """Follow it no longer."""
    actions.unfollow_show(current_reader(), _head(slug).id, show, clock.now())
    return _back("groups.settings", _("No more threads will open for it."), slug=slug)


@bp.get("/g/<slug>/invitations")
def invitations(slug: str) -> ResponseReturnValue:
    """The links that let people in."""
    return _invitations_page(slug, FRESH)


def _invitations_page(slug: str, form: FormState) -> str:
    head = _head(slug)
    links = queries.invitations(current_reader(), head.id, clock.now())
    return render_template("groups/invitations.html", group=head, invitations=links, form=form)


@bp.post("/g/<slug>/invitations")
@limited("change")
def invite(slug: str) -> ResponseReturnValue:
    """Make one."""
    head = _head_for(slug, Action.GROUP_INVITE)
    try:
        actions.invite(current_reader(), head.id, read_form(InvitationForm), clock.now())
    except Invalid as fault:
        return _invitations_page(slug, FormState.of(fault)), 422
    return _back("groups.invitations", _("The link is ready. Send it to whom you like."), slug=slug)


@bp.post("/g/<slug>/invitations/<int:invitation_id>/revoke")
@limited("change")
def revoke(slug: str, invitation_id: int) -> ResponseReturnValue:
    """Take one back."""
    actions.revoke_invitation(current_reader(), _head(slug).id, invitation_id, clock.now())
    return _back("groups.invitations", _("That link opens nothing any more."), slug=slug)
