"""Importing a show with its episodes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum.domain.catalogue import Catalogue
from forum.domain.errors import Conflict
from forum.domain.people import Reader
from forum.domain.permissions import Action, SiteFacts, require
from forum.infra.db import db, transaction
from forum.infra.rows import holding
from forum.infra.titles import forget_titles
from forum.shows.importing import compare
from forum.shows.importing.orders import order_of
from forum.shows.importing.places import carry_places
from forum.shows.importing.record import record
from forum.shows.importing.report import Change, Report, What, WouldUnrelease
from forum.shows.importing.slugs import free_slug
from forum.shows.models import Episode, Show
from forum.shows.queries.catalogues import catalogues
from forum.shows.queries.names import searchable
from forum.shows.reading.faults import Fault, ImportRefused
from forum.shows.reading.parsed import OrderFile, ParsedEpisode, ParsedShow, ShowFile
from forum.shows.reading.tvmaze import read_file

TVMAZE = "//www.tvmaze.com/"


def import_show(
    actor: Reader,
    data: bytes,
    file: str,
    now: datetime,
    *,
    into: str | None = None,
    skip_bad: bool = False,
    allow_unrelease: bool = False,
) -> Report:
    """Add or update one show from a file, keyed by the ids of its source. The same file twice changes nothing.

    Shapes: `file` = its name, for messages; `into` = slug of the show that a bare list of episodes belongs to. Nothing
    is ever deleted: what the source no longer lists is reported and kept. An alternate list becomes an order.
    Raises: `ImportRefused` (nothing was imported), `WouldUnrelease` unless allowed, `Denied`, `Conflict`.
    """
    require(actor, Action.SHOW_IMPORT, SiteFacts())
    target = _named(into, file) if into else None
    zone = target.channel_zone if target else None
    read = read_file(data, file, skip_bad=skip_bad, show_named=target is not None, zone=zone)
    try:
        with transaction():
            if isinstance(read, OrderFile):
                report = order_of(read)
            else:
                report = _merge(read, into, now, allow_unrelease=allow_unrelease)
            if not report.is_empty:
                record(actor, "show", report, data, now)
    except IntegrityError:
        raise Conflict("import-race", file=file) from None
    forget_titles()
    return report


def _named(slug: str, file: str) -> Show:
    show: Show | None = db.session.scalar(select(Show).where(Show.slug == slug))
    if show is None:
        raise ImportRefused([Fault(file, "", "unknown-show", slug)])
    return show


def _merge(read: ShowFile, into: str | None, now: datetime, *, allow_unrelease: bool) -> Report:
    row, created = _row(read, into, now)
    before = None if created else catalogues([row.id])[row.id]
    changes = _update_show(row, read.show) if read.show and not created else []
    row.from_tvmaze = row.from_tvmaze or _is_of_tvmaze(read)
    changes += _merge_episodes(row, read, now)
    report = Report(read.name, row.slug, row.name, created, (), read.notes, read.skipped)
    if not changes and not created:
        return report
    row.touch()
    db.session.flush()
    if before is not None:
        changes += _settle(row, before, read.name, now, allow_unrelease=allow_unrelease)
    notes = (*read.notes, *_shared_numbers(row, read.name))
    return replace(report, show=row.name, changes=compare.in_report_order(changes), notes=notes)


def _is_of_tvmaze(read: ShowFile) -> bool:
    """Whether some of it must be credited to TVmaze: ids of its own may be ours, its rows are theirs."""
    links = [one.url or "" for one in read.episodes or ()]
    return bool(read.show and read.show.source == "tvmaze") or any(TVMAZE in link for link in links)


def _row(read: ShowFile, into: str | None, now: datetime) -> tuple[Show, bool]:
    """The show's row, locked against other imports, and whether it was made just now."""
    if read.show is None:
        found = db.session.scalar(holding(select(Show).where(Show.slug == into)))
        if found is None:
            raise ImportRefused([Fault(read.name, "", "unknown-show", into or "")])
        return found, False
    source = (Show.source == read.show.source, Show.source_id == read.show.source_id)
    found = db.session.scalar(holding(select(Show).where(*source)))
    if found is not None:
        return found, False
    made = Show(source=read.show.source, source_id=read.show.source_id, added_at=now)
    made.slug = free_slug(read.show, read.name)
    _update_show(made, read.show)
    db.session.add(made)
    db.session.flush()
    return made, True


def _update_show(row: Show, said: ParsedShow) -> list[Change]:
    values = {
        "name": said.name,
        "kind": said.kind,
        "language": said.language,
        "status": said.status,
        "channel_kind": said.channel.kind,
        "channel_name": said.channel_name,
        "channel_country": said.channel.country,
        "channel_zone": said.channel.zone,
        "url": said.url,
    }
    changes = []
    for name, value in values.items():
        before = getattr(row, name)
        if before != value:
            setattr(row, name, value)
            changes.append(Change(What.CHANGED, "show", str(before or ""), str(value or "")))
    row.name_folded = searchable(row.name)
    return changes


def _merge_episodes(row: Show, read: ShowFile, now: datetime) -> list[Change]:
    if read.episodes is None:
        return []
    known = {one.source_id: one for one in db.session.scalars(select(Episode).where(Episode.show_id == row.id))}
    changes: list[Change] = []
    for said in read.episodes:
        if said.source_id in known:
            changes += compare.take(known[said.source_id], said, now)
        else:
            db.session.add(_new(row, said))
            changes.append(Change(What.ADDED, compare.code_of(said), "", compare.when(said.airing)))
    if not read.skipped:  # a row that could not be read is not a row that is gone
        changes += _vanish(known, {said.source_id for said in read.episodes}, now)
    return changes


def _new(row: Show, said: ParsedEpisode) -> Episode:
    return Episode(
        show_id=row.id,
        source_id=said.source_id,
        season=said.season,
        number=said.number,
        kind=said.kind,
        name=said.name,
        airdate=said.airdate,
        airtime=said.airtime,
        airstamp=said.airstamp,
        runtime_min=said.runtime_min,
        url=said.url,
        kept=[],
    )


def _vanish(known: dict[int, Episode], listed: set[int], now: datetime) -> list[Change]:
    gone = [one for source_id, one in known.items() if source_id not in listed and one.vanished_at is None]
    for one in gone:
        one.vanished_at = now
    return [Change(What.VANISHED, compare.code_of(one)) for one in gone]


def _settle(row: Show, before: Catalogue, file: str, now: datetime, *, allow_unrelease: bool) -> list[Change]:
    """Check what the changes do to releases and to scopes already written."""
    after = catalogues([row.id])[row.id]
    stepping_back = compare.unreleased(before, after, now)
    if stepping_back and not allow_unrelease:
        raise WouldUnrelease(file, stepping_back)
    lost = compare.lost_by_scopes(before, after)
    for one in db.session.scalars(select(Episode).where(Episode.id.in_(lost))) if lost else ():
        one.kept = sorted({*one.kept, *lost[one.id]})
    if lost:
        row.touch()
    carry_places(before, after)
    return list(stepping_back)


def _shared_numbers(row: Show, file: str) -> list[Fault]:
    rows = list(db.session.scalars(select(Episode).where(Episode.show_id == row.id, Episode.number.is_not(None))))
    listed = {(one.season, one.number) for one in rows if one.vanished_at is None}
    shared = [one for one in rows if one.vanished_at is not None and (one.season, one.number) in listed]
    return [Fault(file, compare.code_of(one), "number-shared", one.name) for one in shared]
