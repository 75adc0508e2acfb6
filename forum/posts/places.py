"""Where something is written: the names under which drafts and submissions are kept."""

from __future__ import annotations


def thread_place(thread_id: int) -> str:
    """Replies in a thread."""
    return f"t:{thread_id}"


def group_place(group_id: int) -> str:
    """A new thread in a group."""
    return f"g:{group_id}"
