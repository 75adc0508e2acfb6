"""Keeping the crisis lines: for staff, and corrections for administrators."""

from __future__ import annotations

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from forum.care import actions, queries
from forum.care.actions.lines import LARGEST_FILE
from forum.care.forms import CheckForm, LineForm, SwitchForm
from forum.care.views import bp
from forum.domain.crisis import GRAVITY
from forum.domain.errors import Invalid
from forum.domain.helpline_checks import KINDS
from forum.infra import clock
from forum.infra.web.forms import FormState, read_form
from forum.infra.web.limits import limited
from forum.infra.web.reader import current_reader

_NAMED = 8
"""Lines named in the answer to an import; whoever wants to see all compares the two files."""
WAYS = tuple(kind for kind in ("call", "text", "chat", "whatsapp", "email") if kind in KINDS)


@bp.get("/support/lines")
def lines() -> ResponseReturnValue:
    """Every line and how it stands."""
    return _lines_page(None)


def _lines_page(form: FormState | None) -> str:
    country = request.args.get("country", "")[:2].upper()
    page = queries.lines_page(current_reader(), country, clock.now())
    return render_template("care/lines.html", page=page, form=form)


@bp.get("/support/lines.json")
def export_lines() -> ResponseReturnValue:
    """The file, for other communities."""
    answer = jsonify(queries.exported_lines(current_reader(), clock.now()))
    answer.headers["Content-Disposition"] = 'attachment; filename="lines.json"'
    return answer


@bp.post("/support/lines/import")
@limited("import")
def import_lines() -> ResponseReturnValue:
    """Corrections of others, taken over."""
    file = request.files.get("file")
    raw = file.stream.read(LARGEST_FILE + 1) if file else b""
    try:
        done = actions.import_lines(current_reader(), raw, clock.now())
    except Invalid as fault:
        return _lines_page(FormState.of(fault)), 422
    if done.taken or not done.ours:
        taken = ngettext(
            "%(num)s line was taken over. Nobody here has checked it yet.",
            "%(num)s lines were taken over. Nobody here has checked them yet.",
            len(done.taken),
        )
        flash(taken, "success")
    if done.ours:
        names = ", ".join(done.ours[:_NAMED]) + (" …" if len(done.ours) > _NAMED else "")
        flash(
            ngettext(
                "%(num)s line stays as it is here, because the file is not newer: %(names)s",
                "%(num)s lines stay as they are here, because the file is not newer: %(names)s",
                len(done.ours),
                names=names,
            )
        )
    return redirect(url_for("care.lines"), 303)


@bp.post("/support/lines/switch")
@limited("decide")
def switch_lines() -> ResponseReturnValue:
    """Hide lines, or show them again."""
    try:
        actions.switch_lines(current_reader(), read_form(SwitchForm), clock.now())
    except Invalid as fault:
        return _lines_page(FormState.of(fault)), 422
    flash(_("Done. It holds everywhere within a minute."), "success")
    return redirect(url_for("care.lines"), 303)


@bp.get("/support/lines/new")
def new_line() -> ResponseReturnValue:
    """A form for a line that is missing."""
    return _form_page(None, FormState.filled(**queries.blank_line(current_reader(), clock.now())))


@bp.post("/support/lines/new")
@limited("decide")
def add_line() -> ResponseReturnValue:
    """The line is there."""
    return _correct(None)


@bp.get("/support/lines/<line_id>")
def line(line_id: str) -> ResponseReturnValue:
    """One line and its history."""
    page = queries.line_page(current_reader(), line_id, clock.now())
    return render_template("care/line.html", page=page)


@bp.post("/support/lines/<line_id>/check")
@limited("decide")
def check_line(line_id: str) -> ResponseReturnValue:
    """I compared it with the provider's page."""
    actions.check_line(current_reader(), line_id, read_form(CheckForm).digest, clock.now())
    flash(_("Thank you. A check counts when two people have made it."), "success")
    return redirect(url_for("care.line", line_id=line_id), 303)


@bp.get("/support/lines/<line_id>/edit")
def edit_line(line_id: str) -> ResponseReturnValue:
    """The form of a line."""
    typed = queries.typed_line(current_reader(), line_id, clock.now())
    return _form_page(line_id, FormState.filled(**typed))


@bp.post("/support/lines/<line_id>/edit")
@limited("decide")
def correct_line(line_id: str) -> ResponseReturnValue:
    """It is corrected."""
    return _correct(line_id)


def _correct(line_id: str | None) -> ResponseReturnValue:
    try:
        saved = actions.correct_line(current_reader(), read_form(LineForm), line_id, clock.now())
    except Invalid as fault:
        return _form_page(line_id, FormState.of(fault)), 422
    flash(_("Saved. The line now waits for a check by two people."), "success")
    return redirect(url_for("care.line", line_id=saved), 303)


def _form_page(line_id: str | None, form: FormState) -> str:
    return render_template("care/line_form.html", form=form, line_id=line_id, topics=GRAVITY, kinds=WAYS)
