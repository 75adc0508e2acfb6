"""Finding what was written, as far as one reader may read it. The highest room: nothing below knows of it."""
