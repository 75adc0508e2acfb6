"""Everything an operator can set, from the environment (`FORUM_*`), typed and documented.

The README's table is compared with this class by a test.
"""

from __future__ import annotations

import base64
import difflib
import os
import secrets
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from forum.infra.kept_files import kept_text

_PREFIX = "FORUM_"
_DATABASES = ("sqlite:///", "postgresql+psycopg://")
_FEWEST_CHARACTERS = 8  # a made key of 32 characters has twice as many different ones; "changeme" over and over has 7


class SettingsError(Exception):
    """The environment cannot be used as it is; the message says which name and what to do."""


class Settings(BaseSettings):
    """All settings. Units stand in the names or the descriptions."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, extra="forbid", frozen=True)

    mode: Literal["development", "production", "test"] = Field(
        "development", description="`production` refuses to start with unsafe settings"
    )
    secret_key: SecretStr | None = Field(
        None, description="signs cookies and links; in development one is made and kept in `instance/`"
    )
    database_url: str = Field(
        "", description="`postgresql+psycopg://...`; empty means the embedded SQLite file in `instance/`"
    )
    redis_url: str = Field("", description="`redis://...` for cache, limits and jobs; empty means memory and SQLite")
    instance: Path = Field(Path("instance"), description="folder of the embedded database, secret and mail files")
    base_url: str = Field("http://127.0.0.1:8000", description="address that links in mails begin with")
    allowed_hosts: str = Field(
        "", description="comma-separated host names the site answers to; empty means the host of the base URL"
    )
    trusted_proxies: int = Field(0, ge=0, le=5, description="how many proxies in front may be believed")
    worker_hosts: int = Field(1, ge=1, le=1000, description="machines that run this site; SQLite allows one")
    debug: bool = Field(False, description="show tracebacks in the browser; never in production")
    mail_backend: Literal["console", "file", "smtp", "memory"] = Field(
        "file", description="where mail goes; `file` writes to `instance/mail`"
    )
    mail_host: str = Field("127.0.0.1", description="SMTP server")
    mail_port: int = Field(25, ge=1, le=65535, description="SMTP port")
    mail_username: str = Field("", description="SMTP user")
    mail_password: SecretStr = Field(SecretStr(""), description="SMTP password")
    mail_tls: bool = Field(True, description="use STARTTLS when a user name is set")
    mail_from: str = Field("Watercooler <forum@watercooler.example>", description="sender of all mails")
    rate_limits: bool = Field(True, description="limits per action; off only for benchmarks")
    tvmaze_url: str = Field("https://api.tvmaze.com", description="where `import-show tvmaze:ID` asks")
    posts_a_page: int = Field(20, ge=5, le=100, description="posts on one page of a thread")
    await_region: bool = Field(
        False, description="hide a release until the reader's own country has it; groups may ask for it alone"
    )
    two_agree: bool = Field(
        False, description="stated releases wait until a second steward agrees; shows may ask for it alone"
    )
    log_format: Literal["text", "json"] = Field("text", description="`json` in production")
    care_key: SecretStr = Field(
        SecretStr(""),
        description="encrypts what care notes say; several with commas, newest first; in development one is made",
    )
    care_webhook_url: str = Field("", description="where urgent care cases are announced, by number alone")
    care_webhook_secret: SecretStr = Field(SecretStr(""), description="signs these announcements (HMAC-SHA256)")
    care_team_support: str = Field("", description="whom the care team can call for themselves: one line of text")
    metrics_token: SecretStr = Field(
        SecretStr(""),
        description="who sends it as `Bearer` reads `/metrics`; empty means programs on this machine alone",
    )
    require_second_factor: bool | None = Field(
        None, description="second factor for moderators; default: yes in production, no elsewhere"
    )

    @property
    def is_production(self) -> bool:
        """The site is public."""
        return self.mode == "production"

    @property
    def second_factor_required(self) -> bool:
        """Moderators and administrators need a second factor."""
        return self.is_production if self.require_second_factor is None else self.require_second_factor

    @property
    def hosts(self) -> list[str]:
        """Host names the site answers to, without port."""
        listed = [host.strip() for host in self.allowed_hosts.split(",") if host.strip()]
        return listed or [_host_of(self.base_url)]

    @property
    def database_uri(self) -> str:
        """What SQLAlchemy connects to."""
        if self.database_url:
            return _psycopg(self.database_url)
        return f"sqlite:///{self.instance.absolute() / 'forum.sqlite3'}"

    @property
    def uses_sqlite(self) -> bool:
        """The embedded database is in use."""
        return self.database_uri.startswith("sqlite")

    @property
    def care_keys(self) -> tuple[str, ...]:
        """The keys of care texts, newest first."""
        return tuple(key.strip() for key in self.care_key.get_secret_value().split(",") if key.strip())

    @property
    def secret(self) -> str:
        """The secret key.

        Raises: `SettingsError` when there is none.
        """
        if self.secret_key is None or not self.secret_key.get_secret_value():
            raise SettingsError(f"FORUM_SECRET_KEY is not set. {_MAKE_KEY}")
        return self.secret_key.get_secret_value()


def _host_of(url: str) -> str:
    from urllib.parse import urlsplit

    return urlsplit(url).hostname or "localhost"


def _psycopg(url: str) -> str:
    """Accept the plain address that hosting companies hand out."""
    for plain in ("postgres://", "postgresql://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment and judge them.

    Raises: `SettingsError` with one plain sentence a fault, for unknown names (with the nearest known one), values
    of the wrong kind, and settings that production must not run with.
    """
    from pydantic import ValidationError

    environ = os.environ if environ is None else environ
    given = {name: value for name, value in environ.items() if name.startswith(_PREFIX)}
    _refuse_unknown(given)
    try:
        settings = Settings(**{name.removeprefix(_PREFIX).lower(): value for name, value in given.items()})  # type: ignore[arg-type]  # pydantic converts the texts
    except ValidationError as fault:
        lines = [f"{_PREFIX}{str(e['loc'][0]).upper()}: {e['msg']}" for e in fault.errors()]
        raise SettingsError("\n".join(lines)) from None
    _refuse_unusable(settings)
    _judge(settings)
    made = {} if settings.secret_key else {"secret_key": _kept(settings, "secret-key", partial(secrets.token_hex, 32))}
    if not settings.care_keys:
        made["care_key"] = _kept(settings, "care-key", _fresh_care_key)
    return settings.model_copy(update=made)


