"""Who comes to the API: strangers who read, and people with a key. A browser's sign-in opens nothing here.

Because no cookie counts, no foreign page can make a visitor's browser write: that is why the blueprint needs no
CSRF token.
"""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, g, request
from flask.blueprints import BlueprintSetupState

from forum.accounts.browsers import browser_country, browser_language
from forum.accounts.queries import token_reader
from forum.domain.errors import Missing
from forum.domain.people import Reader
from forum.infra import clock
from forum.infra.web.errors import problem
from forum.infra.web.reader import set_reader

PREFIX = "/api/v1"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
PAGES = frozenset({"api.docs"})
"""What is made for people in a browser, who are who their cookie says."""

bp = Blueprint("api", __name__, url_prefix=PREFIX)


@bp.record
def _no_form_tokens(state: BlueprintSetupState) -> None:
    state.app.extensions["csrf"].exempt(bp)


@bp.before_request
def _recognise() -> None:
    """Set the reader from the key alone, whatever the cookies say.

    A wrong key is refused by `refusal`, behind the limits: whoever tries many of them is slowed down like everybody.
    """
    if request.endpoint in PAGES:
        return
    set_reader(Reader.stranger(browser_country(request), browser_language(request)))
    g.api_scopes, g.api_fault = None, ""
    if "Authorization" not in request.headers:
        return
    try:
        reader, g.api_scopes = token_reader(_bearer(), clock.now())
    except Missing:
        g.api_fault = 'error="invalid_token"'
        return
    set_reader(reader if reader.country else replace(reader, country=browser_country(request)))


def _bearer() -> str:
    scheme, _, bearer = request.headers["Authorization"].partition(" ")
    if scheme.lower() != "bearer" or not bearer.isascii():
        raise Missing
    return bearer.strip()


def refusal(scope: str) -> Response | None:
    """The refusal of a wrong key, of a write without one, and of a key that lacks the scope; else None.

    Shapes: `scope` "" = any key will do.
    """
    if g.api_fault:
        return problem(401, "token-unknown")
    if g.api_scopes is None:
        return None if request.method in SAFE else problem(401, "sign-in")
    if not scope or scope in g.api_scopes:
        return None
    g.api_fault = f'error="insufficient_scope", scope="{scope}"'
    return problem(403, "scope-missing", scope=scope)


@bp.after_request
def _say_how(response: Response) -> Response:
    fault = g.get("api_fault", "")
    if response.status_code == 401 or (response.status_code == 403 and fault):
        response.headers["WWW-Authenticate"] = ", ".join(filter(None, ('Bearer realm="Watercooler"', fault)))
    return response
