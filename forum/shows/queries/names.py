"""Finding a show by what people call it."""

from __future__ import annotations

import unicodedata
from functools import cached_property

from sqlalchemy import select

from forum.domain.catalogue import Catalogue
from forum.infra.db import db, folded
from forum.shows.models import Show
from forum.shows.queries.catalogues import at_versions


def searchable(name: str) -> str:
    """A name as it is searched: without case, accents and runs of blanks."""
    plain = unicodedata.normalize("NFKD", folded(name))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


_Known = tuple[int, int]  # id and version


def _catalogue(known: _Known | None) -> Catalogue | None:
    return at_versions({known[0]: known[1]}).get(known[0]) if known else None


class Names:
    """All names and slugs, read once when the first one is asked for."""

    def by_name(self, text: str) -> Catalogue | None:
        """The show of exactly this name or slug, whatever the case.

        Shapes: None for a name that several shows share; their slugs, written exactly, tell them apart.
        """
        wanted = searchable(text)
        named = self._by_name.get(wanted, [])
        if len(named) == 1:
            return _catalogue(named[0])
        return _catalogue(self._by_slug.get(text if named else wanted.replace(" ", "-")))

    @cached_property
    def _listed(self) -> list[tuple[int, int, str, str]]:
        rows = db.session.execute(select(Show.id, Show.version, Show.slug, Show.name_folded))
        return [(row.id, row.version, row.slug, row.name_folded) for row in rows]

    @cached_property
    def _by_slug(self) -> dict[str, _Known]:
        return {slug: (show_id, version) for show_id, version, slug, _ in self._listed}

    @cached_property
    def _by_name(self) -> dict[str, list[_Known]]:
        named: dict[str, list[_Known]] = {}
        for show_id, version, _, name in self._listed:
            named.setdefault(name, []).append((show_id, version))
        return named


def show_names() -> Names:
    """Names for reading scopes. One statement at the first question, whatever the number of questions."""
    return Names()
