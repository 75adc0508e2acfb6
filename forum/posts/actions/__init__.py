"""What people do with posts. Each action is one transaction and asks the rules first."""

from forum.posts.actions.amending import amend_post, recompose_thread
from forum.posts.actions.answering import take_answer
from forum.posts.actions.drafting import discard_draft, save_draft, throw_draft_away
from forum.posts.actions.keeping import keep_place
from forum.posts.actions.moving import move_post
from forum.posts.actions.previewing import preview
from forum.posts.actions.reacting import react, turn_nod, unreact
from forum.posts.actions.revealing import close_all, enter_thread, hide_again, leave_thread, open_all, reveal
from forum.posts.actions.starting import start_thread
from forum.posts.actions.tending import (
    read_seal,
    remove_post,
    restore_post,
    seal_post,
    unseal_post,
    withdraw_post,
)
from forum.posts.actions.writing import Written, reply, write_reply

__all__ = [
    "Written",
    "amend_post",
    "close_all",
    "discard_draft",
    "enter_thread",
    "hide_again",
    "keep_place",
    "leave_thread",
    "move_post",
    "open_all",
    "preview",
    "react",
    "read_seal",
    "recompose_thread",
    "remove_post",
    "reply",
    "restore_post",
    "reveal",
    "save_draft",
    "seal_post",
    "start_thread",
    "take_answer",
    "throw_draft_away",
    "turn_nod",
    "unreact",
    "unseal_post",
    "withdraw_post",
    "write_reply",
]
