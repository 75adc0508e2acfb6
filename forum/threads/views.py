"""Pages of threads: a group's list, and what moderators do with a thread."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.domain.crisis import Notice, notice
from forum.domain.errors import Invalid
from forum.domain.people import Reader
from forum.groups.actions import set_policy as set_group_policy
from forum.groups.forms import PolicyForm
from forum.groups.queries import group_facts
from forum.infra import clock
from forum.infra.directory import directory
from forum.infra.forms import Form
from forum.infra.web.beside import adds_to
from forum.infra.web.bounds import after_key, page_number
from forum.infra.web.forms import FormState, read_form
from forum.infra.web.limits import limited
from forum.infra.web.reader import current_reader
from forum.infra.web.stranger_pages import good_until, kept_for_strangers
from forum.threads import actions, queries
from forum.threads.forms import MoveForm, OptionalReasonForm, ReasonForm, RenameForm
from forum.threads.queries import ThreadFilters
from forum.threads.words import current_title_words

bp = Blueprint("threads", __name__)


@adds_to("shows.episode")
def episode_talk(reader: Reader, ids: tuple[int, ...], now: datetime) -> dict[str, object]:
    """Where my groups talk about this episode."""
    return {"talk": queries.episode_talk(reader, ids[0], now, words=current_title_words())}


@adds_to("shows.show")
def season_talk(reader: Reader, ids: tuple[int, ...], now: datetime) -> dict[str, object]:
    """One click from each episode of a season to its thread."""
    return {"thread_urls": queries.thread_urls(reader, ids, now)}


@bp.get("/g/<slug>")
@kept_for_strangers
def group(slug: str) -> ResponseReturnValue:
    """A group's threads; its door for those outside."""
    filters = ThreadFilters(request.args.get("kind", "")[:12], request.args.get("show", "")[:120])
    words = current_title_words()
    number, after = page_number(), after_key(3)
    page = queries.thread_list(current_reader(), slug, filters, number, clock.now(), after=after, words=words)
    good_until(page.coming[0].opens_at if page.coming else None)
    return render_template("threads/group.html", page=page, group=page.group)


@bp.get("/g/<slug>/spoilers")
def policy(slug: str) -> ResponseReturnValue:
    """What the group asks for about spoilers."""
    return _policy_page(slug, None)


def _policy_page(slug: str, form: FormState | None) -> str:
    page = queries.policy_page(current_reader(), slug, clock.now())
    said = page.policy
    stands = FormState.filled(
        opens_on=said.opens_on.value,
        region=said.region or "",
        tag_days=said.tag_days,
        tag_days_drop=said.tag_days_drop,
        regional_hides=said.regional_hides,
        titles_hidden=said.titles_hidden,
        leaks=said.leaks,
    )
    return render_template("threads/policy.html", page=page, group=page.group, form=form or stands)


@bp.post("/g/<slug>/spoilers")
@limited("change")
def set_policy(slug: str) -> ResponseReturnValue:
    """Ask for something else."""
    reader, now = current_reader(), clock.now()
    try:
        set_group_policy(reader, group_facts(reader, slug, now).id, read_form(PolicyForm), now)
    except Invalid as fault:
        return _policy_page(slug, FormState.of(fault)), 422
    flash(_("Saved. Threads that are open stay open."), "success")
    return redirect(url_for("threads.policy", slug=slug), 303)


@bp.post("/g/<slug>/episodes/<int:episode_id>")
@limited("start-thread")
def open_episode(slug: str, episode_id: int) -> ResponseReturnValue:
    """The thread of an episode that is out, made now if nobody made it before."""
    reader, now = current_reader(), clock.now()
    group_id = group_facts(reader, slug, now).id
    thread_id = actions.open_episode_thread(reader, group_id, episode_id, now)
    return redirect(f"/t/{thread_id}", 303)


@bp.get("/t/<int:thread_id>/events")
def events(thread_id: int) -> ResponseReturnValue:
    """What was done to a thread, and why."""
    page = queries.history_page(current_reader(), thread_id, clock.now(), words=current_title_words())
    return render_template("threads/history.html", page=page, notice_here=_notice(page.topics))


