"""What a WSGI server loads: `gunicorn wsgi:app`."""

from forum.app import create_app
from forum.infra.settings import SettingsError

try:
    app = create_app()
except SettingsError as fault:
    # An operator reads the sentence, not where in the code it was said.
    raise SystemExit(f"forum: {fault}") from None
