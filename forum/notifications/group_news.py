"""News about groups and shows, not threads: somebody asks to join, was answered or shown out, a date was decided."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import or_, select

from forum.accounts.models import Person
from forum.domain.automation import Deed
from forum.domain.people import GroupRole, Reader
from forum.groups.models import Group, GroupBan, JoinRequest, Membership
from forum.groups.visibility import knowable, own_role
from forum.infra.db import db
from forum.intake.models import Automation, AutomationMatch, ReaderSeal, WaitingPost
from forum.notifications.desk_news import burials, called, handed
from forum.notifications.models import About
from forum.notifications.news import GroupNews
from forum.posts.models import Post
from forum.releases.models import ReleaseClaim
from forum.shows.models import Show
from forum.threads.models import Thread

ABOUT_GROUPS = frozenset(
    {
        About.ASKED,
        About.ANSWERED,
        About.BAN,
        About.DATED,
        About.WAITED,
        About.MATCHED,
        About.COVERED,
        About.CALLED,
        About.HANDED,
        About.BURIAL,
    }
)
_DECIDERS = (GroupRole.MODERATOR.value, GroupRole.OWNER.value)


def told_of_asking(request_id: int) -> list[int]:
    """Those who may let somebody in, while the request waits."""
    return list(
        db.session.scalars(
            select(Membership.person_id)
            .join(JoinRequest, JoinRequest.group_id == Membership.group_id)
            .join(Person, Person.id == Membership.person_id)
            .where(
                JoinRequest.id == request_id,
                JoinRequest.decided_at.is_(None),
                Membership.role.in_(_DECIDERS),
                Person.active,
            )
            .order_by(Membership.person_id)
        )
    )


def told_of_answer(request_id: int) -> list[int]:
    """Whoever asked, once somebody has answered."""
    asked = db.session.get(JoinRequest, request_id)
    return [asked.person_id] if asked is not None and asked.outcome in ("approved", "declined") else []


def told_of_ban(ban_id: int) -> list[int]:
    """Whoever was shown out."""
    ban = db.session.get(GroupBan, ban_id)
    return [ban.person_id] if ban is not None else []


def group_news(reader: Reader, about: About, ids: Collection[int]) -> dict[int, GroupNews]:
    """What the reader's notifications of this kind say, by subject. One statement, none for no ids."""
    if not ids:
        return {}
    found = {About.ASKED: _asked, About.ANSWERED: _answered, About.BAN: _bans, About.DATED: _dated}
    found |= {About.WAITED: _waited, About.MATCHED: _matched, About.COVERED: _covered}
    found |= {About.CALLED: called, About.HANDED: handed, About.BURIAL: burials}
    return found[about](reader, list(ids))


def _asked(reader: Reader, ids: list[int]) -> dict[int, GroupNews]:
    """For those who may decide it today."""
    rows = db.session.execute(
        select(JoinRequest.id, JoinRequest.person_id, JoinRequest.outcome, Group.slug, Group.name)
        .join(Group, Group.id == JoinRequest.group_id)
        .where(JoinRequest.id.in_(ids), own_role(reader).in_(_DECIDERS))
    )
    return {
        row.id: GroupNews(row.name, f"/g/{row.slug}/requests", row.person_id, outcome=row.outcome or "") for row in rows
    }


def _answered(reader: Reader, ids: list[int]) -> dict[int, GroupNews]:
    rows = db.session.execute(
        select(JoinRequest.id, JoinRequest.outcome, JoinRequest.reason, Group.slug, Group.name)
        .join(Group, Group.id == JoinRequest.group_id)
        .where(JoinRequest.id.in_(ids), JoinRequest.person_id == reader.id, knowable(reader))
    )
    return {
        row.id: GroupNews(row.name, f"/g/{row.slug}", outcome=row.outcome or "", reason=row.reason or "")
        for row in rows
    }


def told_of_date(claim_id: int) -> list[int]:
    """Whoever said that a release is another one, once a steward has decided."""
    claim = db.session.get(ReleaseClaim, claim_id)
    return [claim.made_by_id] if claim is not None and claim.decided_at is not None else []


def _dated(reader: Reader, ids: list[int]) -> dict[int, GroupNews]:
    """Under the name of the show, which is no secret."""
    rows = db.session.execute(
        select(ReleaseClaim.id, ReleaseClaim.outcome, ReleaseClaim.answer, Show.name)
        .join(Show, Show.id == ReleaseClaim.show_id)
        .where(ReleaseClaim.id.in_(ids), ReleaseClaim.made_by_id == reader.id)
    )
    return {row.id: GroupNews(row.name, "/releases/mine", outcome=row.outcome or "", reason=row.answer) for row in rows}


