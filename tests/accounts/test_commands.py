"""`forum user create` and `forum token create`."""

from __future__ import annotations

from flask import Flask

from forum.accounts import queries
from forum.accounts.commands import token_create, user_create
from forum.domain.people import SiteRole
from forum.infra import clock
from tests.factories.accounts import PASSWORD, person, sign_in


def test_a_user_is_made_and_can_sign_in(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    options = ["--handle", "Ada", "--email", "ada@people.example", "--role", "administrator", "--password-stdin"]
    result = app.test_cli_runner().invoke(user_create, options, input=PASSWORD + "\n")
    assert (result.exit_code, result.output) == (0, "Ada is number 1, administrator.\n")
    assert queries.reader_of(1, clock.now()).role is SiteRole.ADMINISTRATOR
    sign_in(app.test_client(), "ada")


def test_what_is_missing_is_asked_for(app: Flask) -> None:
    answers = f"ann\nann@people.example\n{PASSWORD}\n{PASSWORD}\n"
    result = app.test_cli_runner().invoke(user_create, [], input=answers)
    assert result.exit_code == 0
    assert "ann is number 1, member." in result.output
    assert PASSWORD not in result.output


def test_faults_are_told_with_exit_code_2(app: Flask) -> None:
    person("ann")
    runner = app.test_cli_runner()
    taken = ["--handle", "ANN", "--email", "other@people.example", "--password-stdin"]
    result = runner.invoke(user_create, taken, input=PASSWORD + "\n")
    assert (result.exit_code, result.stderr) == (2, "handle: Somebody has this name already.\n")
    weak = ["--handle", "bob", "--email", "nothing", "--password-stdin"]
    result = runner.invoke(user_create, weak, input="password\n")
    said = "email: Please enter an e-mail address.\npassword: This password is too easy to guess.\n"
    assert (result.exit_code, result.stderr) == (2, said)
    short = ["--handle", "a", "--email", "a@people.example", "--password-stdin"]
    result = runner.invoke(user_create, short, input="pass\n")
    assert result.exit_code == 2
    assert "handle: This needs at least 3 characters." in result.stderr
    assert "password: This needs at least 8 characters." in result.stderr


def test_a_token_is_printed_and_works(app: Flask) -> None:
    ann = person("ann")
    options = ["--handle", "ann", "--name", "backup", "--scope", "read", "--scope", "write", "--days", "7"]
    result = app.test_cli_runner().invoke(token_create, options)
    assert result.exit_code == 0
    assert queries.token_reader(result.output.strip(), clock.now()) == (ann, frozenset({"read", "write"}))


def test_nobody_gets_no_token(app: Flask) -> None:
    result = app.test_cli_runner().invoke(token_create, ["--handle", "nobody"])
    assert (result.exit_code, result.stderr) == (2, "Nobody goes by nobody.\n")
