"""What became of a file."""

from __future__ import annotations

from pydantic import Field

from forum.api.answers import Answer
from forum.shows.importing import What


class ImportChange(Answer):
    """One difference between the catalogue and the file."""

    what: What
    code: str = Field(description="Like `S02E03`, `special: <name>`, or `show` for the show itself.")
    before: str
    after: str


class ImportFault(Answer):
    """Something wrong with a file, and where."""

    place: str = Field(description="Like `_embedded.episodes[2].season` or `line 3, column 14`.")
    code: str
    reason: str
    value: str


class ImportReport(Answer):
    """What became of one show. `counts` = how many changes of each kind."""

    slug: str
    show: str
    created: bool
    counts: dict[str, int]
    changes: list[ImportChange]
    notes: list[ImportFault] = Field(description="Nothing was refused, but somebody should know.")
    skipped: list[ImportFault] = Field(description="Rows that were left out because `skip_bad` was asked for.")


class Imported(Answer):
    """What became of a file, by show."""

    reports: list[ImportReport]
