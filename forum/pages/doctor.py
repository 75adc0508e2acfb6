"""`forum doctor`: everything that can be checked without changing anything, in one list."""

from __future__ import annotations

import sys

import click
from flask.cli import with_appcontext

from forum.care.queries import waiting_countries
from forum.domain.helplines import DirectoryFault
from forum.infra import clock
from forum.infra.directory import directory, shipped_directory
from forum.infra.settings import current_settings
from forum.moderation.queries.answerers import waiting_appeals
from forum.moderation.queries.chain import ledger_fault
from forum.pages.health import faults


def _directory_fault() -> str:
    """Corrections stand in tables: where these cannot be read, another line says so, and the shipped file is judged."""
    standing = not faults(clock.now())["migrations"]
    try:
        directory() if standing else shipped_directory()
    except DirectoryFault as fault:
        return str(fault)
    return ""


def _ledger_fault() -> str:
    """Tables that are not there yet are another line's fault."""
    return "" if faults(clock.now())["migrations"] else ledger_fault()


def _unchecked() -> str:
    """What the crisis lines still need. It stays here until two people have checked those of our members' countries."""
    if faults(clock.now())["migrations"]:
        return "the crisis lines come from public sources; two people must check them before a public start"
    countries = waiting_countries(clock.now())
    if not countries:
        return (
            "no member lives where crisis lines still wait for a check by two people; "
            "before a public start check those of the countries you expect members from"
        )
    return f"two people must check the crisis lines of {', '.join(countries)}, where members are: see /support/lines"


def _stuck() -> str:
    """Appeals wait for people, and sometimes everybody who could answer took part."""
    if faults(clock.now())["migrations"]:
        return ""
    _, stuck = waiting_appeals(clock.now(), clock.now())
    if not stuck:
        return ""
    return f"{stuck} of the oldest appeals may be answered by nobody: make somebody a moderator there, or of the site"


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Look at settings, database, migrations, worker, crisis lines and appeals. Exit code 1 when something is wrong."""
    settings = current_settings()
    click.echo(
        f"mode {settings.mode}, {'SQLite' if settings.uses_sqlite else 'PostgreSQL'}, mail by {settings.mail_backend}"
    )
    found = {**faults(clock.now()), "crisis lines": _directory_fault(), "ledger": _ledger_fault()}
    for name, fault in found.items():
        click.echo(f"  {'well ' if not fault else 'FAULT'}  {name}{': ' + fault if fault else ''}")
    if not settings.is_production:
        click.echo("  note   development mode: fine on your own machine, not on a public one")
    for note in filter(None, (_unchecked(), _stuck())):
        click.echo(f"  note   {note}")
    sys.exit(1 if any(found.values()) else 0)
