"""A small forum with everything in it that a route can be about, and a browser and a key for each role."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select, update

from forum.care.models import WrongNumber
from forum.domain.errors import Waits
from forum.domain.people import GroupRole, Reader, SiteRole
from forum.groups import actions as group_actions
from forum.groups.forms import AboutForm, BanForm, InvitationForm
from forum.groups.models import GroupBan, Invitation, JoinRequest
from forum.infra import clock
from forum.infra.db import db, transaction
from forum.infra.directory import directory
from forum.intake import actions as intake
from forum.intake.forms import AutomationForm, SwitchForm
from forum.intake.models import AutomationMatch
from forum.moderation import actions as moderation
from forum.moderation.forms import AppealForm, DecideForm, FlagForm, SavedReplyForm
from forum.moderation.models import Case, Flag, LedgerEntry
from forum.moderation.records import LedgerRedaction
from forum.notifications.actions import tell
from forum.notifications.models import About, Notification
from forum.posts import actions as post_actions
from forum.posts.models import Draft
from forum.posts.queries import thread_page
from forum.releases.actions import report_release
from forum.releases.forms import DateReportForm
from forum.releases.models import What
from forum.shows import actions as shows
from forum.shows.forms import NoteForm, WindowForm, WorkForm
from forum.shows.models import ContentNote, ReleaseWindow
from tests.factories import accounts, groups, posts
from tests.factories import shows as show_factory

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ROLES = (
    "stranger",
    "outsider",
    "member",
    "author",
    "steward",
    "moderator",
    "owner",
    "moderator elsewhere",
    "shown out",
    "suspended",
    "site moderator",
    "administrator",
)
HANDLES = {
    "outsider": "otto",
    "member": "mia",
    "author": "ann",
    "steward": "stef",
    "moderator": "mona",
    "owner": "olga",
    "moderator elsewhere": "moe",
    "shown out": "bea",
    "suspended": "sue",
    "site moderator": "sam",
    "administrator": "ada",
}
OUTSIDE = ("stranger", "outsider", "moderator elsewhere", "shown out")
"""For whom a hidden group does not exist."""
OPEN, HIDDEN, BY_REQUEST, ELSEWHERE = "binge-club", "attic", "tea-room", "side-room"

_INSIDERS = {
    "member": GroupRole.MEMBER,
    "author": GroupRole.MEMBER,
    "steward": GroupRole.STEWARD,
    "moderator": GroupRole.MODERATOR,
    "suspended": GroupRole.MEMBER,
}
_RULES = ["Be kind.", "Tag spoilers."]
CANARY = "CANARYATTIC"
"""Stands in every text of the hidden group."""


@dataclass(frozen=True)
class Place:
    """What stands in one group.

    Shapes: `ids` by the name that a route gives them; `posts` by what was done to them; `veil` = the key of one that a
    member may lift.
    """

    slug: str
    group_id: int
    ids: Mapping[str, Any]
    posts: Mapping[str, int]
    veil: str = ""


@dataclass(frozen=True)
class World:
    """The forum.

    Shapes: `cookies` and `keys` by role, none for strangers; `places` by slug; `ids` belong to no group.
    """

    app: Flask
    people: Mapping[str, Reader]
    cookies: Mapping[str, str]
    keys: Mapping[str, str]
    places: Mapping[str, Place]
    ids: Mapping[str, Any]
    episodes: tuple[int, ...] = field(default=())


def build(app: Flask) -> World:
    """Fill an empty database. Needs an application context and the clock at `NOW`."""
    people = _people()
    show = show_factory.made_up_show(seasons=(6,), starts=datetime(2026, 11, 1, 20, tzinfo=UTC))
    shows.mark_through(people["moderator"], show.regular[2].id, NOW)
    places = {
        slug: _place(people, slug, show.regular[0].id, "" if slug == OPEN else CANARY)
        for slug in (OPEN, HIDDEN, BY_REQUEST)
    }
    groups.group(people["moderator elsewhere"], ELSEWHERE)
    ids = _site_ids(people, show.show_id)
    with transaction():
        suspended = db.session.get_one(accounts.Person, people["suspended"].id)
        suspended.suspended_until = NOW + timedelta(days=30)
    cookies, keys = {}, {}
    for role in ROLES[1:]:
        browser = accounts.signed_in(app, people[role])
        cookie = browser.get_cookie("session")
        assert cookie is not None
        cookies[role] = cookie.value
        if role != "suspended":
            keys[role] = accounts.token(people[role], "read", "write", "moderate")
    keys["suspended"] = ids.pop("suspended key")
    return World(app, people, cookies, keys, places, ids, tuple(one.id for one in show.regular))


def _people() -> dict[str, Reader]:
    staff = {"site moderator": SiteRole.MODERATOR, "administrator": SiteRole.ADMINISTRATOR}
    people = {role: accounts.person(handle, staff.get(role, SiteRole.MEMBER)) for role, handle in HANDLES.items()}
    for handle in ("fay", "max", "rex"):
        people[handle] = accounts.person(handle)
    return people


def _place(people: Mapping[str, Reader], slug: str, episode_id: int, mark: str) -> Place:
    owner = people["owner"]
    group_id = groups.group(owner, slug, rules=_RULES, joining="request", name=_name(slug, mark))
    request_id = _asked(people["rex"], group_id)
    group_actions.amend_group(owner, group_id, _about(slug, mark), NOW)
    for role, rank in _INSIDERS.items():
        groups.member(group_id, people[role], rank)
    for other in ("fay", "max", "shown out"):
        groups.member(group_id, people[other])
    shown_out = people["shown out"].id or 0
    ban = BanForm.read({"days": 30, "reason": f"Because {mark}"})
    group_actions.ban_member(owner, group_id, shown_out, ban, NOW)
    group_actions.invite(owner, group_id, InvitationForm(), NOW)
    group_actions.follow_show(owner, group_id, "harbour-lights", NOW)
    ids = {
        "request_id": request_id,
        "ban_id": db.session.scalar(select(GroupBan.id).where(GroupBan.group_id == group_id)),
        "invitation_id": db.session.scalar(select(Invitation.id).where(Invitation.group_id == group_id)),
        "reply_id": moderation.save_reply(owner, slug, _reply(mark), NOW),
        "token": db.session.scalar(select(Invitation.token).where(Invitation.group_id == group_id)),
        "episode_id": episode_id,
    }
    return _furnished(people, Place(slug, group_id, ids, {}), mark)


def _reply(mark: str) -> SavedReplyForm:
    return SavedReplyForm.read({"title": f"Kind {mark}", "words": f"Thank you {mark}.", "language": "en"})


_DOORS = {OPEN: ("listed", "open"), HIDDEN: ("hidden", "invitation"), BY_REQUEST: ("listed", "request")}


def _name(slug: str, mark: str) -> str:
    """The name of a hidden group is a secret, that of one with a door is not."""
    return f"{slug} {mark}" if slug == HIDDEN else slug


def _about(slug: str, mark: str) -> AboutForm:
    visibility, joining = _DOORS[slug]
    said = f"All shows. {mark if slug == HIDDEN else ''}"
    return AboutForm.read(
        {"name": _name(slug, mark), "description": said, "visibility": visibility, "joining": joining}
    )


def _asked(person: Reader, group_id: int) -> int:
    """A request that waits; the group's door may change afterwards."""
    return group_actions.request_to_join(person, group_id, groups.joining(1), NOW)


