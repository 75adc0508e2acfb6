"""Pages of the care room."""

from flask import Blueprint

bp = Blueprint("care", __name__)

from forum.care.views import breaks, concern, letters, lines, queue, support, team  # noqa: E402 - they hang their routes on `bp`

__all__ = ["bp", "breaks", "concern", "letters", "lines", "queue", "support", "team"]
