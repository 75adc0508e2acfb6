"""Outlets for programmes: Atom, iCalendar, what crawlers and link cards are told. No tables of their own."""
