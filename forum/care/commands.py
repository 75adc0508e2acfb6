"""The console command `forum crisis check`: the directory of lines, or posts."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import click
from flask.cli import with_appcontext

from forum.care.actions.retention import turn_keys
from forum.care.detecting import check_lines, own_catalogue
from forum.domain.helplines import Directory, DirectoryFault
from forum.infra.directory import LINES_FILE, DirectoryUnreadable, load_directory


@click.command("check")
@click.argument("file", type=click.Path(path_type=Path), default=LINES_FILE, required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
@click.option("--jsonl", "posts", is_flag=True, help="Screen posts instead: JSON lines in, one answer a line out.")
def crisis_check(file: Path, *, as_json: bool, posts: bool) -> None:
    """Check the crisis lines: schema, every number in all its forms, dates, sources, and that nothing retired is shown.

    FILE is the directory that ships with the forum unless another one is named. Exit code 1 when there is any fault,
    2 when the file cannot be read at all.

    With --jsonl, posts are screened: {"id", "text", "lang"?, "thread_topics"?} per line of standard input, {"id",
    "label", "tier", "rules"} per line of output. Exit code 2 when a line cannot be used.
    """
    if posts:
        with own_catalogue():
            usable = check_lines(sys.stdin.buffer)
        sys.exit(0 if usable else 2)
    try:
        lines = load_directory(file)
    except DirectoryFault as fault:
        _tell_faults(fault.faults, as_json=as_json)
        sys.exit(2 if isinstance(fault, DirectoryUnreadable) else 1)
    if as_json:
        click.echo(json.dumps({"ok": True, "faults": [], "countries": _counts(lines)}))
        return
    _tell_table(lines)


def _tell_faults(faults: list[str], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"ok": False, "faults": faults, "countries": {}}))
        return
    for fault in faults:
        click.echo(fault, err=True)
    click.echo(f"{len(faults)} fault{'s' if len(faults) != 1 else ''}: nothing of this file is shown.", err=True)


def _counts(lines: Directory) -> dict[str, dict[str, int]]:
    sure = Counter(line.country for line in lines.lines if line.is_sure)
    return {code: {"high": sure[code], "medium": len(lines.of(code)) - sure[code]} for code in lines.countries}


def _tell_table(lines: Directory) -> None:
    click.echo(f"{'country':<28}{'high':>5}{'medium':>8}  {'emergency':<12}{'newest source':<14}first line")
    for code in lines.countries:
        own = lines.of(code)
        sure = [line for line in own if line.is_sure]
        first = sure[0] if sure else None
        click.echo(
            f"{code} {(lines.country_name(code) or '')[:24]:<25}{len(sure):>5}{len(own) - len(sure):>8}  "
            f"{', '.join(lines.emergency[code]):<12}{max(line.verified_on for line in own):<14}"
            f"{f'{first.name}: {first.number or first.sms_number}' if first else 'none: the international directory'}"
        )
    shown = sum(1 for line in lines.lines if line.is_sure)
    click.echo(
        f"{len(lines.lines)} lines in {len(lines.countries)} countries, {shown} shown in notices. No fault. "
        "From public sources: no number has been dialled or checked by this team yet."
    )


@click.command("turn-keys")
@with_appcontext
def care_turn_keys() -> None:
    """Encrypt every care text with the newest key of FORUM_CARE_KEY; after that the older ones may go.

    Exit code 1 when there are texts that no key opens.
    """
    done, lost = turn_keys()
    click.echo(f"{done} texts are under the newest key.")
    if lost:
        click.echo(f"{lost} texts cannot be opened with any key that is set.", err=True)
        sys.exit(1)
