"""Jinja's environment, with cheaper imports between templates."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment


class Templates(Environment):
    """Flask's environment for templates that add no globals of their own.

    Each import between templates compares their globals. A page has a score of imports, and with Jinja's chained
    mappings these comparisons were a tenth of its time.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The environment's own globals, unless a template comes with some."""
        return super().make_globals(d) if d else self.globals
