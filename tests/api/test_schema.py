"""Schemathesis: good and bad requests made from the OpenAPI document, and answers held against it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from forum.api.operations import OPERATIONS
from forum.app import create_app
from forum.infra.clock import SetClock
from forum.infra.db import db
from tests.api import conftest as worlds
from tests.conftest import NOW, make_settings

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = 12


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[worlds.World]:
    """One world for all operations: what earlier requests did to it, later ones have to live with."""
    folder = tmp_path_factory.mktemp("schema")
    shutil.copy(sqlite_template, folder / "forum.sqlite3")
    app = create_app(make_settings(folder))
    with SetClock(NOW) as clock, app.app_context():
        yield worlds.settled(app, clock)
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def key(world: worlds.World) -> dict[str, str]:
    return world.by(world.ann).headers


@pytest.fixture(scope="module")
def described(world: worlds.World) -> dict[str, Any]:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", world.app)
    return {found.ok().definition.raw["operationId"]: found.ok() for found in schema.get_all_operations()}


def there(world: worlds.World) -> dict[str, object]:
    """Path parameters that lead to something."""
    return {
        "slug": "binge-club",
        "thread_id": world.thread_id,
        "post_id": world.talk_post_id,
        "episode_id": world.episodes[0],
        "case_id": 1,
        "decision_id": 1,
        "note_id": 1,
        "nod": "heart",
    }


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("name", list(OPERATIONS))
def test_answers_are_what_the_document_says(
    world: worlds.World,
    key: dict[str, str],
    described: dict[str, Any],
    name: str,
    mode: schemathesis.GenerationMode,
) -> None:
    operation, known = described[name], OPERATIONS[name]
    if mode is schemathesis.GenerationMode.NEGATIVE and not (known.body or known.query or "<int:" in known.path):
        pytest.skip("there is nothing to send wrongly")
    real = {**there(world), **({"slug": world.show.slug} if "/shows/" in known.path else {})}
    met = {"there": 0}

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        for leading in (False, True):
            if leading:
                case.path_parameters = {key: real[key] for key in case.path_parameters}
            answer = case.call(headers=key)
            case.validate_response(answer, checks=CHECKS)
            met["there"] += answer.status_code < 500

    ask()
    assert met["there"] >= 2
