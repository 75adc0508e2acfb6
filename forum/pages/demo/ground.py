"""The ground the demo stands on: shows, groups, and who comes in by which door."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from forum.care.actions import ship_notes
from forum.domain.catalogue import Catalogue
from forum.domain.people import GroupRole, Reader
from forum.groups import actions as groups
from forum.groups.forms import BanForm, DecideRequestForm, GroupForm, InvitationForm, JoinForm
from forum.pages.demo.cast import Cast
from forum.pages.demo.film import Film
from forum.pages.demo.guides import ferry_file, shorts_file, show_files, windows_file
from forum.pages.demo.scripts import Scripts
from forum.shows import importing
from forum.shows.queries import catalogues, show_names

DOORMAT = timedelta(hours=5)
"""So long people take, one after the other, to come into a new group."""


def import_shows(administrator: Reader, next_at: datetime, now: datetime) -> dict[str, Catalogue]:
    """The shipped shows and the invented ones, with windows and content notes. Returns the catalogues by slug."""
    reports = [importing.import_show(administrator, data, name, now) for name, data in show_files()]
    for name, data in (ferry_file(next_at), shorts_file(next_at)):
        reports.append(importing.import_show(administrator, data, name, now))
    name, data = windows_file()
    importing.import_windows(administrator, data, name, now)
    ship_notes(now)
    names = show_names()
    ids = {show.show_id for one in reports if (show := names.by_name(one.slug)) is not None}
    return {show.slug: show for show in catalogues(ids).values()}


class Doors:
    """The groups by slug, and the ways in."""

    def __init__(self, cast: Cast, scripts: Scripts) -> None:
        self.cast, self.scripts = cast, scripts
        self.ids: dict[str, int] = {}
        self._tokens: dict[str, str] = {}

    def found(self, group: Mapping[str, Any], now: datetime) -> None:
        """Start a group, follow its shows, and write an invitation where one comes in with one."""
        owner, slug = self.cast[group["owner"]], group["slug"]
        form = GroupForm.read({key: group[key] for key in _ABOUT if key in group})
        self.ids[slug] = groups.start_group(owner, form, now)
        for show in group["follows"]:
            groups.follow_show(owner, self.ids[slug], show, now)
        if group["joining"] == "invitation":
            places = InvitationForm(places=len(self.members(slug)), days=30)
            self._tokens[slug] = groups.invite(owner, self.ids[slug], places, now)

    def members(self, slug: str) -> list[str]:
        """Handles of everybody who comes into a group, its owner left out."""
        owner = next(one["owner"] for one in self.scripts.groups["groups"] if one["slug"] == slug)
        return [one["handle"] for one in self.scripts.people if slug in one["groups"] and one["handle"] != owner]

    def come_in(self, film: Film, group: Mapping[str, Any], at: datetime) -> None:
        """Let everybody in, by the door that the group has, and give them their roles."""
        members = self.members(group["slug"])
        for number, handle in enumerate(members, start=1):
            moment = film.add(at + DOORMAT * number / len(members), partial(self._enter, group, handle, number))
            role = self._person(handle).get("roles", {}).get(group["slug"])
            if role:
                film.add(moment, partial(self._promote, group, handle, GroupRole(role)))

    def happen(self, film: Film) -> None:
        """Requests that wait or were declined, a ban, an invitation that nobody has used yet."""
        for name, act in (("requests", self._ask), ("bans", self._ban), ("invitations", self._invite)):
            for one in self.scripts.groups[name]:
                film.add(film.ends_at - timedelta(days=one["days_ago"]), partial(act, one))

    def _enter(self, group: Mapping[str, Any], handle: str, number: int, now: datetime) -> None:
        actor, group_id = self.cast[handle], self.ids[group["slug"]]
        answers = self.scripts.groups["answers"]
        form = JoinForm(accept=True, rules_version=1, answers=answers[number % len(answers)])
        if group["joining"] == "open":
            groups.join(actor, group_id, form, now)
        elif group["joining"] == "invitation":
            groups.join_by_invitation(actor, self._tokens[group["slug"]], form, now)
        else:
            asked = groups.request_to_join(actor, group_id, form, now)
            groups.decide_request(
                self.cast[group["owner"]], group_id, asked, DecideRequestForm(outcome="approved"), now
            )

    def _promote(self, group: Mapping[str, Any], handle: str, role: GroupRole, now: datetime) -> None:
        owner, person_id = self.cast[group["owner"]], self.cast[handle].id or 0
        groups.assign_role(owner, self.ids[group["slug"]], person_id, role, now)

    def _ask(self, one: Mapping[str, Any], now: datetime) -> None:
        group_id = self.ids[one["group"]]
        form = JoinForm(accept=True, rules_version=1, answers=one["answers"])
        asked = groups.request_to_join(self.cast[one["by"]], group_id, form, now)
        decided = one.get("decided")
        if decided:
            decision = DecideRequestForm(outcome=decided["outcome"], reason=decided["reason"])
            groups.decide_request(self.cast[decided["by"]], group_id, asked, decision, now)

    def _ban(self, one: Mapping[str, Any], now: datetime) -> None:
        form = BanForm(days=one["days"], reason=one["reason"])
        groups.ban_member(self.cast[one["by"]], self.ids[one["group"]], self.cast[one["person"]].id or 0, form, now)

    def _invite(self, one: Mapping[str, Any], now: datetime) -> None:
        form = InvitationForm(places=one["places"], days=one["days"])
        groups.invite(self.cast[one["by"]], self.ids[one["group"]], form, now)

    def _person(self, handle: str) -> Mapping[str, Any]:
        return next(one for one in self.scripts.people if one["handle"] == handle)


_ABOUT = ("slug", "name", "description", "visibility", "joining", "questions", "rules")
