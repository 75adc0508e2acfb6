"""Care: crisis lines, the support page, topics of threads and content notes of shows."""
