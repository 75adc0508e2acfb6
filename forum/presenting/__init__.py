"""The window: rows, a reader and an instant become frozen cards. Pure."""