_POSTS = ("plain", "sealed", "removed", "ruled", "appealed", "grave")


def _furnished(people: Mapping[str, Reader], place: Place, mark: str) -> Place:
    author, owner, fay = people["author"], people["owner"], people["fay"]
    thread_id = posts.started(author, place.group_id, f"Why? {mark}", f"First {mark}.", kind="question")
    made = {name: posts.post(author, thread_id, f"{name} {mark}.") for name in _POSTS}
    flag = FlagForm.read({"reason": "off-topic", "words": f"rude {mark}"})
    case_id = moderation.raise_flag(fay, made["plain"], flag, NOW)
    decided = moderation.raise_flag(fay, made["ruled"], flag, NOW)
    db.session.expire_all()
    ruling = {"version": db.session.get_one(Case, decided).version, "outcome": "remove", "rule": 1, "reason": "Rude."}
    decision_id = moderation.decide_case(owner, decided, DecideForm.read(ruling), NOW)
    appealed = moderation.raise_flag(fay, made["appealed"], flag, NOW)
    told = moderation.decide_case(owner, appealed, DecideForm.read({**ruling, "version": 1}), NOW)
    appeal_id = moderation.appeal(author, told, AppealForm.read({"words": f"Not rude {mark}."}), NOW)
    grave = moderation.raise_flag(fay, made["grave"], flag, NOW)
    ban = DecideForm.read({**ruling, "version": 1, "sanction": "ban", "hours": 0})
    proposal_id = moderation.propose_decision(owner, grave, ban, NOW)
    gate = post_actions.read_seal(owner, made["sealed"], "harbour-lights S01E01", NOW)
    post_actions.seal_post(owner, made["sealed"], gate, f"Spoils {mark}", NOW)
    post_actions.remove_post(owner, made["removed"], "1", f"Rude {mark}", NOW)
    ids = {**place.ids, "thread_id": thread_id, "case_id": case_id, "decision_id": decision_id}
    ids |= _waiting(owner, fay, place.group_id, thread_id, mark)
    flag_id = db.session.scalar(select(Flag.id).where(Flag.case_id == case_id))
    ids |= {"appeal_id": appeal_id, "proposal_id": proposal_id, "flag_id": flag_id}
    seen = thread_page(people["member"], thread_id, 1, directory(), NOW)
    return Place(place.slug, place.group_id, ids, made, seen.openable[0])


