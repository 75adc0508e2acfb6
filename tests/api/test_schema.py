"""Schemathesis: good and bad requests made from the OpenAPI document, and answers held against it."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import func, select

from forum.api.operations import OPERATIONS
from forum.app import create_app
from forum.domain.errors import Waits
from forum.domain.people import GroupRole, SiteRole
from forum.groups.forms import BanForm
from forum.infra.clock import SetClock
from forum.infra.db import db
from forum.intake.actions import noticing, switch_automation, write_automation
from forum.intake.forms import AutomationForm, NoticeForm, SwitchForm
from forum.intake.models import PublicNotice, WaitingPost
from forum.moderation.actions import appeal, decide_case, propose_decision, raise_flag, save_reply
from forum.moderation.forms import AppealForm, DecideForm, FlagForm, SavedReplyForm
from forum.moderation.models import Flag
from forum.posts.actions import remove_post, seal_post
from forum.releases.actions import report_release
from forum.releases.forms import DateReportForm
from forum.releases.models import What
from tests.api import conftest as worlds
from tests.conftest import NOW, make_settings
from tests.factories import accounts, groups, posts

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = 10
PICKY = {
    "set_progress",
    "reveal",
    "decide_case",
    "appeal_decision",
    "answer_appeal",
    "undo_decision",
    "reverse_decision",
    "amend_post",
    "start_group",
    "move_post",
    "seal_post",
    "move_thread",
    "decide_request",
    "state_release",
    "pull_release",
    "say_not_me",
    "wish_for_words",
    "answer_letter",
    "note_content",
    "withdraw_note",
    "withdraw_release",
    "withdraw_work",
}
"""Operations that take what no chance brings together, like the newest version; the other tests bring it."""


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[worlds.World]:
    """One world, furnished once; each test finds it as it was: see `untouched`."""
    folder = tmp_path_factory.mktemp("schema")
    shutil.copy(sqlite_template, folder / "forum.sqlite3")
    app = create_app(make_settings(folder))
    with SetClock(NOW) as clock, app.app_context():
        yield worlds.settled(app, clock)
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def keys(world: worlds.World) -> dict[str, dict[str, str]]:
    """By operation: a moderator's key for all but reports, for who has reported a post cannot decide its case."""
    owner = world.by(world.ann).headers
    owners = dict.fromkeys(("amend_group", "write_rules"), owner)
    owners |= dict.fromkeys(("assign_role", "take_role", "ban_member", "get_group_settings", "set_policy"), owner)
    staff = world.by(accounts.person("sam", SiteRole.MODERATOR)).headers
    owners |= dict.fromkeys(("list_line_reports", "settle_line_report"), staff)
    owners |= dict.fromkeys(("list_notices", "get_notice", "answer_notice"), staff)
    stewards = ("get_desk", "decide_claim", "state_release", "pull_release", "list_work", "get_releases")
    owners |= dict.fromkeys(stewards, staff)
    editing = (
        "note_content",
        "list_content_notes",
        "withdraw_note",
        "withdraw_release",
        "withdraw_work",
        "open_titles",
        "hide_titles",
    )
    owners |= dict.fromkeys((*editing, "get_standing", "suspend", "unsuspend"), staff)
    boss = world.by(accounts.person("bea", SiteRole.ADMINISTRATOR)).headers
    owners |= dict.fromkeys(("appoint_steward", "dismiss_steward", "import_file"), boss)
    owners |= {"get_site_figures": staff, "take_back_waiting": world.by(world.ben).headers}
    owners |= dict.fromkeys(("follow_show", "unfollow_show"), world.by(world.eve).headers)
    return {"": world.by(world.max).headers, "raise_flag": world.by(world.ben).headers, **owners}


def _can_be_wrong(name: str) -> bool:
    known = OPERATIONS[name]
    return bool(known.body or known.query or "<int:" in known.path)


ASKED = [
    (name, mode)
    for name in OPERATIONS
    for mode in schemathesis.GenerationMode
    if mode is schemathesis.GenerationMode.POSITIVE or _can_be_wrong(name)
]
"""Every operation with what it wants, and where something can be sent wrongly, with that."""


def noticed() -> int:
    """A notice of somebody outside, at whose address nothing is. Returns its number."""
    said = {"name": "Nora", "email": "nora@outside.example", "url": "https://forum.example/nowhere"}
    form = NoticeForm.read({**said, "words": "This is against the law, I think.", "good_faith": "true"})
    noticing.send_notice(form, "en", NOW)
    number = db.session.scalars(select(func.max(PublicNotice.id))).one() or 0
    issued = noticing.issue_notice_key(number)
    assert issued is not None
    noticing.confirm_notice(issued[1], NOW)
    return number


