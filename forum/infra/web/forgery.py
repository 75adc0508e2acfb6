"""Forged requests: every form of a member carries a token; what strangers send changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from flask import current_app
from flask.typing import ResponseReturnValue
from flask_wtf import CSRFProtect

from forum.infra.web.reader import current_reader

csrf = CSRFProtect()

View = Callable[..., ResponseReturnValue]


def strangers_need_no_token(view: View) -> View:
    """For views that only show something to strangers and store nothing of theirs: their pages hold no token.

    Members need it as everywhere. Without this, each page would open a session for every passer-by, and none could be
    kept for the next.
    """

    @wraps(view)
    def guarded(**arguments: object) -> ResponseReturnValue:
        if not current_reader().is_stranger and current_app.config["WTF_CSRF_ENABLED"]:
            csrf.protect()
        return view(**arguments)

    csrf.exempt(guarded)
    return guarded
