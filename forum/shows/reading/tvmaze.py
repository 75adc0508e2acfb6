"""TVmaze JSON: a show object with its episodes, or a bare list of episodes.

Source: https://www.tvmaze.com/api. Unknown keys are ignored; summaries, ratings and pictures are not read.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Literal

from forum.domain.releases import Channel, zone_named
from forum.shows.reading.episodes import Rows, read_rows
from forum.shows.reading.faults import Fault, ImportRefused, excerpt
from forum.shows.reading.fields import LARGEST_ID, Fields, is_web_link
from forum.shows.reading.orders import read_order
from forum.shows.reading.parsed import LOCAL_IDS_FROM, OrderFile, ParsedShow, ShowFile
from forum.shows.reading.strict import load

LONGEST_NAME = 200
_COUNTRY = re.compile(r"[A-Z]{2}")


def read_file(
    data: bytes, file: str, *, skip_bad: bool = False, show_named: bool = False, zone: str | None = None
) -> ShowFile | OrderFile:
    """Read a show, a bare list of episodes or an alternate list.

    Shapes: `show_named` = the show of a bare list is known from elsewhere, and airs in `zone`.
    Raises: `ImportRefused` with every fault; with `skip_bad` only for faults of the whole file.
    """
    value = load(data, file)
    if isinstance(value, list):
        if not show_named:
            raise ImportRefused([Fault(file, "", "list-without-show")])
        return _finished(file, None, read_rows(value, "", file, zone), [], skip_bad=skip_bad)
    if not isinstance(value, dict):
        raise ImportRefused([Fault(file, "", "null-answer" if value is None else "not-a-show", excerpt(value))])
    if "alternateepisodes" in value:
        return read_order(value, file)
    _refuse_others(value, file)
    return _read_show(value, file, skip_bad=skip_bad)


def _refuse_others(value: dict[str, Any], file: str) -> None:
    if "windows" in value:
        raise ImportRefused([Fault(file, "", "windows-file")])
    if "status" in value and "message" in value and "id" not in value:
        raise ImportRefused([Fault(file, "", "api-error", excerpt(value.get("name")))])


def _read_show(value: dict[str, Any], file: str, *, skip_bad: bool) -> ShowFile:
    fields = Fields(value, "", file)
    notes: list[Fault] = []
    show = _show(fields, notes)
    rows = _listed(value, fields)
    if fields.faults or show is None:
        raise ImportRefused(fields.faults)
    if not rows:
        notes.append(Fault(file, "_embedded.episodes", "no-episodes"))
    found = read_rows(rows or (), "_embedded.episodes", file, show.channel.zone)
    return _finished(file, show, found, notes, skip_bad=skip_bad)


def _listed(value: dict[str, Any], fields: Fields) -> list[Any] | None:
    embedded = fields.inner("_embedded")
    rows = value.get("episodes") if embedded is None else embedded.values.get("episodes")
    if rows is not None and not isinstance(rows, list):
        fields.refuse("_embedded.episodes", "not-a-list", rows)
        return None
    return rows


def _finished(file: str, show: ParsedShow | None, found: Rows, notes: list[Fault], *, skip_bad: bool) -> ShowFile:
    if found.faults and not skip_bad:
        raise ImportRefused(found.faults)
    repaired = [replace(fault, code="later-instant") for fault in found.faults if fault.code == "dates-disagree"]
    skipped = tuple(fault for fault in found.faults if fault.code != "dates-disagree")
    return ShowFile(file, show, tuple(found.good) or None, skipped, (*notes, *found.notes, *repaired))


def _show(fields: Fields, notes: list[Fault]) -> ParsedShow | None:
    source_id = fields.whole("id", 1, LARGEST_ID, required=True)
    name = fields.text("name", LONGEST_NAME, required=True)
    kind, language, status = fields.text("type", 60), fields.text("language", 60), fields.text("status", 60)
    channel, channel_name = _channel(fields, notes)
    premiered = fields.day("premiered")
    url = fields.values.get("url")
    if url is not None and not is_web_link(url):
        notes.append(Fault(fields.file, "url", "link-dropped", excerpt(url)))
        url = None
    if source_id is None or name is None:
        return None
    source: Literal["tvmaze", "local"] = "local" if source_id >= LOCAL_IDS_FROM else "tvmaze"
    return ParsedShow(source, source_id, name, kind, language, status, channel, channel_name, url, premiered)


def _channel(fields: Fields, notes: list[Fault]) -> tuple[Channel, str | None]:
    """The network if there is one, else the web channel: what is first on a network is dated by it."""
    kind: Literal["network", "web"]
    for kind, key in (("network", "network"), ("web", "webChannel")):
        given = fields.inner(key)
        if given is not None:
            country = given.inner("country")
            code = country.text("code", 10) if country else None
            zone = _zone(country, notes) if country else None
            name = given.text("name", 100)
            fields.faults += given.faults + (country.faults if country else [])
            return Channel(kind, code if code and _COUNTRY.fullmatch(code) else None, zone), name
    return Channel(None, None, None), None


def _zone(country: Fields, notes: list[Fault]) -> str | None:
    zone = country.text("timezone", 60)
    if zone is not None and zone_named(zone) is None:
        notes.append(Fault(country.file, f"{country.place}.timezone", "unknown-zone", excerpt(zone)))
        return None
    return zone
