"""The catalogue: shows, episodes, the calendar, and how far you are."""

from __future__ import annotations

from forum.api.answers import Answer
from forum.api.asking import CalendarQuery, SeasonQuery, ShowsQuery
from forum.api.cursors import next_page, place_of
from forum.api.models.shows import Calendar, EpisodeWhole, Progress, Shows, ShowWhole
from forum.api.operations import operation
from forum.api.people import member
from forum.infra import clock
from forum.infra.web.reader import current_reader
from forum.presenting.shows import ShowCard
from forum.shows import queries
from forum.shows.forms import OF_EPISODES, ProgressForm
from forum.shows.stepping import step

TAG = "shows"


@operation("GET", "/shows", tag=TAG, answer=Shows, query=ShowsQuery, limits=("search",))
def list_shows(query: ShowsQuery) -> Answer:
    """All shows, or those whose name contains `q`; the ones you watch come first."""
    page = queries.shows_index(current_reader(), query.q, place_of(query.cursor, "s", 1), clock.now())
    return Shows.of(page, next_cursor=next_page("s", page.number, page.pages))


@operation("GET", "/shows/<slug>", tag=TAG, answer=ShowWhole, query=SeasonQuery)
def get_show(slug: str, query: SeasonQuery) -> Answer:
    """A show with one of its seasons."""
    page = queries.show_page(current_reader(), slug, query.season, clock.now())
    return ShowWhole.of(
        page, seasons=page.tabs, orders=[one.name for one in page.orders], works=[name for _, name in page.works]
    )


@operation("GET", "/episodes/<int:episode_id>", tag=TAG, answer=EpisodeWhole)
def get_episode(episode_id: int) -> Answer:
    """An episode: when it is out, and its neighbours."""
    return EpisodeWhole.of(queries.episode_page(current_reader(), episode_id, clock.now()))


@operation("GET", "/calendar", tag=TAG, answer=Calendar, query=CalendarQuery)
def get_calendar(query: CalendarQuery) -> Answer:
    """Releases of two weeks back and two ahead, by your days."""
    return Calendar.of(queries.calendar(current_reader(), clock.now(), mine=query.mine))


@operation("GET", "/shows/<slug>/progress", tag=TAG, answer=Progress, signed_in=True)
def get_progress(slug: str) -> Answer:
    """How far you are in a show."""
    return _progress(queries.show_page(member(), slug, None, clock.now()).show)


@operation(
    "POST",
    "/progress",
    tag=TAG,
    answer=Progress,
    scope="write",
    body=ProgressForm,
    limits=("progress",),
    example={"verb": "through", "episode_id": 1},
    once=True,
)
def set_progress(form: ProgressForm) -> Answer:
    """Take one step of your place in a show.

    `seen`, `unseen`, `through` and `rewatch` are about an `episode_id`; `finished`, `follow`, `unfollow`, `forget`,
    `end-rewatch`, `optins`, `mute` (for `days`, or `until` a date), `unmute` and `undo` about a `show_id`. `through`
    says "everything up to here, and no more"; with another `order` up to here in that order.
    """
    now = clock.now()
    step(member(), form, now)
    if form.step in OF_EPISODES and form.episode_id is not None:
        return _progress(queries.episode_page(member(), form.episode_id, now).show)
    slug = queries.catalogues([form.show_id or 0])[form.show_id or 0].slug
    return get_progress(slug)


def _progress(show: ShowCard) -> Answer:
    return Progress.of(show, show_id=show.id, show_slug=show.slug)
