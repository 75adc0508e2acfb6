"""Groups, shows with made-up episodes, and threads for tests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

from forum.domain.gates import Gate, GateKind
from forum.domain.people import GroupRole, Reader
from forum.groups import actions
from forum.groups.actions.joining import count_members
from forum.groups.forms import GroupForm, JoinForm
from forum.groups.models import FollowedShow, Membership
from forum.infra import clock
from forum.infra.db import db, transaction
from forum.shows.models import Episode, Show
from forum.threads.models import Thread

_numbers = count(1)


def group(owner: Reader, slug: str = "binge-club", **more: object) -> int:
    """A group of this owner. Returns its id."""
    form = GroupForm.read({"name": slug.replace("-", " ").title(), "slug": slug, **more})
    return actions.start_group(owner, form, clock.now())


def hidden_group(owner: Reader, slug: str = "attic") -> int:
    return group(owner, slug, visibility="hidden", joining="invitation")


def member(group_id: int, reader: Reader, role: GroupRole = GroupRole.MEMBER) -> Reader:
    """Make somebody a member, whatever the door says."""
    with transaction():
        db.session.add(Membership(group_id=group_id, person_id=reader.id, role=role.value, joined_at=clock.now()))
        count_members(group_id, +1)
    return reader


def joining(version: int = 0, *answers: str) -> JoinForm:
    return JoinForm(accept=True, rules_version=version, answers=list(answers))


def show(slug: str = "the-lighthouse", releases: Sequence[Sequence[datetime | None]] = ()) -> tuple[int, list[int]]:
    """A web show whose episodes come out at these instants, season by season. Returns its id and its episodes' ids."""
    with transaction():
        row = Show(
            source="test",
            source_id=next(_numbers),
            slug=slug,
            name=slug.replace("-", " ").title(),
            name_folded=slug.replace("-", " "),
            channel_kind="web",
            channel_name="Stream",
            added_at=clock.now(),
        )
        db.session.add(row)
        db.session.flush()
        episodes = [
            _episode(row.id, season, number, instant)
            for season, instants in enumerate(releases, 1)
            for number, instant in enumerate(instants, 1)
        ]
        db.session.add_all(episodes)
        db.session.flush()
        return row.id, [episode.id for episode in episodes]


def _episode(show_id: int, season: int, number: int, instant: datetime | None) -> Episode:
    at = instant.astimezone(UTC) if instant else None
    return Episode(
        show_id=show_id,
        source_id=next(_numbers),
        season=season,
        number=number,
        kind="regular",
        name=f"Secret name {season}-{number}",
        airdate=at.date() if at else None,
        airtime=at.time().replace(second=0, microsecond=0, tzinfo=None) if at else None,
        airstamp=at,
        runtime_min=50,
    )


def put_date(episode_id: int, instant: datetime | None) -> int:
    """Another date for an episode, as an import would set it. Returns the show's id."""
    with transaction():
        episode = db.session.get_one(Episode, episode_id)
        moved = _episode(episode.show_id, episode.season, episode.number or 0, instant)
        for name in ("airdate", "airtime", "airstamp"):
            setattr(episode, name, getattr(moved, name))
        db.session.get_one(Show, episode.show_id).touch()
        return episode.show_id


def weekly(first: datetime, episodes: int) -> list[datetime]:
    return [first + timedelta(days=7 * n) for n in range(episodes)]


def follows(group_id: int, show_id: int, owner: Reader, since: datetime | None = None) -> None:
    """Let a group follow a show without the announcement."""
    with transaction():
        row = FollowedShow(group_id=group_id, show_id=show_id, since=since or clock.now(), followed_by_id=owner.id)
        db.session.add(row)


def gate(show_id: int, episode_id: int) -> Gate:
    """Everything up to that episode."""
    return Gate(GateKind.THROUGH, show_id, episode_id, "episode")


def thread(
    group_id: int, author: Reader | None = None, title: str = "Hello", *, about: Gate | None = None, **columns: object
) -> int:
    """A thread of a member, with as many posts as the columns say. Returns its id."""
    now = clock.now()
    values: dict[str, object] = {
        "kind": "theory",
        "created_at": now,
        "opens_at": now,
        "opened_at": now,
        "active_at": now,
        "topics": [],
    }
    with transaction():
        row = Thread(
            group_id=group_id,
            author_id=author.id if author else None,
            title=title,
            gate=about.to_json() if about else None,
            show_id=about.show_id if about else None,
            **{**values, **columns},
        )
        db.session.add(row)
        db.session.flush()
        return row.id
