"""Every bound of the press, by name. What exceeds one is refused with its code; nothing is cut silently."""

from typing import Final

SOURCE_CHARACTERS: Final = 20_000
"""Length of one text as typed, counted in code points."""

OUTPUT_CHARACTERS: Final = 200_000
"""Markup of one document, all pieces together (escaping makes text at most six times longer)."""

LINKS: Final = 50
"""Links in one document, images (which become links) included, mentions not."""

LINK_CHARACTERS: Final = 1_000
"""Length of one address, as typed and as written out."""

MENTIONS: Final = 50
"""Different people addressed in one document, so that its markup stays bounded; far fewer of them are told."""

MARKS: Final = 50
"""Spoiler marks in one document."""

SCOPE_CHARACTERS: Final = 120
"""What may stand between `[spoiler` and `]`."""

QUOTE_NESTING: Final = 5
LIST_NESTING: Final = 6
INLINE_NESTING: Final = 12
"""Emphasis within emphasis within emphasis; the sanitiser's cost grows with depth."""

TABLE_COLUMNS: Final = 20
TABLE_CELLS: Final = 2_000
"""Lines times columns of all tables; short rows are filled up to the full width."""

BLOCK_NESTING: Final = 22
"""The parser drops what lies deeper, so it must lie above all that the bounds above let pass:
quotes (1 level each), lists (2 levels each), one veil."""

PROBLEMS: Final = 20
"""Problems told at once; the rest would only repeat them."""

EXCERPT_OF_PROBLEM: Final = 60
"""Characters of the offending line shown with a problem."""
