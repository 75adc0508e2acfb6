"""Who gets what from every route: the forum's permissions as they are seen from outside.

The lines stand in `access/pages.txt` and `access/api.txt`. How to read one: behind method and rule are three words with
one letter for each role:

1. in an open group that everybody can see (or on the site itself), the twelve roles of `ROLES`:
   stranger, outsider, member, author, steward, moderator, owner, moderator of another group, somebody shown out,
   a suspended member, site moderator, administrator;
2. in a hidden group, where the route is about something that stands in a group, seven of them (`HIDDEN_ROLES`):
   stranger, outsider, member, moderator, moderator of another group, somebody shown out, site moderator;
3. in a group that one sees but enters by request only, the four who are outside (`OUTSIDE`): stranger, outsider,
   moderator of another group, somebody shown out.

`.` done or shown · `S` sign in first (401, or a redirect there) · `F` forbidden (403) · `M` missing (404) ·
`C` conflict (409) · `I` invalid (422) · `B` unreadable (400) · `U` not ready (503).

"author" wrote the thread and its posts. Sessions, keys and notifications in addresses belong to somebody else.
A suspended person's API keys are shut, so they are strangers with a wrong key there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.sweep.asking import Route
from tests.sweep.world import BY_REQUEST, HIDDEN, OPEN, OUTSIDE, ROLES

_FOLDER = Path(__file__).parent / "access"
HIDDEN_ROLES = ("stranger", "outsider", "member", "moderator", "moderator elsewhere", "shown out", "site moderator")
COLUMNS: Mapping[str, tuple[str, ...]] = {OPEN: ROLES, HIDDEN: HIDDEN_ROLES, BY_REQUEST: OUTSIDE}

CHANGES_BY_GET: Mapping[Route, str] = {
    ("GET", "/t/<int:thread_id>"): "the reader's own mark of how far they have read, which nobody else sees",
}
"""Every GET that may write, and why it may."""

IS_EVERYBODYS_ANSWER: Mapping[Route, str] = {
    ("GET", "/join/<token>"): "the link is the invitation: whoever holds it may see where it leads",
    ("POST", "/join/<token>"): "the same",
    ("GET", "/api/v1/invitations/<token>"): "the same",
    ("PUT", "/api/v1/invitations/<token>/membership"): "the same",
    ("POST", "/t/<int:thread_id>/close-all"): "forgets the reader's own mark; the answer is the same for every number",
    ("POST", "/t/<int:thread_id>/leave"): "forgets the reader's own mark; the answer is the same for every number",
    ("POST", "/t/<int:thread_id>/draft/discard"): "forgets the reader's own draft; the same for every number",
}
"""Routes that answer outsiders of a hidden group with something else than 404 or 401, and why they may."""


@dataclass(frozen=True)
class Row:
    """One route. Shapes: `letters` by the slug of the group, in the order of `COLUMNS`."""

    route: Route
    letters: Mapping[str, str]

    def cells(self) -> list[tuple[str, str, str]]:
        """Group, role and the letter that is expected."""
        return [
            (slug, role, letter)
            for slug, letters in self.letters.items()
            for role, letter in zip(COLUMNS[slug], letters, strict=True)
        ]


def _rows() -> list[Row]:
    text = "\n".join((_FOLDER / name).read_text("utf-8") for name in ("pages.txt", "api.txt"))
    lines = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return [Row((method, rule), dict(zip(COLUMNS, words, strict=False))) for method, rule, *words in lines]


TABLE: Mapping[Route, Row] = {row.route: row for row in _rows()}
