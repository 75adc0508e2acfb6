"""Threads: where a group talks about an episode, a season, a question or anything else."""
