"""Pages of groups: finding, joining, and looking after one."""

from flask import Blueprint

bp = Blueprint("groups", __name__)

from forum.groups.views import entering, members, tending  # noqa: E402 - they hang their routes on `bp`

__all__ = ["bp", "entering", "members", "tending"]
