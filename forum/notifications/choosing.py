"""When people want which mails."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import select

from forum.domain.errors import Denied
from forum.domain.people import Reader
from forum.infra.db import db, transaction
from forum.infra.once import insert_once
from forum.notifications.forms import MailChoices
from forum.notifications.models import Cadence, Kind, MailChoice
from forum.notifications.stopping import StopKey


def mail_choices(reader: Reader) -> MailChoices:
    """What the reader chose. One statement.

    Raises: `Denied` for strangers.
    """
    if reader.id is None:
        raise Denied("sign-in")
    rows = db.session.scalars(select(MailChoice).where(MailChoice.person_id == reader.id))
    return MailChoices.read({row.kind: row.cadence for row in rows})


def cadences(person_ids: Collection[int], kind: Kind) -> dict[int, Cadence]:
    """When these people want mails of this kind; who did not say is left out. One statement."""
    rows = db.session.execute(
        select(MailChoice.person_id, MailChoice.cadence).where(
            MailChoice.person_id.in_(person_ids), MailChoice.kind == kind.value
        )
    )
    return {row.person_id: Cadence(row.cadence) for row in rows}


def choose_mails(actor: Reader, form: MailChoices, now: datetime) -> None:
    """Save what the actor wants. News that waits for a digest still comes with it.

    Raises: `Denied` for strangers.
    """
    if actor.id is None:
        raise Denied("sign-in")
    with transaction():
        for kind in Kind:
            _choose(actor.id, kind, Cadence(getattr(form, kind.value)), now)


def stop_mails(key: StopKey, now: datetime) -> None:
    """No more mails of this kind, or of the kinds that come with this digest. Said twice, it is done once."""
    with transaction():
        for kind in _stopped_by(key):
            _choose(key.person_id, kind, Cadence.NEVER, now)


def _stopped_by(key: StopKey) -> Iterable[Kind]:
    if key.which in set(Kind):
        return [Kind(key.which)]
    rows = db.session.scalars(
        select(MailChoice.kind).where(MailChoice.person_id == key.person_id, MailChoice.cadence == key.which)
    )
    return [Kind(kind) for kind in rows]


def _choose(person_id: int, kind: Kind, cadence: Cadence, now: datetime) -> None:
    new = MailChoice(person_id=person_id, kind=kind.value, cadence=cadence.value, chosen_at=now)
    if insert_once(new):
        return
    wanted = select(MailChoice).where(MailChoice.person_id == person_id, MailChoice.kind == kind.value)
    row = db.session.scalars(wanted).one()
    row.cadence, row.chosen_at = cadence.value, now
