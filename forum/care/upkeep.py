"""The directory as this site keeps it: the shipped file, what people corrected, checked and switched off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

import structlog
from sqlalchemy import Select, func, or_, select

from forum.care.models import LineEvent
from forum.domain.helpline_upkeep import HIDDEN_AFTER, Check, Standing, corrected, standing
from forum.domain.helplines import Directory, DirectoryFault
from forum.infra.db import db
from forum.infra.directory import country_names, kept_by, shipped_lines
from forum.infra.settings import current_settings

_log = structlog.get_logger("forum.care")


class LineDeed(StrEnum):
    """What can be done to a line."""

    CHECKED = "checked"
    CORRECTED = "corrected"
    OFF = "off"
    ON = "on"


@kept_by
def site_directory(now: datetime) -> Directory:
    """What readers of this site are shown."""
    return site_standing(now).shown


def site_standing(now: datetime) -> Standing:
    """Every line of this site and how it stands. One statement, of the deeds that still count."""
    deeds = db.session.execute(
        select(
            LineEvent.id,
            LineEvent.kind,
            LineEvent.target,
            LineEvent.entry,
            LineEvent.digest,
            LineEvent.person_id,
            LineEvent.happened_at,
        )
        .where(
            or_(
                LineEvent.kind != LineDeed.CHECKED,
                LineEvent.happened_at > now - 2 * HIDDEN_AFTER,
                LineEvent.id.in_(_last_checks()),
            )
        )
        .order_by(LineEvent.id)
    ).all()
    checks = [
        # Who left the forum has checked all the same, and is nobody else.
        Check(deed.target, deed.digest, deed.person_id or -deed.id, deed.happened_at)
        for deed in deeds
        if deed.kind == LineDeed.CHECKED
    ]
    try:
        found = standing(site_lines(deeds), checks, _off(deeds), now, country_names())
    except DirectoryFault as fault:
        # A newer version of the forum may doubt what an older one let in: what ships is then safer than nothing.
        _log.error("corrections of crisis lines are left out", faults=fault.faults)
        found = standing(shipped_lines(), checks, _off(deeds), now, country_names())
    if current_settings().is_production:
        _nag(found.unchecked_countries)
    return found


def _last_checks() -> Select[Any]:
    """However long ago: a line that was checked once and not since stays hidden, and is not as if nobody ever had."""
    each = LineEvent.target, LineEvent.digest, LineEvent.person_id
    return select(func.max(LineEvent.id)).where(LineEvent.kind == LineDeed.CHECKED).group_by(*each)


def site_lines(deeds: Iterable[Any]) -> dict[str, Any]:
    """The file of lines with this site's corrections in it, in the form of the shipped one."""
    return corrected(
        shipped_lines(), {deed.target: deed.entry for deed in deeds if deed.kind == LineDeed.CORRECTED and deed.entry}
    )


def corrections() -> list[Any]:
    """All corrections, oldest first."""
    return list(
        db.session.execute(
            select(LineEvent.kind, LineEvent.target, LineEvent.entry)
            .where(LineEvent.kind == LineDeed.CORRECTED)
            .order_by(LineEvent.id)
        )
    )


def entry_of(data: Mapping[str, Any], line_id: str) -> dict[str, Any] | None:
    """One entry of a file of lines."""
    return next((entry for entry in data["entries"] if entry["id"] == line_id), None)


def _off(deeds: Iterable[Any]) -> frozenset[str]:
    last = {deed.target: deed.kind for deed in deeds if deed.kind in {LineDeed.OFF, LineDeed.ON}}
    return frozenset(target for target, kind in last.items() if kind == LineDeed.OFF)


@lru_cache(maxsize=1)
def _nag(countries: tuple[str, ...]) -> None:
    """Once per process, and again when the answer changes."""
    if countries:
        _log.warning("crisis lines not checked by two people, or due", countries=",".join(countries))
