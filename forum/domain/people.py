"""Who reads and who acts: the few facts about a person that the rules need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SiteRole(StrEnum):
    """What a person is on the whole site."""

    STRANGER = "stranger"
    MEMBER = "member"
    MODERATOR = "moderator"
    ADMINISTRATOR = "administrator"


class GroupRole(StrEnum):
    """What a person is inside one group. Stewards may seal and unseal spoilers, nothing else."""

    MEMBER = "member"
    STEWARD = "steward"
    MODERATOR = "moderator"
    OWNER = "owner"


@dataclass(frozen=True, slots=True)
class Reader:
    """One reader of the forum, signed in or not.

    Shapes: `id` is None for strangers; `country` is an ISO 3166 code, perhaps only guessed from the browser's language,
    and good enough for help lines; `territory` is the country the person stated, None without a statement, for a guess
    must not open or close a spoiler; `timezone` is an IANA name; `language` a language tag the interface speaks;
    `theme` is "auto", "light" or "dark"; `strict` hides spoilers of released episodes too; `break_until` lies ahead, or
    is None: until then they do not want to write; `blocked` and `muted` are ids of members whom they have put aside,
    `names_aside` their folded handles with "blocked" or "muted": for what names them in a text.
    """

    id: int | None
    handle: str = ""
    role: SiteRole = SiteRole.STRANGER
    country: str | None = None
    territory: str | None = None
    timezone: str = "UTC"
    language: str = "en"
    theme: str = "auto"
    strict: bool = False
    suspended: bool = False
    break_until: datetime | None = None
    blocked: frozenset[int] = frozenset()
    muted: frozenset[int] = frozenset()
    names_aside: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def stranger(cls, country: str | None = None, language: str = "en") -> Reader:
        """A reader of whom nothing is known, but perhaps what the browser says of region and language."""
        return cls(id=None, country=country, language=language)

    @property
    def is_stranger(self) -> bool:
        """Nobody is signed in."""
        return self.id is None

    @property
    def aside(self) -> frozenset[int]:
        """Whose posts this reader does not want to meet."""
        return self.blocked | self.muted if self.blocked or self.muted else self.blocked

    def keeps_aside(self, author_id: int | None) -> str:
        """How this reader has put an author aside: "blocked", "muted" or ""."""
        return "blocked" if author_id in self.blocked else "muted" if author_id in self.muted else ""

    def keeps_named_aside(self, handle: str) -> str:
        """The same by the name that stands in a text."""
        return next((kept for name, kept in self.names_aside if name == handle.lower()), "")

    @property
    def is_staff(self) -> bool:
        """Site moderator or administrator."""
        return self.role in (SiteRole.MODERATOR, SiteRole.ADMINISTRATOR)

    @property
    def is_administrator(self) -> bool:
        """May configure the site."""
        return self.role is SiteRole.ADMINISTRATOR


def coming(instant: datetime | None, now: datetime) -> datetime | None:
    """The instant while it lies ahead."""
    return instant if instant is not None and instant > now else None
