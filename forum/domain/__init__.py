"""The law of the forum: pure rules on the standard library alone."""
