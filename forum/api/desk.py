"""The moderators' desk: what lies around a case, passing on, previews, proposals, appeals, saved replies, figures."""

from __future__ import annotations

from datetime import UTC, timedelta

from forum.api.answers import Answer, Made
from forum.api.asking import ReportQuery
from forum.api.door import PREFIX
from forum.api.models.desk import Around, Count, Figures, Report, ReportLine, SavedReplies, SavedReply
from forum.api.models.moderation import Told
from forum.api.models.verdicts import (
    DecisionPreview,
    OwnDecision,
    OwnDecisions,
    PreviewedLetter,
    Proposal,
    Sanctioned,
    WaitingAppeal,
    WaitingAppeals,
)
from forum.api.moderation import get_decision
from forum.api.operations import operation
from forum.api.people import member
from forum.domain.errors import Invalid, Missing
from forum.infra import clock
from forum.infra.directory import directory
from forum.moderation import actions, queries
from forum.moderation.forms import DecideForm, HandOverForm, NoteForm, SavedReplyForm
from forum.moderation.queries import figures
from forum.presenting.figures import FiguresPage
from forum.presenting.verdicts import LetterCard, PreviewPage

TAG = "moderation"
_KEY = "moderate"
_DECISION = {"version": 1, "outcome": "remove", "rule": 1, "reason": "It attacks somebody by name."}
LONGEST = timedelta(days=366)


@operation("GET", "/cases/<int:case_id>/around", tag=TAG, answer=Around, scope=_KEY, signed_in=True)
def get_around(case_id: int) -> Answer:
    """The posts next to it, its author's past here, similar decisions, notes, hand-overs, saved replies."""
    page = queries.case_page(member(), case_id, directory(), clock.now())
    return Around.of(queries.beside_case(member(), page, clock.now()), notice=page.notice)


@operation(
    "POST",
    "/cases/<int:case_id>/notes",
    tag=TAG,
    answer=Around,
    scope=_KEY,
    body=NoteForm,
    status=201,
    limits=("decide",),
    example={"words": "@mona, you know this thread: is that an old quarrel?"},
    once=get_around,
)
def note_case(case_id: int, form: NoteForm) -> Made:
    """Say something to the other moderators. Whoever is called by @name is told."""
    actions.note_case(member(), case_id, form, clock.now())
    return Made(get_around(case_id), f"{PREFIX}/cases/{case_id}/around")


@operation("PUT", "/cases/<int:case_id>/pass", tag=TAG, answer=None, scope=_KEY, limits=("decide",))
def pass_case(case_id: int) -> None:
    """Leave it to others, until it is decided."""
    actions.pass_case(member(), case_id, clock.now())


@operation("DELETE", "/cases/<int:case_id>/pass", tag=TAG, answer=None, scope=_KEY, limits=("decide",))
def take_up_case(case_id: int) -> None:
    """It stands in your own queue again."""
    actions.take_up_again(member(), case_id, clock.now())


@operation(
    "POST",
    "/cases/<int:case_id>/hand-over",
    tag=TAG,
    answer=None,
    scope=_KEY,
    body=HandOverForm,
    limits=("decide",),
    example={"to": "ann", "words": "You have seen this episode."},
    once=True,
)
def hand_over_case(case_id: int, form: HandOverForm) -> None:
    """Leave it to one colleague, who is told. 422 when they must not decide it."""
    actions.hand_over(member(), case_id, form, clock.now())


@operation(
    "POST",
    "/cases/<int:case_id>/preview",
    tag=TAG,
    answer=DecisionPreview,
    scope=_KEY,
    body=DecideForm,
    limits=("decide",),
    example=_DECISION,
)
def preview_decision(case_id: int, form: DecideForm) -> Answer:
    """Everything that a decision would do and say. Nothing happens; it refuses what the decision would refuse."""
    return _preview(actions.preview_decision(member(), case_id, form, clock.now()))


def _preview(page: PreviewPage) -> DecisionPreview:
    kind, hours = page.suggested
    return DecisionPreview.of(page, letter=_letter(page.letter), suggested_sanction=kind, suggested_hours=hours)


def _letter(card: LetterCard) -> PreviewedLetter:
    return PreviewedLetter.of(card, sanction=Sanctioned.of(card.sanction) if card.sanction else None)


@operation("GET", "/cases/<int:case_id>/proposal", tag=TAG, answer=Proposal, scope=_KEY, signed_in=True)
def get_proposal(case_id: int) -> Answer:
    """The decision about a case that waits for a second person."""
    page = queries.case_page(member(), case_id, directory(), clock.now())  # missing for everybody else
    card = queries.waiting_proposal(member(), page)
    if card is None:
        raise Missing
    return Proposal.of(card)


