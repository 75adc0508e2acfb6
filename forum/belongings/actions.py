"""Taking one's things along, and leaving."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update

from forum.accounts.handles import folded
from forum.accounts.models import Person
from forum.accounts.queries import reader_of
from forum.belongings.forms import LeaveForm, Posts
from forum.belongings.gathering import belongings_of
from forum.belongings.models import Takeout
from forum.belongings.packing import packed
from forum.belongings.traces import GONE
from forum.domain.errors import Conflict, Denied, Invalid
from forum.domain.people import GroupRole, Reader, SiteRole
from forum.groups.actions.joining import show_out_everywhere
from forum.groups.models import Membership
from forum.infra.db import db, transaction
from forum.infra.jobs import announce
from forum.posts.actions.placing import settle_place
from forum.posts.actions.tending import recount
from forum.posts.models import Post, Revision
from forum.rendering.document import Document

KEPT_FOR = timedelta(days=3)
ONE_EACH = timedelta(hours=1)
BATCH = 200
ANEW = {"populate_existing": True}


def ask_for_belongings(actor: Reader, now: datetime) -> None:
    """Let the worker pack everything that is the actor's. Asked twice within the hour is asked once.

    Raises: `Denied` for strangers.
    """
    who = _signed_in(actor)
    with transaction():
        recent = select(Takeout.id).where(Takeout.person_id == who, Takeout.asked_at > now - ONE_EACH)
        if db.session.scalar(recent.limit(1)) is None:
            db.session.execute(delete(Takeout).where(Takeout.person_id == who))
            row = Takeout(person_id=who, asked_at=now, expires_at=now + KEPT_FOR)
            db.session.add(row)
            db.session.flush()
            announce("belongings.asked", takeout_id=row.id)


def pack_belongings(takeout_id: int, now: datetime) -> None:
    """Make the archive, unless it is made, or no longer wanted."""
    row = db.session.get(Takeout, takeout_id)
    if row is None or row.made_at is not None or row.expires_at <= now:
        return
    archive = packed(belongings_of(reader_of(row.person_id, now), now))
    with transaction():
        db.session.execute(update(Takeout).where(Takeout.id == takeout_id).values(archive=archive, made_at=now))


def forget_archives(now: datetime) -> None:
    """Drop those whose time is over."""
    with transaction():
        db.session.execute(delete(Takeout).where(Takeout.expires_at <= now))


def leave(actor: Reader, form: LeaveForm, now: datetime) -> None:  # noqa: ARG001 - writing verbs end in `now`
    """Close the actor's account for good: no address, password, place or trace of theirs stays.

    Their posts stay as those of a former member, or go with them; what becomes of them is done by the worker. What
    moderators decided about them stays, without a name.
    Raises: `Denied`; `Invalid` when the name is not theirs; `Conflict` for the last owner of a group that others are
    in, and for the last administrator.
    """
    who = _signed_in(actor)
    if folded(form.handle) != folded(actor.handle):
        raise Invalid({"handle": ["not-yours"]}, form.model_dump())
    with transaction():
        person = db.session.get_one(Person, who)
        _refuse_last(person)
        show_out_everywhere(who)
        for column in GONE:
            db.session.execute(delete(column.class_).where(column == who))
        _forget(person)
        announce("person.left", person_id=who, posts=form.posts.value)


def _refuse_last(person: Person) -> None:
    """Somebody must remain who can look after the site, and after each group."""
    if SiteRole(person.site_role) is SiteRole.ADMINISTRATOR:
        others = select(func.count(Person.id)).where(
            Person.site_role == SiteRole.ADMINISTRATOR, Person.active, Person.id != person.id
        )
        if not db.session.scalar(others):
            raise Conflict("last-administrator")
    owner = GroupRole.OWNER.value
    owned = select(Membership.group_id).where(Membership.person_id == person.id, Membership.role == owner)
    shared = select(Membership.group_id).where(
        Membership.group_id.in_(owned), Membership.person_id != person.id, Membership.role == owner
    )
    peopled = select(Membership.group_id).where(
        Membership.group_id.in_(owned), Membership.person_id != person.id, Membership.group_id.not_in(shared)
    )
    if db.session.scalar(peopled.limit(1)) is not None:
        raise Conflict("last-owner")


def _forget(person: Person) -> None:
    """The row stays, because posts and decisions point at it. Nothing in it tells who it was."""
    name = f"former-{person.id}-{secrets.token_hex(4)}"
    person.handle = person.handle_folded = person.handle_skeleton = name
    person.email = person.email_folded = f"{name}@former.invalid"
    person.fs_uniquifier = secrets.token_hex(32)
    person.password = person.fs_webauthn_user_handle = person.country = None
    person.tf_primary_method = person.tf_totp_secret = person.tf_phone_number = person.mf_recovery_codes = None
    person.tf_last_counter = person.break_until = None
    person.site_role, person.active, person.mail_on = SiteRole.MEMBER, False, False
    person.timezone, person.language, person.theme, person.strict = "UTC", "en", "auto", False


def settle_posts(person_id: int, posts: Posts, now: datetime) -> None:
    """What a former member wrote: without an author, or gone, older versions too. In steps; may run twice."""
    while ids := _some_posts(person_id):
        with transaction():
            if posts is Posts.GO:
                _blank(ids, now)
            for table in (Post, Revision):
                key = Post.id if table is Post else Revision.post_id
                db.session.execute(update(table).where(key.in_(ids)).values(author_id=None))
            for post in db.session.scalars(select(Post).where(Post.id.in_(ids)).execution_options(**ANEW)).all():
                recount(post.thread_id)
                settle_place(post)
                announce("post.amended", post_id=post.id, thread_id=post.thread_id)


def _some_posts(person_id: int) -> list[int]:
    ids = list(db.session.scalars(select(Post.id).where(Post.author_id == person_id).order_by(Post.id).limit(BATCH)))
    db.session.rollback()
    return ids


def _blank(ids: list[int], now: datetime) -> None:
    empty = Document(()).to_json()
    db.session.execute(update(Revision).where(Revision.post_id.in_(ids)).values(source="", document=empty))
    db.session.execute(update(Post).where(Post.id.in_(ids)).values(source="", document=empty, held=None))
    standing = Post.id.in_(ids), Post.withdrawn_at.is_(None), Post.removed_at.is_(None)
    db.session.execute(update(Post).where(*standing).values(withdrawn_at=now))


def _signed_in(actor: Reader) -> int:
    if actor.id is None:
        raise Denied("sign-in")
    return actor.id
