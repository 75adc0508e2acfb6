"""The word in the address by which a show is known."""

from __future__ import annotations

import re
import unicodedata

from sqlalchemy import select

from forum.infra.db import db
from forum.shows.models import Show
from forum.shows.reading.parsed import ParsedShow

RESERVED = frozenset({"import", "new"})
LONGEST = 100


def slug_of(name: str) -> str:
    """ASCII letters, digits and hyphens; "" for a name that has none."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    plain = plain.replace("'", "").replace("&", " and ")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].rstrip("-")


def free_slug(show: ParsedShow, file: str) -> str:
    """A slug that no other show has.

    A file that is named for the show with more words, as "doctor-who-2005.json" is, knows best which one it means.
    """
    named = slug_of(show.name)
    stem = slug_of(file.split(".", maxsplit=1)[0])
    year = f"-{show.premiered.year}" if show.premiered else ""
    preferred = stem if named and stem.startswith(named + "-") else named
    candidates = [preferred, f"{named}{year}", f"{named or 'show'}-{show.source_id}"]
    candidates = [one for one in candidates if one and one not in RESERVED]
    taken = set(db.session.scalars(select(Show.slug).where(Show.slug.in_(candidates))))
    return next((one for one in candidates if one not in taken), f"{show.source}-{show.source_id}")
