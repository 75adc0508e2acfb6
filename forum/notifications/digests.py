"""Digests: one mail a day or a week with what waited, at seven in the morning of whoever gets it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import exists, func, select, update

from forum.accounts.models import Person
from forum.domain.crisis import Directory, notice
from forum.infra import mail
from forum.infra.db import db, transaction
from forum.infra.jobs import announce
from forum.infra.once import insert_once
from forum.infra.web.locale import base_url, own_host
from forum.notifications.actions import note_mailed
from forum.notifications.choosing import cadences
from forum.notifications.lately import lately_in_groups
from forum.notifications.mailing import is_wanted, letter_about, links, stop_link
from forum.notifications.models import Cadence, Digest, Kind, MailChoice, Notification
from forum.presenting.notifications import DigestItem

HOUR = 7
MONDAY = 0
LISTED = 50
AT_ONCE = 500
"""People whose digests are begun in one round; the next round takes the next ones."""


def begin_digests(now: datetime) -> int:
    """Announce a digest for everybody whose morning has come and for whom something waits, or who asked to be told
    what waits in their groups. Returns how many."""
    begun = 0
    for cadence in (Cadence.DAILY, Cadence.WEEKLY):
        for person_id, timezone in (*_waiting(cadence, now), *_asking(cadence, now)):
            day = digest_day(cadence, timezone, now)
            with transaction():
                digest = Digest(person_id=person_id, cadence=cadence.value, day=day, made_at=now)
                if insert_once(digest):
                    announce("digest.due", digest_id=digest.id)
                    begun += 1
    return begun


def digest_day(cadence: Cadence, timezone: str, now: datetime) -> date:
    """The day of the newest digest whose hour has come, on somebody's own clock."""
    day = (now.astimezone(ZoneInfo(timezone)) - timedelta(hours=HOUR)).date()
    return day - timedelta(days=(day.weekday() - MONDAY) % 7) if cadence is Cadence.WEEKLY else day


def _waiting(cadence: Cadence, now: datetime) -> Sequence[tuple[int, str]]:
    """People for whom something waits that was told before their newest digest hour."""
    rows = db.session.execute(
        select(Notification.person_id, Person.timezone, func.min(Notification.told_at).label("since"))
        .join(Person, Person.id == Notification.person_id)
        .where(
            Notification.cadence == cadence.value,
            Notification.cadence != Cadence.NOW.value,  # said in these words, the index of what waits is used
            Notification.mailed_at.is_(None),
        )
        .group_by(Notification.person_id, Person.timezone)
        .order_by(func.min(Notification.told_at))
        .limit(AT_ONCE)
    ).all()
    return [(row.person_id, row.timezone) for row in rows if row.since < _hour_of(cadence, row.timezone, now)]


def _asking(cadence: Cadence, now: datetime) -> Iterator[tuple[int, str]]:
    """People who want to be told what waits in their groups and have no digest of their day yet. A statement a zone."""
    chosen = MailChoice.kind == Kind.UNREAD.value, MailChoice.cadence == cadence.value
    zones = select(Person.timezone).join(MailChoice, MailChoice.person_id == Person.id).where(*chosen).distinct()
    for zone in db.session.scalars(zones).all():
        day = digest_day(cadence, zone, now)
        had = exists().where(
            Digest.person_id == MailChoice.person_id, Digest.cadence == cadence.value, Digest.day == day
        )
        began = MailChoice.chosen_at < _hour_of(cadence, zone, now)
        wanted = select(Person.id).join(MailChoice, MailChoice.person_id == Person.id)
        rows = wanted.where(*chosen, Person.timezone == zone, Person.active, began, ~had).limit(AT_ONCE)
        yield from ((person_id, zone) for person_id in db.session.scalars(rows).all())


def _hour_of(cadence: Cadence, timezone: str, now: datetime) -> datetime:
    day = digest_day(cadence, timezone, now)
    return datetime(day.year, day.month, day.day, HOUR, tzinfo=ZoneInfo(timezone))


def send_digest(digest_id: int, directory: Directory, now: datetime) -> None:
    """Send it, once; nothing is sent when everything in it has been read or is gone."""
    digest = db.session.get(Digest, digest_id)
    if digest is None or digest.sent_at is not None:
        return
    notes = _notes(digest)
    note_ids = [note.id for note in notes]
    person = db.session.get(Person, digest.person_id)
    item = digest_item(digest, person, notes, directory, now) if person is not None else None
    if item is not None:
        mail.send(
            item.to,
            "digest",
            item.language,
            message_id=f"<digest.{digest.id}@{own_host()}>",
            stop_link=stop_link(digest.person_id, digest.cadence, now),
            item=item,
            base=base_url(),
            link=base_url() + "/notifications",
            **links(),
        )
    with transaction():
        db.session.execute(update(Digest).where(Digest.id == digest_id).values(sent_at=now))
    note_mailed(note_ids, now)


def digest_item(
    digest: Digest, person: Person, notes: Sequence[Notification], directory: Directory, now: datetime
) -> DigestItem | None:
    """What the mail says; None when there is nothing to say, or it is not wanted."""
    unread = [note for note in notes if note.read_at is None]
    reader, cadence = person.facts(now), Cadence(digest.cadence)
    asked = cadences([person.id], Kind.UNREAD).get(person.id) is cadence
    if not is_wanted(person, now) or not (unread or asked):
        return None
    letter = letter_about(unread[:LISTED], reader, now)
    if not (letter.lines or asked):
        return None
    lately = lately_in_groups(reader, cadence, now)
    if not letter.lines and not any(one.count for one in lately.threads):
        return None
    return DigestItem(
        to=person.email,
        language=person.language,
        handle=person.handle,
        cadence=digest.cadence,
        lines=tuple(letter.lines.values()),
        more=max(0, len(unread) - LISTED),
        notice=notice(directory, letter.topics | lately.topics, person.country, person.language),
        lively=lately.threads,
    )


def _notes(digest: Digest) -> list[Notification]:
    """What waited when the digest was begun, the newest first."""
    return list(
        db.session.scalars(
            select(Notification)
            .where(
                Notification.person_id == digest.person_id,
                Notification.cadence == digest.cadence,
                Notification.mailed_at.is_(None),
                Notification.told_at <= digest.made_at,
            )
            .order_by(Notification.id.desc())
            .limit(1000)
        )
    )
