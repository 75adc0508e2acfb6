"""`forum crisis check --jsonl` and `forum crisis evaluate`: answers, errors with their line, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo

from forum.care.commands import crisis_check
from forum.care.detecting import crisis_evaluate
from forum.domain.detection.evaluating import Share
from forum.infra.titles import forget_titles
from tests.factories.shows import made_up_show

DEV = Path(__file__).parent.parent / "data" / "detection" / "dev_eval.jsonl"


def check(given: str | bytes) -> Result:
    return CliRunner().invoke(crisis_check, ["--jsonl"], input=given)


def test_every_line_gets_its_answer_in_order() -> None:
    done = check(
        '{"id": 7, "text": "I want to die"}\n\n{"id": "b", "text": "Nice", "lang": "en", "thread_topics": []}\n'
    )
    assert (done.exit_code, done.stderr) == (0, "")
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {"id": 7, "label": "disclosure", "tier": "T3", "rules": ["en.ideation.want"]},
        {"id": "b", "label": "none", "tier": "T0", "rules": []},
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"{", "not JSON"),
        (b"\xff", "not UTF-8"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "not a JSON object"),
        (b'"text"', "not a JSON object"),
        (b'{"text": "a"}', "id: a string or a whole number is needed"),
        (b'{"id": true, "text": "a"}', "id: a string or a whole number is needed"),
        (b'{"id": 1}', "text: a string is needed"),
        (b'{"id": 1, "text": null}', "text: a string is needed"),
        (b'{"id": 1, "text": "a", "lang": 3}', "lang: a string is needed"),
        (b'{"id": 1, "text": "a", "thread_topics": "suicide"}', "thread_topics: a list of strings is needed"),
        (b'{"id": 1, "text": "' + b"a" * 1_000_000 + b'"}', "longer than 1000000 bytes"),
    ],
)
def test_a_line_that_cannot_be_used_is_named_and_the_others_are_answered(line: bytes, said: str) -> None:
    done = check(b'{"id": 1, "text": "a"}\n' + line + b'\n{"id": 3, "text": "b"}\n')
    assert (done.exit_code, done.stderr) == (2, f"line 2: {said}\n")
    assert [json.loads(answer)["id"] for answer in done.stdout.splitlines()] == [1, 3]


def test_odd_but_usable_lines_are_answered() -> None:
    done = check('\ufeff{"id": "\\ud800", "text": "\\ud800 \\u0000", "lang": "xx", "more": 1}\n'.encode())
    assert (done.exit_code, json.loads(done.stdout)["tier"]) == (0, "T0")


def test_nothing_in_nothing_out() -> None:
    done = check("")
    assert (done.exit_code, done.output) == (0, "")


def test_evaluate_prints_figures_matrix_and_goals() -> None:
    done = CliRunner().invoke(crisis_evaluate, [str(DEV)])
    lines = done.output.splitlines()
    assert done.exit_code == 0
    assert lines[0].split() == ["label", "posts", "precision", "recall", "F1"]
    assert [line.split()[:2] for line in lines[1:3]] == [["disclosure", "30"], ["third_party_concern", "20"]]
    assert [line.rsplit("  ", 1)[1] for line in lines[-5:]] == ["holds"] * 5


def test_evaluate_as_json_counts_every_post() -> None:
    told = json.loads(CliRunner().invoke(crisis_evaluate, ["--json", str(DEV)]).output)
    assert told["posts"] == 150 == sum(sum(row.values()) for row in told["confusion"].values())
    assert told["gates"][0]["whole"] == 30


def test_evaluate_refuses_a_line_without_a_label(tmp_path: Path) -> None:
    file = tmp_path / "posts.jsonl"
    file.write_text('{"id": 1, "text": "a", "label": "theme"}\n{"id": 2, "text": "b"}\n')
    done = CliRunner().invoke(crisis_evaluate, [str(file)])
    assert (done.exit_code, done.stderr) == (2, f"{file}: line 2: label: missing\n")
    file.write_text('{"id": 1, "text": "a", "label": "sad"}\n')
    done = CliRunner().invoke(crisis_evaluate, [str(file)])
    assert done.exit_code == 2
    assert "line 1: label: one of method_detail, disclosure" in done.stderr


def test_wilson() -> None:
    low, high = Share(8, 10).interval or (0, 0)
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)
    assert Share(0, 0).interval is None


def test_titles_of_the_shipped_shows_are_no_words_of_anybody() -> None:
    done = check(
        '{"id": 1, "text": "Who wrote Every Man for Himself?"}\n{"id": 2, "text": "every man, I want to die"}\n'
    )
    assert [json.loads(line)["tier"] for line in done.stdout.splitlines()] == ["T0", "T3"]


@pytest.mark.usefixtures("app")
def test_the_forums_own_catalogue_takes_their_place(app: Flask) -> None:
    asked = '{"id": 1, "text": "Who wrote The Suicide Ledger?"}\n'
    assert json.loads(check(asked).stdout)["tier"] == "T1"
    forget_titles()
    made_up_show("The Suicide Ledger")
    script = ScriptInfo(create_app=lambda: app)
    done = CliRunner().invoke(crisis_check, ["--jsonl"], input=asked, obj=script)
    assert [json.loads(line)["tier"] for line in done.stdout.splitlines()] == ["T0"]
