"""Belongings as an archive: the same data for programs (JSON) and for eyes (a page without anything foreign in it)."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from html import escape

_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}"
    "dt{font-weight:600}dd{margin:0 0 .5rem 1rem;white-space:pre-wrap}"
)


def packed(data: Mapping[str, object]) -> bytes:
    """A zip file with `watercooler.json` and `watercooler.html`."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("watercooler.json", json.dumps(data, ensure_ascii=False, indent=2, default=_plain))
        archive.writestr("watercooler.html", page(data))
    return held.getvalue()


def page(data: Mapping[str, object]) -> str:
    """The data as a page that opens anywhere. Everything in it is escaped: it is text, never markup."""
    parts = (f"<h2>{_named(name)}</h2>{_shown(value)}" for name, value in data.items())
    head = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Watercooler</title><style>{_STYLE}</style>'
    return f"{head}<h1>Watercooler</h1>{''.join(parts)}</html>"


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        pairs = ((name, one) for name, one in value.items() if one not in (None, "", []))
        return f"<dl>{''.join(f'<dt>{_named(name)}</dt><dd>{_shown(one)}</dd>' for name, one in pairs)}</dl>"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"<ol>{''.join(f'<li>{_shown(one)}</li>' for one in value)}</ol>" if value else "–"
    return escape(str(_plain(value)))


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _named(name: str) -> str:
    return escape(name.replace("_", " ").capitalize())
