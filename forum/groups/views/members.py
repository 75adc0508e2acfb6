"""Who belongs to a group, who asks to, who is out."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.domain.errors import Invalid
from forum.domain.permissions import Action
from forum.groups import actions, queries
from forum.groups.forms import BanForm, DecideRequestForm, RoleForm
from forum.groups.views import bp
from forum.groups.views.answers import FRESH, back, head_for, head_of, signed_in
from forum.infra import clock
from forum.infra.web.bounds import after_key, page_number
from forum.infra.web.forms import FormState, read_form
from forum.infra.web.limits import limited
from forum.infra.web.reader import current_reader


@bp.get("/g/<slug>/members")
def members(slug: str) -> ResponseReturnValue:
    """Who belongs to it."""
    return _members_page(slug, FRESH)


def _members_page(slug: str, form: FormState, refused: str = "") -> str:
    """Shapes: `refused` = the member whom a ban that was not understood is about."""
    head, reader, now = head_of(slug), current_reader(), clock.now()
    page = queries.members(reader, head.id, page_number(), now, after=after_key(2))
    bans = queries.bans(reader, head.id, now) if head.may["moderate"] else ()
    return render_template("groups/members.html", group=head, page=page, bans=bans, form=form, refused=refused)


@bp.post("/g/<slug>/members/<handle>/role")
@limited("decide")
def rank(slug: str, handle: str) -> ResponseReturnValue:
    """Give a member another role."""
    head, reader, now = head_for(slug, Action.GROUP_ASSIGN_ROLE), current_reader(), clock.now()
    person_id = queries.member_handle(reader, head.id, handle, now)
    actions.assign_role(reader, head.id, person_id, read_form(RoleForm).role, now)
    return back("groups.members", _("The role is changed."), slug=slug)


@bp.post("/g/<slug>/members/<handle>/ban")
@limited("decide")
def ban(slug: str, handle: str) -> ResponseReturnValue:
    """Show a member out for a while."""
    head, reader, now = head_for(slug, Action.GROUP_BAN), current_reader(), clock.now()
    person_id = queries.member_handle(reader, head.id, handle, now)
    try:
        actions.ban_member(reader, head.id, person_id, read_form(BanForm), now)
    except Invalid as fault:
        return _members_page(slug, FormState.of(fault), handle), 422
    return back("groups.members", _("%(name)s is out for now.", name=handle), slug=slug)


@bp.post("/g/<slug>/bans/<int:ban_id>/lift")
@limited("decide")
def lift(slug: str, ban_id: int) -> ResponseReturnValue:
    """Let somebody back in early."""
    actions.lift_ban(signed_in(), head_of(slug).id, ban_id, clock.now())
    return back("groups.members", _("The ban is lifted."), slug=slug)


@bp.get("/g/<slug>/requests")
def requests(slug: str) -> ResponseReturnValue:
    """Who asks to come in."""
    return _requests_page(slug, FRESH)


def _requests_page(slug: str, form: FormState, about: int | None = None) -> str:
    """Shapes: `about` = the request whose answer was not understood."""
    head = head_of(slug)
    waiting = queries.requests(current_reader(), head.id, clock.now())
    return render_template("groups/requests.html", group=head, requests=waiting, form=form, about=about)


@bp.post("/g/<slug>/requests/<int:request_id>")
@limited("decide")
def decide(slug: str, request_id: int) -> ResponseReturnValue:
    """Let somebody in, or say why not."""
    head = head_for(slug, Action.GROUP_DECIDE_REQUEST)
    try:
        actions.decide_request(current_reader(), head.id, request_id, read_form(DecideRequestForm), clock.now())
    except Invalid as fault:
        return _requests_page(slug, FormState.of(fault), request_id), 422
    return back("groups.requests", _("Your answer is on its way."), slug=slug)
