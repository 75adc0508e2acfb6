"""Which threads a show asks for, and when they open. Pure: the catalogue in, plans out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from forum.domain.catalogue import Catalogue
from forum.domain.episodes import DROP_SIZE, Episode
from forum.domain.gates import Gate, GateKind
from forum.domain.openings import opens_at
from forum.domain.policies import USUAL, SpoilerPolicy
from forum.domain.scopes import episode_gate
from forum.presenting.threads import Kind

AHEAD = timedelta(days=14)
BEHIND = timedelta(days=14)
REACH_BACK = timedelta(days=90)
"""A worker that was away for longer does not fill a group with old threads; members open those by a click."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A thread that should be there.

    Shapes: `key_id` = the episode of an episode thread, the first episode of a season's hub; with kind and group it
    names one thread. `out_at` = the first showing, as the law has it; `opens_at` = when the group's policy opens it,
    None where a person does.
    """

    kind: Kind
    key_id: int
    season: int | None
    gate: Gate
    out_at: datetime
    opens_at: datetime | None


def plans(catalogue: Catalogue, policy: SpoilerPolicy = USUAL) -> tuple[Plan, ...]:
    """All threads of a show whose instant is known, in order of opening: one for each episode, and a hub for each drop.

    A season that came in parts has a hub for each part: they ask for different episodes.
    """
    dated = [
        (instant, one) for one in catalogue.episodes if (instant := opens_at(one.world, catalogue.channel)) is not None
    ]
    singles = [_episode_plan(catalogue, one, instant, policy) for instant, one in dated]
    together: dict[tuple[int, datetime], list[Episode]] = defaultdict(list)
    for instant, one in dated:
        if not one.is_special:
            together[one.season, instant].append(one)
    hubs = [_hub_plan(catalogue, at, drop, policy) for (_, at), drop in together.items() if len(drop) >= DROP_SIZE]
    return tuple(sorted((*singles, *hubs), key=lambda plan: (plan.out_at, plan.key_id, plan.kind)))


def episode_plan(catalogue: Catalogue, episode_id: int, policy: SpoilerPolicy = USUAL) -> Plan | None:
    """The thread of one episode; None when it is not listed or has no date."""
    episode = catalogue.episode(episode_id)
    instant = opens_at(episode.world, catalogue.channel) if episode is not None else None
    return _episode_plan(catalogue, episode, instant, policy) if episode is not None and instant is not None else None


def due(planned: Sequence[Plan], since: datetime, now: datetime) -> tuple[Plan, ...]:
    """What a group that follows the show since then should have by now: what opens soon and what has opened since."""
    after = max(since, now - REACH_BACK)
    return tuple(plan for plan in planned if after < plan.out_at <= now + AHEAD)


def first_ones(catalogue: Catalogue, planned: Sequence[Plan], since: datetime) -> tuple[Plan, ...]:
    """What a group gets at once when it begins to follow: the last two weeks, or else the beginning and the latest.

    Other past episodes are opened by members when they want to talk about them.
    """
    past = [plan for plan in planned if plan.out_at <= since]
    recent = tuple(plan for plan in past if plan.out_at > since - BEHIND)
    if recent:
        return recent
    regular = [plan for plan in past if plan.kind is Kind.EPISODE and not _is_special(catalogue, plan)]
    return tuple(dict.fromkeys((regular[0], regular[-1]))) if regular else ()


def _is_special(catalogue: Catalogue, plan: Plan) -> bool:
    episode = catalogue.episode(plan.key_id)
    return episode is None or episode.is_special


def _episode_plan(catalogue: Catalogue, episode: Episode, instant: datetime, policy: SpoilerPolicy) -> Plan:
    season = None if episode.is_special else episode.season
    gate = episode_gate(catalogue, episode)
    return Plan(Kind.EPISODE, episode.id, season, gate, instant, policy.opens_at(episode, catalogue))


def _hub_plan(catalogue: Catalogue, instant: datetime, drop: Sequence[Episode], policy: SpoilerPolicy) -> Plan:
    first, last = drop[0], drop[-1]
    gate = Gate(GateKind.THROUGH, catalogue.show_id, last.id, "season", first.id)
    return Plan(Kind.SEASON, first.id, first.season, gate, instant, policy.opens_at(first, catalogue))
