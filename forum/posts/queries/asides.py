"""What stands over, or instead of, the words of people whom a reader has put aside, where others quote them."""

from __future__ import annotations

from markupsafe import Markup

from forum.domain.people import Reader
from forum.posts.queries.rows import StoredPost
from forum.presenting.posts import PageWords
from forum.rendering.outputs import fold_quotes, unlink_mentions
from forum.rendering.plain import Said


def with_folds(printed: Markup, reader: Reader, post: StoredPost, words: PageWords) -> Markup:
    """Words of somebody whom the reader has put aside, quoted by others, are folded like their posts; so is what an
    answer to them quotes without a name. Their names lead nowhere.
    """
    said = _said(reader, post, words.words_of_blocked, words.words_of_muted)
    if said is None or not printed:
        return printed
    return unlink_mentions(fold_quotes(printed, said), reader.keeps_named_aside)


def said_instead(reader: Reader, post: StoredPost, words: PageWords) -> Said | None:
    """The same for plain text, which has no folds. None for a reader who has put nobody aside."""
    return _said(reader, post, words.without_blocked, words.without_muted)


def _said(reader: Reader, post: StoredPost, blocked: str, muted: str) -> Said | None:
    """A quote without a name is taken to be of the post that is answered."""
    if not reader.aside:
        return None
    to = post.reply_to.author if post.reply_to else None
    answered = reader.keeps_aside(to.id) if to is not None else ""
    over = {"": "", "blocked": blocked, "muted": muted}
    return lambda name: over[reader.keeps_named_aside(name) if name else answered]
