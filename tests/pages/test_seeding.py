"""The demo is played once into an empty SQLite file; then many things are looked for in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.accounts.models import FeedKey, Person, Relation
from forum.accounts.queries import person_by_handle, reader_of
from forum.app import create_app
from forum.domain.catalogue import Catalogue
from forum.domain.flags import CaseState
from forum.domain.gates import Gate, GateKind
from forum.domain.people import Reader
from forum.domain.spoilers import Outcome
from forum.groups.models import Group, GroupBan, JoinRequest
from forum.infra import clock
from forum.infra.db import db
from forum.infra.directory import directory
from forum.infra.jobs import Outbox
from forum.intake.models import AutomationMatch, PublicNotice, WaitingPost
from forum.moderation.desk_models import SavedReply
from forum.moderation.models import Case, CaseDecision
from forum.moderation.queries import open_cases
from forum.moderation.records import Appeal
from forum.notifications.models import MailChoice, Notification
from forum.pages.demo.scripts import read_scripts
from forum.pages.seeding import SIGN_INS
from forum.posts.models import Draft, Post, PostEvent, Reaction, Revision
from forum.posts.queries import revealed_page, thread_page
from forum.presenting.moderation import QueueFilter
from forum.releases.models import ReleaseClaim
from forum.rendering.document import Document
from forum.shows.models import Episode, ProgressMark, Show
from forum.shows.queries import clearance, forget_catalogues, show_names
from forum.threads.models import ReadMark, Thread
from forum.threads.queries import my_threads
from tests.conftest import make_settings
from tests.factories import accounts

HANDLES = ("behind", "moderator", "caughtup", "owner", "slowcooker")


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def output() -> dict[str, str]:
    return {}


@pytest.fixture(scope="module")
def seeded(instance: Path, output: dict[str, str]) -> Iterator[Flask]:
    """The forum after `forum seed`, as an operator runs it."""
    forget_catalogues()
    app = create_app(make_settings(instance))
    with app.app_context():
        db.create_all()
    result = app.test_cli_runner().invoke(_seed(), ["--if-empty"], catch_exceptions=False)
    output["first"] = result.output
    assert result.exit_code == 0
    yield app
    with app.app_context():
        db.engine.dispose()
    forget_catalogues()


@pytest.fixture(autouse=True)
def _in_the_app(seeded: Flask) -> Iterator[None]:
    with seeded.app_context():
        yield
        db.session.remove()


def _seed() -> object:
    from forum.pages.seeding import seed

    return seed


def _reader(handle: str) -> Reader:
    return reader_of(person_by_handle(handle).id, clock.now())


def _count(model: type[db.Model]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def _scripts() -> list[dict[str, object]]:
    return [post for script in read_scripts().threads.values() for post in script["posts"]]


def test_every_person_and_every_post_of_the_scripts_is_there() -> None:
    scripts = read_scripts()
    assert _count(Person) == len(scripts.people) >= 40
    told = sum("waits" not in post for post in scripts.intake["met"])
    assert _count(Post) == len(_scripts()) + len(scripts.care["posts"]) + told >= 300
    assert _count(Reaction) == sum(sum(post.get("nods", {}).values()) for post in _scripts())
    assert _count(Group) == 3


def test_all_people_are_invented_and_say_so() -> None:
    for person in read_scripts().people:
        assert person["who"], person["handle"]
    addresses = db.session.scalars(select(Person.email)).all()
    assert {address.partition("@")[2] for address in addresses} == {"people.example"}


def test_every_kind_of_gate_occurs_in_what_people_wrote() -> None:
    gates = {part for stored in db.session.scalars(select(Revision.document)) for part in _parts(stored)}
    assert {gate.kind for gate in gates} == set(GateKind)
    assert {gate.span for gate in gates} == {"episode", "range", "season", "series", "special", "work"}
    assert any(gate.also for gate in gates)


def _parts(stored: dict[str, object]) -> set[Gate]:
    return {part for gate in Document.from_json(stored).gates() for part in (gate, *gate.also)}


def test_flags_stand_in_every_state_and_every_verdict_was_given() -> None:
    now = clock.now()
    states = Counter(case.standing(now) for case in db.session.scalars(select(Case)))
    assert set(states) == set(CaseState)
    assert set(db.session.scalars(select(CaseDecision.outcome))) == {"dismiss", "seal", "remove", "split", "merge"}
    assert (db.session.scalar(select(func.count()).where(Post.removed_at.is_not(None))) or 0) > 3
    assert (db.session.scalar(select(func.count()).where(Post.seal.is_not(None))) or 0) > 1


def test_a_conversation_was_split_off_and_another_one_went_into_a_third() -> None:
    pineapple = db.session.scalars(select(Thread).where(Thread.title.startswith("Pineapple on pizza"))).one()
    sofa = db.session.scalars(select(Thread).where(Thread.title == "What belongs on a good sofa?")).one()
    assert (pineapple.post_count, sofa.post_count) == (3, 3)
    supper = db.session.scalars(select(Thread).where(Thread.title.startswith("Supper in front"))).one()
    table = db.session.get_one(Thread, supper.merged_into_id)
    assert (supper.post_count, supper.locked_at is not None, table.locked_at) == (0, True, None)
    said = select(Post.thread_id).where(Post.source.startswith("Beans, cold"))
    assert db.session.scalars(said).one() == table.id


def test_moderator_finds_an_open_case_of_a_spoiler() -> None:
    page = open_cases(_reader("moderator"), QueueFilter(group="binge-club"), clock.now())
    assert page.total >= read_scripts().queue["waiting"] == 50
    assert {row.covered for row in page.rows} >= {"", "distressing"}
    assert any("spoiler" in row.reasons for row in page.rows)
    waiting = db.session.scalars(select(Case.reasons).where(Case.state == CaseState.OPEN)).all()
    assert len({reason for reasons in waiting for reason in reasons}) >= 8
    assert {row.claim.by.handle for row in page.rows if row.claim.by} <= {"owner", "moderator"}


def test_rules_met_posts_one_waits_and_an_outsider_an_appeal_and_replies_are_there() -> None:
    met = db.session.scalars(select(AutomationMatch.automation_id)).all()
    assert len(met) == len(set(met)) == len(read_scripts().intake["rules"]) == 2
    (waiting,) = db.session.scalars(select(WaitingPost)).all()
    assert (waiting.outcome, waiting.author_id) == (None, person_by_handle("snackdrawer").id)
    (notice,) = db.session.scalars(select(PublicNotice)).all()
    assert notice.confirmed_at is not None
    assert db.session.get_one(Case, notice.case_id).standing(clock.now()) is CaseState.OPEN
    (appeal,) = db.session.scalars(select(Appeal)).all()
    assert appeal.answered_at is None
    decision = db.session.get_one(CaseDecision, appeal.decision_id)
    assert (appeal.role, decision.outcome) == ("author", "remove")
    assert _count(SavedReply) == 2
    assert db.session.scalars(select(Relation.kind)).all() == ["block"]


def test_groups_have_open_and_closed_doors_and_somebody_waits_at_one() -> None:
    groups = {row.slug: (row.joining, row.listed) for row in db.session.scalars(select(Group))}
    assert groups == {
        "binge-club": ("open", True),
        "slow-burners": ("request", True),
        "the-back-row": ("invitation", False),
    }
    waiting = db.session.scalars(select(JoinRequest.person_id).where(JoinRequest.decided_at.is_(None))).all()
    assert person_by_handle("behind").id in waiting
    outcomes = set(db.session.scalars(select(JoinRequest.outcome)))
    assert outcomes == {None, "approved", "declined"}
    assert _count(GroupBan) == 1


def test_edits_withdrawals_answers_drafts_and_marks_are_there() -> None:
    assert db.session.scalar(select(func.count()).where(Post.edited_at.is_not(None))) == sum(
        "edit" in post for post in _scripts()
    )
    assert db.session.scalar(select(func.count()).where(Post.withdrawn_at.is_not(None))) >= 2
    assert db.session.scalar(select(func.count()).where(Thread.answer_post_id.is_not(None))) >= 3
    locked = db.session.scalars(select(Thread.merged_into_id).where(Thread.locked_at.is_not(None))).all()
    assert [into is None for into in locked].count(True) == 1
    assert db.session.scalar(select(func.count()).where(Thread.pinned_at.is_not(None))) >= 3
    assert db.session.scalar(select(func.count()).where(ReadMark.entered_key.is_not(None))) == 2
    assert _count(Draft) == 3


def test_somebody_peeped_rewatches_chose_mails_and_a_title_and_a_post_were_put_right() -> None:
    now = clock.now()
    behind = revealed_page(_reader("behind"), 1, directory(), now)
    assert behind.reveals
    assert _count(MailChoice) > 0
    assert db.session.scalar(select(func.count(ProgressMark.id)).where(ProgressMark.rewatch_id.is_not(None)))
    assert db.session.scalar(select(func.count(Thread.id)).where(Thread.neutral_at.is_not(None))) == 1
    assert "moved" in set(db.session.scalars(select(PostEvent.what)))
    assert db.session.scalar(select(func.count(Revision.id)).where(Revision.cover.is_not(None)))


def test_the_workers_part_was_played_and_left_nothing() -> None:
    assert db.session.scalar(select(func.count()).where(Outbox.done_at.is_(None), Outbox.attempts > 0)) == 0
    assert db.session.scalar(select(func.count()).where(Outbox.fault.is_not(None))) == 0
    rows = db.session.execute(select(Person.handle, Notification.about).join(Notification)).all()
    assert {("behind", "mention"), ("caughtup", "reply"), ("owner", "thread")} <= {tuple(row) for row in rows}


def test_nothing_happened_in_the_future() -> None:
    latest = db.session.scalar(select(func.max(Post.created_at)))
    earliest = db.session.scalar(select(func.min(Post.created_at)))
    assert latest is not None
    assert earliest is not None
    assert latest < clock.now()
    assert latest - earliest > timedelta(weeks=4)


def test_the_next_ferry_leaves_a_few_minutes_after_the_start() -> None:
    ferry = db.session.scalars(select(Show).where(Show.slug == "night-ferry")).one()
    regular = Episode.show_id == ferry.id, Episode.number.is_not(None)
    episodes = db.session.scalars(select(Episode).where(*regular).order_by(Episode.number)).all()
    coming = episodes[4]
    assert (coming.season, coming.number) == (1, 5)
    assert timedelta() < coming.airstamp - clock.now() <= timedelta(minutes=6)
    assert coming.airstamp - episodes[3].airstamp == timedelta(weeks=1)
    thread = db.session.scalars(select(Thread).where(Thread.episode_id == coming.id)).one()
    assert thread.opened_at is None
    assert thread.opens_at == coming.airstamp


def test_a_tag_for_the_next_ferry_is_hidden_from_all_but_its_author_and_opens_by_itself() -> None:
    names = show_names()
    ferry = names.by_name("night-ferry")
    assert ferry is not None
    coming = ferry.find(1, 5)
    assert coming is not None
    assert coming.world.latest is not None
    gate = Gate(GateKind.THROUGH, ferry.show_id, coming.id, "episode")
    now, after = clock.now(), coming.world.latest
    for at, behind, caughtup in ((now, Outcome.HIDDEN, Outcome.HIDDEN), (after, Outcome.CLICK, Outcome.SHOWN)):
        sight = {who: clearance(_reader(who), [ferry.show_id], at) for who in ("behind", "caughtup")}
        assert sight["behind"].decide(gate, at).outcome is behind
        assert sight["caughtup"].decide(gate, at).outcome is caughtup


def test_the_show_piece_is_closed_to_who_is_behind_and_open_to_who_is_not() -> None:
    show = show_names().by_name("13-reasons-why")
    assert show is not None
    episode = show.find(2, 1)
    assert episode is not None
    thread_id = db.session.scalars(select(Thread.id).where(Thread.episode_id == episode.id)).one()
    now = clock.now()
    behind = thread_page(_reader("behind"), thread_id, 1, directory(), now)
    caughtup = thread_page(_reader("caughtup"), thread_id, 1, directory(), now)
    stranger = thread_page(Reader.stranger(), thread_id, 1, directory(), now)
    assert behind.notice is not None
    assert caughtup.notice is not None
    assert stranger.notice is not None
    secret = "nobody gets to be"
    assert secret in str(caughtup)
    assert secret not in str(behind)
    assert secret not in str(stranger)


def test_the_first_page_of_a_member_is_alive() -> None:
    rows = my_threads(_reader("caughtup"), clock.now())
    assert len(rows) >= 5
    assert any(row.post_count for row in rows)


def test_sign_ins_are_printed_and_a_second_seed_changes_nothing(
    seeded: Flask, instance: Path, output: dict[str, str]
) -> None:
    password = (instance / "demo-password").read_text(encoding="ascii")
    assert password in output["first"]
    for handle, _ in SIGN_INS:
        assert handle in output["first"]
    before = _count(Post)
    again = seeded.test_cli_runner().invoke(_seed(), ["--if-empty"], catch_exceptions=False)
    assert again.exit_code == 0
    assert password in again.output
    assert _count(Post) == before
    refused = seeded.test_cli_runner().invoke(_seed(), [])
    assert refused.exit_code == 2


def test_the_password_signs_in(seeded: Flask, instance: Path) -> None:
    from flask_security import verify_password

    password = (instance / "demo-password").read_text(encoding="ascii")
    person = db.session.scalars(select(Person).where(Person.handle == "owner")).one()
    assert verify_password(password, person.password)


def test_production_is_never_seeded(tmp_path: Path) -> None:
    settings = make_settings(tmp_path).model_copy(update={"mode": "production", "base_url": "https://forum.example"})
    app = create_app(settings)
    with app.app_context():
        db.create_all()
        result = app.test_cli_runner().invoke(_seed(), [])
        assert result.exit_code == 1
        assert "production" in result.output
        assert _count(Person) == 0
        db.engine.dispose()


def test_the_tour_names_every_example_and_each_is_there(seeded: Flask) -> None:
    """Each address in the pinned thread is a page for the account that it says to take."""
    thread_id = db.session.scalars(select(Thread.id).where(Thread.title.like("A tour of the curtains%"))).one()
    client = accounts.signed_in(seeded, reader_of(person_by_handle("caughtup").id, clock.now()))
    page = client.get(f"/t/{thread_id}").text
    links = set(re.findall(r'href="http://127\.0\.0\.1:8000(/[^"]*)"', page))
    assert len(links) >= 20
    for link in links:
        assert client.get(link).status_code == 200, link


def test_a_date_put_back_has_closed_its_thread_again(seeded: Flask) -> None:
    (slipped,) = db.session.scalars(select(Thread).where(Thread.slipped_at.is_not(None))).all()
    page = seeded.test_client().get(f"/t/{slipped.id}").text
    assert "queue" not in page.split("<main", 1)[1].split("</main", 1)[0]
    told = db.session.scalar(select(func.count(Notification.id)).where(Notification.about == "slipped"))
    assert told


def test_a_date_waits_for_a_second_steward_and_feeds_have_addresses() -> None:
    claims = db.session.scalars(select(ReleaseClaim).where(ReleaseClaim.by_steward, ReleaseClaim.decided_at.is_(None)))
    assert [claim.territory for claim in claims] == ["DE"]
    assert db.session.scalar(select(func.count()).select_from(FeedKey)) >= 4


def test_an_answer_closed_with_what_it_answers() -> None:
    assert db.session.scalar(select(func.count(Post.id)).where(Post.echo.is_not(None)))


def test_rare_corners_of_the_law_of_dates_have_a_living_example() -> None:
    """Ticks out of order and one that waits, a country that waits, a drop, a date taken back, other numbers, strict."""
    now, names = clock.now(), show_names()
    ferry, shorts = names.by_name("night-ferry"), names.by_name("harbour-shorts")
    assert ferry is not None
    assert shorts is not None
    sight = {who: clearance(_reader(who), [ferry.show_id, shorts.show_id], now) for who in HANDLES}

    def told(who: str, show: Catalogue, number: int, kind: GateKind = GateKind.THROUGH) -> tuple[Outcome, str]:
        episode = show.find(1, number)
        assert episode is not None
        decision = sight[who].decide(Gate(kind, show.show_id, episode.id, "episode"), now)
        return decision.outcome, decision.reason

    assert told("behind", ferry, 4) == (Outcome.CLICK, "behind")
    assert told("behind", ferry, 4, GateKind.ONLY)[0] is Outcome.SHOWN
    assert told("moderator", ferry, 4) == (Outcome.CLICK, "not-in-your-country")
    assert told("caughtup", shorts, 3)[0] is Outcome.CLICK
    assert told("owner", ferry, 9) == (Outcome.HIDDEN, "date-withdrawn")
    assert told("owner", ferry, 9, GateKind.LEAK)[0] is Outcome.CLICK
    assert told("slowcooker", ferry, 3) == (Outcome.HIDDEN, "strict")
    between = db.session.scalars(select(Episode).where(Episode.name == "The Pilot Boat")).one()
    assert (between.season, between.number) == (1, 7)
