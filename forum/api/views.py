"""The API's blueprint with all that hangs on it, its OpenAPI document, and a page for reading that."""

from __future__ import annotations

from flask import Response, jsonify, render_template
from flask.typing import ResponseReturnValue

from forum.api import (
    breaks,
    care,
    desk,
    drafts,
    editing,
    groups,
    importing,
    intake,
    inviting,
    keeping,
    letters,
    me,
    moderation,
    notes,
    noticing,
    posts,
    profiles,
    releases,
    search,
    shows,
    standing,
    tending,
    threads,
)
from forum.api.answers import kept
from forum.api.document import document
from forum.api.door import bp, refusal
from forum.api.manual import chapters, refusals, shapes
from forum.infra.web.limits import limited

ROOMS = (
    shows,
    importing,
    releases,
    editing,
    groups,
    tending,
    inviting,
    threads,
    posts,
    keeping,
    moderation,
    desk,
    intake,
    noticing,
    care,
    letters,
    profiles,
    standing,
    search,
    me,
    breaks,
    notes,
    drafts,
)
"""The modules that hang their operations on the blueprint, in the order of the document."""


@bp.get("/openapi.json")
@limited("api-read")
def openapi() -> Response:
    """The description of the API for programs."""
    return refusal("") or kept(jsonify(document()))


@bp.get("/docs")
@limited("api-read")
def docs() -> ResponseReturnValue:
    """The description of the API for people."""
    told = {"chapters": chapters(), "refusals": refusals(), "shapes": shapes()}
    return render_template("api/docs.html", about=document()["info"], **told)
