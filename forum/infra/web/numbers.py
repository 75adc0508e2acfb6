"""Numbers as the reader's language writes them."""

from __future__ import annotations

from flask import Flask
from flask_babel import format_decimal


def decimal(value: float) -> str:
    """One digit behind the point: "2.5", in German "2,5"."""
    return str(format_decimal(value, "#,##0.0"))


def init_app(app: Flask) -> None:
    """Register the template filter."""
    app.add_template_filter(decimal, "decimal")
