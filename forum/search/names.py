"""Threads by title, shows, episodes, groups and people: a handful of each beside the posts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, select

from forum.accounts.handles import folded as folded_handle
from forum.accounts.models import Person
from forum.domain.people import Reader, SiteRole
from forum.groups.models import Group
from forum.groups.queries.pages import cards_of_groups
from forum.groups.visibility import is_member, knowable
from forum.infra.db import db
from forum.presenting.accounts import PersonCard
from forum.presenting.groups import GroupCard
from forum.presenting.posts import ENGLISH, PageWords
from forum.presenting.search import EpisodeHit, SearchPage, SuggestionCard
from forum.presenting.show_views import Eyes
from forum.presenting.shows import ShowCard
from forum.presenting.threads import ThreadCard
from forum.search.gates import FOR_STRANGERS
from forum.search.matching import Asking, Narrowed, matching_episodes, matching_threads
from forum.search.words import Question, asked, tokens_of
from forum.shows.models import ProgressMark, Show
from forum.shows.queries import clearance
from forum.shows.queries.names import searchable
from forum.shows.queries.rows import cards_of, with_places
from forum.threads.models import Thread
from forum.threads.queries.lists import cards_for
from forum.threads.queries.reading import stored, threads_for

HANDFUL = 5
PROPOSED = 20
"""So many are looked at to find a handful: a title that may not be read drops out."""
SHORTEST_NAME = 2


def names_found(asking: Asking, typed: str, *, words: PageWords = ENGLISH) -> SearchPage:
    """What has such a name. Eight statements at most."""
    reader, now = asking.reader, asking.now
    threads = _threads(asking, words)
    if asking.narrowed != Narrowed():
        return SearchPage(threads=threads)
    name = searchable(typed.replace('"', " ").replace("*", " "))
    return SearchPage(
        threads=threads,
        shows=_shows(reader, name, now),
        episodes=_episodes(reader, asking.question, now),
        groups=_groups(reader, name, now),
        people=_people(name),
    )


def suggestions(reader: Reader, typed: str, now: datetime, *, words: PageWords = ENGLISH) -> tuple[SuggestionCard, ...]:
    """What somebody may mean who has typed so far.

    No member's words about a show are in it: threads are those of the calendar, as a stranger sees them.
    """
    question = asked(typed)
    name = searchable(typed[:100])
    if not question or len(name) < SHORTEST_NAME:
        return ()
    nobody = Reader.stranger(reader.country, reader.language)
    shows = [SuggestionCard("show", card.name, f"/shows/{card.slug}") for card in _shows(nobody, name, now)]
    talks = _threads(Asking(nobody, question, Narrowed(kind="episode"), FOR_STRANGERS, now, reader), words)
    threads = [SuggestionCard("thread", f"{one.show_name or ''} {one.title}".strip(), f"/t/{one.id}") for one in talks]
    groups = [SuggestionCard("group", card.name, f"/g/{card.slug}") for card in _groups(reader, name, now)]
    people = [SuggestionCard("person", card.handle, f"/u/{card.handle}") for card in _people(name)]
    return (*shows, *threads, *groups, *people)


def _threads(asking: Asking, words: PageWords) -> tuple[ThreadCard, ...]:
    ids = matching_threads(asking, PROPOSED)
    if not ids:
        return ()
    reader, now = asking.reader, asking.now
    rows = db.session.execute(threads_for(reader).where(Thread.id.in_(ids)).order_by(Thread.id.desc()))
    cards = cards_for(reader, [stored(row) for row in rows], now, words=words.titles)
    return tuple(card for card in cards if _says(asking.question, card.show_name, card.title))[:HANDFUL]


def _says(question: Question, *words: str | None) -> bool:
    """Whether what this reader may read of a name is an answer."""
    return question.fits(tokens_of(" ".join(word for word in words if word)))


def _shows(reader: Reader, name: str, now: datetime) -> tuple[ShowCard, ...]:
    match = Show.name_folded.contains(name, autoescape=True)
    mine = ProgressMark.updated_at.desc().nulls_last()
    rows = db.session.execute(with_places(reader).where(match).order_by(mine, Show.name_folded, Show.id).limit(HANDFUL))
    return cards_of(reader, rows.all(), now)


def _episodes(reader: Reader, question: Question, now: datetime) -> tuple[EpisodeHit, ...]:
    found = matching_episodes(question, PROPOSED)
    if not found:
        return ()
    sight = clearance(reader, {show_id for _, show_id in found}, now)
    hits: list[EpisodeHit] = []
    for episode_id, show_id in found:
        catalogue = sight.catalogues.get(show_id)
        episode = catalogue.episode(episode_id) if catalogue is not None else None
        if catalogue is None or episode is None:
            continue
        card = Eyes.of(sight, show_id, now).episode(episode)
        if _says(question, catalogue.name, card.code, card.title):
            hits.append(EpisodeHit(episode_id, catalogue.name, card.code, card.title))
    return tuple(hits[:HANDFUL])


def _groups(reader: Reader, name: str, now: datetime) -> tuple[GroupCard, ...]:
    match = Group.name_folded.contains(name, autoescape=True)
    return cards_of_groups(reader, (knowable(reader), match), HANDFUL, now)


def _people(name: str) -> tuple[PersonCard, ...]:
    """Those whose handle begins so: a range of an index."""
    begins = folded_handle(name)
    match = Person.handle_folded.startswith(begins, autoescape=True)
    if db.engine.dialect.name == "sqlite":  # where LIKE would read the whole table
        match = and_(match, Person.handle_folded >= begins, Person.handle_folded < begins + "\uffff")
    rows = db.session.execute(
        select(Person.id, Person.handle, Person.site_role)
        .where(match, Person.confirmed_at.is_not(None), Person.active)
        .order_by(Person.handle_folded)
        .limit(HANDFUL)
    )
    return tuple(PersonCard(row.id, row.handle, SiteRole(row.site_role)) for row in rows)


def own_groups(reader: Reader) -> tuple[tuple[str, str], ...]:
    """Slug and name of the groups that the form offers: the reader's own. One statement, none for strangers."""
    if reader.is_stranger:
        return ()
    rows = db.session.execute(select(Group.slug, Group.name).where(is_member(reader)).order_by(Group.name_folded))
    return tuple((row.slug, row.name) for row in rows)
