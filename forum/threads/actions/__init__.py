"""What members and moderators do with threads. Each action is one transaction and asks the rules first."""

from forum.threads.actions.keeping import (
    give_back_title,
    let_open,
    lock_thread,
    move_thread,
    neutralise_title,
    pin_thread,
    rename_thread,
    unlock_thread,
    unpin_thread,
)
from forum.threads.actions.marking import clear_answer, mark_answer, note_topics
from forum.threads.actions.muting import mute_topics
from forum.threads.actions.reading import close_all, enter_thread, mark_read, open_all, open_episode_thread

__all__ = [
    "clear_answer",
    "close_all",
    "enter_thread",
    "give_back_title",
    "let_open",
    "lock_thread",
    "mark_answer",
    "mark_read",
    "move_thread",
    "mute_topics",
    "neutralise_title",
    "note_topics",
    "open_all",
    "open_episode_thread",
    "pin_thread",
    "rename_thread",
    "unlock_thread",
    "unpin_thread",
]
