"""What the views of this room share: the group's head, and the way back."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from forum.domain.errors import Denied
from forum.domain.people import Reader
from forum.domain.permissions import Action, require
from forum.groups import queries
from forum.infra import clock
from forum.infra.web.forms import FormState
from forum.infra.web.reader import current_reader
from forum.presenting.groups import GroupHead

FRESH = FormState()


def head_of(slug: str) -> GroupHead:
    """The group as this reader may know it.

    Raises: `Missing`.
    """
    return queries.group_head(current_reader(), slug, clock.now())


def signed_in() -> Reader:
    """The reader, signed in.

    Raises: `Denied`.
    """
    reader = current_reader()
    if reader.is_stranger:
        raise Denied("sign-in")
    return reader


def head_for(slug: str, action: Action) -> GroupHead:
    """The head for those who may do this. The action asks again; here it spares others a look at the form's faults."""
    head = head_of(slug)
    require(current_reader(), action, head.facts)
    return head


def back(endpoint: str, said: str, **values: Any) -> ResponseReturnValue:
    """To a page after something was done there, which is said on top of it."""
    flash(said, "success")
    return redirect(url_for(endpoint, **values), 303)
