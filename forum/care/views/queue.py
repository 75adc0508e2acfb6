"""The care queue, for the care team alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.care import actions, queries
from forum.care.forms import AnswerForm, AskedForm, CloseForm, CutForm, DutyForm, LowerForm, NoteForm
from forum.care.views import bp
from forum.domain.errors import Invalid
from forum.domain.people import Reader
from forum.infra import clock
from forum.infra.directory import directory
from forum.infra.forms import Form
from forum.infra.web.forms import FormState, read_form
from forum.infra.web.limits import limited
from forum.infra.web.reader import current_reader
from forum.infra.web.words import current_words


@bp.get("/care")
def queue() -> ResponseReturnValue:
    """What waits."""
    reader, now = current_reader(), clock.now()
    page = queries.care_queue(reader, directory(), now)
    actions.look_at(reader, "queue", None, now)
    return render_template("care/queue.html", page=page)


@bp.post("/care/duty")
@limited("decide")
def duty() -> ResponseReturnValue:
    """I am on call, or not."""
    actions.go_on_call(current_reader(), read_form(DutyForm), clock.now())
    return redirect(url_for("care.queue"), 303)


@bp.get("/care/cases/<int:number>")
def case(number: int) -> ResponseReturnValue:
    """One case."""
    return _case_page(number, FormState(), "")


def _case_page(case_id: int, form: FormState, which: str) -> str:
    reader, now = current_reader(), clock.now()
    page = queries.case_page(reader, case_id, directory(), now, current_words())
    actions.look_at(reader, "case", case_id, now)
    return render_template("care/case.html", page=page, form=form, which=which)


Verb = Callable[[Reader, int, datetime], None]

_SIMPLE: dict[str, Verb] = {
    "take": actions.take_case,
    "beside": actions.stand_beside,
    "second": actions.call_for_second,
    "read": actions.read_case_anyway,
}


@bp.post("/care/cases/<int:number>/<any(take, beside, second, read):verb>")
@limited("decide")
def act(number: int, verb: str) -> ResponseReturnValue:
    """What needs no words."""
    _SIMPLE[verb](current_reader(), number, clock.now())
    return redirect(url_for("care.case", number=number), 303)


_WORDED: dict[str, tuple[type[Form], Callable[[Reader, int, Any, datetime], None]]] = {
    "note": (NoteForm, actions.note_on_case),
    "hand": (NoteForm, actions.hand_over),
    "write": (AnswerForm, actions.write_to_person),
    "urgency": (LowerForm, actions.judge_urgency),
    "called": (NoteForm, actions.note_call),
    "unfold": (NoteForm, actions.show_post_again),
    "cut": (CutForm, actions.cut_detail),
    "close": (CloseForm, actions.close_case),
}


@bp.post("/care/cases/<int:number>/<any(note, hand, write, urgency, called, unfold, cut, close):verb>")
@limited("decide")
def say(number: int, verb: str) -> ResponseReturnValue:
    """What needs words."""
    form, action = _WORDED[verb]
    return _done(number, verb, lambda: action(current_reader(), number, read_form(form), clock.now()))


@bp.post("/care/cases/<int:number>/ask/<any(day, week):after>")
@limited("decide")
def ask(number: int, after: str) -> ResponseReturnValue:
    """Somebody asked again how they are."""
    return _done(
        number,
        after,
        lambda: actions.ask_again(current_reader(), number, after, read_form(AskedForm), clock.now()),
    )


def _done(case_id: int, which: str, action: Callable[[], None]) -> ResponseReturnValue:
    try:
        action()
    except Invalid as fault:
        return _case_page(case_id, FormState.of(fault), which), 422
    flash(_("Done."), "success")
    back = url_for("care.case", number=case_id) if which != "close" else url_for("care.queue")
    return redirect(back, 303)
