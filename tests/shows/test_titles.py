"""The detector knows the titles of this forum's own shows as soon as they are imported."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from forum.domain.detection import Label, Tier
from forum.infra.titles import forget_titles, is_only_a_title, screened
from tests.factories.shows import episode_row, imported, made_up_show, show_file

AT = datetime(2020, 1, 6, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_titles_of_another_test(app: Flask) -> None:
    forget_titles()


@pytest.mark.usefixtures("app")
def test_an_imported_show_is_a_title_from_the_next_post_on() -> None:
    text = "Who wrote The Suicide Ledger?"
    assert screened(text).tier is Tier.T1
    made_up_show("The Suicide Ledger")
    assert screened(text).tier is Tier.T0


@pytest.mark.usefixtures("app")
def test_so_is_an_episode_and_a_later_import_is_known_at_once() -> None:
    text = "My favourite is A Suicide in Lavender, then the pilot."
    made_up_show()
    assert screened(text).tier is Tier.T1
    rows = [episode_row(1, 1, 1, AT), episode_row(2, 1, 2, AT, "A Suicide in Lavender")]
    imported(show_file("Harbour Lights", 9_500_001, rows))
    assert screened(text).tier is Tier.T0


@pytest.mark.usefixtures("app")
def test_a_title_never_hides_a_person() -> None:
    rows = [episode_row(1, 1, 1, AT, "I Want to Die"), episode_row(2, 1, 2, AT, "Want to Die")]
    imported(show_file("Suicidal Thoughts and Other Songs", 9_500_002, rows))
    assert screened("I want to die").label is Label.DISCLOSURE


@pytest.mark.usefixtures("app")
def test_only_titles_with_a_hard_word_and_nobody_in_them_are_looked_past() -> None:
    assert is_only_a_title("The Suicide Ledger")
    assert not is_only_a_title("Part 2")
    assert not is_only_a_title("Kill Myself")
    assert not is_only_a_title("I Want to Die")
