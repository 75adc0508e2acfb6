"""What leaves this room towards mail, push or any hook to come: ids and codes, never a word of anybody.

Whoever delivers looks up what may be said at that moment, for the addressee and in a stranger's words; so a telephone
that lies on a table, a queue that is read by others and a release that slips give nothing away.
Source: docs/adr/0010-what-leaves-by-push-is-ids-alone.md
"""

from __future__ import annotations

from typing import Any

VERSION = 1
"""Goes up when a name changes its meaning; names are only ever added."""


def payload(note_id: int, person_id: int, about: str, subject_id: int) -> dict[str, Any]:
    """The payload of one piece of news for one person.

    Shapes: {"v": 1, "note_id": int, "person_id": int, "about": code, "subject_id": int}; nothing else, ever.
    """
    return {"v": VERSION, "note_id": note_id, "person_id": person_id, "about": about, "subject_id": subject_id}
