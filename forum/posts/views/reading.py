"""Threads, posts and what is behind their veils.

No browser or proxy keeps a copy of these pages: what they show changes by time alone.
"""

from __future__ import annotations

from datetime import datetime

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from forum.accounts.queries import person_by_handle
from forum.domain.errors import Denied
from forum.domain.people import Reader
from forum.infra import clock
from forum.infra.directory import directory
from forum.infra.rows import LARGEST_ID
from forum.infra.web.beside import adds_to, beside
from forum.infra.web.bounds import after_key, page_number
from forum.infra.web.forgery import strangers_need_no_token
from forum.infra.web.forms import FormState, read_form
from forum.infra.web.limits import limited
from forum.infra.web.reader import current_reader
from forum.infra.web.safe import safe_next
from forum.infra.web.stranger_pages import good_until, kept_for_strangers
from forum.posts import actions, queries
from forum.posts.actions.revealing import subject_of
from forum.posts.forms import RevealForm
from forum.posts.views import bp
from forum.posts.views.answers import fresh_key, is_fetched, member, page_words
from forum.presenting.posts import ThreadPage


@bp.get("/t/<int:thread_id>")
@kept_for_strangers
def thread(thread_id: int) -> ResponseReturnValue:
    """A page of a thread."""
    now = clock.now()
    page = queries.thread_page(current_reader(), thread_id, page_number(), directory(), now, words=page_words())
    good_until(page.valid_until)
    answer = thread_answer(page)
    actions.keep_place(current_reader(), page, now)
    return answer


def thread_answer(page: ThreadPage, form: FormState | None = None) -> str:
    """The page with its reply form, as it was typed if it was."""
    return render_template("posts/thread.html", page=page, form=form, submission_key=fresh_key(), **_beside(page))


def _beside(page: ThreadPage) -> dict[str, object]:
    """What rooms above say to an author under a post that they just wrote."""
    said = request.args.get("said", 0, type=int)
    mine = tuple(card.id for card in page.posts if card.mine and card.id == said)
    return beside("posts.thread", current_reader(), mine, clock.now()) if mine else {}


@bp.get("/t/<int:thread_id>/new")
def first_new(thread_id: int) -> ResponseReturnValue:
    """To the first new post that I may read."""
    url, is_new = queries.first_new(current_reader(), thread_id, clock.now())
    if not is_new and not current_reader().is_stranger:
        flash(_("There is nothing new here that you can read yet."), "info")
    return redirect(url)


@bp.get("/t/<int:thread_id>/standing")
@limited("watch")
def standing(thread_id: int) -> ResponseReturnValue:
    """Whether a page left open is still right: a token, and no word of any post."""
    asked = [int(one) for one in request.args.get("shows", "")[:200].split(",") if one.isascii() and one.isdigit()]
    shows = [one for one in asked if 0 < one <= LARGEST_ID]
    return jsonify(token=queries.watch(current_reader(), thread_id, shows, clock.now()).token)


@adds_to("shows.progress")
def unlocked(reader: Reader, ids: tuple[int, ...], now: datetime) -> dict[str, object]:
    """What was waiting for who has just marked an episode as seen."""
    found = queries.waiting(reader, ids[0], now, words=page_words())
    return {"said": [_waiting_words(one) for one in found]}


def _waiting_words(one: queries.Waiting) -> dict[str, str]:
    """A message with a link in it, as the page shows it."""
    count = (
        _("More than %(num)s posts were waiting for you in", num=one.count)
        if one.more
        else ngettext("%(num)s post was waiting for you in", "%(num)s posts were waiting for you in", one.count)
    )
    return {"words": count, "url": one.url, "title": one.title}


@bp.get("/p/<int:post_id>")
def permalink(post_id: int) -> ResponseReturnValue:
    """To a post on its page."""
    return redirect(queries.permalink(current_reader(), post_id, clock.now()))


