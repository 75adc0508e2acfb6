"""Console commands of the catalogue: `forum import-show` and `forum import-windows`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import with_appcontext

from forum.domain.errors import Conflict
from forum.domain.people import Reader, SiteRole
from forum.infra import clock
from forum.infra.db import transaction
from forum.infra.settings import current_settings
from forum.shows import importing
from forum.shows.fetching import FetchFault, fetch_show
from forum.shows.importing import Report, WouldUnrelease
from forum.shows.reading.faults import ImportRefused
from forum.shows.reading.strict import LIMIT_BYTES

OPERATOR = Reader(id=0, handle="console", role=SiteRole.ADMINISTRATOR)
"""Whoever sits at the console: no person of the forum, so rows they write name nobody."""

UNUSABLE = 2
HINTS = {
    "list-without-show": "Name the show with --show SLUG, or with --show FILE.",
    "windows-file": "Use: forum import-windows",
}
"""What to do at the console about some faults. Shapes: by code."""

_FILES = click.argument("files", nargs=-1, required=True, metavar="FILE...")


@click.command("import-show")
@_FILES
@click.option("--show", "into", metavar="SLUG|FILE", help="The show that a bare list of episodes belongs to.")
@click.option("--skip-bad", is_flag=True, help="Take the good rows of a file, and report the bad ones.")
@click.option("--allow-unrelease", is_flag=True, help="Let episodes that are out be in the future again.")
@with_appcontext
def import_show(files: Sequence[str], into: str | None, *, skip_bad: bool, allow_unrelease: bool) -> None:
    """Import shows from TVmaze JSON files, or from TVmaze itself as tvmaze:ID. All of them or none."""

    def bring_in(data: bytes, name: str) -> Report:
        return importing.import_show(
            OPERATOR, data, name, clock.now(), into=slug, skip_bad=skip_bad, allow_unrelease=allow_unrelease
        )

    slug = into
    with _plain_faults():
        sources = [_read(name) for name in files]
        shows = [_read(into)] if into and Path(into).is_file() else []
        with transaction():
            if shows:
                slug = None
                slug = bring_in(*shows[0]).slug
            reports = [bring_in(data, name) for data, name in _with_progress(sources)]
    for report in reports:
        _tell(report)


@click.command("import-windows")
@_FILES
@click.option("--skip-bad", is_flag=True, help="Leave out windows of shows that are not in the catalogue.")
@click.option("--allow-unrelease", is_flag=True, help="Let episodes that are out be in the future again.")
@with_appcontext
def import_windows(files: Sequence[str], *, skip_bad: bool, allow_unrelease: bool) -> None:
    """Import release windows: true instants, other countries, moved dates. All of them or none."""
    with _plain_faults():
        sources = [_read(name) for name in files]
        with transaction():
            reports = [
                report
                for data, name in _with_progress(sources)
                for report in importing.import_windows(
                    OPERATOR, data, name, clock.now(), skip_bad=skip_bad, allow_unrelease=allow_unrelease
                )
            ]
    for report in reports:
        _tell(report)


def _read(name: str) -> tuple[bytes, str]:
    """The bytes of a file, or of TVmaze's answer."""
    scheme, _, number = name.partition(":")
    if scheme == "tvmaze" and not (number.isascii() and number.isdigit()):
        raise FetchFault(f"{name}: after tvmaze: comes the show's number there, like tvmaze:7194")
    if scheme == "tvmaze":
        settings = current_settings()
        return fetch_show(settings.tvmaze_url, int(number[:18]), settings.instance / "tvmaze"), f"{name}.json"
    path = Path(name)
    try:
        with path.open("rb") as file:  # a device has no size and no end: one byte too many is enough to know
            return file.read(LIMIT_BYTES + 1), path.name
    except OSError as fault:
        raise FetchFault(f"{name}: {fault.strerror or 'cannot be read'}") from None


def _with_progress(sources: list[tuple[bytes, str]]) -> Iterator[tuple[bytes, str]]:
    """The sources, alternate orders after the shows they are about, with a bar when there are several."""
    ordered = sorted(sources, key=lambda source: b'"alternateepisodes"' in source[0])
    with click.progressbar(ordered, label="Importing", file=sys.stderr, hidden=len(ordered) < 2) as bar:
        yield from bar


@contextmanager
def _plain_faults() -> Iterator[None]:
    """End the command with code 2 and plain sentences when the input cannot be used."""
    try:
        yield
    except ImportRefused as fault:
        codes = {one.code for one in fault.faults}
        lines = [*(str(one) for one in fault.faults), *(hint for code, hint in HINTS.items() if code in codes)]
    except WouldUnrelease as fault:
        lines = [f"{fault.file}: {change}" for change in fault.changes]
        lines.append("Nothing was imported. Use --allow-unrelease if this is meant.")
    except Conflict:
        lines = ["Somebody else is importing the same show at this moment. Nothing was imported; try again."]
    except FetchFault as fault:
        lines = [str(fault)]
    else:
        return
    for line in lines:
        click.echo(line, err=True)
    sys.exit(UNUSABLE)


def _tell(report: Report) -> None:
    """Print one report."""
    if report.show:
        told = [", ".join(f"{count} {what}" for what, count in report.counts.items())]
        told = ["new", *filter(None, told)] if report.created else [told[0] or "nothing changed"]
        click.echo(f"{report.show} ({report.slug}): {'; '.join(told)}")
    few = report.counts.get(importing.What.ADDED, 0) <= 10
    for change in report.changes:
        if few or change.what is not importing.What.ADDED:
            click.echo(f"  {change}")
    for note in report.notes:
        click.echo(f"  note: {note}")
    for fault in report.skipped:
        click.echo(f"  skipped: {fault}", err=True)
