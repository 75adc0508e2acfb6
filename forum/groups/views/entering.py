"""Finding a group, starting one, coming in and leaving."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.domain.errors import Invalid
from forum.groups import actions, queries
from forum.groups.forms import GroupForm, JoinForm
from forum.groups.views import bp
from forum.groups.views.answers import FRESH, back, head_of, signed_in
from forum.infra import clock
from forum.infra.web.bounds import after_key, page_number
from forum.infra.web.forms import FormState, read_form
from forum.infra.web.limits import limited
from forum.infra.web.reader import current_reader


@bp.get("/groups")
def index() -> ResponseReturnValue:
    """My groups, and the ones to find."""
    page = queries.groups_index(current_reader(), page_number(), clock.now(), after=after_key(2))
    return render_template("groups/index.html", page=page)


@bp.get("/groups/new")
def new() -> ResponseReturnValue:
    """The form for a new group."""
    signed_in()
    return render_template("groups/new.html", form=FRESH)


@bp.post("/groups/new")
@limited("start-group")
def start() -> ResponseReturnValue:
    """Start it."""
    reader = signed_in()
    try:
        form = read_form(GroupForm)
        actions.start_group(reader, form, clock.now())
    except Invalid as fault:
        return render_template("groups/new.html", form=FormState.of(fault)), 422
    flash(_("Your group is there. Follow a show next, and invite somebody."), "success")
    return redirect(url_for("groups.settings", slug=form.address), 303)


@bp.get("/g/<slug>/join")
def joining(slug: str) -> ResponseReturnValue:
    """The door: rules and questions."""
    return _join_page(slug, FRESH)


@bp.post("/g/<slug>/join")
@limited("join")
def join(slug: str) -> ResponseReturnValue:
    """Come in, or ask to."""
    head = head_of(slug)
    come_in = actions.request_to_join if head.may["ask"] else actions.join
    try:
        come_in(current_reader(), head.id, read_form(JoinForm), clock.now())
    except Invalid as fault:
        return _join_page(slug, FormState.of(fault)), 422
    if head.may["ask"]:
        return back("groups.joining", _("Your request waits for a moderator."), slug=slug)
    return back("threads.group", _("Welcome to %(group)s.", group=head.name), slug=slug)


def _join_page(slug: str, form: FormState) -> str:
    head = head_of(slug)
    rules = queries.rules(current_reader(), head.id, clock.now())
    return render_template("groups/join.html", group=head, rules=rules, form=form)


@bp.post("/g/<slug>/join/withdraw")
def withdraw(slug: str) -> ResponseReturnValue:
    """Take my request back."""
    actions.withdraw_request(signed_in(), head_of(slug).id, clock.now())
    return back("groups.joining", _("Your request is taken back."), slug=slug)


@bp.post("/g/<slug>/leave")
def leave(slug: str) -> ResponseReturnValue:
    """Leave the group."""
    head = head_of(slug)
    actions.leave(current_reader(), head.id, clock.now())
    return back("groups.index", _("You have left %(group)s. What you wrote stays there.", group=head.name))


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
    return back("threads.group", _("Welcome to %(group)s.", group=page.name), slug=page.slug)
