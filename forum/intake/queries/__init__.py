"""Reads of the intake room."""

from forum.intake.queries.automations import automation_card, automation_cards, match_card, newest_matches, pace_of
from forum.intake.queries.noticing import answer_card, notice_card, waiting_notices
from forum.intake.queries.trying import tried
from forum.intake.queries.waiting import own_waiting, read_anyway, waiting_card, waiting_page

__all__ = [
    "answer_card",
    "automation_card",
    "automation_cards",
    "match_card",
    "newest_matches",
    "notice_card",
    "own_waiting",
    "pace_of",
    "read_anyway",
    "tried",
    "waiting_card",
    "waiting_notices",
    "waiting_page",
]