@operation(
    "POST",
    "/cases/<int:case_id>/proposals",
    tag=TAG,
    answer=Proposal,
    scope=_KEY,
    body=DecideForm,
    status=201,
    limits=("decide",),
    example={**_DECISION, "sanction": "ban", "hours": 0},
    once=get_proposal,
)
def propose_decision(case_id: int, form: DecideForm) -> Made:
    """Hand a grave decision to a second moderator. Nothing happens to anybody yet. 409 while another one waits."""
    actions.propose_decision(member(), case_id, form, clock.now())
    return Made(get_proposal(case_id), f"{PREFIX}/cases/{case_id}/proposal")


@operation(
    "POST",
    "/proposals/<int:proposal_id>/agreement",
    tag=TAG,
    answer=Told,
    scope=_KEY,
    status=201,
    limits=("decide",),
    once=True,
)
def agree_to_proposal(proposal_id: int) -> Made:
    """Decide as another moderator proposed. 409 when the case changed since."""
    decision_id = actions.agree_to_proposal(member(), proposal_id, clock.now())
    return Made(get_decision(decision_id), f"{PREFIX}/decisions/{decision_id}")


@operation("DELETE", "/proposals/<int:proposal_id>", tag=TAG, answer=None, scope=_KEY, limits=("decide",))
def refuse_proposal(proposal_id: int) -> None:
    """Say no to a proposal, or take back your own."""
    actions.refuse_proposal(member(), proposal_id, clock.now())


@operation("GET", "/appeals", tag=TAG, answer=WaitingAppeals, scope=_KEY, signed_in=True)
def list_appeals() -> Answer:
    """Appeals in your groups that wait for an answer."""
    cards = queries.waiting_appeals(member(), clock.now())
    return WaitingAppeals(appeals=[WaitingAppeal.of(card) for card in cards])


@operation("GET", "/me/decisions", tag=TAG, answer=OwnDecisions, signed_in=True)
def list_own_decisions() -> Answer:
    """What was decided about you and about what you reported."""
    cards = queries.own_decisions(member(), clock.now())
    return OwnDecisions(decisions=[OwnDecision.of(card) for card in cards])


@operation("GET", "/groups/<slug>/replies", tag=TAG, answer=SavedReplies, scope=_KEY, signed_in=True)
def list_saved_replies(slug: str) -> Answer:
    """Words that the group's moderators keep for reasons they often give."""
    page = queries.replies_page(member(), slug, clock.now())
    return SavedReplies.of(page, replies=[SavedReply.of(card) for card in page.replies])


@operation(
    "POST",
    "/groups/<slug>/replies",
    tag=TAG,
    answer=SavedReplies,
    scope=_KEY,
    body=SavedReplyForm,
    status=201,
    limits=("change",),
    example={"rule": 1, "language": "en", "title": "Kindly", "words": "{author}, rule {rule} asks us to be kind."},
    once=list_saved_replies,
)
def keep_saved_reply(slug: str, form: SavedReplyForm) -> Made:
    """Keep words; with `reply_id`, in the place of others."""
    actions.save_reply(member(), slug, form, clock.now())
    return Made(list_saved_replies(slug), f"{PREFIX}/groups/{slug}/replies")


@operation("DELETE", "/groups/<slug>/replies/<int:reply_id>", tag=TAG, answer=None, scope=_KEY, limits=("change",))
def drop_saved_reply(slug: str, reply_id: int) -> None:
    """Keep them no longer."""
    actions.drop_reply(member(), slug, reply_id, clock.now())


@operation("GET", "/groups/<slug>/figures", tag=TAG, answer=Figures, scope=_KEY, signed_in=True)
def get_group_figures(slug: str) -> Answer:
    """How moderation goes in a group, for its moderators; who did how much, for its owners and staff."""
    return _figures(figures.group_figures(member(), slug, clock.now()))


@operation("GET", "/moderation/figures", tag=TAG, answer=Figures, scope=_KEY, signed_in=True)
def get_site_figures() -> Answer:
    """The same of the whole site, for its staff."""
    return _figures(figures.site_figures(member(), clock.now()))


def _figures(page: FiguresPage) -> Figures:
    ages = [Count(name=name, number=number) for name, number in page.open_by_age]
    return Figures.of(page, open_by_age=ages, seals_right=page.seals[0], seals_wrong=page.seals[1])


@operation("GET", "/moderation/report", tag=TAG, answer=Report, query=ReportQuery)
def get_report(query: ReportQuery) -> Answer:
    """What moderation did on the whole site, for everybody, without names. At most a year; without days, a month."""
    last = query.last or clock.now().astimezone(UTC).date()
    first = query.first or last - timedelta(days=30)
    if not timedelta() <= last - first <= LONGEST:
        raise Invalid({"first": ["bad-date"]})
    page = figures.report(first, last)
    lines = [ReportLine(part=part, name=name, number=number) for part, name, number in page.lines()]
    return Report(first=first, last=last, figures=lines)
