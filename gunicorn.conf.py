"""How gunicorn starts: the forum is loaded once, and its workers share that memory."""

import gc
import os
import shutil
import tempfile
from typing import Any

from sqlalchemy.orm import configure_mappers

from forum.infra.directory import shipped_directory

# The workers put their figures for /metrics together here. It must be named before the forum is loaded.
os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="watercooler-figures-")

preload_app = True


def when_ready(server: Any) -> None:
    """Before the workers part: load what each of them would load by itself, and let it stay where it is."""
    configure_mappers()
    shipped_directory()
    templates = server.app.wsgi().jinja_env
    for name in templates.list_templates(extensions=["html"]):
        templates.get_template(name)
    gc.collect()
    gc.freeze()  # a collector that walked over it would copy it into every worker


def child_exit(_server: Any, worker: Any) -> None:
    """A worker that ended leaves its counts, not its state."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid)


def on_exit(_server: Any) -> None:
    """The figures end with the server: they are counted anew from each start."""
    shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
