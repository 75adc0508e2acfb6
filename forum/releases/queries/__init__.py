"""What readers may learn about dates."""

from forum.releases.queries.claims import desk, my_claims
from forum.releases.queries.pages import releases_page

__all__ = ["desk", "my_claims", "releases_page"]
