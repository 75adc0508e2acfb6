"""How gunicorn starts: the forum is loaded once, and its workers share that memory."""

import gc

preload_app = True


def when_ready(_server: object) -> None:
    """What was loaded stays where it is: a collector that walked over it would copy it into every worker."""
    gc.collect()
    gc.freeze()
