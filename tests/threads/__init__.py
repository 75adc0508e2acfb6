"""Tests of the threads room."""
