"""The notice: topic decides the line, country decides the number, and nobody is sent to a foreign one."""

from __future__ import annotations

import itertools
import re

import pytest

from forum.domain.crisis import GRAVITY, Notice, notice
from forum.infra.directory import directory

COUNTRIES = directory().countries
US_NUMBERS = {form for line in directory().of("US") for form in (line.dial, line.sms_dial) if form} | {"911"}


def shown(found: Notice) -> str:
    return repr(found)


@pytest.mark.parametrize(("country", "topic"), list(itertools.product(COUNTRIES, GRAVITY)))
def test_every_country_and_topic(country: str, topic: str) -> None:
    found = notice(directory(), [topic], country, "en")
    assert found is not None
    assert found.topics == (topic,)
    assert found.emergency == directory().emergency[country]
    assert len(found.lines) <= 2
    assert found.fallback == (not any(line.is_sure for line in directory().of(country)))
    for line in found.lines:
        assert (line.country, line.confidence) == (country, "high")
        assert line.by_voice or line.by_text
    if found.lines:
        assert any(line.by_voice for line in found.lines)


@pytest.mark.parametrize(
    ("country", "topics", "language", "lines"),
    [
        ("US", {"suicide"}, "en", ["us-988", "us-ctl"]),
        ("US", {"sexual assault"}, "en", ["us-rainn"]),
        ("US", {"LGBTQ+ youth"}, "en", ["us-trevor"]),
        ("US", {"domestic abuse"}, "en", ["us-ndvh"]),
        ("US", {"bullying"}, "en", ["us-ctl", "us-988"]),
        ("US", {"suicide", "sexual assault", "bullying"}, "en", ["us-988", "us-rainn"]),
        ("DE", {"sexual assault"}, "de", ["de-gewalt"]),
        ("DE", {"suicide"}, "de", ["de-ts", "de-ngk"]),
        ("GB", {"suicide"}, "en", ["gb-sam", "gb-111"]),
        ("GB", {"sexual assault"}, "en", ["gb-sam"]),
        ("GB", {"bullying"}, "en", ["gb-childline", "gb-sam"]),
        ("BE", {"suicide"}, "fr", ["be-cps", "be-1813"]),
        ("BE", {"suicide"}, "nl", ["be-1813", "be-cps"]),
        ("AR", {"suicide"}, "es", ["ar-0800", "ar-135"]),
        ("FR", {"suicide"}, "fr", ["fr-3114"]),
        ("BR", {"suicide"}, "pt", ["br-cvv"]),
        ("HK", {"suicide"}, "zh", ["hk-sam", "hk-sbhk"]),
        ("LU", {"suicide"}, "fr", []),
    ],
)
def test_the_lines_one_would_choose(country: str, topics: set[str], language: str, lines: list[str]) -> None:
    found = notice(directory(), topics, country, language)
    assert found is not None
    assert [line.id for line in found.lines] == lines


def test_no_topic_no_notice() -> None:
    assert notice(directory(), [], "US", "en") is None


def test_an_unknown_topic_still_helps() -> None:
    found = notice(directory(), ["sadness"], "GB", "en")
    assert found is not None
    assert (found.topics, [line.id for line in found.lines]) == (("emotional distress",), ["gb-sam", "gb-111"])


@pytest.mark.parametrize("country", [None, "", "XX", "USA", "zz", "💔"])
@pytest.mark.parametrize("topic", GRAVITY)
def test_an_unknown_country_gets_the_directory_and_no_number(country: str | None, topic: str) -> None:
    found = notice(directory(), [topic], country, "en")
    assert found is not None
    assert (found.country, found.country_name, found.lines, found.emergency) == (None, None, (), ())
    assert (found.fallback, found.directory_url) == (True, "https://findahelpline.com")
    assert re.findall(r"[0-9]{2,}", shown(found)) == []


def test_a_country_without_lines_is_named_and_gets_no_foreign_number() -> None:
    found = notice(directory(), ["suicide"], "ng", "de")
    assert found is not None
    assert (found.country, found.country_name, found.lines, found.emergency) == ("NG", "Nigeria", (), ())
    assert found.fallback


@pytest.mark.parametrize("country", [c for c in COUNTRIES if c not in {"US", "CA"}])
def test_no_other_country_shows_a_line_of_the_united_states(country: str) -> None:
    found = notice(directory(), GRAVITY, country, "en")
    assert found is not None
    own = {form for line in directory().of(country) for form in (line.dial, line.sms_dial)}
    told = {form for line in found.lines for form in (line.dial, line.sms_dial) if form}
    assert told <= own
    assert not (told & US_NUMBERS) - own


def test_national_forms_are_dialled() -> None:
    for line in directory().lines:
        for form in (line.dial, line.sms_dial):
            assert form is None or re.fullmatch(r"\*?[0-9]+", form)


def test_countries_are_named_in_the_readers_language() -> None:
    names = {tag: notice(directory(), ["suicide"], "DE", tag) for tag in ("en", "es", "fr", "de", "pt", "pt-BR", "xx")}
    assert {tag: found.country_name for tag, found in names.items() if found} == {
        "en": "Germany",
        "es": "Alemania",
        "fr": "Allemagne",
        "de": "Deutschland",
        "pt": "Alemanha",
        "pt-BR": "Alemanha",
        "xx": "Germany",
    }


def test_a_regional_line_says_so_in_its_name() -> None:
    found = notice(directory(), ["suicide"], "CO", "es")
    assert found is not None
    assert [line.name for line in found.lines] == ["Línea 106, El poder de ser escuchado · Bogotá"]


def test_lines_of_medium_confidence_stay_on_the_full_page() -> None:
    medium = {line.id for line in directory().lines if not line.is_sure}
    told = set()
    for country, topic in itertools.product(COUNTRIES, GRAVITY):
        found = notice(directory(), [topic], country, "en")
        told |= {line.id for line in found.lines} if found else set()
    assert len(medium) == 25
    assert not told & medium
