"""`forum seed`: a lively demo for whoever looks at the forum on their own machine."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import with_appcontext
from flask_security import hash_password
from sqlalchemy import exists, select

from forum.accounts.models import Person
from forum.accounts.queries import person_by_handle
from forum.domain.errors import Missing
from forum.infra import clock
from forum.infra.db import db
from forum.infra.kept_files import kept_text
from forum.infra.settings import current_settings
from forum.pages.demo.play import play_demo

SIGN_INS = (
    ("behind", "member of Binge Club, has seen season 1 of 13 Reasons Why, lives in the UK"),
    ("caughtup", "member everywhere, has seen everything, lives in the US"),
    ("moderator", "moderates Binge Club without having seen everything, lives in Germany"),
    ("owner", "owns Binge Club and the hidden group, decides who joins Slow Burners, lives in Canada"),
    ("admin", "administrator of the site"),
    ("carelead", "leads the care team: open Care at the top; somebody waits, and carer stands by"),
    ("carer", "of the care team, has taken what waits"),
)


@click.command("seed")
@click.option("--if-empty", is_flag=True, help="Do nothing when there are people already.")
@with_appcontext
def seed(*, if_empty: bool) -> None:
    """Fill an empty forum with real shows and invented people."""
    settings = current_settings()
    if settings.is_production:
        raise click.ClickException("The demo has a shared password, so it is not for production (FORUM_MODE).")
    if _has_people():
        _leave_as_it_is(settings.instance, quietly=if_empty)
        return
    password = _password(settings.instance)
    with _bar() as told:
        play_demo(hash_password(password), clock.now(), told)
    click.echo("The demo is ready: three groups, twelve real shows and two invented ones, people who are all invented.")
    _tell_sign_ins(password)


def _has_people() -> bool:
    return bool(db.session.scalar(select(exists().where(Person.id > 0))))


def _leave_as_it_is(instance: Path, *, quietly: bool) -> None:
    if not quietly:
        click.echo("There are people here already, so nothing was seeded. `make demo-reset` begins anew.", err=True)
        sys.exit(2)
    if _is_demo() and (instance / "demo-password").exists():
        _tell_sign_ins(_password(instance))


def _is_demo() -> bool:
    try:
        return bool(person_by_handle(SIGN_INS[0][0]))
    except Missing:
        return False


def _password(instance: Path) -> str:
    """One password for all demo accounts of this checkout, made once and never in the repository."""
    return kept_text(instance / "demo-password", lambda: "-".join(secrets.token_hex(2) for _ in range(4)))


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None]]:
    with click.progressbar(length=1, label="Seeding the demo", file=sys.stderr, width=30) as bar:

        def told(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield told


def _tell_sign_ins(password: str) -> None:
    click.echo(f"Sign in as one of these; the password of all is  {password}")
    for handle, about in SIGN_INS:
        click.echo(f"  {handle:<10} {about}")
