"""Release windows: stated instants and dates per scope and territory, from a file or by hand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from forum.domain.catalogue import Catalogue
from forum.domain.episodes import Episode
from forum.domain.people import Reader
from forum.domain.permissions import Action, SiteFacts, require
from forum.domain.releases import WORLD
from forum.infra.db import db, transaction
from forum.infra.rows import holding
from forum.shows.importing import compare
from forum.shows.importing.record import record
from forum.shows.importing.report import Change, Report, What, WouldUnrelease
from forum.shows.models import ReleaseWindow, Show
from forum.shows.queries.catalogues import catalogues
from forum.shows.queries.names import show_names
from forum.shows.reading.faults import Fault, ImportRefused
from forum.shows.reading.parsed import ParsedWindow
from forum.shows.reading.windows import read_windows

_SCOPE = re.compile(r"[Ss]([0-9]{1,4})(?:[Ee]([0-9]{1,5})(?:-[Ee]?([0-9]{1,5}))?)?")

PULLED = "(taken back)"
"""The service of a window that takes a date back: it stands beside those that it overrules."""


@dataclass(frozen=True, slots=True)
class Stated:
    """One release that somebody states. Shapes: instant or date, neither for one taken back; `why` is never empty."""

    scope: str
    territory: str
    instant: datetime | None
    on: date | None
    service: str
    confidence: str | None
    why: str
    agreed_by_id: int | None = None

    @property
    def is_pulled(self) -> bool:
        """It says that there is no date any more."""
        return self.instant is None and self.on is None


def import_windows(
    actor: Reader,
    data: bytes,
    file: str,
    now: datetime,
    *,
    skip_bad: bool = False,
    allow_unrelease: bool = False,
) -> tuple[Report, ...]:
    """Set all windows of a file; the same file twice changes nothing.

    Shapes: one report a show, in the order of the file; `skip_bad` leaves out windows of shows and episodes that the
    catalogue does not hold.
    Raises: `ImportRefused` (nothing was set), `WouldUnrelease` unless allowed, `Denied`.
    """
    require(actor, Action.SHOW_IMPORT, SiteFacts())
    read = read_windows(data, file)
    with transaction():
        found, faults = _resolved(read, file)
        if faults and not skip_bad:
            raise ImportRefused(faults)
        reports = []
        for show_id, windows in found.items():
            before = catalogues([show_id])[show_id]
            changes = [change for one, ids in windows for change in set_windows(actor, before, one, ids, now)]
            changes += _unreleased(before, file, now, allow_unrelease=allow_unrelease) if changes else ()
            reports.append(Report(file, before.slug, before.name, created=False, changes=tuple(changes)))
            if changes:
                record(actor, "windows", reports[-1], data, now)
        if faults:
            reports.append(Report(file, "", "", created=False, skipped=tuple(faults)))
        return tuple(reports)


def episodes_in(scope: str, catalogue: Catalogue) -> tuple[Episode, ...] | None:
    """The episodes that a window's scope names: these alone, not what came before them.

    Shapes: "S02", "S02E03", "S04E01-E07", "special:<title>"; None when it cannot be read; empty when nothing is listed.
    """
    if scope.lower().startswith("special:"):
        title = scope[8:].strip().casefold()
        return tuple(one for one in catalogue.episodes if one.is_special and one.name.casefold() == title)
    match = _SCOPE.fullmatch(scope)
    if match is None:
        return None
    season, first, last = (int(group) if group else None for group in match.groups())
    listed = catalogue.season(season or 0)
    if first is None:
        return listed
    return tuple(one for one in listed if one.number is not None and first <= one.number <= (last or first))


def _resolved(read: Sequence[ParsedWindow], file: str) -> tuple[dict[int, list[tuple[Stated, list[int]]]], list[Fault]]:
    names, by_source = show_names(), _by_source(read)
    found: dict[int, list[tuple[Stated, list[int]]]] = defaultdict(list)
    faults = []
    for window in read:
        known = by_source.get(window.show) if isinstance(window.show, int) else names.by_name(window.show)
        if known is None:
            faults.append(Fault(file, f"{window.place}.show", "unknown-show", str(window.show)))
            continue
        episodes = episodes_in(window.scope, known)
        if not episodes:
            code = "unreadable-scope" if episodes is None else "unknown-episode"
            faults.append(Fault(file, f"{window.place}.scope", code, window.scope))
            continue
        found[known.show_id].append((_stated(window, file), [one.id for one in episodes]))
    return found, faults


def _by_source(read: Sequence[ParsedWindow]) -> dict[int, Catalogue]:
    wanted = {window.show for window in read if isinstance(window.show, int)}
    if not wanted:
        return {}
    rows = db.session.execute(select(Show.source_id, Show.id).where(Show.source_id.in_(wanted))).all()
    known = catalogues(row.id for row in rows)
    return {row.source_id: known[row.id] for row in rows}


def _stated(window: ParsedWindow, file: str) -> Stated:
    return Stated(
        window.scope,
        window.territory,
        window.instant,
        window.on,
        window.service or "",
        window.confidence,
        window.basis or file,
    )


def set_windows(
    actor: Reader, catalogue: Catalogue, stated: Stated, episode_ids: Sequence[int], now: datetime
) -> list[Change]:
    """Set one window for each of these episodes, inside the running transaction.

    A window of the same territory and service gives way; it stays in the table as withdrawn. So does a date that was
    taken back, when the world gets a new one.
    """
    if stated.territory == WORLD and not stated.is_pulled:
        _give_back(actor, episode_ids, now)
    same = (
        ReleaseWindow.episode_id.in_(episode_ids),
        ReleaseWindow.territory == stated.territory,
        ReleaseWindow.service == stated.service,
        ReleaseWindow.withdrawn_at.is_(None),
    )
    known = {one.episode_id: one for one in db.session.scalars(holding(select(ReleaseWindow).where(*same)))}
    changes = []
    for episode_id in episode_ids:
        old = known.get(episode_id)
        if old is not None and (old.instant, old.on) == (stated.instant, stated.on):
            continue
        if old is not None:
            old.withdrawn_at, old.withdrawn_by_id = now, actor.id or None
            db.session.flush()  # makes room under the unique index
        db.session.add(_window(actor, catalogue.show_id, episode_id, stated, now))
        changes.append(
            Change(
                What.ADDED if old is None else What.MOVED,
                f"{catalogue.code(episode_id, now)} [{stated.territory}]",
                _when(old) if old else "",
                _when(stated),
            )
        )
    if changes:
        db.session.get_one(Show, catalogue.show_id).touch()
        db.session.flush()
    return changes


def _give_back(actor: Reader, episode_ids: Sequence[int], now: datetime) -> None:
    pulled = (
        ReleaseWindow.episode_id.in_(episode_ids),
        ReleaseWindow.territory == WORLD,
        ReleaseWindow.service == PULLED,
        ReleaseWindow.withdrawn_at.is_(None),
    )
    for window in db.session.scalars(holding(select(ReleaseWindow).where(*pulled))):
        window.withdrawn_at, window.withdrawn_by_id = now, actor.id or None


def _window(actor: Reader, show_id: int, episode_id: int, stated: Stated, now: datetime) -> ReleaseWindow:
    return ReleaseWindow(
        show_id=show_id,
        episode_id=episode_id,
        scope=stated.scope,
        territory=stated.territory,
        instant=stated.instant,
        on=stated.on,
        service=stated.service,
        confidence=stated.confidence,
        why=stated.why,
        set_by_id=actor.id or None,
        set_at=now,
        agreed_by_id=stated.agreed_by_id,
    )


def _when(window: Stated | ReleaseWindow) -> str:
    return f"{window.instant:%Y-%m-%d %H:%M} UTC" if window.instant else str(window.on or "")


def _unreleased(before: Catalogue, file: str, now: datetime, *, allow_unrelease: bool) -> tuple[Change, ...]:
    after = catalogues([before.show_id])[before.show_id]
    stepping_back = compare.unreleased(before, after, now)
    if stepping_back and not allow_unrelease:
        raise WouldUnrelease(file, stepping_back)
    return stepping_back
