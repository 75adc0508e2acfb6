"""Looking for something: one page, for strangers as well, and what one may have meant while typing."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlencode

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from forum.infra import clock
from forum.infra.directory import directory
from forum.infra.rows import LARGEST_ID
from forum.infra.web.limits import limited
from forum.infra.web.reader import current_reader
from forum.infra.web.words import current_words
from forum.presenting.posts import PageWords
from forum.search import queries
from forum.search.forms import SearchForm
from forum.search.names import own_groups, suggestions
from forum.threads.words import current_title_words

bp = Blueprint("search", __name__)


@bp.get("/search")
@limited("search")
def search() -> ResponseReturnValue:
    """What was found, and the form."""
    form, reader = SearchForm.read(request.args.to_dict()), current_reader()
    page = queries.search_page(reader, form, directory(), clock.now(), after=_after(), words=_words())
    return render_template("search/search.html", page=page, form=form, groups=own_groups(reader), onward=_onward(form))


@bp.get("/search/suggest")
@limited("suggest")
def suggest() -> ResponseReturnValue:
    """Names that begin like what was typed."""
    form = SearchForm.read(request.args.to_dict())
    found = suggestions(current_reader(), form.q, clock.now(), words=_words())
    return jsonify({"suggestions": [{"kind": one.kind, "title": one.title, "url": one.url} for one in found]})


def _after() -> int:
    text = request.args.get("after", "")
    return min(int(text[:10]), LARGEST_ID) if text.isascii() and text.isdigit() else 0


def _onward(form: SearchForm) -> str:
    """The address of this question, for the link to its next page."""
    chosen = {name: str(value) for name, value in form.model_dump(mode="json").items() if value}
    return "/search?" + urlencode(chosen)


def _words() -> PageWords:
    """The machine's words around texts and in titles, in the reader's language."""
    return _in(str(get_locale()))


@lru_cache(maxsize=32)
def _in(_language: str) -> PageWords:
    return PageWords(press=current_words(), titles=current_title_words())
