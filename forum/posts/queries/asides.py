"""What stands over, or instead of, the words of people whom a reader has put aside, where others quote them."""

from __future__ import annotations

from forum.domain.people import Reader
from forum.posts.queries.rows import StoredPost
from forum.presenting.posts import PageWords
from forum.rendering.plain import Said


def said_over(reader: Reader, post: StoredPost, words: PageWords) -> Said | None:
    """The words of the fold on a page. None for a reader who has put nobody aside."""
    return _said(reader, post, words.words_of_blocked, words.words_of_muted)


def said_instead(reader: Reader, post: StoredPost, words: PageWords) -> Said | None:
    """The same for plain text, which has no folds."""
    return _said(reader, post, words.without_blocked, words.without_muted)


def _said(reader: Reader, post: StoredPost, blocked: str, muted: str) -> Said | None:
    """A quote without a name is taken to be of the post that is answered."""
    if not reader.aside:
        return None
    to = post.reply_to.author if post.reply_to else None
    answered = reader.keeps_aside(to.id) if to is not None else ""
    over = {"": "", "blocked": blocked, "muted": muted}
    return lambda name: over[reader.keeps_named_aside(name) if name else answered]
