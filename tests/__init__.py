"""Tests of the forum. Pure tests need nothing; room tests run on SQLite and on PostgreSQL."""