def _refuse_unknown(given: Mapping[str, str]) -> None:
    known = {_PREFIX + name.upper() for name in Settings.model_fields}
    for name in given:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1, 0.5)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise SettingsError(f"{name} is not a setting.{hint}")


def _refuse_unusable(settings: Settings) -> None:
    """What has the right type and still leads nowhere. An address may hold a password: it is not repeated."""
    if not settings.database_uri.startswith(_DATABASES):
        raise SettingsError("FORUM_DATABASE_URL must begin with postgresql:// or sqlite:///, or be empty.")
    if not _is_database(settings.database_uri):
        raise SettingsError("FORUM_DATABASE_URL cannot be read. It is like postgresql://user:password@host:5432/forum")
    if settings.redis_url and not _is_address(settings.redis_url, ("redis", "rediss")):
        raise SettingsError("FORUM_REDIS_URL must be like redis://host:6379/0 or rediss://..., or be empty.")
    for name in ("base_url", "tvmaze_url"):
        if not _is_address(getattr(settings, name), ("http", "https")):
            raise SettingsError(f"{_PREFIX}{name.upper()} must be an address like https://forum.example")
    if not all(_is_care_key(key) for key in settings.care_keys):
        raise SettingsError(f"FORUM_CARE_KEY holds something that is no key. {_MAKE_CARE_KEY}")
    try:
        settings.instance.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise SettingsError(f"FORUM_INSTANCE: {settings.instance} cannot be made ({fault.strerror}).") from None


_MAKE_KEY = "Make one with: openssl rand -hex 32"
_MAKE_CARE_KEY = "Make one with: openssl rand -base64 32 | tr '+/' '-_'"


def _judge(settings: Settings) -> None:
    if not settings.is_production:
        return
    faults = []
    secret = settings.secret_key.get_secret_value() if settings.secret_key else ""
    if len(secret) < 32 or len(set(secret)) < _FEWEST_CHARACTERS:
        faults.append(f"FORUM_SECRET_KEY must be your own, of 32 characters or more, in production. {_MAKE_KEY}")
    if settings.debug:
        faults.append("FORUM_DEBUG must be off in production: it shows code and secrets to visitors.")
    if settings.uses_sqlite and settings.worker_hosts > 1:
        faults.append(
            "SQLite serves one machine. Set FORUM_DATABASE_URL to a PostgreSQL database, or FORUM_WORKER_HOSTS=1."
        )
    if not settings.base_url.startswith("https://"):
        faults.append("FORUM_BASE_URL must begin with https:// in production: sign-in cookies need it.")
    if not settings.care_keys:
        faults.append("FORUM_CARE_KEY is not set: care notes are not stored in the clear. " + _MAKE_CARE_KEY)
    if settings.care_webhook_url and not settings.care_webhook_secret.get_secret_value():
        faults.append("FORUM_CARE_WEBHOOK_SECRET must be set where FORUM_CARE_WEBHOOK_URL is.")
    if faults:
        raise SettingsError("\n".join(faults))


def _kept(settings: Settings, name: str, make: Callable[[], str]) -> SecretStr:
    """A secret of this checkout's own, made once; never in the repository."""
    return SecretStr(kept_text(settings.instance / name, make))


def _fresh_care_key() -> str:
    """A Fernet key: 32 bytes as URL-safe Base64."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def _is_database(uri: str) -> bool:
    """SQLAlchemy can read the address; whether somebody answers there is another question."""
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        make_url(uri)
    except (ArgumentError, ValueError):
        return False
    return True


def _is_address(url: str, schemes: tuple[str, ...]) -> bool:
    """One of these schemes, a host, and no port that cannot be."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _is_care_key(key: str) -> bool:
    try:
        return len(base64.urlsafe_b64decode(key)) == 32
    except ValueError:
        return False


def current_settings() -> Settings:
    """The settings of the running application."""
    from flask import current_app

    settings: Settings = current_app.extensions["settings"]
    return settings
