"""Tests of the law: pure, no application, no database."""
