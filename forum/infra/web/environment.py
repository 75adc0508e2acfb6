"""Jinja's environment, with cheaper imports between templates and shorter pages."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment

_INDENTED = re.compile(r"\n[ \t]+")


class Templates(Environment):
    """Flask's environment for templates that add no globals of their own.

    Each import between templates compares their globals. A page has a score of imports, and with Jinja's chained
    mappings these comparisons were a tenth of its time.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The environment's own globals, unless a template comes with some."""
        return super().make_globals(d) if d else self.globals

    def preprocess(self, source: str, name: str | None = None, filename: str | None = None) -> str:
        """Pages without the indentation of their templates: nobody sees it, and everybody would fetch it."""
        told = super().preprocess(source, name, filename)
        return _INDENTED.sub("\n", told) if name is not None and name.endswith(".html") else told
