"""People by handle and by id."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, func, select

from forum.accounts import addresses, handles
from forum.accounts.models import Passkey, Person
from forum.accounts.queries.standing import suspended_until, suspension_reason
from forum.domain.errors import Missing
from forum.domain.people import Reader, SiteRole
from forum.domain.permissions import Action, PersonFacts, judge
from forum.infra.db import db, prepared
from forum.presenting.accounts import PersonCard, PreferencesCard, ProfilePage, SecurityPage


def find_person(identity: str) -> Person | None:
    """The row of whoever has this address or handle. For this room alone."""
    identity = identity.strip()
    if "@" in identity:
        return db.session.scalar(select(Person).where(Person.email_folded == addresses.folded(identity)))
    return db.session.scalar(select(Person).where(Person.handle_folded == handles.folded(identity)))


def reader_of(person_id: int, now: datetime) -> Reader:
    """This person as the rules see them now.

    Raises: `Missing`.
    """
    person = db.session.get(Person, person_id)
    if person is None or not person.active:
        raise Missing
    return person.facts(now)


def person_by_handle(handle: str) -> PersonCard:
    """Whoever goes by this name, in whatever case it is written.

    Raises: `Missing` for nobody, and for accounts whose address was never confirmed.
    """
    row = db.session.execute(
        select(Person.id, Person.handle, Person.site_role).where(
            Person.handle_folded == handles.folded(handle), Person.confirmed_at.is_not(None), Person.active
        )
    ).one_or_none()
    if row is None:
        raise Missing
    return PersonCard(row.id, row.handle, SiteRole(row.site_role))


_CARDS = select(Person.id, Person.handle, Person.site_role).where(Person.id.in_(bindparam("ids", expanding=True)))


def people_cards(ids: Iterable[int | None]) -> dict[int, PersonCard]:
    """Cards by id, in one statement; ids of nobody, and None, are left out."""
    wanted = {number for number in ids if number is not None}
    if not wanted:
        return {}
    rows = prepared(_CARDS, ids=list(wanted))
    return {row.id: PersonCard(row.id, row.handle, SiteRole(row.site_role)) for row in rows}


def profile_page(reader: Reader, handle: str, now: datetime) -> ProfilePage:
    """What everybody may know of a person: never what they watch.

    Raises: `Missing`.
    """
    card = person_by_handle(handle)
    person = db.session.get_one(Person, card.id)
    return ProfilePage(
        person=card,
        member_since=person.created_at,
        suspended=person.facts(now).suspended,
        is_reader=reader.id == card.id,
        may_tend=reader.is_staff,
        aside=reader.keeps_aside(card.id),
        may_set_aside=not reader.is_stranger and reader.id != card.id,
        may_report=judge(reader, Action.POST_FLAG, PersonFacts(card.id, card.role)).allowed,
    )


def preferences_of(reader: Reader) -> PreferencesCard:
    """The reader's own settings.

    Raises: `Missing` for strangers.
    """
    person = db.session.get(Person, reader.id) if reader.id is not None else None
    if person is None:
        raise Missing
    return PreferencesCard(
        email=person.email,
        country=person.country or "",
        timezone=person.timezone,
        language=person.language,
        theme=person.theme,
        strict=person.strict,
        mail_on=person.mail_on,
    )


def security_page(reader: Reader, now: datetime) -> SecurityPage:
    """How well the reader's own account is locked.

    Raises: `Missing` for strangers.
    """
    person = db.session.get(Person, reader.id) if reader.id is not None else None
    if person is None:
        raise Missing
    keys = db.session.scalar(select(func.count()).select_from(Passkey).where(Passkey.user_id == person.id))
    return SecurityPage(
        email=person.email,
        app_code=person.tf_primary_method is not None,
        passkeys=keys or 0,
        recovery_codes=len(person.mf_recovery_codes or ()),
        second_factor_required=person.check_tf_required_setup(),
        suspended_until=suspended_until(person, now),
        suspended_because=suspension_reason(person.id) if suspended_until(person, now) else "",
    )
