"""Posts and the pages they stand on, finished for one reader: nothing here holds what that reader may not see."""

from forum.presenting.posts.cards import (
    Body,
    PostCard,
    PreviewCard,
    ProblemCard,
    ReactionCard,
    ReplyToCard,
    RevisionCard,
    SourceCard,
    WrittenCard,
)
from forum.presenting.posts.pages import (
    NO_OFFER,
    CoverOffer,
    EditPage,
    HistoryPage,
    LinkCard,
    Neighbours,
    NewThreadPage,
    PostPage,
    QuotePage,
    Standing,
    ThreadPage,
    WrittenPage,
)
from forum.presenting.posts.rights import MayPost, MayThread, may_post, may_thread
from forum.presenting.posts.words import ENGLISH, PageWords

__all__ = [
    "ENGLISH",
    "NO_OFFER",
    "Body",
    "CoverOffer",
    "EditPage",
    "HistoryPage",
    "LinkCard",
    "MayPost",
    "MayThread",
    "Neighbours",
    "NewThreadPage",
    "PageWords",
    "PostCard",
    "PostPage",
    "PreviewCard",
    "ProblemCard",
    "QuotePage",
    "ReactionCard",
    "ReplyToCard",
    "RevisionCard",
    "SourceCard",
    "Standing",
    "ThreadPage",
    "WrittenCard",
    "WrittenPage",
    "may_post",
    "may_thread",
]