@pytest.fixture(scope="module")
def places(world: worlds.World) -> dict[str, dict[str, object]]:
    """By operation, path parameters that lead to something; under "" those that hold for all."""
    for slug, joining in (("come-in", "open"), ("knock", "request"), ("go", "open")):
        group_id = groups.group(world.eve, slug, joining=joining)
        if slug == "knock":
            asked = groups.group(world.eve, "asked", joining=joining)
            groups.actions.request_to_join(world.max, asked, groups.joining(), NOW)
        if slug == "go":
            groups.member(group_id, world.max)
    groups.follows(world.group_id, world.show.show_id, world.ann)
    groups.follows(groups.group(world.eve, "look-away", joining="open"), world.show.show_id, world.eve)
    case_id = raise_flag(world.ben, world.post_id, FlagForm(reason="harassment"), NOW)
    other_case = raise_flag(world.ben, world.talk_post_id, FlagForm(reason="harassment"), NOW)
    decide = DecideForm(version=1, outcome="dismiss", reason="Nothing there.")
    ruled = raise_flag(world.eve, posts.post(world.ben, world.talk_id, "Ruled."), FlagForm(reason="harassment"), NOW)
    told = decide_case(world.ann, ruled, decide, NOW)
    appeal_id = appeal(world.eve, told, AppealForm(words="Look again."), NOW)
    own, unwanted = (posts.post(world.max, world.talk_id, text) for text in ("My words.", "My other words."))
    kept, covered, taken, gone = (posts.post(world.ann, world.talk_id, f"Number {n}.") for n in range(4))
    seal_post(world.max, covered, groups.gate(world.show.show_id, world.episodes[0]), "Because.", NOW)
    remove_post(world.max, gone, "1", "Because.", NOW)
    waiting = groups.group(world.ann, "waiting", joining="request")
    groups.member(waiting, world.max, GroupRole.MODERATOR)
    request_id = groups.actions.request_to_join(world.eve, waiting, groups.joining(), NOW)
    worded = raise_flag(world.eve, world.post_id, FlagForm(reason="harassment", words="You again."), NOW)
    flag_id = db.session.scalars(select(Flag.id).where(Flag.case_id == worded, Flag.words != "")).one()
    zoe, _ = (groups.member(world.group_id, accounts.person(name)) for name in ("zoe", "zac"))
    answers_id = groups.actions.request_to_join(zoe, waiting, groups.joining(), NOW)
    ban = BanForm(days=3, reason="Because.")
    ban_id = groups.actions.ban_member(world.ann, world.group_id, zoe.id or 0, ban, NOW)
    about_ben = raise_flag(world.eve, posts.post(world.ben, world.talk_id, "For you."), FlagForm(reason="spam"), NOW)
    grave = raise_flag(world.eve, posts.post(world.ben, world.talk_id, "Grave."), FlagForm(reason="hate"), NOW)
    banning = DecideForm(version=1, outcome="remove", rule=1, sanction="ban", hours=0, reason="It goes on and on.")
    proposal_id = propose_decision(world.ann, grave, banning, NOW)
    own_proposal = raise_flag(world.eve, posts.post(world.ben, world.talk_id, "Mine."), FlagForm(reason="hate"), NOW)
    propose_decision(world.max, own_proposal, banning, NOW)
    kept_words = SavedReplyForm(title="Kindly", words="Please be kind.")
    reply_id = save_reply(world.max, "binge-club", kept_words, NOW)
    held = AutomationForm(name="Looked at first", deed="hold", words="wait here")
    automation_id = write_automation(world.max, world.group_id, held, NOW)
    switch_automation(world.max, automation_id, SwitchForm(to="on"), NOW)
    for number in range(2):
        with contextlib.suppress(Waits):
            posts.post(world.ben, world.talk_id, f"wait here {number}")
    first, second = db.session.scalars(select(WaitingPost.id).order_by(WaitingPost.id)).all()
    notice_id = noticed()
    quarrel = groups.thread(world.group_id, world.ann, "A quarrel", kind="question")
    posts.post(world.ann, quarrel, "Why?")
    answer = posts.post(world.ben, quarrel, "Because.")
    return {
        "": {
            "slug": "binge-club",
            "thread_id": world.talk_id,
            "post_id": world.talk_post_id,
            "episode_id": world.episodes[0],
            "case_id": case_id,
            "decision_id": decide_case(world.max, other_case, decide, NOW),
            "appeal_id": appeal_id,
            "written_id": appeal_id,
            "note_id": 1,
            "proposal_id": proposal_id,
            "reply_id": reply_id,
            "automation_id": automation_id,
            "waiting_id": first,
            "notice_id": notice_id,
            "nod": "heart",
            "show": world.show.slug,
            "handle": "zac",
            "draft_id": 1,
            "purpose": "threads",
            "request_id": request_id,
            "ban_id": ban_id,
            "invitation_id": 1,
            "token": world.invitation,
            "report_id": 1,
            "message_id": 1,
            "window_id": 1,
            "work_id": 1,
            "claim_id": report_release(world.ben, world.episodes[0], DateReportForm(what=What.LATE), NOW),
        },
        **{one: {"case_id": about_ben} for one in ("hand_over_case", "propose_decision", "preview_decision")},
        "raise_report_flag": {"written_id": flag_id},
        "raise_request_flag": {"written_id": answers_id},
        "get_proposal": {"case_id": own_proposal},
        "take_back_waiting": {"waiting_id": second},
        "decide_request": {"slug": "waiting"},
        "list_requests": {"slug": "waiting"},
        "accept_rules": {"slug": "waiting"},
        "seal_post": {"post_id": kept},
        "unseal_post": {"post_id": covered},
        "remove_post": {"post_id": taken},
        "move_post": {"post_id": answer},
        "restore_post": {"post_id": gone},
        "take_answer": {"post_id": answer},
        **{f"{verb}_thread": {"thread_id": quarrel} for verb in ("lock", "unlock", "pin", "unpin", "move", "rename")},
        "clear_answer": {"thread_id": quarrel},
        **{one: {"slug": world.show.slug} for one in ("get_show", "get_releases", "state_release", "pull_release")},
        **{
            one: {"slug": world.show.slug}
            for one in ("list_work", "note_content", "open_titles", "hide_titles", "list_content_notes")
        },
        **{one: {"slug": world.show.slug} for one in ("appoint_steward", "dismiss_steward")},
        "get_progress": {"slug": world.show.slug},
        "join_group": {"slug": "come-in"},
        "leave_group": {"slug": "go"},
        "follow_show": {"slug": "come-in"},
        "unfollow_show": {"slug": "look-away"},
        "ask_to_join": {"slug": "knock"},
        "withdraw_request": {"slug": "asked"},
        "amend_post": {"post_id": own},
        "get_source": {"post_id": own},
        "get_history": {"post_id": own},
        "withdraw_post": {"post_id": unwanted},
        "enter_thread": {"thread_id": world.thread_id},
    }


