"""A real Chromium does what members and moderators do."""
