"""Shows with all that makes a scope hard to read: numbers as names, dashes, two books, old seasons."""

from datetime import date

from forum.domain.catalogue import Catalogue
from forum.domain.gates import Gate
from forum.domain.scopes import (
    read_scope,
)
from tests.domain.shows_made_up import (
    START,
    WEEK,
    by_id,
    season_of,
    show,
    special,
)
from tests.domain.tvmaze_catalogue import Names

BARRY = show(
    *season_of(3),
    *season_of(5, season=2),
    special(9, date(2026, 1, 20), "The Day of the Doctor"),
    special(10, date(2026, 1, 8), "Twins"),
    special(11, date(2026, 1, 9), "Twins"),
    show_id=1,
    name="Barry",
    works=("The Lost World", "It"),
)
LOST = show(*season_of(4), show_id=2, name="Lost")
DASHED = show(*season_of(2), show_id=3, name="Star Trek: Discovery")
MURDERS = show(*season_of(2), show_id=4, name="Only Murders in the Building")
PLUS = show(*season_of(2), show_id=5, name="Max + Ruby")
TWENTY_FOUR = show(*season_of(2), show_id=6, name="24")
NAMES = Names(BARRY, LOST, DASHED, MURDERS, PLUS, TWENTY_FOUR)
KNOWN = by_id(BARRY, LOST, DASHED, MURDERS, PLUS, TWENTY_FOUR)
LATER = START + 99 * WEEK


def read(text: str, default: Catalogue | None = BARRY, floor: Gate | None = None) -> Gate:
    return read_scope(text, NAMES, default, LATER, floor)
