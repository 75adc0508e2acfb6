"""The directory as those see it who keep it: state per line, history, what waits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import String, exists, select, union_all
from sqlalchemy.sql import literal

from forum.accounts import queries as accounts
from forum.accounts.models import Person
from forum.care.forms import LineForm
from forum.care.models import LineEvent, WrongNumber
from forum.care.upkeep import corrections, entry_of, site_lines, site_standing
from forum.domain.errors import Missing
from forum.domain.helpline_upkeep import EVERYTHING
from forum.domain.people import Reader
from forum.domain.permissions import Action, SiteFacts, judge, require
from forum.infra.db import db
from forum.infra.directory import country_names
from forum.presenting.lines import LineDeedCard, LinePage, LinesPage, lines_of

SHOWN = 100


def lines_page(reader: Reader, country: str, now: datetime) -> LinesPage:
    """Every line and how it stands, of one country or of all ("").

    Raises: `Denied`.
    """
    require(reader, Action.LINES_TEND, SiteFacts())
    standing = site_standing(now)
    off = frozenset(
        deed.target for deed in _last_switches() if deed.kind == "off" and not deed.target.startswith("line:")
    )
    return lines_of(
        standing,
        country,
        off=off,
        waiting=_members_among(standing.unchecked_countries),
        reports=_reports(),
        names=_names(reader.language),
        may_edit=judge(reader, Action.LINES_EDIT, SiteFacts()).allowed,
    )


def line_page(reader: Reader, line_id: str, now: datetime) -> LinePage:
    """One line, with everything that was done to it, newest first.

    Raises: `Missing`; `Denied`.
    """
    require(reader, Action.LINES_TEND, SiteFacts())
    kept, entry = site_standing(now).of(line_id), entry_of(site_lines(corrections()), line_id)
    if kept is None or entry is None:
        raise Missing
    switches = (f"line:{line_id}", f"country:{kept.line.country}", EVERYTHING)
    deeds = db.session.scalars(
        select(LineEvent).where(LineEvent.target.in_((line_id, *switches))).order_by(LineEvent.id.desc()).limit(SHOWN)
    ).all()
    people = accounts.people_cards([*(deed.person_id for deed in deeds), *kept.person_ids])
    return LinePage(
        kept=kept,
        entry=entry,
        history=tuple(
            LineDeedCard(
                deed.kind,
                deed.target,
                people.get(deed.person_id or 0),
                deed.happened_at,
                deed.reason,
                (deed.entry or {}).get("number"),
            )
            for deed in deeds
        ),
        checkers=tuple(people[one] for one in kept.person_ids if one in people),
        mine=reader.id in kept.person_ids,
        may_edit=judge(reader, Action.LINES_EDIT, SiteFacts()).allowed,
        country_name=_names(reader.language).get(kept.line.country, kept.line.country),
    )


def typed_line(reader: Reader, line_id: str, now: datetime) -> dict[str, Any]:  # noqa: ARG001 - every reading query takes the instant
    """What the form of a line begins with.

    Raises: `Missing`; `Denied`.
    """
    require(reader, Action.LINES_EDIT, SiteFacts())
    entry = entry_of(site_lines(corrections()), line_id)
    if entry is None:
        raise Missing
    return LineForm.typed(entry)


def blank_line(reader: Reader, now: datetime) -> dict[str, Any]:
    """What the form of a new line begins with.

    Raises: `Denied`.
    """
    require(reader, Action.LINES_EDIT, SiteFacts())
    return {"kinds": ["call"], "topics": [], "audience": "everyone", "rank": 5, "verified_on": now.date().isoformat()}


def exported_lines(reader: Reader, now: datetime) -> dict[str, Any]:  # noqa: ARG001 - every reading query takes the instant
    """The whole file with this site's corrections, to share. It names nobody and tells of no check.

    Raises: `Denied`.
    """
    require(reader, Action.LINES_TEND, SiteFacts())
    return site_lines(corrections())


def waiting_countries(now: datetime) -> tuple[str, ...]:
    """Countries where members of this site are and a line in a notice has no check by two people that holds."""
    return _members_among(site_standing(now).unchecked_countries)


def _members_among(countries: Iterable[str]) -> tuple[str, ...]:
    wanted = tuple(countries)
    if not wanted:
        return ()
    rows = union_all(*(select(literal(code, String(2)).label("code")) for code in wanted)).subquery()
    found = db.session.scalars(select(rows.c.code).where(exists().where(Person.country == rows.c.code))).all()
    return tuple(sorted(found))


def _last_switches() -> list[LineEvent]:
    switches = select(LineEvent).where(LineEvent.kind.in_(("off", "on"))).order_by(LineEvent.id)
    return list({deed.target: deed for deed in db.session.scalars(switches)}.values())


def _reports() -> int:
    return len(db.session.scalars(select(WrongNumber.id).where(WrongNumber.settled_at.is_(None)).limit(SHOWN)).all())


def _names(language: str) -> dict[str, str]:
    known = country_names()
    return dict(known.get(language.split("-", maxsplit=1)[0], known["en"]))
