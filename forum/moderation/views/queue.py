"""The queue: what waits for me."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from forum.domain.crisis import notice
from forum.domain.flags import FlagReason
from forum.infra import clock
from forum.infra.directory import directory
from forum.infra.web.bounds import page_number
from forum.infra.web.reader import current_reader
from forum.moderation import queries
from forum.moderation.views import bp
from forum.presenting.moderation import QueueFilter


@bp.get("/mod")
def queue() -> ResponseReturnValue:
    """What waits for me."""
    wanted = QueueFilter(
        group=request.args.get("group", "")[:40],
        reason=request.args.get("reason", "")[:16],
        mine=request.args.get("mine") == "1",
        decided=request.args.get("decided") == "1",
    )
    reader = current_reader()
    page = queries.open_cases(reader, wanted, page_number(), clock.now())
    help_here = notice(directory(), page.topics, reader.country, reader.language)
    return render_template("moderation/queue.html", page=page, notice_here=help_here, reasons=list(FlagReason))
