"""What authors, stewards and moderators do with a post: each asks once more on a page of its own, then does it."""

from __future__ import annotations

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.domain.errors import Denied, Invalid
from forum.infra import clock
from forum.infra.directory import directory
from forum.infra.web.forms import FormState, read_form
from forum.infra.web.limits import limited
from forum.posts import actions, queries
from forum.posts.forms import MovePostForm, ReasonForm, RemoveForm, SealForm
from forum.posts.views import bp
from forum.posts.views.answers import member, page_words

_REFUSALS = {
    "withdraw": "authors-only",
    "seal": "stewards-only",
    "unseal": "stewards-only",
    "remove": "moderators-only",
    "restore": "moderators-only",
    "move": "moderators-only",
    "answer": "not-a-question",
}
"""Why somebody who comes without the right is sent away."""


@bp.get("/p/<int:post_id>/<any(withdraw, seal, unseal, remove, restore, move, answer):verb>")
def ask(post_id: int, verb: str) -> ResponseReturnValue:
    """Ask once more."""
    return _asked(post_id, verb, FormState())


def _asked(post_id: int, verb: str, form: FormState) -> str:
    page = queries.post_page(member(), post_id, directory(), clock.now(), words=page_words())
    if not getattr(page.post.may, verb):
        raise Denied(_REFUSALS[verb])
    return render_template("posts/confirm.html", page=page, verb=verb, form=form)


@bp.post("/p/<int:post_id>/withdraw")
@limited("amend")
def withdraw(post_id: int) -> ResponseReturnValue:
    """Take one's own post back."""
    actions.withdraw_post(member(), post_id, clock.now())
    flash(_("Your post is withdrawn."), "success")
    return _back(post_id)


@bp.post("/p/<int:post_id>/seal")
@limited("decide")
def seal(post_id: int) -> ResponseReturnValue:
    """Draw the curtain over a post."""
    try:
        form = read_form(SealForm)
        gate = actions.read_seal(member(), post_id, form.scope, clock.now())
        actions.seal_post(member(), post_id, gate, form.reason, clock.now())
    except Invalid as fault:
        return _asked(post_id, "seal", FormState.of(fault)), 422
    flash(_("The post is sealed."), "success")
    return _back(post_id)


@bp.post("/p/<int:post_id>/unseal")
@limited("decide")
def unseal(post_id: int) -> ResponseReturnValue:
    """Lift the curtain."""
    try:
        actions.unseal_post(member(), post_id, read_form(ReasonForm).reason, clock.now())
    except Invalid as fault:
        return _asked(post_id, "unseal", FormState.of(fault)), 422
    flash(_("The seal is lifted."), "success")
    return _back(post_id)


@bp.post("/p/<int:post_id>/remove")
@limited("decide")
def remove(post_id: int) -> ResponseReturnValue:
    """Take a post away."""
    try:
        form = read_form(RemoveForm)
        actions.remove_post(member(), post_id, form.rule, form.reason, clock.now())
    except Invalid as fault:
        return _asked(post_id, "remove", FormState.of(fault)), 422
    flash(_("The post is removed."), "success")
    return _back(post_id)


@bp.post("/p/<int:post_id>/restore")
@limited("decide")
def restore(post_id: int) -> ResponseReturnValue:
    """Put a post back."""
    try:
        actions.restore_post(member(), post_id, read_form(ReasonForm).reason, clock.now())
    except Invalid as fault:
        return _asked(post_id, "restore", FormState.of(fault)), 422
    flash(_("The post is back."), "success")
    return _back(post_id)


@bp.post("/p/<int:post_id>/move")
@limited("decide")
def move(post_id: int) -> ResponseReturnValue:
    """Move a post to another thread."""
    try:
        actions.move_post(member(), post_id, read_form(MovePostForm), clock.now())
    except Invalid as fault:
        return _asked(post_id, "move", FormState.of(fault)), 422
    flash(_("The post is moved."), "success")
    return _back(post_id)


@bp.post("/p/<int:post_id>/answer")
@limited("amend")
def answer(post_id: int) -> ResponseReturnValue:
    """This answers the question."""
    actions.take_answer(member(), post_id, clock.now())
    return _back(post_id)


def _back(post_id: int) -> ResponseReturnValue:
    return redirect(queries.permalink(member(), post_id, clock.now()), 303)
