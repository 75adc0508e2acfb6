"""What the settings of this site ask of an account, for code that Flask-Security calls without arguments."""

from __future__ import annotations

from flask import current_app

from forum.domain.people import Reader, SiteRole


def second_factor_required(role: SiteRole) -> bool:
    """Whether somebody in this role must have a second factor."""
    return Reader(id=0, role=role).is_staff and bool(current_app.extensions["settings"].second_factor_required)
