"""Writing verbs of the moderation room."""

from forum.moderation.actions.claiming import claim_case, release_case
from forum.moderation.actions.covers import open_cover
from forum.moderation.actions.deciding import decide_case
from forum.moderation.actions.flagging import raise_flag
from forum.moderation.actions.passing import pass_case, take_up_again
from forum.moderation.actions.reading import read_anyway

__all__ = [
    "claim_case",
    "decide_case",
    "open_cover",
    "pass_case",
    "raise_flag",
    "read_anyway",
    "release_case",
    "take_up_again",
]
