"""Shows and their names and addresses."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from forum.infra.db import db
from forum.shows import importing, models, queries
from forum.shows.importing import ImportRefused
from tests.conftest import NOW
from tests.factories.shows import ODD, OPERATOR, show_file
from tests.shows.re_import.hands import Rows, told


def test_two_shows_of_one_name_are_told_apart(app: Flask) -> None:
    for source_id, year in ((9_500_001, "1963"), (9_500_002, "2005"), (9_500_003, "2005")):
        data = show_file("The Doctor", source_id, [], premiered=f"{year}-01-01")
        importing.import_show(OPERATOR, data, "x.json", NOW)

    slugs = db.session.scalars(select(models.Show.slug).order_by(models.Show.id)).all()

    assert slugs == ["the-doctor", "the-doctor-2005", "the-doctor-9500003"]
    assert queries.show_names().by_name("The Doctor") is None
    found = queries.show_names().by_name("the-doctor-2005")
    assert found is not None
    assert found.slug == "the-doctor-2005"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Import", "import-9500001"),
        ("話", "show-9500001"),
        ("Law & Order: 9/11", "law-and-order-9-11"),
        ("Café", "cafe"),
    ],
)
def test_slugs_are_plain_and_never_an_address_of_ours(app: Flask, name: str, slug: str) -> None:
    assert importing.import_show(OPERATOR, show_file(name, 9_500_001, []), "x.json", NOW).slug == slug


def test_a_show_that_is_renamed_keeps_its_address(rows: Rows) -> None:
    data = show_file("Harbour Nights", 9_500_001, rows)

    report = importing.import_show(OPERATOR, data, "x.json", NOW)

    assert (report.slug, report.show) == ("harbour-lights", "Harbour Nights")
    assert queries.show_names().by_name("harbour nights") is not None


def test_a_bare_list_goes_into_the_show_that_is_named(rows: Rows) -> None:
    data = (ODD / "22-bare-episode-list.json").read_bytes()

    report = importing.import_show(OPERATOR, data, "22.json", NOW, into="harbour-lights")

    assert {code for what, code in told(report) if what == "added"} == {"S01E01", "S01E02"}
    with pytest.raises(ImportRefused):
        importing.import_show(OPERATOR, data, "22.json", NOW, into="nothing")