def _waiting(owner: Reader, fay: Reader, group_id: int, thread_id: int, mark: str) -> dict[str, Any]:
    """A rule, and a post of fay's that it keeps for a moderator."""
    form = AutomationForm.read({"name": "Looked at first", "deed": "hold", "words": "wait here"})
    rule = intake.write_automation(owner, group_id, form, NOW)
    intake.switch_automation(owner, rule, SwitchForm.read({"to": "on"}), NOW)
    with contextlib.suppress(Waits):
        posts.post(fay, thread_id, f"wait here {mark}.")
    match = db.session.scalars(select(AutomationMatch).where(AutomationMatch.automation_id == rule)).one()
    return {"automation_id": rule, "match_id": match.id, "waiting_id": match.waiting_id}


def _site_ids(people: Mapping[str, Reader], show_id: int) -> dict[str, Any]:
    """What belongs to nobody who visits: fay's notification, fay's session and key, a report, a note, a window."""
    boss, fay = people["administrator"], people["fay"]
    tell([fay.id or 0], About.DECISION, 1, NOW)
    note = NoteForm.read({"topic": "suicide", "why": "Said by the show."})
    window = WindowForm.read({"scope": "S01E01", "on": "2026-11-01", "why": "Said by the network."})
    shows.note_content(boss, show_id, note, NOW)
    shows.set_window(boss, show_id, window, NOW)
    with transaction():
        db.session.add(WrongNumber(line_id=directory().lines[0].id, words="It rings for ever.", told_at=NOW))
    claim_id = report_release(
        fay, show_factory.catalogue("harbour-lights").regular[2].id, DateReportForm(what=What.LATE), NOW
    )
    work_id = shows.list_work(boss, show_id, WorkForm(name="The Lantern"), NOW)
    accounts.token(fay)
    with transaction():
        draft = Draft(person_id=fay.id, place="t:1", text="So far.", updated_at=NOW)
        db.session.add(draft)
    lines = db.session.scalars(select(LedgerEntry.id).order_by(LedgerEntry.id).limit(2)).all()
    with transaction():
        redaction = LedgerRedaction(
            entry_id=lines[1], reason="It names somebody.", proposed_by_id=fay.id, proposed_at=NOW
        )
        db.session.add(redaction)
    return {
        "suspended key": accounts.token(people["suspended"], "read", "write", "moderate"),
        "show_id": show_id,
        "window_id": db.session.scalar(select(ReleaseWindow.id)),
        "content note": db.session.scalar(select(ContentNote.id)),
        "notification": db.session.scalar(select(Notification.id)),
        "token_id": 1,
        "claim_id": claim_id,
        "entry_id": lines[0],
        "redaction_id": redaction.id,
        "work_id": work_id,
        "draft_id": draft.id,
        "sign_in_id": _sign_in(fay),
        "report_id": db.session.scalar(select(WrongNumber.id)),
    }


def _sign_in(person: Reader) -> int:
    from forum.accounts.models import SignIn

    accounts.actions.open_sign_in(person.id or 0, "test browser", clock.now())
    return db.session.scalars(select(SignIn.id).where(SignIn.person_id == person.id)).one()


__all__ = ["HIDDEN", "NOW", "OPEN", "OUTSIDE", "ROLES", "JoinRequest", "Place", "World", "build", "update"]
