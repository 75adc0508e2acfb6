"""How far a reader says to be in a show, and the set of episodes this stands for."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from forum.domain.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Progress:
    """A reader's place in one show.

    Shapes: `through_id` = the last episode seen in `order`; `ticked` and `unticked` = ids added to and taken from that;
    `caught_up` = counts as having seen whatever is out in the reader's country, `caught_up_delay` later; `as_new` = the
    rewatch pointer alone counts; `optins` = "promo", "leak", "book" (every book) or "book:<work>".
    """

    through_id: int | None = None
    order: str = "aired"
    ticked: frozenset[int] = frozenset()
    unticked: frozenset[int] = frozenset()
    caught_up: bool = False
    caught_up_delay: timedelta = timedelta()
    rewatch_id: int | None = None
    as_new: bool = False
    optins: frozenset[str] = frozenset()
    muted_until: datetime | None = None


NOTHING_STATED = Progress()


def watched(progress: Progress, catalogue: Catalogue, territory: str | None, now: datetime) -> frozenset[int]:
    """The ids that count as seen now. What is unreleased now does not count, whatever was ticked."""
    return frozenset(catalogue.ids(seen_bits(progress, catalogue, territory, now)))


def seen_bits(progress: Progress, catalogue: Catalogue, territory: str | None, now: datetime) -> int:
    seen = stated_bits(progress, catalogue)
    if progress.caught_up and not progress.as_new:
        since = before(now, progress.caught_up_delay)
        seen |= catalogue.caught_up_in(territory).reached(since) & ~catalogue.bits(progress.unticked)
    return seen & catalogue.begun.reached(now)


def stated_bits(progress: Progress, catalogue: Catalogue) -> int:
    """What the reader stated, released or not."""
    if progress.as_new:
        return 0 if progress.rewatch_id is None else catalogue.place_bits("aired", progress.rewatch_id)
    if progress.order == "aired" and not progress.ticked and not progress.unticked:
        return 0 if progress.through_id is None else catalogue.place_bits("aired", progress.through_id)
    made_from = (progress.through_id, progress.order, progress.ticked, progress.unticked)
    known = catalogue.remembered.get(made_from)
    return catalogue.remember(made_from, _gathered(progress, catalogue)) if known is None else known


def _gathered(progress: Progress, catalogue: Catalogue) -> int:
    through = 0 if progress.through_id is None else catalogue.place_bits(progress.order, progress.through_id)
    return (through | catalogue.bits(progress.ticked)) & ~catalogue.bits(progress.unticked)


def before(now: datetime, delay: timedelta) -> datetime:
    """That long ago, or the beginning of the calendar."""
    try:
        return now - delay
    except OverflowError:
        return datetime.min.replace(tzinfo=now.tzinfo)


def may_tick(catalogue: Catalogue, episode_id: int, now: datetime) -> bool:
    """Nobody can have seen what was not shown anywhere yet, nor what has no date."""
    episode = catalogue.episode(episode_id)
    return episode is not None and episode.world.earliest is not None and episode.world.earliest <= now


def finished(progress: Progress, catalogue: Catalogue, now: datetime) -> Progress:
    """Through the last regular episode that somebody may have seen by now; later seasons are not included."""
    out = [episode.id for episode in catalogue.regular if may_tick(catalogue, episode.id, now)]
    return replace(progress, through_id=out[-1], order="aired", unticked=frozenset()) if out else progress


def with_ticks(progress: Progress, catalogue: Catalogue, episode_ids: Iterable[int], now: datetime) -> Progress:
    """Those episodes added. What may not be ticked yet is left out."""
    added = frozenset(one for one in episode_ids if may_tick(catalogue, one, now))
    return replace(progress, ticked=progress.ticked | added, unticked=progress.unticked - added)


def without(
    progress: Progress, catalogue: Catalogue, episode_id: int, territory: str | None, now: datetime
) -> Progress:
    """That episode taken away. Who was always caught up leaves that mode and keeps what they had seen by now."""
    ticked = progress.ticked
    if progress.caught_up:
        ticked |= watched(progress, catalogue, territory, now)
    return replace(
        progress,
        ticked=ticked - {episode_id},
        unticked=progress.unticked | {episode_id},
        caught_up=False,
    )


def carried(place: Progress, before: Catalogue, after: Catalogue) -> Progress:
    """The same place after episodes were renumbered: what counted as seen by id, and nothing else that was listed.

    A pointer that would stand for other episodes becomes ticks; that of a rewatch "as new" steps back as far as it
    must. Episodes that were not listed before belong to a pointer that has passed them: nobody has written about them.
    """
    was, becomes = (_pointed(place.order, place.through_id, one, before) for one in (before, after))
    if was != becomes:
        place = replace(place, through_id=None, order="aired", ticked=place.ticked | was)
    if not place.as_new or place.rewatch_id is None:
        return place
    seen = _pointed("aired", place.rewatch_id, before, before)
    if _pointed("aired", place.rewatch_id, after, before) <= seen:
        return place
    back = (one.id for one in reversed(after.regular) if one.id in seen)
    safe = next((one for one in back if _pointed("aired", one, after, before) <= seen), None)
    return replace(place, rewatch_id=safe)


def _pointed(order: str, through_id: int | None, catalogue: Catalogue, known: Catalogue) -> frozenset[int]:
    """What a pointer stands for, of the episodes that `known` lists."""
    bits = catalogue.place_bits(order, through_id) if through_id is not None else 0
    return frozenset(catalogue.ids(bits)) & known.places.keys()
