"""What somebody says who leaves."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints

from forum.infra.forms import Form


class Posts(StrEnum):
    """What becomes of one's posts."""

    STAY = "stay"
    GO = "go"


class LeaveForm(Form):
    """Closing one's account. Shapes: `handle` = one's own name, typed, so that nobody leaves by a slip."""

    handle: Annotated[str, StringConstraints(strip_whitespace=True, max_length=30)] = ""
    posts: Posts
