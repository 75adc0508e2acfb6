"""Machinery below the rooms: settings, clock, database, jobs, mail and web plumbing."""
