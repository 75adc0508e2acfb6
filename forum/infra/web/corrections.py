"""A note under every text that names a crisis line which is no more, in the reader's language."""

from __future__ import annotations

from flask import Flask, has_app_context
from flask_babel import gettext

from forum.domain.wrong_numbers import WrongNumber
from forum.infra.directory import directory
from forum.rendering.corrections import Note, corrected_by


def wrong_numbers_in(visible: str) -> tuple[Note, ...]:
    """One note for each wrong number. It does not repeat the number: a wrong one is shown nowhere by us."""
    if not has_app_context():
        return ()
    return tuple(_note(wrong) for wrong in directory().wrong.found_in(visible))


def _note(wrong: WrongNumber) -> Note:
    known = directory()
    line = known.line(wrong.line_id) if wrong.line_id else None
    if line is not None and (line.number or line.sms_number):
        words = gettext(
            "A note from the forum: a phone number in this text is not the right one any more. "
            "%(name)s answers at %(number)s.",
            name=line.name,
            number=line.number or line.sms_number,
        )
    else:
        words = gettext("A note from the forum: a phone number in this text is out of date or wrong.")
    path = f"/support/{wrong.country.lower()}" if wrong.country in known.countries else "/support"
    return Note(str(words), path, str(gettext("Lines that answer")))


def init_app(_app: Flask) -> None:
    """From now on every text is looked through."""
    corrected_by(wrong_numbers_in)
