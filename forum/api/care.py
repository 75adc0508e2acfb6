"""Help: the lines, what is wrong with them, and which hard topics a thread touches."""

from __future__ import annotations

from forum.api.answers import Answer, Made
from forum.api.asking import LinesQuery
from forum.api.door import PREFIX
from forum.api.models.care import LineReported, NoteChanges, SupportLines, Topics, WrongNumber, WrongNumbers
from forum.api.operations import operation
from forum.api.people import member
from forum.care import actions, queries
from forum.care.forms import TopicsForm, WrongNumberForm
from forum.infra import clock
from forum.infra.directory import directory
from forum.infra.web.reader import current_reader
from forum.presenting.care import SupportFilter, support_page

TAG = "care"


@operation("GET", "/support-lines", tag=TAG, answer=SupportLines, query=LinesQuery)
def list_support_lines(query: LinesQuery) -> Answer:
    """Crisis lines by country, topic and kind. The notice of a sensitive thread is part of the thread's answer."""
    reader = current_reader()
    wanted = SupportFilter(query.country, query.topic, query.kind)
    return SupportLines.of(support_page(directory(), reader.country, wanted, reader.language))


@operation(
    "POST",
    "/support-lines/reports",
    tag=TAG,
    answer=LineReported,
    scope="write",
    body=WrongNumberForm,
    status=201,
    limits=("report-line",),
    example={"country": "GB", "words": "The number of the second line rings for ever."},
    once=True,
)
def report_line(form: WrongNumberForm) -> Made:
    """Say that a line is wrong, or missing. Without a key the page at `/support/wrong-number` does it."""
    number = actions.report_line(member(), form, directory(), clock.now())
    return Made(LineReported(id=number), f"{PREFIX}/support-lines/reports")


@operation("GET", "/support-lines/reports", tag=TAG, answer=WrongNumbers, scope="moderate", signed_in=True)
def list_line_reports() -> Answer:
    """What people say is wrong with our lines, for the site's staff. At most 200."""
    cards = queries.wrong_numbers(member(), directory(), clock.now())
    return WrongNumbers(reports=[WrongNumber.of(card) for card in cards])


@operation("DELETE", "/support-lines/reports/<int:report_id>", tag=TAG, answer=None, scope="moderate")
def settle_line_report(report_id: int) -> None:
    """A report has been looked into. Settled twice is settled once."""
    actions.settle_report(member(), report_id, clock.now())


@operation("GET", "/shows/<slug>/notes", tag=TAG, answer=NoteChanges, scope="moderate", signed_in=True)
def list_content_notes(slug: str) -> Answer:
    """Who said when which hard topics a show touches, for its stewards and for the site's staff."""
    return NoteChanges.of(queries.notes_page(member(), slug, clock.now()))


@operation("GET", "/threads/<int:thread_id>/topics", tag=TAG, answer=Topics, scope="moderate", signed_in=True)
def get_topics(thread_id: int) -> Answer:
    """Which hard topics a thread touches, for its moderators."""
    return Topics.of(queries.topics_page(member(), thread_id, directory(), clock.now()))


@operation(
    "PUT",
    "/threads/<int:thread_id>/topics",
    tag=TAG,
    answer=Topics,
    scope="moderate",
    body=TopicsForm,
    limits=("decide",),
    example={"topics": ["suicide"], "reason": "The second post tells of it."},
)
def set_topics(thread_id: int, form: TopicsForm) -> Answer:
    """Say which they are, on top of those of its show. The notice follows at once; the reason is kept."""
    actions.set_topics(member(), thread_id, form, clock.now())
    return get_topics(thread_id)