@bp.get("/u/<handle>/posts")
def written(handle: str) -> ResponseReturnValue:
    """What somebody wrote, as far as I may read it."""
    person = person_by_handle(handle)
    number, after = page_number(), after_key(1)
    page = queries.posts_of(
        current_reader(), person.id, number, directory(), clock.now(), after=after, words=page_words()
    )
    return render_template("posts/written.html", page=page, person=person)


@bp.get("/p/<int:post_id>/history")
def history(post_id: int) -> ResponseReturnValue:
    """All versions of a post."""
    page = queries.history(current_reader(), post_id, directory(), clock.now(), words=page_words())
    return render_template("posts/history.html", page=page)


@bp.post("/reveal")
@strangers_need_no_token
@limited("reveal")
def reveal() -> ResponseReturnValue:
    """Show what is behind veils, or hide it again."""
    form = read_form(RevealForm)
    reader, now = current_reader(), clock.now()
    if reader.is_stranger:
        return _opened_for_a_stranger(form)
    if form.veil:
        actions.reveal(reader, form.veil, now)
    if form.hide:
        actions.hide_again(reader, form.hide, now)
    kind, number = subject_of([*form.veil, *form.hide][0])
    if is_fetched() and kind == "post":
        page = queries.post_page(reader, number, directory(), now, words=page_words())
        return render_template("posts/veil.html", post=page.post)
    anchor = f"#p{number}" if kind == "post" else ""
    back = url_for("posts.thread", thread_id=number) if kind == "thread" else url_for("posts.permalink", post_id=number)
    target = safe_next(back)
    return redirect(target if target == back else target + anchor, 303)


def _opened_for_a_stranger(form: RevealForm) -> ResponseReturnValue:
    """One answer that shows it, and leaves no trace."""
    if not form.veil:
        raise Denied("sign-in")
    number = subject_of(form.veil[0])[1]
    page = queries.post_page(current_reader(), number, directory(), clock.now(), opening=form.veil, words=page_words())
    if is_fetched():
        return render_template("posts/veil.html", post=page.post)
    return render_template("posts/post.html", page=page, back=safe_next(""))


@bp.post("/t/<int:thread_id>/enter")
@limited("reveal")
def enter(thread_id: int) -> ResponseReturnValue:
    """Read a thread although one is behind."""
    actions.enter_thread(member(), thread_id, clock.now())
    return redirect(safe_next(url_for("posts.thread", thread_id=thread_id)), 303)


@bp.post("/t/<int:thread_id>/leave")
@limited("reveal")
def leave(thread_id: int) -> ResponseReturnValue:
    """Close its door again."""
    actions.leave_thread(member(), thread_id, clock.now())
    return redirect(safe_next(url_for("posts.thread", thread_id=thread_id)), 303)


@bp.post("/t/<int:thread_id>/open-all")
@limited("reveal")
def open_all(thread_id: int) -> ResponseReturnValue:
    """Open all in a thread that is out."""
    actions.open_all(member(), thread_id, clock.now())
    flash(_("Everything here that is out is open now. What comes out later stays covered until you ask."), "success")
    return redirect(safe_next(url_for("posts.thread", thread_id=thread_id)), 303)


@bp.post("/t/<int:thread_id>/close-all")
@limited("reveal")
def close_all(thread_id: int) -> ResponseReturnValue:
    """Cover it again."""
    actions.close_all(member(), thread_id, clock.now())
    return redirect(safe_next(url_for("posts.thread", thread_id=thread_id)), 303)


@bp.get("/revealed")
def revealed() -> ResponseReturnValue:
    """What I have opened, why I can see it, and how to cover it again."""
    number, after = page_number(), after_key(2)
    page = queries.revealed_page(member(), number, directory(), clock.now(), after=after, words=page_words())
    return render_template("posts/revealed.html", page=page)


@bp.get("/p/<int:post_id>/quote")
def quote(post_id: int) -> ResponseReturnValue:
    """Answer a post with its words."""
    now = clock.now()
    page = queries.quote_page(member(), post_id, directory(), now, words=page_words())
    typed = FormState.filled(body=page.body, reply_to=post_id)
    return render_template("posts/quote.html", page=page, form=typed, submission_key=fresh_key(), back=request.path)
