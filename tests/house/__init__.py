"""Tests and test material."""
