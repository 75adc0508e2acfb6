"""Who gets what of a document, and until when."""

from datetime import timedelta

import pytest

from forum.rendering.document import Cover, Document, Html, Unreadable, Veil, rewrap
from forum.rendering.redact import Closed, Opened, open_veil
from tests.rendering.world import NOW, START, STRANGER, WRITER, member, pressed, scope, seen_by

TEXT = "a [spoiler S01E03]three @ann[/spoiler] b [spoiler S01E08]eight[/spoiler] @bob c"


def _veils(document: Document, *args: object, **more: object) -> list[type]:
    return [type(piece) for piece in seen_by(document, *args, **more).pieces if not isinstance(piece, Html)]  # type: ignore[arg-type]  # the world's own signature


def test_each_reader_gets_what_they_have_seen() -> None:
    document = pressed(TEXT)
    assert _veils(document, STRANGER) == [Closed, Closed]
    assert _veils(document, member("S01E02")) == [Closed, Closed]
    assert _veils(document, member("S01E03")) == [Opened, Closed]
    assert _veils(document, WRITER) == [Opened, Opened]
    assert seen_by(document, member("S01E03")).closed == 1


def test_closed_has_nowhere_to_keep_content() -> None:
    closed = seen_by(pressed(TEXT), STRANGER).pieces[1]
    assert isinstance(closed, Closed)
    assert set(Closed.__dataclass_fields__) == {"gate", "decision", "veil_key", "block", "cover"}


def test_a_reveal_opens_one_veil_and_never_a_hidden_one() -> None:
    document = pressed(TEXT)
    keys = [piece.veil_key for piece in seen_by(document, STRANGER).pieces if isinstance(piece, Closed)]
    assert keys == ["5:m0:through.1.1103.episode", "5:m1:through.1.1108.episode"]
    reader = member(revealed=frozenset(keys))
    assert _veils(document, reader) == [Opened, Closed]
    opened = open_veil(document, reader, NOW, keys[0], post_id=5, author_id=9)
    assert opened is not None
    assert opened.by_request
    assert open_veil(document, reader, NOW, keys[1], post_id=5, author_id=9) is None
    assert open_veil(document, reader, NOW, "5:m7:nothing", post_id=5, author_id=9) is None


def test_mentions_are_told_as_far_as_they_are_shown() -> None:
    document = pressed(TEXT)
    assert set(document.mentions) == {"ann", "bob"}
    assert {(one.handle, len(one.gates)) for one in document.mentioned} == {("ann", 1), ("bob", 0)}
    assert seen_by(document, STRANGER).mentions == ("bob",)
    assert set(seen_by(document, member("S01E03")).mentions) == {"ann", "bob"}


def test_the_next_change_bounds_every_cache() -> None:
    redacted = seen_by(pressed(TEXT), STRANGER)
    assert redacted.valid_until is not None
    assert NOW < redacted.valid_until <= START + timedelta(weeks=8)
    assert seen_by(pressed("plain"), STRANGER).valid_until is None
    before, after = (seen_by(pressed(TEXT), STRANGER, now=START + timedelta(weeks=8, seconds=s)) for s in (-1, 0))
    assert [before.pieces[3].decision.outcome, after.pieces[3].decision.outcome] == ["hidden", "click"]  # type: ignore[union-attr]  # veils, as above


def test_the_threads_gate_covers_everything() -> None:
    document = pressed("secret [spoiler S01E05]more[/spoiler]", outer=scope("S01E03"))
    assert [piece.cover for piece in document.pieces if isinstance(piece, Veil)] == [Cover.THREAD]
    assert "secret" not in repr(seen_by(document, STRANGER))
    entered = member(revealed=frozenset({"thread:4:through.1.1103.episode"}))
    assert "secret" not in repr(seen_by(document, entered, thread_id=3))
    shown = repr(seen_by(document, entered, thread_id=4))
    assert "secret" in shown
    assert "more" not in shown


def test_entering_a_thread_opens_no_tag_however_low() -> None:
    """A tag of the thread's own scope is the writer's wish, and has a key of its own."""
    document = pressed("secret [spoiler S01E03]more[/spoiler]")
    entered = member(revealed=frozenset({"thread:4:through.1.1103.episode"}))
    assert _veils(document, entered, thread_id=4) == [Closed]


def test_opening_all_opens_tags_and_not_the_door() -> None:
    opened_all = {4: NOW}
    within = pressed("a [spoiler S01E03]three[/spoiler] [spoiler S01E08]eight[/spoiler]")
    assert _veils(within, member(opened_all=opened_all), thread_id=4) == [Opened, Closed]
    assert _veils(within, member(opened_all=opened_all), thread_id=3) == [Closed, Closed]
    behind_the_door = pressed("secret", outer=scope("S01E03"))
    assert _veils(behind_the_door, member(opened_all=opened_all), thread_id=4) == [Closed]


def test_a_seal_covers_what_was_open_and_what_was_revealed() -> None:
    document = pressed("open >!veiled!<")
    key = next(piece.veil_key for piece in seen_by(document, STRANGER).pieces if isinstance(piece, Closed))
    sealed = rewrap(document, scope("S01E02"))
    redacted = seen_by(sealed, member(revealed=frozenset({key})))
    assert len(redacted.pieces) == 1
    assert isinstance(redacted.pieces[0], Closed)
    assert redacted.pieces[0].cover is Cover.SEAL


def test_stored_and_read_back() -> None:
    for source in (TEXT, "plain", ":::spoiler Fargo S01\n> q\n:::"):
        document = pressed(source, outer=scope("S01E01"))
        assert Document.from_json(document.to_json()) == document


@pytest.mark.parametrize(
    "data", [None, {}, {"v": 99}, {"v": 1, "links": 0, "pieces": "x"}, {"v": 1, "links": 0, "pieces": [{}]}]
)
def test_foreign_data_is_no_document(data: object) -> None:
    with pytest.raises(Unreadable):
        Document.from_json(data)
