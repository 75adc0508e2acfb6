"""A text shown before it is sent, as three readers would get it. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from forum.accounts.handles import folded
from forum.domain.catalogue import Catalogue
from forum.domain.errors import Denied, Invalid
from forum.domain.gates import Gate
from forum.domain.labels import label
from forum.domain.people import Reader
from forum.domain.policies import SpoilerPolicy
from forum.domain.progress import Progress
from forum.domain.spoilers import Clearance
from forum.posts.actions.amending import ANYTHING
from forum.posts.covering import chosen_cover
from forum.posts.finding import post_and_facts
from forum.posts.forms import PreviewForm
from forum.posts.pressing import NOTHING, Place, print_body, read_document
from forum.posts.scoping import ScopeReader, people_named, thread_subject
from forum.presenting.posts import PreviewCard, ProblemCard
from forum.rendering.document import Document, behind
from forum.rendering.preview import preview as looked_at
from forum.rendering.words import ENGLISH, Words
from forum.threads.queries import stored_thread

_NOBODY = 0


def preview(actor: Reader, form: PreviewForm, now: datetime, *, words: Words = ENGLISH) -> PreviewCard:
    """The text for a stranger, for somebody who has seen what the thread is about, and for somebody caught up.

    Shapes: with problems, everything from the first fault on stays behind a veil for all three.
    Raises: `Missing` for a thread that is not there for the actor; `Denied` for strangers.
    """
    if actor.is_stranger:
        raise Denied("sign-in")
    outer, policy = _outer(actor, form, now)
    people = people_named(form.body)
    reader = ScopeReader(outer, now, policy=policy)
    found = looked_at(form.body, reader, outer=outer, is_known=lambda handle: folded(handle) in people)
    document, told = _covered(actor, form, found.document, reader, now)
    known = reader.catalogues(document.show_ids())
    readers = (Clearance.stranger(known), _at(outer, known), _caught_up(known))
    home = outer.show_id if outer else None
    places = [Place.of(actor, clearance, now, home=home, words=words) for clearance in readers]
    bodies = [print_body(document, place, post_id=_NOBODY, author_id=None) or NOTHING for place in places]
    return PreviewCard(
        stranger=bodies[0].html,
        behind=bodies[1].html,
        caught_up=bodies[2].html,
        problems=tuple(ProblemCard(**asdict(problem)) for problem in found.problems) if form.body.strip() else (),
        behind_label=label(outer, known, show=True) if outer else "",
        cover_label=label(told, known, show=True) if told else "",
    )


def _covered(
    actor: Reader, form: PreviewForm, document: Document, reader: ScopeReader, now: datetime
) -> tuple[Document, Gate | None]:
    """The text behind what its author chose for the whole of it, or what it inherits from the post it answers."""
    if not form.body.strip():
        return Document(()), None
    answered = post_and_facts(actor, form.reply_to, now)[0] if form.reply_to is not None else None
    heard = read_document(answered.id, answered.document) if answered is not None else None
    try:
        gate = chosen_cover(form.cover, reader, {}, heard)
    except Invalid:
        return document, None  # the form itself says what is wrong with it when it is sent
    gate = reader.more_than_outer(gate) if gate is not None else None
    return (document, None) if gate is None else (behind(document, gate), gate)


def _outer(actor: Reader, form: PreviewForm, now: datetime) -> tuple[Gate | None, SpoilerPolicy]:
    if form.thread_id is not None:
        found, _ = stored_thread(actor, form.thread_id, now)
        return found.gate, found.policy
    try:
        return thread_subject(form.show, form.scope, now, ANYTHING).gate, ANYTHING
    except Invalid:
        return None, ANYTHING  # the form itself says what is wrong with it when it is sent


def _at(outer: Gate | None, known: Mapping[int, Catalogue]) -> Clearance:
    """Somebody who has seen exactly what the thread is about."""
    seen: dict[int, Progress] = {}
    for part in outer.parts() if outer else ():
        catalogue = known.get(part.show_id)
        if catalogue is not None and part.ceiling_id is not None:
            seen[part.show_id] = Progress(ticked=catalogue.up_to(part.ceiling_id))
    return Clearance(None, known, seen, None)


def _caught_up(known: Mapping[int, Catalogue]) -> Clearance:
    """Somebody who has seen everything that is out."""
    seen = {
        show_id: Progress(ticked=frozenset(episode.id for episode in catalogue.episodes))
        for show_id, catalogue in known.items()
    }
    return Clearance(None, known, seen, None)
