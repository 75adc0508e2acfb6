"""Writing: threads, replies, edits, drafts and previews."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.domain.errors import Invalid, Missing
from forum.groups.queries import group_facts
from forum.infra import clock
from forum.infra.directory import directory
from forum.infra.web.beside import beside
from forum.infra.web.bounds import LARGEST_PAGE
from forum.infra.web.forms import FormState, read_form
from forum.infra.web.limits import limited
from forum.infra.web.safe import safe_next
from forum.posts import actions, queries
from forum.posts.forms import AmendForm, DraftForm, Nod, PreviewForm, ReplyForm, ThreadForm
from forum.posts.places import group_place, thread_place
from forum.posts.views import bp
from forum.posts.views.answers import fresh_key, is_fetched, member, page_words
from forum.posts.views.reading import thread_answer


@bp.post("/t/<int:thread_id>/reply")
@limited("reply")
def reply(thread_id: int) -> ResponseReturnValue:
    """Write in a thread."""
    now = clock.now()
    try:
        written = actions.write_reply(member(), thread_id, read_form(ReplyForm), now)
    except Invalid as fault:
        page = queries.thread_page(member(), thread_id, LARGEST_PAGE, directory(), now, words=page_words())
        return thread_answer(page, FormState.of(fault)), 422
    if written.inherits:
        flash(_("Your answer is covered like the post it answers."), "success")
    there = queries.address(written.thread_id, written.post_id, written.position)
    return redirect(_said(there, written.post_id) if written.heard else there, 303)


@bp.get("/g/<slug>/new")
def new_thread(slug: str) -> ResponseReturnValue:
    """Begin a thread."""
    place = queries.new_thread_page(member(), slug, clock.now())
    return _new_thread_page(slug, FormState.filled(title=place.draft_title, body=place.draft))


@bp.post("/g/<slug>/new")
@limited("start-thread")
def start_thread(slug: str) -> ResponseReturnValue:
    """A thread is begun."""
    now = clock.now()
    group = group_facts(member(), slug, now)
    try:
        post_id = actions.start_thread(member(), group.id, read_form(ThreadForm), now)
    except Invalid as fault:
        return _new_thread_page(slug, FormState.of(fault)), 422
    return redirect(_said(queries.permalink(member(), post_id, now), post_id), 303)


def _said(address: str, post_id: int) -> str:
    """The address of a post that was just written, asking for what rooms above want to say to its author there."""
    if not beside("posts.written", member(), (post_id,), clock.now()).get("said"):
        return address
    page, _, anchor = address.partition("#")
    return f"{page}{'&' if '?' in page else '?'}said={post_id}#{anchor}"


def _new_thread_page(slug: str, form: FormState) -> str:
    page = queries.new_thread_page(member(), slug, clock.now())
    return render_template("posts/new_thread.html", page=page, form=form, submission_key=fresh_key())


@bp.get("/p/<int:post_id>/edit")
def edit(post_id: int) -> ResponseReturnValue:
    """Change one's own post."""
    page = queries.edit_page(member(), post_id, directory(), clock.now(), words=page_words())
    return render_template("posts/edit.html", page=page, form=FormState.filled(body=page.source, version=page.version))


@bp.post("/p/<int:post_id>/edit")
@limited("amend")
def amend(post_id: int) -> ResponseReturnValue:
    """The change is made."""
    now = clock.now()
    try:
        actions.amend_post(member(), post_id, read_form(AmendForm), now)
    except Invalid as fault:
        page = queries.edit_page(member(), post_id, directory(), now, words=page_words())
        return render_template("posts/edit.html", page=page, form=FormState.of(fault)), 422
    return redirect(_said(queries.permalink(member(), post_id, now), post_id), 303)


@bp.post("/p/<int:post_id>/react/<nod>")
@limited("react")
def react(post_id: int, nod: str) -> ResponseReturnValue:
    """Nod, or take it back. In the address alone: a page holds a hundred of these buttons."""
    if nod not in set(Nod):
        raise Missing
    actions.turn_nod(member(), post_id, Nod(nod), clock.now())
    return redirect(safe_next(url_for("posts.permalink", post_id=post_id)), 303)


@bp.post("/preview")
@limited("preview")
def preview() -> ResponseReturnValue:
    """A text as three readers would get it. A page of its own when no script asks."""
    card = actions.preview(member(), read_form(PreviewForm), clock.now(), words=page_words().press)
    return render_template("posts/preview_part.html" if is_fetched() else "posts/preview.html", card=card)


@bp.post("/t/<int:thread_id>/draft")
@limited("draft")
def draft_reply(thread_id: int) -> ResponseReturnValue:
    """Keep what is typed."""
    return _keep(thread_place(thread_id), url_for("posts.thread", thread_id=thread_id))


@bp.post("/t/<int:thread_id>/draft/discard")
@limited("draft")
def discard_reply(thread_id: int) -> ResponseReturnValue:
    """Throw it away."""
    actions.discard_draft(member(), thread_place(thread_id), clock.now())
    return redirect(url_for("posts.thread", thread_id=thread_id), 303)


@bp.post("/g/<slug>/new/draft")
@limited("draft")
def draft_thread(slug: str) -> ResponseReturnValue:
    """Keep what is typed of a new thread."""
    group_id = queries.new_thread_page(member(), slug, clock.now()).group_id
    return _keep(group_place(group_id), url_for("posts.new_thread", slug=slug))


@bp.post("/g/<slug>/new/draft/discard")
@limited("draft")
def discard_thread(slug: str) -> ResponseReturnValue:
    """Throw it away."""
    group_id = queries.new_thread_page(member(), slug, clock.now()).group_id
    actions.discard_draft(member(), group_place(group_id), clock.now())
    return redirect(url_for("posts.new_thread", slug=slug), 303)


def _keep(place: str, back: str) -> ResponseReturnValue:
    actions.save_draft(member(), place, read_form(DraftForm), clock.now())
    if is_fetched():
        return "", 204
    flash(_("Your draft is kept."), "success")
    return redirect(back, 303)
