"""Writing in the catalogue: places, notes, windows."""

from forum.shows.actions.marking import (
    choose_optins,
    follow_releases,
    forget_place,
    mark_finished,
    mark_seen,
    mark_through,
    mute_show,
    start_rewatch,
    stop_following,
    stop_rewatch,
    undo_step,
    unmark_seen,
)
from forum.shows.actions.noting import note_content, withdraw_note
from forum.shows.actions.tending import appoint_steward, dismiss_steward, list_work, withdraw_work
from forum.shows.actions.windows import (
    ask_for_two,
    hide_titles,
    open_titles,
    pull_release,
    set_window,
    withdraw_window,
)

__all__ = [
    "appoint_steward",
    "ask_for_two",
    "choose_optins",
    "dismiss_steward",
    "follow_releases",
    "forget_place",
    "hide_titles",
    "list_work",
    "mark_finished",
    "mark_seen",
    "mark_through",
    "mute_show",
    "note_content",
    "open_titles",
    "pull_release",
    "set_window",
    "start_rewatch",
    "stop_following",
    "stop_rewatch",
    "undo_step",
    "unmark_seen",
    "withdraw_note",
    "withdraw_window",
    "withdraw_work",
]
