"""Benchmarks: a corpus of 100,000 posts, measured over HTTP on SQLite and PostgreSQL."""
