"""The one place where a refusal becomes an answer, as a page or as problem+json (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping

import structlog
from flask import Flask, Response, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, SecurityError

from forum.domain.errors import Conflict, Denied, Invalid, Missing, Refusal, Waits
from forum.infra.db import db
from forum.infra.web.sentences import fault_sentence, sentence

log = structlog.get_logger(__name__)

LONG_TEXTS = frozenset(
    {"answer", "answers", "body", "description", "note", "notes", "questions", "reason", "rules", "sites", "sources"}
    | {"when_where", "words", "worry"}
)
"""Names of the fields that people write more than a line into."""

_COLLISIONS = frozenset({"40P01", "40001", "55P03", "SQLITE_BUSY"})
"""Deadlock, serialization failure, lock not available (PostgreSQL's manual, appendix A); and what SQLite calls it."""

_STATUS: dict[type[Refusal], int] = {Invalid: 422, Denied: 403, Missing: 404, Conflict: 409}


def _wants_json() -> bool:
    if request.path.startswith("/api/"):
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json" and "text/html" not in request.headers.get("Accept", "text/html")


def problem(status: int, code: str, **facts: object) -> Response:
    """A problem+json answer.

    **Shapes**: `code` is ours and stable; `facts` are plain JSON values; `detail` is a sentence for people, in the
    language of the request.
    """
    body = {"type": f"urn:watercooler:{code}", "title": code.replace("-", " "), "status": status}
    body["detail"] = _detail(status, code, facts.get("errors"))
    response = jsonify(body | facts)
    response.status_code = status
    response.content_type = "application/problem+json"
    return response


def _detail(status: int, code: str, errors: object) -> str:
    if isinstance(errors, Mapping):
        return " ".join(": ".join(filter(None, (name, sentence(codes[0])))) for name, codes in errors.items() if codes)
    return fault_sentence(status, code)


def refusal(fault: Refusal) -> tuple[int, str, dict[str, object]]:
    """Status, code and facts of a refusal."""
    match fault:
        case Invalid():
            errors = {name: list(codes) for name, codes in fault.errors.items()}
            # For programs: where to turn instead; what is wrong with a file, and where.
            more = {name: fault.facts[name] for name in ("detail", "faults") if fault.facts.get(name)}
            return 422, "invalid", {"errors": errors, **more}
        case Denied():
            return 403, fault.reason, {}
        case Conflict():
            return 409, fault.code, {"facts": {name: str(value) for name, value in fault.facts.items()}}
        case _:
            return 404, "missing", {}


def _answer(status: int, code: str, **facts: object) -> Response:
    db.session.rollback()
    if _wants_json():
        return problem(status, code, **facts)
    if not _host_is_ours():
        return Response("This site does not answer to that name.\n", status=status, mimetype="text/plain")
    page = render_template(
        "pages/error.html", status=status, code=code, facts=facts, typed=_typed(), most_mib=_most_mib()
    )
    return Response(page, status=status, mimetype="text/html")


def _most_mib() -> int:
    """How much one request may hold at this address. Units: MiB."""
    return (request.max_content_length or 0) // 1024**2


def _typed() -> list[str]:
    """The long texts of a form that was not taken, so that nobody writes them twice.

    Only for forms of our own pages: another site's words must not look like the reader's. Never one-line fields, which
    may be passwords and codes.
    """
    if request.headers.get("Sec-Fetch-Site") != "same-origin":
        return []
    try:
        return [text for name in sorted(LONG_TEXTS) for text in request.form.getlist(name) if text.strip()]
    except HTTPException:  # too large to be read at all
        return []


def _host_is_ours() -> bool:
    """A page has links, and links need a host name that can be trusted."""
    try:
        return bool(request.host)
    except SecurityError:
        return False


def _refused(fault: Refusal) -> Response:
    if isinstance(fault, Waits):
        return _kept(fault)
    status, code, facts = refusal(fault)
    if status == 403 and code == "sign-in":
        status = 401
    return _answer(status, code, **facts)


def _kept(fault: Waits) -> Response:
    """Sent, and not yet there for others: to where its author sees it wait."""
    where = f"/waiting/{fault.waiting_id}"
    if not _wants_json():
        return Response(status=303, headers={"Location": where})
    response = jsonify({"waiting_id": fault.waiting_id, "url": where})
    response.status_code = 202
    return response


def _http(fault: HTTPException) -> Response:
    if fault.code is not None and fault.code < 400:
        return fault.get_response()  # type: ignore[return-value]  # a redirect raised by routing
    status = fault.code or 500
    code = "form-expired" if isinstance(fault, CSRFError) else (fault.name or "error").lower().replace(" ", "-")
    response = _answer(status, code)
    for name, value in fault.get_headers():
        if name.lower() in ("allow", "retry-after"):
            response.headers[name] = value
    return response


def _collision(fault: OperationalError) -> Response:
    """Two who wrote in the same moment and waited for each other: the database let one of them go on."""
    reason = getattr(fault.orig, "sqlstate", None) or getattr(fault.orig, "sqlite_errorname", None)
    if reason not in _COLLISIONS:
        return _crash(fault)
    log.warning("collision", endpoint=request.endpoint, reason=reason)
    return _answer(409, "busy")


def _crash(fault: Exception) -> Response:
    log.error("crash", endpoint=request.endpoint, exc_info=fault)
    return _answer(500, "internal-server-error")


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _collision)
    if not app.debug and not app.testing:
        app.register_error_handler(Exception, _crash)
