"""Files of shows and of release windows, for administrators: what the page of imports takes, by the same actions."""

from __future__ import annotations

from forum.api.answers import Answer
from forum.api.asking import ImportQuery
from forum.api.models.importing import Imported, ImportReport
from forum.api.operations import operation
from forum.api.people import member
from forum.infra import clock
from forum.shows import importing, queries

FILE = "body"
"""What the messages call it: a body has no name."""


@operation(
    "POST",
    "/shows/import",
    tag="shows",
    answer=Imported,
    scope="moderate",
    query=ImportQuery,
    limits=("import",),
    example={"id": 990001, "name": "Lantern Bay", "type": "Scripted", "_embedded": {"episodes": []}},
    upload=queries.may_import,
)
def import_file(query: ImportQuery, data: bytes) -> Answer:
    """Bring a file of up to 20 MiB into the catalogue, whole or not at all; the same file again changes nothing."""
    now = clock.now()
    if query.what == "windows":
        reports = importing.import_windows(member(), data, FILE, now, **query.options())
    else:
        reports = (importing.import_show(member(), data, FILE, now, **query.options()),)
    return Imported(reports=[ImportReport.of(one) for one in reports])
