"""Settings: typed, documented, and strict about names and about production."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from forum.infra.settings import Settings, SettingsError, load_settings

TOP = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "FORUM_MODE": "production",
    "FORUM_SECRET_KEY": "0123456789abcdef" * 3,
    "FORUM_BASE_URL": "https://forum.example",
    "FORUM_DATABASE_URL": "postgres://forum@db/forum",
    "FORUM_CARE_KEY": "dGVzdHMgb25seTogdGhpcnR5LXR3byBieXRlcyBoZXI=",
}


def test_readme_lists_every_setting() -> None:
    readme = (TOP / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(FORUM_\w+)` \| ([^|]*) \| (.*) \|$", readme, re.MULTILINE)
    said = {name: meaning for name, _default, meaning in rows}
    assert said == {f"FORUM_{name.upper()}": field.description for name, field in Settings.model_fields.items()}


def test_an_unknown_name_names_the_nearest_known_one(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"FORUM_DATABSE_URL is not a setting. Did you mean FORUM_DATABASE_URL"):
        load_settings({"FORUM_DATABSE_URL": "x", "FORUM_INSTANCE": str(tmp_path)})


def test_a_wrong_kind_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="FORUM_MAIL_PORT"):
        load_settings({"FORUM_MAIL_PORT": "post", "FORUM_INSTANCE": str(tmp_path)})


def test_development_makes_and_keeps_a_secret_of_its_own(tmp_path: Path) -> None:
    first = load_settings({"FORUM_INSTANCE": str(tmp_path)})
    again = load_settings({"FORUM_INSTANCE": str(tmp_path)})
    assert first.secret == again.secret
    assert len(first.secret) == 64
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_production_starts_with_safe_settings() -> None:
    settings = load_settings(PRODUCTION)
    assert settings.database_uri == "postgresql+psycopg://forum@db/forum"
    assert settings.second_factor_required


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"FORUM_SECRET_KEY": ""}, "FORUM_SECRET_KEY"),
        ({"FORUM_SECRET_KEY": "short"}, "FORUM_SECRET_KEY"),
        ({"FORUM_SECRET_KEY": "changeme" * 5}, "FORUM_SECRET_KEY must be your own.*openssl rand -hex 32"),
        ({"FORUM_DEBUG": "1"}, "FORUM_DEBUG"),
        ({"FORUM_CARE_KEY": ""}, "FORUM_CARE_KEY"),
        ({"FORUM_CARE_KEY": "too short"}, "FORUM_CARE_KEY"),
        ({"FORUM_CARE_WEBHOOK_URL": "https://pager.example"}, "FORUM_CARE_WEBHOOK_SECRET"),
        ({"FORUM_BASE_URL": "http://forum.example"}, "FORUM_BASE_URL"),
        ({"FORUM_DATABASE_URL": "", "FORUM_WORKER_HOSTS": "2"}, "FORUM_DATABASE_URL"),
    ],
)
def test_production_refuses_and_says_why(change: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        load_settings({**PRODUCTION, **change})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"FORUM_DATABASE_URL": "postgresql://me:hush@host:port/forum"}, "FORUM_DATABASE_URL cannot be read"),
        ({"FORUM_REDIS_URL": "nonsense://me:hush@host"}, "FORUM_REDIS_URL must be like"),
        ({"FORUM_REDIS_URL": "redis://me:hush@host:port/0"}, "FORUM_REDIS_URL must be like"),
        ({"FORUM_REDIS_URL": "redis://"}, "FORUM_REDIS_URL must be like"),
        ({"FORUM_BASE_URL": "forum.example"}, "FORUM_BASE_URL must be an address like"),
        ({"FORUM_TVMAZE_URL": "file:///etc"}, "FORUM_TVMAZE_URL must be an address like"),
        ({"FORUM_TVMAZE_URL": "http://[broken"}, "FORUM_TVMAZE_URL must be an address like"),
    ],
)
def test_addresses_that_lead_nowhere_are_named_and_not_repeated(
    tmp_path: Path, change: dict[str, str], said: str
) -> None:
    with pytest.raises(SettingsError, match=said) as refused:
        load_settings({"FORUM_INSTANCE": str(tmp_path), **change})

    assert "hush" not in str(refused.value)
