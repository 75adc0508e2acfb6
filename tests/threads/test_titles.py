"""What a thread may be called before this reader. Pure: no database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from forum.domain.catalogue import Catalogue
from forum.domain.episodes import Episode
from forum.domain.gates import Gate, GateKind
from forum.domain.progress import Progress
from forum.domain.releases import exact
from forum.domain.spoilers import Clearance
from forum.presenting.threads import StoredThread, door, neutral_title, opening, thread_card, thread_topics, title

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)
PEOPLE = {}  # type: ignore[var-annotated]  # nobody


def catalogue(*, titles_open: bool = False) -> Catalogue:
    out = [NOW - 30 * DAY, NOW - 2 * DAY, NOW + 5 * DAY]
    episodes = [
        Episode(n, 1, n, f"Name {n}", at.date(), exact(at), topics=frozenset({"grief"} if n == 2 else ()))
        for n, at in enumerate(out, 1)
    ]
    special = Episode(9, 1, None, "Christmas", (NOW + 20 * DAY).date(), exact(NOW + 20 * DAY))
    return Catalogue(1, "lost-hours", "Lost Hours", 1, (*episodes, special), titles_open=titles_open)


def sight(through: int | None = None, *, titles_open: bool = False, **more: object) -> Clearance:
    progress = {1: Progress(through_id=through)} if through else {}
    return Clearance(5, {1: catalogue(titles_open=titles_open)}, progress, None, **more)  # type: ignore[arg-type]  # fields by name


def gate(ceiling: int | None, kind: GateKind = GateKind.THROUGH, **more: object) -> Gate:
    return Gate(kind, 1, ceiling, "episode", **more)  # type: ignore[arg-type]  # fields by name


def episode_thread(number: int) -> StoredThread:
    return StoredThread(7, 1, "club", "Club", "episode", NOW, show_id=1, season=1, episode_id=number, gate=gate(number))


def member_thread(ceiling: int | None, kind: str = "theory", **more: object) -> StoredThread:
    about = gate(ceiling) if ceiling else None
    values = {"show_id": 1, "title": "The butler", "gate": about, "author_id": 3, "opened_at": NOW, **more}
    return StoredThread(7, 1, "club", "Club", kind, NOW, **values)  # type: ignore[arg-type]  # fields by name


def called(stored: StoredThread, clearance: Clearance) -> str:
    return title(stored, clearance, door(stored, clearance, NOW), NOW)


@pytest.mark.parametrize(
    ("number", "through", "titles_open", "expected"),
    [
        (2, 2, False, "S01E02: Name 2"),  # seen
        (2, None, False, "S01E02: Name 2"),  # out
        (3, None, False, "S01E03"),  # not out: names spoil
        (3, None, True, "S01E03: Name 3"),  # the show allows it
        (9, None, False, "Special: 2026-12-12"),
    ],
)
def test_episode_threads(number: int, through: int | None, titles_open: bool, expected: str) -> None:
    assert called(episode_thread(number), sight(through, titles_open=titles_open)) == expected


@pytest.mark.parametrize(
    ("ceiling", "through", "expected"),
    [
        (2, 2, "The butler"),
        (2, 1, "A theory about S01E02"),
        (3, 2, "A theory about S01E03"),
        (None, None, "The butler"),
    ],
)
def test_members_threads(ceiling: int | None, through: int | None, expected: str) -> None:
    assert called(member_thread(ceiling), sight(through)) == expected


def test_the_author_knows_the_own_title() -> None:
    assert called(member_thread(3, author_id=5), sight()) == "The butler"


def test_a_moderators_view_is_no_reading() -> None:
    assert called(member_thread(3), sight(moderating=True)) == "A theory about S01E03"


def test_a_show_that_is_gone_hides() -> None:
    nothing = Clearance(5, {}, {}, None)
    assert called(member_thread(2), nothing) == "A theory about whole series"
    assert called(episode_thread(2), nothing) == "Talk about something you have not seen yet"


@pytest.mark.parametrize("kind", ["article", "question", "theory", "recap", "open", "whatever"])
def test_a_name_that_is_not_listed_is_never_repeated(kind: str) -> None:
    book = gate(None, GateKind.BOOK, work="The butler did it")
    for one in (book, gate(2, also=(book,))):
        assert "butler" not in neutral_title(kind, one, {1: catalogue()}, NOW)


def test_hubs_name_their_part() -> None:
    def hub(first: int, last: int) -> StoredThread:
        about = Gate(GateKind.THROUGH, 1, last, "season", first)
        return StoredThread(7, 1, "club", "Club", "season", NOW, show_id=1, season=1, hub_first_id=first, gate=about)

    assert called(hub(1, 3), sight()) == "Season 1"
    assert called(hub(1, 2), sight()) == "Season 1, E01 to E02"


def test_a_threads_topics_are_its_episodes_and_the_editors() -> None:
    known = {1: catalogue()}
    assert thread_topics(episode_thread(2), known) == {"grief"}
    assert thread_topics(episode_thread(1), known) == frozenset()
    assert thread_topics(member_thread(2, topics=("violence",)), known) == {"grief", "violence"}
    assert thread_topics(member_thread(None, show_id=None, topics=("violence",)), {}) == {"violence"}


def test_the_card_before_opening() -> None:
    card = thread_card(episode_thread(3), sight(), PEOPLE, NOW, posts_a_page=20)
    assert (card.is_open, card.opens_at, card.post_count, card.unread) == (False, NOW + 5 * DAY, None, 0)
    assert opening(episode_thread(3), None) is None


def test_the_card_of_what_one_may_read() -> None:
    stored = member_thread(1, post_count=30, last_position=33, read_to=21)
    card = thread_card(stored, sight(1), PEOPLE, NOW, posts_a_page=20)
    assert (card.post_count, card.unread, card.first_unread_url) == (30, 12, "/t/7?page=2#unread")
    assert (card.code, card.show_name, card.outcome) == ("S01E01", "Lost Hours", "shown")
