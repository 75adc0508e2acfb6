"""Bringing files into the catalogue."""

from forum.shows.importing.notes import import_notes
from forum.shows.importing.report import Change, Report, What, WouldUnrelease
from forum.shows.importing.shows import import_show
from forum.shows.importing.windows import import_windows
from forum.shows.reading.faults import Fault, ImportRefused

__all__ = [
    "Change",
    "Fault",
    "ImportRefused",
    "Report",
    "What",
    "WouldUnrelease",
    "import_notes",
    "import_show",
    "import_windows",
]
