"""The detector at the console: `forum crisis check --jsonl` and `forum crisis evaluate`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import click
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy.exc import SQLAlchemyError

from forum.care.figures import figures, tables
from forum.domain.detection import Finding, Label
from forum.domain.detection.evaluating import evaluate
from forum.infra.settings import SettingsError
from forum.infra.titles import own_titles, screened

_TOO_LONG = 1_000_000
"""Bytes of one line. A post holds far less."""


class Unusable(ValueError):
    """A line that cannot be read; says why."""


@dataclass(frozen=True, slots=True)
class Post:
    """One line of input."""

    id: str | int
    text: str
    lang: str | None
    thread_topics: frozenset[str]
    label: Label | None

    def screened(self) -> Finding:
        """What the detector says of it, with the titles of the forum's own shows."""
        return screened(self.text, self.thread_topics, self.lang)


@contextmanager
def own_catalogue() -> Iterator[None]:
    """Inside, titles are those of this forum's database where one can be read; else those that are shipped."""
    asked = click.get_current_context(silent=True)
    script = asked.find_object(ScriptInfo) if asked else None
    try:
        forum = script.load_app() if script else None
    except SettingsError:
        forum = None
    with forum.app_context() if forum and _has_titles(forum) else nullcontext():
        yield


def _has_titles(forum: Flask) -> bool:
    with forum.app_context():
        try:
            return own_titles() > 0
        except SQLAlchemyError:
            return False


def check_lines(source: BinaryIO) -> bool:
    """Screen JSON lines from `source`, one answer a line to standard output. Returns: whether every line was usable.

    A line that cannot be used is named on standard error with its number; the others are answered all the same.
    """
    usable = True
    for number, line in enumerate(source, start=1):
        try:
            post = _post(line, number)
        except Unusable as fault:
            click.echo(f"line {number}: {fault}", err=True)
            usable = False
            continue
        if post:
            found = post.screened()
            answer = {"id": post.id, "label": found.label, "tier": found.tier, "rules": list(found.rules)}
            click.echo(json.dumps(answer))
    return usable


@click.command("evaluate")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the figures as one JSON object.")
@click.option("--wrong", is_flag=True, help="List the posts that got another label, by id.")
def crisis_evaluate(file: Path, *, as_json: bool, wrong: bool) -> None:
    """How good the detector is on the labelled posts of FILE (JSON lines: id, text, label, and perhaps lang)."""
    posts = list(_labelled(file))
    with own_catalogue():
        found = [(post, post.screened()) for post in posts]
    done = evaluate((post.label, finding) for post, finding in found if post.label)
    if as_json:
        click.echo(json.dumps(figures(done)))
        return
    click.echo(tables(done))
    if wrong:
        for line in _wrong(found):
            click.echo(line)


def _wrong(found: Iterable[tuple[Post, Finding]]) -> Iterator[str]:
    for post, finding in found:
        if finding.label is not post.label:
            rules = ", ".join(finding.rules) or "no rule"
            yield f"{post.id}: {post.label} taken for {finding.label} ({finding.tier}; {rules})"


def _labelled(file: Path) -> Iterator[Post]:
    with file.open("rb") as source:
        for number, line in enumerate(source, start=1):
            try:
                post = _with_label(_post(line, number))
            except Unusable as fault:
                click.echo(f"{file}: line {number}: {fault}", err=True)
                sys.exit(2)
            if post:
                yield post


def _with_label(post: Post | None) -> Post | None:
    if post and post.label is None:
        raise Unusable("label: missing")
    return post


def _post(line: bytes, number: int) -> Post | None:
    if len(line) > _TOO_LONG:
        raise Unusable(f"longer than {_TOO_LONG} bytes")
    try:
        text = line.decode("utf-8-sig" if number == 1 else "utf-8").strip()
        data = json.loads(text) if text else None
    except UnicodeDecodeError:
        raise Unusable("not UTF-8") from None
    except (ValueError, RecursionError):
        raise Unusable("not JSON") from None
    if not text:
        return None
    if not isinstance(data, dict):
        raise Unusable("not a JSON object")
    return Post(_id(data), _string(data, "text"), _lang(data), _topics(data), _label(data))


def _id(data: dict[str, Any]) -> str | int:
    given = data.get("id")
    if isinstance(given, bool) or not isinstance(given, (str, int)):
        raise Unusable("id: a string or a whole number is needed")
    return given


def _string(data: dict[str, Any], key: str) -> str:
    given = data.get(key)
    if not isinstance(given, str):
        raise Unusable(f"{key}: a string is needed")
    return given


def _lang(data: dict[str, Any]) -> str | None:
    return _string(data, "lang") if data.get("lang") is not None else None


def _topics(data: dict[str, Any]) -> frozenset[str]:
    given = data.get("thread_topics")
    if given is None:
        return frozenset()
    if not isinstance(given, list) or not all(isinstance(topic, str) for topic in given):
        raise Unusable("thread_topics: a list of strings is needed")
    return frozenset(given)


def _label(data: dict[str, Any]) -> Label | None:
    if data.get("label") is None:
        return None
    try:
        return Label(_string(data, "label"))
    except ValueError:
        raise Unusable(f"label: one of {', '.join(Label)} is needed") from None
