"""Cards of the moderation room. Whoever may not read a reported text gets a card without it."""

from forum.presenting.moderation.beside import (
    BesideCard,
    CaseNoteCard,
    ContextCard,
    HandedCard,
    PastCard,
    RepliesPage,
    SanctionCard,
    SavedReplyCard,
)
from forum.presenting.moderation.cases import CasePage, DecisionCard, DecisionPage, TextCard
from forum.presenting.moderation.flagging import FlagCard, FlagPage
from forum.presenting.moderation.ledger import LedgerPage, LedgerRow
from forum.presenting.moderation.places import PlaceCard, in_words
from forum.presenting.moderation.queue import (
    ChangeCard,
    ChangesCard,
    ClaimCard,
    DoneCard,
    QueueFilter,
    QueuePage,
    QueueRow,
)

__all__ = [
    "BesideCard",
    "CaseNoteCard",
    "CasePage",
    "ChangeCard",
    "ChangesCard",
    "ClaimCard",
    "ContextCard",
    "DecisionCard",
    "DecisionPage",
    "DoneCard",
    "FlagCard",
    "FlagPage",
    "HandedCard",
    "LedgerPage",
    "LedgerRow",
    "PastCard",
    "PlaceCard",
    "QueueFilter",
    "QueuePage",
    "QueueRow",
    "RepliesPage",
    "SanctionCard",
    "SavedReplyCard",
    "TextCard",
    "in_words",
]
