"""Reading the care room."""

from forum.care.queries.lines import blank_line, exported_lines, line_page, lines_page, typed_line, waiting_countries
from forum.care.queries.support import topics_page, wrong_numbers

__all__ = [
    "blank_line",
    "exported_lines",
    "line_page",
    "lines_page",
    "topics_page",
    "typed_line",
    "waiting_countries",
    "wrong_numbers",
]
