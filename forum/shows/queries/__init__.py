"""Reading the catalogue. Everything a page shows comes as frozen cards."""

from forum.shows.queries.catalogues import catalogues, forget_catalogues
from forum.shows.queries.clearances import clearance
from forum.shows.queries.names import show_names

__all__ = ["catalogues", "clearance", "forget_catalogues", "show_names"]
