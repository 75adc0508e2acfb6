"""The people of the demo: their accounts, what they prefer and what they have seen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from forum.accounts import actions as accounts
from forum.accounts.forms import Preferences, Registration
from forum.accounts.handles import fault_of
from forum.accounts.queries import reader_of
from forum.domain.catalogue import Catalogue
from forum.domain.people import Reader, SiteRole
from forum.domain.scopes import read_scope
from forum.pages.demo.film import Film
from forum.shows import actions as shows
from forum.shows import queries as catalogue

SEEN_AFTER = timedelta(hours=2)
"""So long after its release people have seen a new episode at the earliest."""


class Cast:
    """Everybody by handle, once they have come in."""

    def __init__(self) -> None:
        self._readers: dict[str, Reader] = {}

    def __getitem__(self, handle: str) -> Reader:
        return self._readers[handle]

    def enter(self, person: Mapping[str, Any], password_hash: str, now: datetime) -> None:
        """Register a person and save what they prefer."""
        role = SiteRole(person.get("role", "member"))
        person_id = accounts.register_person(
            _registration(person["handle"]), now, role=role, password_hash=password_hash
        )
        known = {key: person[key] for key in ("country", "timezone", "strict", "mail_on") if key in person}
        accounts.update_preferences(reader_of(person_id, now), Preferences.read(known), now)
        self._readers[person["handle"]] = reader_of(person_id, now)


def _registration(handle: str) -> Registration:
    """The form. Names like "moderator" are kept back from the public; whoever runs the site may give them away."""
    if fault_of(handle) not in ("", "reserved"):
        raise ValueError(handle)
    return Registration.model_construct(handle=handle, email=f"{handle}@people.example", password="")


def watch(
    film: Film, cast: Cast, person: Mapping[str, Any], shows_there: Mapping[str, Catalogue], at: datetime
) -> None:
    """Let a person say how far they are with each show, once they can be."""
    seen = dict(person.get("seen", {}))
    everywhere = seen.pop("*", None)
    places = {slug: everywhere for slug in shows_there if everywhere} | seen
    for slug, place in places.items():
        _place(film, cast[person["handle"]], shows_there[slug], place, at)
    for slug, optins in person.get("optins", {}).items():
        film.add(at, partial(shows.choose_optins, cast[person["handle"]], shows_there[slug].show_id, optins))


def _place(film: Film, actor: Reader, show: Catalogue, place: str, at: datetime) -> None:
    if place == "caught-up":
        film.add(at, partial(shows.follow_releases, actor, show.show_id))
        return
    if place == "finished":
        film.add(at, partial(shows.mark_finished, actor, show.show_id))
        return
    episode_id = episode_named(place, show, film.ends_at)
    episode = show.episode(episode_id)
    out_at = episode.world.earliest if episode is not None else None
    film.add(max(at, (out_at or at) + SEEN_AFTER), partial(shows.mark_through, actor, episode_id))


def episode_named(code: str, show: Catalogue, now: datetime) -> int:
    """The id of the episode that a scope like "S02E03" or "special:<title>" ends with.

    Raises: `ScopeError`.
    """
    return read_scope(code, catalogue.show_names(), show, now).ceiling_id or 0
