"""Tests of the pages without tables of their own."""
