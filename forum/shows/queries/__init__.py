"""Reading the catalogue. Everything a page shows comes as frozen cards."""

from forum.shows.queries.calendars import calendar, upcoming
from forum.shows.queries.catalogues import catalogues, forget_catalogues
from forum.shows.queries.clearances import clearance
from forum.shows.queries.muted import muted_shows
from forum.shows.queries.names import show_names
from forum.shows.queries.openings import openings_for, openings_of_show, openings_of_shows
from forum.shows.queries.pages import episode_page, my_shows, show_page, shows_index
from forum.shows.queries.rows import may_import, show_id
from forum.shows.queries.titles import titles

__all__ = [
    "calendar",
    "catalogues",
    "clearance",
    "episode_page",
    "forget_catalogues",
    "may_import",
    "muted_shows",
    "my_shows",
    "openings_for",
    "openings_of_show",
    "openings_of_shows",
    "show_id",
    "show_names",
    "show_page",
    "shows_index",
    "titles",
    "upcoming",
]
