"""People: who they are, how they come in, what they prefer, and how their sessions end."""
