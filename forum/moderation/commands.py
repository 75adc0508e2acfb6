"""Commands of the moderation room."""

from __future__ import annotations

import sys

import click
from flask.cli import with_appcontext

from forum.accounts.queries import person_by_handle, reader_of
from forum.domain.errors import Denied, Missing
from forum.infra import clock
from forum.moderation.actions import bury
from forum.moderation.queries.chain import ledger_fault


@click.command("redact")
@click.argument("entry", type=click.IntRange(1, 2**31 - 1))
@click.option("--by", "handle", required=True, help="The administrator who answers for it.")
@click.option("--reason", required=True, help="Why; kept with the tombstone, never shown to the public.")
@with_appcontext
def ledger_redact(entry: int, handle: str, reason: str) -> None:
    """Take out of line ENTRY of the ledger what it says. Its place in the chain stays, and a new line tells of it."""
    now = clock.now()
    if not 3 <= len(reason.strip()) <= 300:
        raise click.BadParameter("between 3 and 300 characters", param_hint="--reason")
    try:
        bury(reader_of(person_by_handle(handle).id, now), entry, reason.strip(), now)
    except (Missing, Denied) as fault:
        click.echo(
            "There is no such line or member." if isinstance(fault, Missing) else "Administrators only.", err=True
        )
        sys.exit(1)
    fault_now = ledger_fault()
    click.echo(f"Line {entry} is a tombstone. The chain is {'broken: ' + fault_now if fault_now else 'whole'}.")
