"""Everything that changes an account. Actor first, `now` last, one transaction each."""

from forum.accounts.actions.breaks import end_break, take_break
from forum.accounts.actions.feed_keys import make_feed_key, revoke_feed_key
from forum.accounts.actions.joining import ask_to_join, forget_unconfirmed, register_person
from forum.accounts.actions.mail_keys import (
    ask_for_confirmation,
    ask_for_new_address,
    ask_for_reset,
    forget_old_keys,
    issue_key,
)
from forum.accounts.actions.preferences import update_preferences
from forum.accounts.actions.relations import relate
from forum.accounts.actions.saving import save_person
from forum.accounts.actions.sign_ins import (
    end_all_sign_ins,
    end_sign_in,
    forget_old_sign_ins,
    note_seen,
    open_sign_in,
)
from forum.accounts.actions.standing import set_site_role, suspend, unsuspend
from forum.accounts.actions.tokens import create_token, revoke_token

__all__ = [
    "ask_for_confirmation",
    "ask_for_new_address",
    "ask_for_reset",
    "ask_to_join",
    "create_token",
    "end_all_sign_ins",
    "end_break",
    "end_sign_in",
    "forget_old_keys",
    "forget_old_sign_ins",
    "forget_unconfirmed",
    "issue_key",
    "make_feed_key",
    "note_seen",
    "open_sign_in",
    "register_person",
    "relate",
    "revoke_feed_key",
    "revoke_token",
    "save_person",
    "set_site_role",
    "suspend",
    "take_break",
    "unsuspend",
    "update_preferences",
]
