"""Yourself."""

from __future__ import annotations

from flask import g

from forum.accounts import actions, queries
from forum.accounts import forms as accounts
from forum.accounts.feed_keys import Purpose
from forum.api.answers import Answer
from forum.api.models.people import FeedAddress, FeedAddresses, Mails, Me, Preferences, PutAside, Relations
from forum.api.operations import operation
from forum.api.people import member
from forum.domain.errors import Missing
from forum.infra import clock
from forum.infra.web.locale import base_url
from forum.notifications.choosing import choose_mails, mail_choices
from forum.notifications.forms import MailChoices

TAG = "you"


@operation("GET", "/me", tag=TAG, answer=Me, signed_in=True)
def get_me() -> Answer:
    """Whose key this is, what it opens, and what you prefer."""
    reader = member()
    return Me.of(reader, scopes=sorted(g.api_scopes), preferences=Preferences.of(queries.preferences_of(reader)))


@operation(
    "PUT",
    "/me/preferences",
    tag=TAG,
    answer=Preferences,
    scope="write",
    body=accounts.Preferences,
    limits=("change",),
    example={"country": "GB", "timezone": "Europe/London", "language": "en", "theme": "auto", "strict": False},
)
def set_preferences(form: accounts.Preferences) -> Answer:
    """Replace what you prefer. What is left out goes back to its default."""
    actions.update_preferences(member(), form, clock.now())
    return Preferences.of(queries.preferences_of(member()))


@operation("GET", "/me/mails", tag=TAG, answer=Mails, signed_in=True)
def get_mails() -> Answer:
    """When you want mails about which kind of news."""
    return Mails.of(mail_choices(member()))


@operation(
    "PUT",
    "/me/mails",
    tag=TAG,
    answer=Mails,
    scope="write",
    body=MailChoices,
    limits=("change",),
    example={"reply": "now", "mention": "daily", "thread": "weekly", "decision": "now", "group": "never"},
)
def set_mails(form: MailChoices) -> Answer:
    """Choose it. What is left out comes at once."""
    choose_mails(member(), form, clock.now())
    return Mails.of(mail_choices(member()))


@operation("GET", "/me/relations", tag=TAG, answer=Relations, signed_in=True)
def get_relations() -> Answer:
    """Whom you have blocked or muted."""
    return _relations()


@operation(
    "PUT",
    "/people/<handle>/relation",
    tag=TAG,
    answer=Relations,
    scope="write",
    body=accounts.RelationForm,
    limits=("relate",),
    example={"kind": "mute"},
)
def put_aside(handle: str, form: accounts.RelationForm) -> Answer:
    """Block or mute somebody, or neither any more ("none"). They are not told."""
    reader = member()
    actions.relate(reader, queries.person_by_handle(handle).id, form, clock.now())
    return _relations()


def _relations() -> Relations:
    return Relations(people=[PutAside.of(card) for card in queries.relations_of(member())])


@operation("GET", "/me/feeds", tag=TAG, answer=FeedAddresses, scope="write", signed_in=True)
def get_feeds() -> Answer:
    """The addresses of your own feeds; each is a key, so it takes a key that may write."""
    return _feeds()


@operation("PUT", "/me/feeds/<purpose>", tag=TAG, answer=FeedAddresses, scope="write", limits=("token",))
def make_feed(purpose: str) -> Answer:
    """Make the address of your "threads" or your "calendar", or replace it: the old one opens nothing any more."""
    actions.make_feed_key(member(), _purpose(purpose), clock.now())
    return _feeds()


@operation("DELETE", "/me/feeds/<purpose>", tag=TAG, answer=FeedAddresses, scope="write", limits=("token",))
def revoke_feed(purpose: str) -> Answer:
    """Shut the address of your "threads" or your "calendar"."""
    actions.revoke_feed_key(member(), _purpose(purpose), clock.now())
    return _feeds()


def _feeds() -> FeedAddresses:
    cards = queries.feed_keys_of(member())
    return FeedAddresses(
        feeds=[FeedAddress.of(card, url=base_url() + card.path if card.path else "") for card in cards]
    )


def _purpose(given: str) -> Purpose:
    try:
        return Purpose(given)
    except ValueError:
        raise Missing from None