@bp.get("/t/<int:thread_id>/moderate")
def moderate(thread_id: int) -> ResponseReturnValue:
    """What can be done with a thread, and what was done."""
    return _moderate_page(thread_id, FormState())


def _moderate_page(thread_id: int, form: FormState) -> str:
    page = queries.moderation_page(current_reader(), thread_id, clock.now(), words=current_title_words())
    return render_template("threads/moderate.html", page=page, form=form, notice_here=_notice(page.topics))


def _notice(topics: frozenset[str]) -> Notice | None:
    reader = current_reader()
    return notice(directory(), topics, reader.country, reader.language)


Act = Callable[[Reader, int, Any, datetime], None]


def _do(act: Act, form: type[Form], thread_id: int, said: str) -> ResponseReturnValue:
    """Every act on a thread: read its form, do it, go back to the thread."""
    try:
        act(current_reader(), thread_id, read_form(form), clock.now())
    except Invalid as fault:
        return _moderate_page(thread_id, FormState.of(fault)), 422
    flash(said, "success")
    return redirect(f"/t/{thread_id}", 303)


@bp.post("/t/<int:thread_id>/lock")
@limited("decide")
def lock(thread_id: int) -> ResponseReturnValue:
    """Lock it."""
    return _do(actions.lock_thread, ReasonForm, thread_id, _("The thread is locked."))


@bp.post("/t/<int:thread_id>/open")
@limited("decide")
def let_open(thread_id: int) -> ResponseReturnValue:
    """Open a thread that the group held."""
    return _do(actions.let_open, ReasonForm, thread_id, _("The thread is open."))


@bp.post("/t/<int:thread_id>/unlock")
@limited("decide")
def unlock(thread_id: int) -> ResponseReturnValue:
    """Open it again."""
    return _do(actions.unlock_thread, ReasonForm, thread_id, _("The thread is open again."))


@bp.post("/t/<int:thread_id>/pin")
@limited("decide")
def pin(thread_id: int) -> ResponseReturnValue:
    """Put it on top."""
    return _do(actions.pin_thread, ReasonForm, thread_id, _("The thread is pinned."))


@bp.post("/t/<int:thread_id>/unpin")
@limited("decide")
def unpin(thread_id: int) -> ResponseReturnValue:
    """Let it sink again."""
    return _do(actions.unpin_thread, ReasonForm, thread_id, _("The thread is no longer pinned."))


@bp.post("/t/<int:thread_id>/move")
@limited("decide")
def move(thread_id: int) -> ResponseReturnValue:
    """Move it to another group."""
    return _do(actions.move_thread, MoveForm, thread_id, _("The thread is moved."))


@bp.post("/t/<int:thread_id>/rename")
@limited("amend")
def rename(thread_id: int) -> ResponseReturnValue:
    """Give it another title."""
    return _do(actions.rename_thread, RenameForm, thread_id, _("The thread has a new title."))


@bp.post("/t/<int:thread_id>/neutralise")
@limited("decide")
def neutralise(thread_id: int) -> ResponseReturnValue:
    """Take its title from all eyes, in one click."""
    return _do(actions.neutralise_title, OptionalReasonForm, thread_id, _("A neutral title stands there now."))


@bp.post("/t/<int:thread_id>/give-back-title")
@limited("decide")
def give_back_title(thread_id: int) -> ResponseReturnValue:
    """Show the title again."""
    return _do(actions.give_back_title, OptionalReasonForm, thread_id, _("The title is shown again."))


@bp.post("/t/<int:thread_id>/answer")
@limited("amend")
def unanswer(thread_id: int) -> ResponseReturnValue:
    """Take the mark of the answer away; it is set at the post itself."""
    actions.clear_answer(current_reader(), thread_id, clock.now())
    flash(_("The question is open again."), "success")
    return redirect(url_for("threads.moderate", thread_id=thread_id), 303)
