"""Writing verbs of the moderation room."""

from forum.moderation.actions.appealing import answer_appeal, appeal
from forum.moderation.actions.chaining import bury
from forum.moderation.actions.claiming import claim_case, release_case
from forum.moderation.actions.covers import open_cover
from forum.moderation.actions.deciding import decide_case
from forum.moderation.actions.flagging import raise_flag, raise_flag_on, raise_system_flag
from forum.moderation.actions.handing import hand_over
from forum.moderation.actions.notes import note_case
from forum.moderation.actions.passing import pass_case, take_up_again
from forum.moderation.actions.previewing import preview_decision
from forum.moderation.actions.proposing import agree_to_proposal, propose_decision, refuse_proposal
from forum.moderation.actions.reading import read_anyway
from forum.moderation.actions.redacting import close_burial, propose_burial
from forum.moderation.actions.replies import drop_reply, save_reply
from forum.moderation.actions.undoing import reverse_decision, undo_decision

__all__ = [
    "agree_to_proposal",
    "answer_appeal",
    "appeal",
    "bury",
    "claim_case",
    "close_burial",
    "decide_case",
    "drop_reply",
    "hand_over",
    "note_case",
    "open_cover",
    "pass_case",
    "preview_decision",
    "propose_burial",
    "propose_decision",
    "raise_flag",
    "raise_flag_on",
    "raise_system_flag",
    "read_anyway",
    "refuse_proposal",
    "release_case",
    "reverse_decision",
    "save_reply",
    "take_up_again",
    "undo_decision",
]
