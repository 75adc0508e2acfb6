"""Keeping the directory of crisis lines right: checks by two people, corrections, switches, sharing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from forum.care.forms import LineForm, SwitchForm
from forum.care.models import LineEvent
from forum.care.upkeep import LineDeed, corrections, entry_of, site_lines, site_standing
from forum.domain.errors import Conflict, Invalid, Missing
from forum.domain.helpline_checks import faults_in
from forum.domain.helpline_upkeep import EVERYTHING, corrected, newer
from forum.domain.people import Reader
from forum.domain.permissions import Action, SiteFacts, require
from forum.infra.db import db, transaction
from forum.infra.directory import forget_directory

LARGEST_FILE = 5_000_000
_ID = re.compile(r"[a-z]{2}-[a-z0-9-]{1,36}")


def check_line(actor: Reader, line_id: str, digest: str, now: datetime) -> None:
    """I compared this line with the provider's own page, in the form that I was shown.

    Shapes: `digest` names that form; the check counts once a second person makes it as well.
    Raises: `Missing`; `Denied`; `Conflict` when the line has been corrected since.
    """
    with transaction():
        require(actor, Action.LINES_TEND, SiteFacts())
        kept = site_standing(now).of(line_id)
        if kept is None:
            raise Missing
        if kept.digest != digest:
            raise Conflict("line-changed")
        _write(actor, LineDeed.CHECKED, line_id, now, digest=digest)
    forget_directory()


def correct_line(actor: Reader, form: LineForm, line_id: str | None, now: datetime) -> str:
    """Correct a line, or add one when `line_id` is None. Checks of the old form no longer count. Returns its id.

    Raises: `Missing`; `Denied`; `Invalid` with every doubt about the entry.
    """
    with transaction():
        require(actor, Action.LINES_EDIT, SiteFacts())
        data = site_lines(corrections())
        before = entry_of(data, line_id) if line_id is not None else None
        if line_id is not None and before is None:
            raise Missing
        if line_id is None and entry_of(data, form.id) is not None:
            raise Invalid({"id": ["taken"]}, form.model_dump())
        if form.country not in data["emergency"]:
            raise Invalid({"country": ["not-a-choice"]}, form.model_dump())
        entry = form.entry(line_id or form.id, before, data["emergency"].get(form.country, {}).get("numbers", []))
        _refuse_doubt(data, {entry["id"]: entry}, form.model_dump(), now)
        _write(actor, LineDeed.CORRECTED, entry["id"], now, entry=entry, reason=form.reason)
    forget_directory()
    return str(entry["id"])


def switch_lines(actor: Reader, form: SwitchForm, now: datetime) -> None:
    """Hide a line, a country's or all of them from every reader, or show them again. It holds within a minute.

    Raises: `Denied`; `Invalid` for a switch that does not exist.
    """
    with transaction():
        require(actor, Action.LINES_TEND, SiteFacts())
        known = site_standing(now)
        switches = {EVERYTHING, *(f"line:{one.line.id}" for one in known.kept)}
        switches |= {f"country:{one.line.country}" for one in known.kept}
        if form.target not in switches:
            raise Invalid({"target": ["not-a-choice"]}, form.model_dump())
        _write(actor, LineDeed(form.to), form.target, now, reason=form.reason)
    forget_directory()


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file of lines. Shapes: `taken` names of lines taken over, `ours` of those that stay as they are
    although the file has them otherwise, because what this site knows is as new or newer."""

    taken: tuple[str, ...]
    ours: tuple[str, ...]


def import_lines(actor: Reader, raw: bytes, now: datetime) -> Imported:
    """Take over corrections that another community shares, where they are newer. All or nothing; no check comes along.

    Shapes: `raw` is a file as `site_lines` gives it, or {"entries": [...]}.
    Raises: `Denied`; `Invalid` with every doubt.
    """
    with transaction():
        require(actor, Action.LINES_EDIT, SiteFacts())
        data = site_lines(corrections())
        offered = {key: entry for key, entry in _entries(raw).items() if entry_of(data, key) != entry}
        _refuse_doubt(data, offered, {}, now)
        new = newer(data, site_standing(now), offered)
        for line_id, entry in new.items():
            _write(actor, LineDeed.CORRECTED, line_id, now, entry=entry, reason="import")
    forget_directory()
    return Imported(_names(new.values()), _names(entry for key, entry in offered.items() if key not in new))


def _names(entries: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(str(entry.get("name"))[:80] for entry in entries)


def _entries(raw: bytes) -> dict[str, dict[str, Any]]:
    if len(raw) > LARGEST_FILE:
        raise Invalid({"file": ["too-long"]})
    try:
        listed = json.loads(raw.decode("utf-8"))["entries"]
        return {str(entry["id"])[:40]: dict(entry) for entry in listed}
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Invalid({"file": ["not-a-file-of-lines"]}) from None


def _refuse_doubt(
    data: Mapping[str, Any], new: dict[str, dict[str, Any]], typed: Mapping[str, Any], now: datetime
) -> None:
    faults = [f"{name}: id is not in small letters, digits and hyphens" for name in new if not _ID.fullmatch(name)]
    faults += faults_in({**corrected(data, new), "generated_on": now.date().isoformat()})
    if faults:
        raise Invalid({"": faults}, typed)


def _write(actor: Reader, deed: LineDeed, target: str, now: datetime, **more: Any) -> None:
    db.session.add(LineEvent(kind=deed.value, target=target, person_id=actor.id, happened_at=now, **more))
