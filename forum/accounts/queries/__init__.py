"""What can be known of people. Rows stay here: callers get readers and cards."""

from forum.accounts.queries.feed_keys import feed_keys_of, feed_reader
from forum.accounts.queries.notices import Notice, change_notice
from forum.accounts.queries.people import (
    people_cards,
    person_by_handle,
    preferences_of,
    profile_page,
    reader_of,
    security_page,
)
from forum.accounts.queries.relations import apart_from, not_shut_out, relations_of
from forum.accounts.queries.sign_ins import LiveSignIn, live_sign_in, sign_ins_of
from forum.accounts.queries.standing import standing_page
from forum.accounts.queries.tokens import token_reader, tokens_of

__all__ = [
    "LiveSignIn",
    "Notice",
    "apart_from",
    "change_notice",
    "feed_keys_of",
    "feed_reader",
    "live_sign_in",
    "not_shut_out",
    "people_cards",
    "person_by_handle",
    "preferences_of",
    "profile_page",
    "reader_of",
    "relations_of",
    "security_page",
    "sign_ins_of",
    "standing_page",
    "token_reader",
    "tokens_of",
]
