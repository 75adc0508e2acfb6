"""How gunicorn starts: the forum is loaded once, and its workers share that memory."""

import gc
from typing import Any

from sqlalchemy.orm import configure_mappers

from forum.infra.directory import shipped_directory

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
