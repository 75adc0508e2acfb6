"""Writing verbs of the care room."""

from forum.care.actions.lines import check_line, correct_line, import_lines, switch_lines
from forum.care.actions.support import report_line, set_topics, settle_report, ship_notes

__all__ = [
    "check_line",
    "correct_line",
    "import_lines",
    "report_line",
    "set_topics",
    "settle_report",
    "ship_notes",
    "switch_lines",
]