def _bans(reader: Reader, ids: list[int]) -> dict[int, GroupNews]:
    """Why and until when stays readable, also when the group is hidden from those outside."""
    known = knowable(reader).label("known")
    rows = db.session.execute(
        select(GroupBan.id, GroupBan.reason, GroupBan.ends_at, Group.slug, Group.name, known)
        .join(Group, Group.id == GroupBan.group_id)
        .where(GroupBan.id.in_(ids), GroupBan.person_id == reader.id)
    )
    return {
        row.id: GroupNews(
            row.name if row.known else "", f"/g/{row.slug}" if row.known else "", reason=row.reason, until=row.ends_at
        )
        for row in rows
    }


def told_of_waiting(waiting_id: int) -> list[int]:
    """Whoever sent it, once a moderator has decided."""
    row = db.session.get(WaitingPost, waiting_id)
    told = row is not None and row.outcome in ("approved", "declined") and row.author_id is not None
    return [row.author_id] if row is not None and told and row.author_id is not None else []


def _waited(reader: Reader, ids: list[int]) -> dict[int, GroupNews]:
    rows = db.session.execute(
        select(WaitingPost.id, WaitingPost.outcome, WaitingPost.reason, Group.name)
        .join(Group, Group.id == WaitingPost.group_id)
        .where(WaitingPost.id.in_(ids), WaitingPost.author_id == reader.id, knowable(reader))
    )
    return {
        row.id: GroupNews(row.name, f"/waiting/{row.id}", outcome=row.outcome or "", reason=row.reason) for row in rows
    }


def told_of_match(match_id: int) -> list[int]:
    """The moderators where a rule says so; the author of a post over which a rule drew a curtain."""
    row = db.session.execute(
        select(Automation.deed, Automation.group_id, AutomationMatch.author_id, AutomationMatch.post_id)
        .join(Automation, Automation.id == AutomationMatch.automation_id)
        .where(AutomationMatch.id == match_id)
    ).one_or_none()
    if row is None or row.post_id is None or row.deed not in (Deed.NOTIFY, Deed.SEAL):
        return []
    if row.deed == Deed.SEAL:
        return [row.author_id] if row.author_id is not None else []
    return list(
        db.session.scalars(
            select(Membership.person_id)
            .join(Person, Person.id == Membership.person_id)
            .where(Membership.group_id == row.group_id, Membership.role.in_(_DECIDERS), Person.active)
            .order_by(Membership.person_id)
        )
    )


def _matched(reader: Reader, ids: list[int]) -> dict[int, GroupNews]:
    """For its author, and for those who keep order there today."""
    inside = or_(AutomationMatch.author_id == reader.id, own_role(reader).in_(_DECIDERS))
    mine = (AutomationMatch.author_id == reader.id).label("mine")
    rows = db.session.execute(
        select(AutomationMatch.id, Automation.name.label("rule"), Group.name, mine)
        .join(Automation, Automation.id == AutomationMatch.automation_id)
        .join(Group, Group.id == Automation.group_id)
        .where(AutomationMatch.id.in_(ids), inside, knowable(reader))
    )
    return {
        row.id: GroupNews(row.name, f"/matches/{row.id}", outcome="mine" if row.mine else "", reason=row.rule)
        for row in rows
    }


def told_of_cover(seal_id: int) -> list[int]:
    """The author of a post over which readers drew the curtain, while it is there."""
    author = select(Post.author_id).join(ReaderSeal, ReaderSeal.post_id == Post.id).where(ReaderSeal.id == seal_id)
    found = db.session.scalar(author.where(Post.seal.is_not(None)))
    return [found] if found is not None else []


def _covered(reader: Reader, ids: list[int]) -> dict[int, GroupNews]:
    rows = db.session.execute(
        select(ReaderSeal.id, ReaderSeal.post_id, ReaderSeal.right, Group.name)
        .join(Post, Post.id == ReaderSeal.post_id)
        .join(Thread, Thread.id == Post.thread_id)
        .join(Group, Group.id == Thread.group_id)
        .where(ReaderSeal.id.in_(ids), Post.author_id == reader.id, knowable(reader))
    )
    return {
        row.id: GroupNews(row.name, f"/p/{row.post_id}", outcome="lifted" if row.right is False else "") for row in rows
    }
