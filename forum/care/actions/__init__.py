"""Writing verbs of the care room."""

from forum.care.actions.cases import (
    ask_again,
    call_for_second,
    close_case,
    cut_detail,
    hand_over,
    judge_urgency,
    look_at,
    note_call,
    note_on_case,
    read_case_anyway,
    show_post_again,
    stand_beside,
    take_case,
    write_to_person,
)
from forum.care.actions.concerns import worry_about
from forum.care.actions.lines import check_line, correct_line, import_lines, switch_lines
from forum.care.actions.messages import answer_team, ask_to_be_written_to, choose, mark_seen, say_not_me
from forum.care.actions.support import report_line, set_topics, settle_report, ship_notes
from forum.care.actions.team import appoint_carer, dismiss_carer, go_on_call

__all__ = [
    "answer_team",
    "appoint_carer",
    "ask_again",
    "ask_to_be_written_to",
    "call_for_second",
    "check_line",
    "choose",
    "close_case",
    "correct_line",
    "cut_detail",
    "dismiss_carer",
    "go_on_call",
    "hand_over",
    "import_lines",
    "judge_urgency",
    "look_at",
    "mark_seen",
    "note_call",
    "note_on_case",
    "read_case_anyway",
    "report_line",
    "say_not_me",
    "set_topics",
    "settle_report",
    "ship_notes",
    "show_post_again",
    "stand_beside",
    "switch_lines",
    "take_case",
    "worry_about",
    "write_to_person",
]
