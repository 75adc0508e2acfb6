"""Dates: reports of members, statements of stewards, and the books of a show."""

from __future__ import annotations

from forum.api.answers import Answer, Made
from forum.api.door import PREFIX
from forum.api.models.releases import DateClaim, DateClaims, Desk, Releases
from forum.api.operations import operation
from forum.api.people import member
from forum.infra import clock
from forum.infra.web.reader import current_reader
from forum.releases import actions, queries
from forum.releases.forms import DateDecisionForm, DateReportForm
from forum.shows import actions as shows
from forum.shows.forms import PullForm, WindowForm, WorkForm
from forum.shows.queries import show_id

TAG = "releases"
_WINDOW = {"scope": "S02E03", "territory": "*", "on": "2026-12-24", "at": "20:00", "zone": "UTC", "why": "Announced."}


@operation("GET", "/shows/<slug>/releases", tag=TAG, answer=Releases)
def get_releases(slug: str) -> Answer:
    """What was stated about a show's dates, by whom and when."""
    return Releases.of(queries.releases_page(current_reader(), slug, clock.now()))


_TENDING = {"tag": TAG, "answer": Releases, "scope": "moderate", "limits": ("decide",), "once": get_releases}


@operation("POST", "/shows/<slug>/windows", body=WindowForm, example=_WINDOW, **_TENDING)
def state_release(slug: str, form: WindowForm) -> Answer:
    """State a release, as a steward. Where two have to agree it waits among the `claims`.

    422 under `confirm` when something that is out would be in the future again, unless `confirm` is true.
    """
    actions.state_release(member(), show_id(slug), form, clock.now())
    return get_releases(slug)


@operation("POST", "/shows/<slug>/pulled", body=PullForm, example={"scope": "S02E03", "why": "Pulled."}, **_TENDING)
def pull_release(slug: str, form: PullForm) -> Answer:
    """Take a date back: what is not out has none then, what is out stays out."""
    shows.pull_release(member(), show_id(slug), form, clock.now())
    return get_releases(slug)


@operation("POST", "/shows/<slug>/works", body=WorkForm, example={"name": "The Lamp"}, **_TENDING)
def list_work(slug: str, form: WorkForm) -> Answer:
    """Put a book on a show's list, so that `book:` tags can name it."""
    shows.list_work(member(), show_id(slug), form, clock.now())
    return get_releases(slug)


@operation(
    "POST",
    "/episodes/<int:episode_id>/reports",
    tag=TAG,
    answer=DateClaims,
    scope="write",
    body=DateReportForm,
    status=201,
    limits=("report-release",),
    example={"what": "dated", "on": "2026-12-24", "at": "20:00", "zone": "Europe/London"},
    once=True,
)
def report_release(episode_id: int, form: DateReportForm) -> Made:
    """Say that an episode's date is wrong. A steward decides, and you are told. 409 when you have said so already."""
    actions.report_release(member(), episode_id, form, clock.now())
    return Made(list_release_reports(), f"{PREFIX}/me/release-reports")


@operation("GET", "/me/release-reports", tag=TAG, answer=DateClaims, signed_in=True)
def list_release_reports() -> Answer:
    """What you have reported about dates, and the answers."""
    return DateClaims(claims=[DateClaim.of(one) for one in queries.my_claims(member(), clock.now())])


@operation("GET", "/releases", tag=TAG, answer=Desk, signed_in=True)
def get_desk() -> Answer:
    """What waits for you as a steward: reports, statements, and episodes without a date."""
    return Desk.of(queries.desk(member(), clock.now()))


@operation(
    "POST",
    "/releases/<int:claim_id>/decision",
    tag=TAG,
    answer=Desk,
    scope="moderate",
    body=DateDecisionForm,
    limits=("decide",),
    example={"outcome": "set", "answer": "Thank you."},
    once=get_desk,
)
def decide_claim(claim_id: int, form: DateDecisionForm) -> Answer:
    """Set the date, or say why not. Nobody decides their own."""
    actions.decide_claim(member(), claim_id, form, clock.now())
    return get_desk()
