"""Watercooler: a community forum about television, where nobody is spoiled and nobody is left alone."""
