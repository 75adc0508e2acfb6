"""Reading the care room."""

from forum.care.queries.breaks import break_page
from forum.care.queries.clocks import care_clocks
from forum.care.queries.concerns import concern_page
from forum.care.queries.letters import letters_page
from forum.care.queries.lines import blank_line, exported_lines, line_page, lines_page, typed_line, waiting_countries
from forum.care.queries.notes import notes_page
from forum.care.queries.queue import care_queue, case_page
from forum.care.queries.support import topics_page, wrong_numbers
from forum.care.queries.team import team_page

__all__ = [
    "blank_line",
    "break_page",
    "care_clocks",
    "care_queue",
    "case_page",
    "concern_page",
    "exported_lines",
    "letters_page",
    "line_page",
    "lines_page",
    "notes_page",
    "team_page",
    "topics_page",
    "typed_line",
    "waiting_countries",
    "wrong_numbers",
]
