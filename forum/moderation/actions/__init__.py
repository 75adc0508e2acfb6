"""Writing verbs of the moderation room."""

from forum.moderation.actions.claiming import claim_case, release_case
from forum.moderation.actions.covers import open_cover
from forum.moderation.actions.deciding import decide_case
from forum.moderation.actions.flagging import raise_flag
from forum.moderation.actions.notes import note_case
from forum.moderation.actions.passing import pass_case, take_up_again
from forum.moderation.actions.reading import read_anyway
from forum.moderation.actions.replies import drop_reply, save_reply

__all__ = [
    "claim_case",
    "decide_case",
    "drop_reply",
    "note_case",
    "open_cover",
    "pass_case",
    "raise_flag",
    "read_anyway",
    "release_case",
    "save_reply",
    "take_up_again",
]
