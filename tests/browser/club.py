"""Binge Club: the group, people, shows and threads that the browsers meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from forum.domain.catalogue import Catalogue
from forum.domain.people import GroupRole, Reader
from forum.groups import actions as group_actions
from forum.shows import actions as show_actions
from forum.shows.forms import NoteForm
from forum.threads import actions as thread_actions
from tests.factories import accounts, groups, posts, shows

SLUG = "binge-club"
RULES = ("Be kind.", "Mark what spoils.")


@dataclass(frozen=True)
class Club:
    """Shapes: `reasons` = 13 Reasons Why with all 49 episodes out; `lights` = Harbour Lights, whose fourth episode is
    released eight hours after the club is founded. Everybody has the password of the factories. `olga` owns, `mona`
    moderates and has seen season 1 of 13 Reasons Why, `gwen` is a member who has seen up to its S02E01, `ann` has
    seen all of both, `ada` is the site's administrator."""

    group_id: int
    reasons: Catalogue
    lights: Catalogue
    reasons_thread: int
    lights_thread: int
    talk: int
    people: dict[str, Reader]

    def __getitem__(self, handle: str) -> Reader:
        return self.people[handle]


def found_club(now: datetime) -> Club:
    """Fill an empty site. Called inside its application context."""
    people = {handle: accounts.person(handle, country="GB") for handle in ("olga", "ann", "gwen", "mona")}
    people["ada"] = accounts.administrator("ada")
    olga = people["olga"]
    group_id = groups.group(olga, SLUG, rules=RULES)
    for handle in ("ann", "gwen"):
        groups.member(group_id, people[handle])
    groups.member(group_id, people["mona"], GroupRole.MODERATOR)
    reasons, lights = _shows(now)
    for show in (reasons, lights):
        group_actions.follow_show(olga, group_id, show.slug, now)
    _seen(people, reasons, lights, now)
    return Club(
        group_id,
        reasons,
        lights,
        thread_actions.open_episode_thread(olga, group_id, _id(reasons, 2, 1), now),
        thread_actions.open_episode_thread(olga, group_id, _id(lights, 1, 3), now),
        posts.started(olga, group_id, "What are you watching?", "Tea is ready."),
        people,
    )


def _shows(now: datetime) -> tuple[Catalogue, Catalogue]:
    reasons = shows.real_show("13-reasons-why")
    warning = NoteForm.read({"topic": "suicide", "why": "named by the cast in the warning before each season"})
    show_actions.note_content(shows.OPERATOR, reasons.show_id, warning, now)
    lights = shows.made_up_show(seasons=(6,), starts=now + timedelta(hours=8) - timedelta(days=21))
    return shows.catalogue(reasons.slug), lights


def _seen(people: dict[str, Reader], reasons: Catalogue, lights: Catalogue, now: datetime) -> None:
    show_actions.mark_through(people["gwen"], _id(reasons, 2, 1), now)
    show_actions.mark_through(people["mona"], _id(reasons, 1, 13), now)
    for handle in ("olga", "ann"):
        show_actions.mark_finished(people[handle], reasons.show_id, now)
        show_actions.mark_through(people[handle], _id(lights, 1, 3), now)


def _id(show: Catalogue, season: int, number: int) -> int:
    episode = show.find(season, number)
    assert episode is not None
    return episode.id


def written(author: Reader, thread_id: int, *bodies: str) -> Sequence[int]:
    """Posts, as if sent by their form."""
    return [posts.post(author, thread_id, body) for body in bodies]