@pytest.fixture(scope="module")
def described(world: worlds.World) -> dict[str, Any]:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", world.app)
    return {found.ok().definition.raw["operationId"]: found.ok() for found in schema.get_all_operations()}


@pytest.fixture(scope="module")
def furnished(world: worlds.World, places: dict[str, Any], keys: dict[str, Any], tmp_path_factory: Any) -> Path:
    """A copy of the world before anybody asked anything."""
    kept: Path = tmp_path_factory.mktemp("kept") / "forum.sqlite3"
    db.session.remove()
    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.engine.dispose()
    shutil.copy(Path(str(db.engine.url.database)), kept)
    return kept


@pytest.fixture(autouse=True)
def untouched(furnished: Path) -> None:
    """What one test did to the world is not for the next, in whatever order they come."""
    db.session.remove()
    db.engine.dispose()
    used = Path(str(db.engine.url.database))
    for leftover in used.parent.glob("forum.sqlite3-*"):
        leftover.unlink()
    shutil.copy(furnished, used)


@pytest.mark.parametrize(("name", "mode"), ASKED, ids=[f"{name}-{mode.value}" for name, mode in ASKED])
def test_answers_are_what_the_document_says(
    keys: dict[str, dict[str, str]],
    places: dict[str, dict[str, object]],
    described: dict[str, Any],
    name: str,
    mode: schemathesis.GenerationMode,
) -> None:
    operation = described[name]
    there = {**places[""], **places.get(name, {})}
    met: list[int] = []

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        for leading in (False, True):
            if leading:
                case.path_parameters = {one: there[one] for one in case.path_parameters}
            answer = case.call(headers=keys.get(name, keys[""]))
            case.validate_response(answer, checks=CHECKS)
            met.append(answer.status_code)

    ask()
    if mode is schemathesis.GenerationMode.POSITIVE and name not in PICKY:
        if "requestBody" in operation.definition.raw:
            # Chance does not always find words that are taken; the document's own example has to be.
            said = operation.definition.raw["requestBody"]["content"]["application/json"]["example"]
            asked = {one.name: there[one.name] for one in operation.path_parameters}
            case = operation.Case(path_parameters=asked, body=said, media_type="application/json")
            met.append(case.call(headers=keys.get(name, keys[""])).status_code)
        assert min(met) < 300, sorted(set(met))
