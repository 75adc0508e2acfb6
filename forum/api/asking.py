"""What may stand behind the question mark: one small model for each kind of list."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from forum.infra.forms import Form
from forum.search.forms import SearchForm
from forum.shows.forms import UploadForm

Cursor = Annotated[
    str, StringConstraints(max_length=80), Field(description="From `next_cursor` of the answer before this one.")
]
Word = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)]


class ListQuery(Form):
    """A list."""

    cursor: Cursor = ""


class ShowsQuery(ListQuery):
    """Shows whose name contains a text."""

    q: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)] = ""


class SearchQuery(SearchForm, ListQuery):
    """A question, and how it is narrowed."""


class ImportQuery(UploadForm):
    """What the file holds, and how strictly it is taken."""


class SeasonQuery(Form):
    """Which season to tell of; otherwise the one you are in."""

    season: Annotated[int, Field(ge=0, le=99_999)] | None = None


class CalendarQuery(Form):
    """Whether to tell of your own shows alone."""

    mine: bool = False


class ThreadsQuery(ListQuery):
    """Threads of one kind, or about one show."""

    kind: Word = ""
    show: Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)] = ""


class CasesQuery(ListQuery):
    """Which cases."""

    group: Word = ""
    reason: Word = ""
    mine: bool = False
    decided: bool = False
    show: Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)] = ""
    urgency: Annotated[Word, Field(description="`first`, `next` or `later`.")] = ""
    age: Annotated[Word, Field(description="Waits at least so long: `hour`, `day`, `3-days` or `week`.")] = ""
    passed: Annotated[bool, Field(description="Those that you left to others.")] = False
    author: Annotated[Word, Field(description="About what this person wrote.")] = ""
    thread: Annotated[int, Field(ge=0, le=2**31 - 1, description="In this thread; 0 = in any.")] = 0


class ReportQuery(Form):
    """Which days, both counted in."""

    first: Annotated[date | None, Field(ge=date(2000, 1, 1), le=date(2200, 1, 1))] = None
    last: Annotated[date | None, Field(ge=date(2000, 1, 1), le=date(2200, 1, 1))] = None


class LinesQuery(Form):
    """Which lines."""

    country: Annotated[str, StringConstraints(to_upper=True, max_length=2)] = ""
    topic: Word = ""
    kind: Word = ""
