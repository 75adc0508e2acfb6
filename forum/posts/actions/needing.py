"""Words of need that another rule would refuse: they are kept, folded for others, and the care team looks.

A lock, a sanction, a break or a closed group must not swallow somebody's only cry for help (docs/care.md).
"""

from __future__ import annotations

from forum.domain.errors import Denied
from forum.domain.people import Reader
from forum.domain.permissions import Action, GroupFacts, PostFacts, ThreadFacts, judge
from forum.infra.hearing import speaks_of_need
from forum.posts.models import Post
from forum.rendering.document import Document

_ALWAYS = frozenset({"sign-in", "not-open-yet", "nothing-to-answer", "authors-only", "gone"})
"""Where there is nobody who could be helped, or nothing of theirs that could be answered or changed."""


def is_to_be_folded(
    actor: Reader, facts: GroupFacts | ThreadFacts | PostFacts, words: str, action: Action = Action.POST_WRITE
) -> bool:
    """Whether these words may only stand folded; False where they may stand as they are.

    Raises: `Denied` for words that tell of no need.
    """
    verdict = judge(actor, action, facts)
    if verdict.allowed:
        return False
    if verdict.reason in _ALWAYS or not speaks_of_need(words):
        raise Denied(verdict.reason)
    return True


def fold(post: Post) -> None:
    """Keep the words of a post from all but its author until a person of the team decides. Twice is once."""
    post.held_by = ",".join(sorted({*filter(None, post.held_by.split(",")), "care"}))
    if post.held is None:
        post.held, post.document = post.document, Document(()).to_json()
