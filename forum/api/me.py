"""Yourself."""

from __future__ import annotations

from flask import g

from forum.accounts import actions, queries
from forum.accounts import forms as accounts
from forum.api.answers import Answer
from forum.api.models.people import Me, Preferences
from forum.api.operations import operation
from forum.api.people import member
from forum.infra import clock

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
