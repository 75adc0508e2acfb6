"""A group that talks about a show, with a thread of its second episode."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from forum.domain.catalogue import Catalogue
from forum.domain.people import Reader
from forum.infra.clock import SetClock
from tests.factories import accounts, groups, shows

OUT_SINCE = datetime(2026, 11, 1, 20, tzinfo=UTC)


@dataclass(frozen=True)
class Scene:
    """Shapes: `episodes` = ids of S01E01 to S01E06; one a week from 1 November 2026 on, so that at 22 November noon
    three are out and the fourth comes at 20:00."""

    group_id: int
    show: Catalogue
    thread_id: int
    talk_id: int
    ann: Reader
    ben: Reader
    mona: Reader

    @property
    def episodes(self) -> list[int]:
        return [episode.id for episode in self.show.regular]


@pytest.fixture
def scene(app: Flask, clock: SetClock) -> Scene:
    ann, ben = accounts.person("ann"), accounts.person("ben")
    mona = accounts.moderator("mona")
    group_id = groups.group(ann)
    groups.member(group_id, ben)
    show = shows.made_up_show(seasons=(6,), starts=OUT_SINCE, every=timedelta(days=7))
    second = show.regular[1]
    thread_id = groups.thread(
        group_id,
        title="",
        about=groups.gate(show.show_id, second.id),
        kind="episode",
        episode_id=second.id,
        season=1,
        opens_at=OUT_SINCE + timedelta(days=7),
        opened_at=OUT_SINCE + timedelta(days=7),
    )
    long_ago = OUT_SINCE - timedelta(days=90)
    talk_id = groups.thread(group_id, ann, "All sorts", kind="open", opens_at=long_ago, opened_at=long_ago)
    return Scene(group_id, show, thread_id, talk_id, ann, ben, mona)
