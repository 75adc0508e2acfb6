"""Small files that are made once and kept: whole from the first instant at which anybody can see them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4


def kept_text(path: Path, make: Callable[[], str]) -> str:
    """What the file holds; made now when there is none. Of several processes that make it at once one wins, and all
    read the same. Only its owner may read it."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.{uuid4().hex}.part")
        part.touch(mode=0o600)
        try:
            part.write_text(make(), encoding="ascii")
            _put(part, path)
        finally:
            part.unlink(missing_ok=True)
    return path.read_text(encoding="ascii").strip()


def _put(part: Path, path: Path) -> None:
    """Under its name, unless somebody was faster."""
    try:
        os.link(part, path)
    except FileExistsError:
        return
    except OSError:  # a disk without links: the last one wins, whole all the same
        part.replace(path)
