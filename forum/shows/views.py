"""Pages of the catalogue."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.domain.errors import Invalid
from forum.domain.people import Reader
from forum.infra import clock
from forum.infra.web.beside import beside
from forum.infra.web.bounds import FORM_BYTES, allow_upload, page_number
from forum.infra.web.forms import FormState, read_form
from forum.infra.web.limits import limited
from forum.infra.web.reader import current_reader
from forum.infra.web.safe import safe_next
from forum.shows import actions, importing, queries
from forum.shows.forms import NoteForm, ProgressForm, UploadForm
from forum.shows.stepping import step

bp = Blueprint("shows", __name__)


@bp.url_value_preprocessor
def _widen(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    # The check of the form's token reads the body before any view runs, so the bound must be wider by then; only for
    # somebody whom Flask-Login's signed cookie names, so that strangers cannot make us read 20 MB.
    if endpoint == "shows.import_upload" and "_user_id" in session:
        allow_upload(FORM_BYTES)


@bp.get("/shows")
@limited("search")
def index() -> ResponseReturnValue:
    """All shows, and those whose name was asked for."""
    text = request.args.get("q", "").strip()[:100]
    page = queries.shows_index(current_reader(), text, page_number(), clock.now())
    return render_template("shows/index.html", page=page)


@bp.get("/shows/<slug>")
def show(slug: str) -> ResponseReturnValue:
    """One show with one of its seasons."""
    return _show_page(slug)


def _show_page(slug: str, form: FormState | None = None, prefix: str = "", status: int = 200) -> ResponseReturnValue:
    season = request.args.get("season", "")
    number = int(season) if season.isascii() and season.isdigit() and len(season) < 6 else None
    reader, now = current_reader(), clock.now()
    page = queries.show_page(reader, slug, number, now)
    around = beside("shows.show", reader, tuple(card.id for card in page.episodes), now)
    return render_template("shows/show.html", page=page, form=form, at_fault=prefix, **around), status


@bp.get("/episodes/<int:episode_id>")
def episode(episode_id: int) -> ResponseReturnValue:
    """One episode: when it is out, where I am."""
    reader, now = current_reader(), clock.now()
    page = queries.episode_page(reader, episode_id, now)
    return render_template("shows/episode.html", page=page, **beside("shows.episode", reader, (episode_id,), now))


@bp.get("/calendar")
def calendar() -> ResponseReturnValue:
    """Releases of two weeks back and two ahead."""
    mine = request.args.get("mine") == "1"
    return render_template("shows/calendar.html", page=queries.calendar(current_reader(), clock.now(), mine=mine))


@bp.post("/progress")
@limited("progress")
def progress() -> ResponseReturnValue:
    """One step of my place in a show, and back to where I was."""
    reader, form, now = current_reader(), read_form(ProgressForm), clock.now()
    step(reader, form, now)
    if form.step in ("seen", "through") and form.episode_id is not None:
        said = beside("shows.progress", reader, (form.episode_id,), now).get("said")
        for words in said if isinstance(said, list) else ():
            flash(words, "success")
    return redirect(safe_next(url_for("shows.index")), 303)


@bp.get("/shows/import")
def import_form() -> ResponseReturnValue:
    """The form for uploading a file."""
    queries.may_import(current_reader())
    return render_template("shows/import.html", form=None, reports=None, faults=(), changes=())


@bp.post("/shows/import")
@limited("import")
def import_upload() -> ResponseReturnValue:
    """Import an uploaded file and show what became of it."""
    actor = current_reader()
    queries.may_import(actor)
    state = FormState()
    told: dict[str, Any] = {"reports": None, "faults": (), "changes": ()}
    try:
        form = read_form(UploadForm)
        state = FormState.filled(**form.model_dump())
        told["reports"] = _imported(actor, form)
    except importing.ImportRefused as fault:
        told["faults"] = fault.faults
    except importing.WouldUnrelease as fault:
        told.update(changes=fault.changes, file=fault.file)
    except Invalid as fault:
        state = FormState.of(fault)
    return render_template("shows/import.html", form=state, **told), 422 if told["reports"] is None else 200


def _imported(actor: Reader, form: UploadForm) -> tuple[importing.Report, ...]:
    data, name = _uploaded()
    if form.what == "windows":
        return importing.import_windows(actor, data, name, clock.now(), **form.options())
    return (importing.import_show(actor, data, name, clock.now(), **form.options()),)


def _uploaded() -> tuple[bytes, str]:
    """The bytes and the name of the uploaded file; the name is for messages alone."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Invalid({"file": ["required"]}, request.form.to_dict())
    name = "".join(c for c in file.filename if c.isprintable())
    return file.read(), name[-100:]


@bp.post("/shows/<slug>/notes")
@limited("decide")
def add_note(slug: str) -> ResponseReturnValue:
    """State a topic of the show, a season or an episode."""
    try:
        actions.note_content(current_reader(), queries.show_id(slug), read_form(NoteForm), clock.now())
    except Invalid as fault:
        return _show_page(slug, FormState.of(fault), "note", 422)
    flash(_("The note is set. Threads about it now show where to find help."))
    return redirect(safe_next(url_for("shows.show", slug=slug)), 303)


@bp.post("/shows/notes/<int:note_id>/withdraw")
@limited("decide")
def withdraw_note(note_id: int) -> ResponseReturnValue:
    """Take a note back."""
    actions.withdraw_note(current_reader(), note_id, clock.now())
    return redirect(safe_next(url_for("shows.index")), 303)


@bp.post("/shows/windows/<int:window_id>/withdraw")
@limited("decide")
def withdraw_window(window_id: int) -> ResponseReturnValue:
    """Take a stated release back."""
    actions.withdraw_window(current_reader(), window_id, clock.now())
    return redirect(safe_next(url_for("shows.index")), 303)


@bp.post("/shows/<slug>/titles")
@limited("decide")
def titles(slug: str) -> ResponseReturnValue:
    """Open or hide the titles of episodes that are not out."""
    change = actions.open_titles if request.form.get("open") == "yes" else actions.hide_titles
    change(current_reader(), queries.show_id(slug), clock.now())
    return redirect(safe_next(url_for("shows.show", slug=slug)), 303)
