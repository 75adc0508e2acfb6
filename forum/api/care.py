"""Help."""

from __future__ import annotations

from forum.api.answers import Answer
from forum.api.asking import LinesQuery
from forum.api.models.care import SupportLines
from forum.api.operations import operation
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
