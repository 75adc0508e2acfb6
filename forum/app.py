"""The front door: puts the house together. Reads as a table of contents."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from flask import Flask
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

from forum.infra import logs, mail, metrics
from forum.infra.db import ENGINE_OPTIONS, db, is_modelled, prepare_engine
from forum.infra.settings import Settings, load_settings
from forum.infra.web import assets, bounds, corrections, errors, fragments, headers, limits, locale, numbers, times
from forum.infra.web.environment import Templates
from forum.infra.web.forgery import csrf
from forum.infra.web.reader import current_reader
from forum.infra.web.translations import Languages
from forum.pages.bar import reader_bar

ROOMS = (
    *("shows", "accounts", "releases", "groups", "threads", "posts", "moderation"),
    *("intake", "care", "notifications", "search", "belongings"),
)
STREET = ("pages", "api", "feeds")
_TOP = Path(__file__).resolve().parent.parent

migrate = Migrate(
    directory=str(_TOP / "migrations"), render_as_batch=True, compare_type=True, include_object=is_modelled
)


def create_app(settings: Settings | None = None) -> Flask:
    """The whole application, for one set of settings.

    Raises: `SettingsError` when the environment cannot be used.
    """
    settings = settings or load_settings()
    app = Flask("forum", template_folder=str(_TOP / "templates"), static_folder=str(_TOP / "forum" / "static"))
    app.jinja_environment = Templates
    _configure(app, settings)
    _open_database(app)
    _lay_plumbing(app, settings)
    _furnish_rooms(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.extensions["settings"] = settings
    app.debug = settings.debug
    app.testing = settings.mode == "test"
    secure = settings.base_url.startswith("https://")
    app.config.update(
        SECRET_KEY=settings.secret,
        SQLALCHEMY_DATABASE_URI=settings.database_uri,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(settings),
        SESSION_COOKIE_NAME="__Host-session" if secure else "session",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # a form left open over night still works; the token lives as long as the session
        WTF_CSRF_SSL_STRICT=secure,
        BASE_URL=settings.base_url.rstrip("/"),
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if settings.trusted_proxies:
        n = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]  # Flask's documented way to add middleware


def _engine_options(settings: Settings) -> dict[str, object]:
    if settings.uses_sqlite:
        settings.instance.mkdir(parents=True, exist_ok=True)
        return dict(ENGINE_OPTIONS)
    return {**ENGINE_OPTIONS, "pool_pre_ping": True, "pool_size": 10, "max_overflow": 10}


def _open_database(app: Flask) -> None:
    for room in ("infra.jobs", *(f"{room}.models" for room in ROOMS)):
        if _is_there(f"forum.{room}"):
            import_module(f"forum.{room}")
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    migrate.init_app(app, db)


def _lay_plumbing(app: Flask, settings: Settings) -> None:
    Languages(app, locale_selector=locale.reader_locale, timezone_selector=locale.reader_timezone)
    locale.init_app(app)
    csrf.init_app(app)
    logs.init_app(app, settings)
    metrics.init_app(app)
    bounds.init_app(app, settings)
    errors.init_app(app)
    headers.init_app(app, settings)
    assets.init_app(app)
    times.init_app(app)
    numbers.init_app(app)
    corrections.init_app(app)
    fragments.init_app(app)
    mail.init_app(app, settings)


def _furnish_rooms(app: Flask) -> None:
    if _is_there("forum.accounts.session"):
        import_module("forum.accounts.session").init_app(app)
    limits.init_app(app, app.extensions["settings"])
    for room in ROOMS:
        if _is_there(f"forum.{room}.jobs"):
            import_module(f"forum.{room}.jobs")
    app.context_processor(_bar)
    for room in (*ROOMS, *STREET):
        if _is_there(f"forum.{room}.views"):
            app.register_blueprint(import_module(f"forum.{room}.views").bp)


def _bar() -> dict[str, object]:
    return {"reader_bar": reader_bar(current_reader())}


def _is_there(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False
