"""Reading the moderation room. Every page is made of frozen cards."""

from forum.moderation.queries.aftermath import own_decisions, waiting_appeals, waiting_proposal
from forum.moderation.queries.beside import beside_case
from forum.moderation.queries.cases import case_page
from forum.moderation.queries.decisions import decision_page
from forum.moderation.queries.flagging import flag_page
from forum.moderation.queries.lately import changes
from forum.moderation.queries.ledger import ledger_page
from forum.moderation.queries.lines import ledger_line, waiting_burials
from forum.moderation.queries.queue import open_cases
from forum.moderation.queries.replies import replies_page

__all__ = [
    "beside_case",
    "case_page",
    "changes",
    "decision_page",
    "flag_page",
    "ledger_line",
    "ledger_page",
    "open_cases",
    "own_decisions",
    "replies_page",
    "waiting_appeals",
    "waiting_burials",
    "waiting_proposal",
]
