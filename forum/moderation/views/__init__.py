"""Pages of the moderation room."""

from flask import Blueprint

bp = Blueprint("moderation", __name__)

from forum.moderation.views import cases, decisions, figures, flagging, lines, notes, queue, replies, verdicts  # noqa: E402 - they hang their routes on `bp`

__all__ = ["bp", "cases", "decisions", "figures", "flagging", "lines", "notes", "queue", "replies", "verdicts"]
