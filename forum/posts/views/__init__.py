"""Pages of the posts room."""

from flask import Blueprint

bp = Blueprint("posts", __name__)

from forum.posts.views import drafts, reading, tending, writing  # noqa: E402 - they hang their routes on `bp`

__all__ = ["bp", "drafts", "reading", "tending", "writing"]
