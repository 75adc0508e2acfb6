"""What people write is looked at in the transaction in which it is written, and rooms above act on what is found.

They listen; the rooms in which people write import none of them. Whatever fails here, the words are kept: a failure is
logged without them, and they are looked at again by the worker (docs/adr/0011).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog

from forum.domain.detection import Finding, Label
from forum.infra.db import db
from forum.infra.jobs import announce
from forum.infra.titles import screened

log = structlog.get_logger(__name__)

UNHEARD = "words.unheard"


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was written and where. Shapes: `post_id` None for a title alone; `body` and `title` None = not this time."""

    thread_id: int
    post_id: int | None
    author_id: int | None
    body: str | None = None
    title: str | None = None
    topics: Sequence[str] = ()
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """What was found, without the words. Shapes: `body` and `title` None where nothing was written."""

    thread_id: int
    post_id: int | None
    author_id: int | None
    body: Finding | None
    title: Finding | None
    edited: bool


Listener = Callable[[Heard], None]

_listeners: list[Listener] = []


def hears(listener: Listener) -> Listener:
    """Register who acts on what is found, within the transaction."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def speak(spoken: Spoken) -> bool:
    """Look at these words and tell whoever listens. Never raises for what fails above or in the looking.

    Returns whether there was something to tell.
    """
    try:
        heard = listened(spoken)
        if not (heard.edited or _matters(heard.body) or _matters(heard.title)):
            return False
        with db.session.begin_nested():
            for listener in _listeners:
                listener(heard)
    except Exception as fault:
        _say_unheard(fault)
        announce(UNHEARD, thread_id=spoken.thread_id, post_id=spoken.post_id)
    return True


def listened(spoken: Spoken) -> Heard:
    """The finding. Asks for the forum's own titles where something was found without them."""
    return Heard(
        spoken.thread_id,
        spoken.post_id,
        spoken.author_id,
        None if spoken.body is None else screened(spoken.body, spoken.topics),
        None if spoken.title is None else screened(spoken.title, spoken.topics),
        spoken.edited,
    )


def speaks_of_need(text: str) -> bool:
    """Whether somebody seems to say that they are at risk. In doubt, and when the looking fails: no."""
    try:
        finding = screened(text)
    except Exception as fault:
        _say_unheard(fault)
        return False
    return finding.label is Label.DISCLOSURE or finding.of_self


def _matters(finding: Finding | None) -> bool:
    return finding is not None and finding.label not in (Label.NONE, Label.HYPERBOLE)


def _say_unheard(fault: Exception) -> None:
    # The kind of fault, never its message or its frames: they may hold what a person wrote.
    log.error("words could not be looked at", kind=type(fault).__name__)
