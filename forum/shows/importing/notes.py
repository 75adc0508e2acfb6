"""Content notes from a file."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from forum.domain.errors import Invalid
from forum.domain.people import Reader
from forum.domain.permissions import Action, SiteFacts, require
from forum.infra.db import transaction
from forum.shows.actions.noting import note_content
from forum.shows.forms import NoteForm
from forum.shows.queries.names import show_names
from forum.shows.reading.faults import Fault, ImportRefused, excerpt
from forum.shows.reading.strict import load


def import_notes(actor: Reader, data: bytes, file: str, now: datetime) -> int:
    """State every note of a file: {"notes": [{"show", "season", "episode", "topic", "why"}]}. Returns how many.

    Shapes: season and episode are numbers or null; without both the note is about the whole show. The same file twice
    changes nothing.
    Raises: `ImportRefused` (nothing was stated), `Denied`.
    """
    require(actor, Action.SHOW_NOTE, SiteFacts())
    value = load(data, file)
    rows = value.get("notes") if isinstance(value, dict) else None
    if not isinstance(rows, list):
        raise ImportRefused([Fault(file, "notes", "not-a-list", excerpt(rows))])
    with transaction():
        for index, row in enumerate(rows):
            _state(actor, row, f"notes[{index}]", file, now)
    return len(rows)


def _state(actor: Reader, row: Any, place: str, file: str, now: datetime) -> None:
    if not isinstance(row, dict):
        raise ImportRefused([Fault(file, place, "not-an-object", excerpt(row))])
    catalogue = show_names().by_name(str(row.get("show")))
    if catalogue is None:
        raise ImportRefused([Fault(file, f"{place}.show", "unknown-show", excerpt(row.get("show")))])
    values = {"topic": row.get("topic"), "why": row.get("why"), "season": row.get("season")}
    if row.get("episode") is not None:
        episode = catalogue.find(row.get("season", 0), row["episode"])
        if episode is None:
            raise ImportRefused([Fault(file, f"{place}.episode", "unknown-episode", excerpt(row["episode"]))])
        values["episode_id"] = episode.id
    try:
        note_content(actor, catalogue.show_id, NoteForm.read(values), now)
    except Invalid as fault:
        name = next(iter(fault.errors))
        raise ImportRefused([Fault(file, f"{place}.{name}", "not-a-topic", excerpt(row.get(name)))]) from None
