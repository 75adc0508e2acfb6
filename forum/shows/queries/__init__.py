"""Reading the catalogue. Everything a page shows comes as frozen cards."""

from forum.shows.queries.calendars import calendar, upcoming
from forum.shows.queries.catalogues import catalogues, forget_catalogues
from forum.shows.queries.clearances import clearance
from forum.shows.queries.names import show_names
from forum.shows.queries.pages import episode_page, my_shows, show_page, shows_index

__all__ = [
    "calendar",
    "catalogues",
    "clearance",
    "episode_page",
    "forget_catalogues",
    "my_shows",
    "show_names",
    "show_page",
    "shows_index",
    "upcoming",
]
