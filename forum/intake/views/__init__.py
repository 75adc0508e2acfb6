"""Pages of the intake room."""

from flask import Blueprint

bp = Blueprint("intake", __name__)

from forum.intake.views import answering, automations, noticing, waiting  # noqa: E402 - they hang their routes on `bp`

__all__ = ["answering", "automations", "bp", "noticing", "waiting"]
