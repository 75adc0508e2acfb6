"""What the address of a thread says of itself elsewhere: the same for everybody, so a link gives nothing away.

Cards are drawn by machines that read the page as strangers, but also by browsers and programmes of members from the
page they have open; so even a member's page carries the stranger's words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from forum.domain.catalogue import Catalogue
from forum.domain.episodes import Episode
from forum.presenting.outward import outward_title
from forum.presenting.threads import StoredThread, TitleWords


@dataclass(frozen=True, slots=True)
class LinkPreview:
    """A thread's link card. It has no field for any text of a post.

    Shapes: `title` is what a stranger may know, after the show's name; `season` and `number` of the episode it is
    about, None for others; never an episode's name.
    """

    path: str
    title: str
    group_name: str
    started_at: datetime
    is_public: bool
    show_name: str | None = None
    season: int | None = None
    number: int | None = None

    def json_ld(self, base: str) -> dict[str, object]:
        """As schema.org has it. Shapes: `base` = the site's address without a slash at the end."""
        site = {"@type": "Organization", "name": "Watercooler", "url": base}
        told: dict[str, object] = {
            "@context": "https://schema.org",
            "@type": "DiscussionForumPosting",
            "headline": self.title,
            "url": base + self.path,
            "mainEntityOfPage": base + self.path,
            "datePublished": self.started_at.isoformat(timespec="seconds"),
            "isPartOf": {"@type": "WebSite", "name": "Watercooler", "url": base},
            "author": site,
            "publisher": site,
        }
        about = self._about()
        return {**told, "about": about} if about else told

    def _about(self) -> dict[str, object] | None:
        if self.show_name is None:
            return None
        series: dict[str, object] = {"@type": "TVSeries", "name": self.show_name}
        if self.season is None:
            return series
        of_season: dict[str, object] = {"@type": "TVSeason", "seasonNumber": self.season}
        if self.number is None:
            return {**of_season, "partOfSeries": series}
        return {
            "@type": "TVEpisode",
            "episodeNumber": self.number,
            "partOfSeason": of_season,
            "partOfSeries": series,
        }


def link_preview(
    thread: StoredThread, catalogues: Mapping[int, Catalogue], now: datetime, words: TitleWords, *, is_public: bool
) -> LinkPreview:
    """The card of a thread, whoever opens it."""
    show = catalogues.get(thread.show_id or 0)
    episode = _episode(thread, show)
    return LinkPreview(
        path=f"/t/{thread.id}",
        title=outward_title(thread, catalogues, now, words),
        group_name=thread.group_name,
        started_at=thread.opened_at or thread.created_at,
        is_public=is_public,
        show_name=show.name if show is not None else None,
        season=episode.season if episode is not None else thread.season,
        number=episode.number if episode is not None else None,
    )


def _episode(thread: StoredThread, show: Catalogue | None) -> Episode | None:
    """The one episode that it is about, if it has a number."""
    gate = thread.gate
    about = thread.episode_id
    if about is None and gate is not None and gate.span == "episode" and gate.show_id == thread.show_id:
        about = gate.ceiling_id
    episode = show.episode(about) if show is not None and about is not None else None
    return episode if episode is not None and not episode.is_special else None
