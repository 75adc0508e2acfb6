"""Notifications: references to what happened, rendered only when they are read."""
