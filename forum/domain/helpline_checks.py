"""Doubts about a file of crisis lines: every check that an entry must pass before a person may see it.

Source: the "rules" inside the file, and the printed and digital misprints that its `known_wrong` collects.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

_FIELDS: Mapping[str, tuple[type, ...]] = {
    "id": (str,),
    "country": (str,),
    "region": (str, type(None)),
    "audience": (str,),
    "rank": (int,),
    "name": (str,),
    "kind": (list,),
    "number": (str, type(None)),
    "dial": (str, type(None)),
    "e164": (str, type(None)),
    "short_code": (bool,),
    "sms": (dict, type(None)),
    "whatsapp": (dict, type(None)),
    "chat_url": (str, type(None)),
    "url": (str, type(None)),
    "hours": (str, type(None)),
    "languages": (list,),
    "topics": (list,),
    "emergency_number": (list,),
    "confidence": (str,),
    "verified_on": (str,),
    "sources": (list,),
}

_PARTS: Mapping[str, type] = {
    "topics_vocabulary": list,
    "entries": list,
    "emergency": dict,
    "international_fallbacks": list,
    "retired": list,
    "known_wrong": list,
    "generated_on": str,
}

KINDS = frozenset({"call", "text", "chat", "whatsapp", "email"})

_CODES = """
AR+54 AT+43 AU+61 BD+880 BE+32 BR+55 CA+1 CH+41 CL+56 CO+57 CR+506 CZ+420 DE+49 DK+45 ES+34 FI+358 FR+33 GB+44 GR+30
HK+852 HU+36 IE+353 IL+972 IN+91 IS+354 IT+39 JP+81 KE+254 KR+82 LK+94 LU+352 LV+371 MX+52 MY+60 NL+31 NO+47 NZ+64
PH+63 PL+48 PT+351 RS+381 SE+46 SG+65 SI+386 TH+66 TW+886 UA+380 US+1 UY+598 ZA+27
"""

CALLING_CODES: Mapping[str, str] = dict(pair.split("+") for pair in _CODES.split())

_DIALLED = re.compile(r"\*?[0-9]{2,15}")
_MENU = re.compile(r"\s+then (?:press|option) [0-9]$")
_RUN = re.compile(r"\+?[0-9](?:[ \-.()]{0,2}[0-9])+")


def faults_in(data: object) -> list[str]:
    """Every fault of a parsed file of lines, in the order of the file; empty when it may be shown."""
    if not isinstance(data, dict):
        return ["file: not an object"]
    missing = [
        f"file: {part} is missing or not a {kind.__name__}"
        for part, kind in _PARTS.items()
        if not isinstance(data.get(part), kind)
    ]
    if missing:
        return missing
    faults: list[str] = []
    if _day(data["generated_on"]) is None:
        return ["file: generated_on is not a date"]
    for country, known in data["emergency"].items():
        faults += (f"emergency {country}: {fault}" for fault in _emergency(known))
    for place in data["international_fallbacks"]:
        if place.get("url") is not None and not _is_link(place["url"]):
            faults.append(f"{place.get('id')}: url is not a plain https address")
    return faults + _entries(data)


def _entries(data: Mapping[str, Any]) -> list[str]:
    faults: list[str] = []
    seen: set[str] = set()
    banned, menus = _banned(data), _menus(data)
    for place, entry in enumerate(data["entries"]):
        name = entry.get("id") if isinstance(entry, dict) else None
        found = list(_shape(entry))
        if not found:
            found += _vocabulary(entry, data)
            found += _numbers(entry)
            found += _trust(entry, data)
            found += _forbidden(entry, banned, menus)
        if name in seen:
            found.append("id is used twice")
        seen.add(str(name))
        faults += (f"{name or f'entry {place}'}: {fault}" for fault in found)
    return faults


def _shape(entry: object) -> Iterator[str]:
    if not isinstance(entry, dict):
        yield "not an object"
        return
    for name, kinds in _FIELDS.items():
        value = entry.get(name, ...)
        if value is ... or not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            yield f"{name} is missing or of the wrong kind"
    for name in ("kind", "languages", "topics", "emergency_number"):
        if not _is_texts(entry.get(name)):
            yield f"{name} must be a list of texts, not empty"
    for name in ("sms", "whatsapp"):
        part = entry.get(name)
        if isinstance(part, dict) and not isinstance(part.get("number"), str):
            yield f"{name} has no number"


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, str) and item for item in value)


def _vocabulary(entry: Mapping[str, Any], data: Mapping[str, Any]) -> Iterator[str]:
    for topic in entry["topics"]:
        if topic not in data["topics_vocabulary"]:
            yield f"unknown topic {topic!r}"
    for kind in entry["kind"]:
        if kind not in KINDS:
            yield f"unknown kind {kind!r}"
    if entry["confidence"] not in {"high", "medium"}:
        yield "confidence is neither high nor medium"
    if entry["country"] not in CALLING_CODES:
        yield f"unknown country {entry['country']!r}"
    known = data["emergency"].get(entry["country"])
    if known is None or list(entry["emergency_number"]) != list(known.get("numbers", ())):
        yield "emergency number missing or not that of the country"
    if entry["url"] is not None and not _is_link(entry["url"], "https?"):
        yield "url is not a plain web address"
    if entry["chat_url"] is not None and not _is_link(entry["chat_url"]):
        yield "chat_url is not a plain https address"


def _numbers(entry: Mapping[str, Any]) -> Iterator[str]:
    """The same number stands in several forms; a slip of the pen in one of them does not pass."""
    number, dial, e164 = entry["number"], entry["dial"], entry["e164"]
    if ("call" in entry["kind"]) != (dial is not None) or (number is None) != (dial is None):
        yield "kind, number and dial disagree"
    if number is not None and dial is not None:
        if not _DIALLED.fullmatch(dial):
            yield "dial is not a national number"
        if digits(_MENU.sub("", number)) != digits(dial):
            yield "number and dial disagree"
        if e164 is not None and not _agree(dial, e164, entry["country"]):
            yield "dial and e164 disagree"
    if entry["short_code"] and e164 is not None:
        yield "a short code has no international form"
    yield from _texting(entry)


def _texting(entry: Mapping[str, Any]) -> Iterator[str]:
    sms, whatsapp = entry["sms"], entry["whatsapp"]
    # Text without a number is possible: some services text through a page of their own.
    if ("text" not in entry["kind"] and sms is not None) or ("whatsapp" in entry["kind"]) != (whatsapp is not None):
        yield "kind disagrees with sms or whatsapp"
    if sms is not None:
        if not _DIALLED.fullmatch(sms.get("dial") or "") or digits(sms["number"]) != digits(sms["dial"]):
            yield "sms number and dial disagree"
        elif sms.get("e164") is not None and not _agree(sms["dial"], sms["e164"], entry["country"]):
            yield "sms dial and e164 disagree"
    if whatsapp is not None and not _agree(digits(whatsapp["number"]), whatsapp.get("e164") or "", entry["country"]):
        yield "whatsapp number and e164 disagree"


def _agree(dial: str, e164: str, country: str) -> bool:
    """Whether both are the same number: country code, then the national digits with or without the trunk digit."""
    code = CALLING_CODES.get(country, "")
    national = digits(dial)
    forms = {code + national, code + national.removeprefix("0")}
    if code == "1":
        forms = {"1" + national.removeprefix("1")}
    return e164.startswith("+") and e164[1:] in forms


def _trust(entry: Mapping[str, Any], data: Mapping[str, Any]) -> Iterator[str]:
    made = data["generated_on"]
    if not _is_past(entry["verified_on"], made):
        yield "verified_on is no date or lies after the file's own"
    titles = {source.get("title") for source in entry["sources"] if isinstance(source, dict)}
    if len(titles - {None, ""}) < 2:
        yield "fewer than two sources"
    for source in entry["sources"]:
        if source.get("date") is not None and not _is_past(source["date"], made):
            yield "a source has no proper date"


def _emergency(known: object) -> Iterator[str]:
    if not isinstance(known, dict) or not _is_texts(known.get("numbers")):
        yield "no numbers"
        return
    if not all(re.fullmatch(r"[0-9]{2,6}", number) for number in known["numbers"]):
        yield "not a short number"
    if bool(known.get("two_sources")) != (len(known.get("sources") or ()) >= 2):
        yield "two_sources does not say the truth"


def _banned(data: Mapping[str, Any]) -> frozenset[tuple[str, str]]:
    """(country, digits) of all that must never be shown. Long numbers are forbidden everywhere (country "")."""
    found: set[tuple[str, str]] = set()
    for item in (*data["retired"], *data["known_wrong"]):
        text = item.get("number") or item.get("text") or ""
        country = item.get("country", "")
        if _MENU.search(text):
            continue
        run = _RUN.search(text)
        for form in {digits(run.group()) if run else "", digits(item.get("e164") or "")} - {""}:
            found |= {(country, form), (country, form.removeprefix(CALLING_CODES.get(country, "-")))}
            if len(form) >= 7:
                found.add(("", form))
    return frozenset(found)


def _menus(data: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(item["number"].casefold() for item in data["retired"] if _MENU.search(item.get("number") or ""))


def _forbidden(entry: Mapping[str, Any], banned: frozenset[tuple[str, str]], menus: frozenset[str]) -> Iterator[str]:
    for number in sorted(_numbers_shown(entry)):
        if (entry["country"], number) in banned or ("", number) in banned:
            yield f"shows {number}, which is retired or known to be wrong"
    if (entry["number"] or "").casefold() in menus:
        yield "shows a menu choice that has ended"


def _numbers_shown(entry: Mapping[str, Any]) -> set[str]:
    sms, whatsapp = entry["sms"] or {}, entry["whatsapp"] or {}
    texts = (
        entry["number"],
        entry["dial"],
        entry["e164"],
        entry["name"],
        entry["hours"],
        entry["region"],
        sms.get("number"),
        sms.get("dial"),
        sms.get("keyword"),
        whatsapp.get("number"),
    )
    return {digits(run) for text in texts if text for run in _RUN.findall(text)}


def digits(text: str) -> str:
    """Only the digits, with a leading star kept because it is dialled."""
    return re.sub(r"[^0-9*]", "", text)


def _is_link(value: object, scheme: str = "https") -> bool:
    """A plain address: no query, so that nothing about the reader can travel with it."""
    return isinstance(value, str) and re.fullmatch(scheme + r"://[a-z0-9.\-]+(/[\w./\-]*)?", value) is not None


def _day(value: object) -> date | None:
    """The first day that "2024", "2024-05" or "2024-05-17" may mean."""
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", value):
        return None
    year, month, day = (int(part) for part in (value + "-01-01")[:10].split("-"))
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _is_past(value: object, made: str) -> bool:
    day, newest = _day(value), _day(made)
    return day is not None and newest is not None and date(2000, 1, 1) <= day <= newest
