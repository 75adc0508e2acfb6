"""What the running forum is started with: the forum itself, and a clock that stands where a file says.

Only these tests load it (`gunicorn tests.sweep.running.hands:app`). The forum has no setting, no header and no route by
which its clock could be moved.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask

from forum.app import create_app
from forum.infra import clock as clocks

CLOCK = "WATERCOOLER_TEST_CLOCK"
CRASH = "CANARYCRASHEND"


class FileClock(clocks.SetClock):
    """A clock that is read from a file each time, so that several processes stand at one instant."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(self.instant)

    @property
    def instant(self) -> datetime:  # type: ignore[override]  # read where the other one keeps a value
        return datetime.fromisoformat(self.path.read_text(encoding="ascii")).astimezone(UTC)

    @instant.setter
    def instant(self, _value: datetime) -> None:
        """The file alone moves it."""


def made() -> Flask:
    """The forum by its settings from the environment, with one page more: it crashes over somebody's words."""
    FileClock(Path(os.environ[CLOCK])).__enter__()
    app = create_app()

    @app.get("/crash-over-words")
    def crash() -> str:
        raise RuntimeError(CRASH)

    return app


if __name__ == "__main__":
    from forum.cli import main

    FileClock(Path(os.environ[CLOCK])).__enter__()
    sys.argv = ["forum", "worker"]
    main()
elif CLOCK in os.environ:
    app = made()
