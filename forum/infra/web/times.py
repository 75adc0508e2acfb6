"""Instants as the reader reads them: in their own zone and language.

The patterns are texts to translate: each language puts day, month and year in its own order.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask
from flask_babel import format_date, format_datetime, format_timedelta, get_timezone, gettext

from forum.domain.helpline_hours import Opening, opening
from forum.domain.helplines import Line
from forum.infra import clock
from forum.infra.web.reader import current_reader


def reader_zone() -> ZoneInfo:
    """The reader's zone; UTC for strangers."""
    return ZoneInfo(current_reader().timezone)


def instant(value: datetime | None) -> str:
    """ "18 May 2018, 09:00" in the reader's zone; strangers are told that it is UTC."""
    if value is None:
        return str(gettext("no date yet"))
    text = str(format_datetime(value, gettext("d MMM y, HH:mm")))
    return f"{text} UTC" if str(get_timezone()) == "UTC" else text


def day(value: date | datetime | None) -> str:
    """ "Friday, 18 May 2018"."""
    if value is None:
        return str(gettext("no date yet"))
    if isinstance(value, datetime):
        return str(format_datetime(value, gettext("EEEE, d MMMM y")))
    return str(format_date(value, gettext("EEEE, d MMMM y")))


def plain_day(value: date | str) -> str:
    """ "18 May 2018", of a day or of how ISO 8601 writes it; "May 2018" and "2018" where no more is known."""
    if isinstance(value, date):
        return str(format_date(value, gettext("d MMMM y")))
    if len(value) == len("2018"):
        return value
    if len(value) == len("2018-05"):
        return str(format_date(date.fromisoformat(f"{value}-01"), gettext("MMMM y")))
    return plain_day(date.fromisoformat(value))


def ago(value: datetime | None) -> str:
    """ "3 hours ago", "in 5 minutes"; never a negative ago when clocks differ a little."""
    if value is None:
        return str(gettext("never"))
    delta = value - clock.now()
    if abs(delta.total_seconds()) < 45:
        return str(gettext("just now"))
    return str(format_timedelta(delta, add_direction=True, threshold=1.1))


def answers(line: Line) -> Opening | None:
    """Whether a crisis line answers at this moment, None where nobody can tell."""
    return opening(line.hours, line.country, clock.now())


def init_app(app: Flask) -> None:
    """Register the template filters."""
    app.add_template_filter(instant, "instant")
    app.add_template_filter(day, "day")
    app.add_template_filter(plain_day, "plain_day")
    app.add_template_filter(ago, "ago")
    app.add_template_filter(answers, "answers")
