"""`forum user create` and `forum token create`."""

from __future__ import annotations

import sys

import click
from flask.cli import with_appcontext

from forum.accounts import actions, queries
from forum.accounts.forms import TOKEN_DAYS, NewToken, Registration
from forum.domain.errors import Invalid, Missing
from forum.domain.people import SiteRole
from forum.infra import clock
from forum.infra.web.sentences import sentence

ROLES = [role.value for role in SiteRole if role is not SiteRole.STRANGER]


def _refuse(fault: Invalid) -> None:
    """Say what is wrong and leave with 2: the input cannot be used."""
    for name, codes in fault.errors.items():
        click.echo(f"{name or 'this'}: {' '.join(sentence(code) for code in codes)}", err=True)
    sys.exit(2)


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    return str(click.prompt("Password (15 characters or more are best)", hide_input=True, confirmation_prompt=True))


@click.command("create")
@click.option("--handle", prompt=True, help="The name they go by: 3 to 30 letters, digits, - or _.")
@click.option("--email", prompt="E-mail", help="Their address; it counts as confirmed.")
@click.option("--role", type=click.Choice(ROLES), default="member", show_default=True, help="What they are here.")
@click.option("--password-stdin", is_flag=True, help="Read the password from the first line of the input.")
@with_appcontext
def user_create(handle: str, email: str, role: str, password_stdin: bool) -> None:
    """Make an account that can sign in at once."""
    try:
        form = Registration.read({"handle": handle, "email": email, "password": _password(password_stdin)})
        person_id = actions.register_person(form, clock.now(), role=SiteRole(role))
    except Invalid as fault:
        _refuse(fault)
    else:
        click.echo(f"{form.handle} is number {person_id}, {role}.")


@click.command("create")
@click.option("--handle", required=True, help="Whose key it is.")
@click.option("--name", default="console", show_default=True, help="What the key is for, shown in their settings.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    default=["read"],
    show_default=True,
    type=click.Choice(["read", "write", "moderate"]),
    help="What it opens; may be given more than once.",
)
@click.option(
    "--days",
    type=click.Choice([str(n) for n in TOKEN_DAYS]),
    default="90",
    show_default=True,
    help="How long it lasts.",
)
@with_appcontext
def token_create(handle: str, name: str, scopes: tuple[str, ...], days: str) -> None:
    """Make a key to the API and print it. It is not shown again."""
    now = clock.now()
    try:
        form = NewToken.read({"name": name, "scopes": list(scopes), "days": int(days)})
        owner = queries.reader_of(queries.person_by_handle(handle).id, now)
        click.echo(actions.create_token(owner, form, now))
    except Missing:
        click.echo(f"Nobody goes by {handle}.", err=True)
        sys.exit(2)
    except Invalid as fault:
        _refuse(fault)
