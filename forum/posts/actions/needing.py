"""Words of need that another rule would refuse: they are kept, folded for others, and the care team looks.

A lock, a sanction, a break or a closed group must not swallow somebody's only cry for help (docs/care.md).
"""

from __future__ import annotations

from forum.domain.errors import Denied
from forum.domain.people import Reader
from forum.domain.permissions import Action, ThreadFacts, judge
from forum.infra.hearing import speaks_of_need
from forum.posts.models import Post
from forum.rendering.document import Document

_ALWAYS = frozenset({"sign-in", "not-open-yet", "nothing-to-answer"})
"""Where there is nobody who could be helped, or nothing yet that could be answered."""


def is_to_be_folded(actor: Reader, facts: ThreadFacts, body: str) -> bool:
    """Whether these words may only stand folded; False where they may stand as they are.

    Raises: `Denied` for words that tell of no need.
    """
    verdict = judge(actor, Action.POST_WRITE, facts)
    if verdict.allowed:
        return False
    if verdict.reason in _ALWAYS or not speaks_of_need(body):
        raise Denied(verdict.reason)
    return True


def fold(post: Post) -> None:
    """Keep the words of a new post from all but its author until a person of the team decides."""
    post.held, post.document, post.held_by = post.document, Document(()).to_json(), "care"
