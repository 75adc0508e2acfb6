"""Reports, the queue, cases and the ledger."""

from __future__ import annotations

from forum.accounts.queries import person_by_handle
from forum.api.answers import Answer, Made
from forum.api.asking import CasesQuery, ListQuery
from forum.api.cursors import key_of, next_page, place_of
from forum.api.door import PREFIX
from forum.api.models.moderation import Case, CaseRow, Cases, Ledger, ReportTaken, Told
from forum.api.models.posts import Reported
from forum.api.operations import operation
from forum.api.people import member
from forum.domain.crisis import notice
from forum.domain.errors import Invalid
from forum.domain.queueing import Spot
from forum.infra import clock
from forum.infra.directory import directory
from forum.infra.web.reader import current_reader
from forum.moderation import actions, queries
from forum.moderation.forms import AnswerAppealForm, AppealForm, DecideForm, FlagForm, ReverseForm
from forum.moderation.messages import message_of
from forum.moderation.targets import APPEAL, PERSON, REPORT, REQUEST, THREAD
from forum.posts.words import current_page_words
from forum.presenting.moderation import QueueFilter
from forum.threads.words import current_title_words

TAG = "moderation"
_KEY = "moderate"


@operation(
    "POST",
    "/posts/<int:post_id>/flags",
    tag=TAG,
    answer=Reported,
    scope="write",
    body=FlagForm,
    status=201,
    limits=("flag",),
    once=True,
    example={"reason": "spoiler", "spoils": "S02E03"},
)
def raise_flag(post_id: int, form: FlagForm) -> Made:
    """Report a post. A second report of yours about the same post changes nothing."""
    actions.raise_flag(member(), post_id, form, clock.now())
    return Made(Reported(post_id=post_id, reason=form.reason.value), f"{PREFIX}/posts/{post_id}")


@operation(
    "POST",
    "/threads/<int:thread_id>/flags",
    tag=TAG,
    answer=ReportTaken,
    scope="write",
    body=FlagForm,
    status=201,
    limits=("flag",),
    once=True,
    example={"reason": "harassment"},
)
def raise_title_flag(thread_id: int, form: FlagForm) -> Made:
    """Report the title of a thread that somebody wrote. A second report of yours changes nothing."""
    actions.raise_flag_on(member(), THREAD, thread_id, form, clock.now())
    return Made(ReportTaken(kind=THREAD, reason=form.reason.value), f"{PREFIX}/threads/{thread_id}")


@operation(
    "POST",
    "/people/<handle>/flags",
    tag=TAG,
    answer=ReportTaken,
    scope="write",
    body=FlagForm,
    status=201,
    limits=("flag",),
    once=True,
    example={"reason": "spam"},
)
def raise_profile_flag(handle: str, form: FlagForm) -> Made:
    """Report a profile to the staff of the site. A second report of yours changes nothing."""
    person = person_by_handle(handle)
    actions.raise_flag_on(member(), PERSON, person.id, form, clock.now())
    return Made(ReportTaken(kind=PERSON, reason=form.reason.value), f"{PREFIX}/people/{person.handle}")


@operation(
    "POST",
    "/messages/appeal/<int:written_id>/flags",
    tag=TAG,
    answer=ReportTaken,
    scope=_KEY,
    body=FlagForm,
    status=201,
    limits=("flag",),
    once=True,
    example={"reason": "harassment"},
)
def raise_appeal_flag(written_id: int, form: FlagForm) -> Made:
    """Report the words of an appeal to the staff of the site. The appeal is answered all the same."""
    return _raised(APPEAL, written_id, form)


@operation(
    "POST",
    "/messages/report/<int:written_id>/flags",
    tag=TAG,
    answer=ReportTaken,
    scope=_KEY,
    body=FlagForm,
    status=201,
    limits=("flag",),
    once=True,
    example={"reason": "harassment"},
)
def raise_report_flag(written_id: int, form: FlagForm) -> Made:
    """Report the words of a report to the staff of the site. The report is looked at all the same."""
    return _raised(REPORT, written_id, form)


@operation(
    "POST",
    "/messages/request/<int:written_id>/flags",
    tag=TAG,
    answer=ReportTaken,
    scope=_KEY,
    body=FlagForm,
    status=201,
    limits=("flag",),
    once=True,
    example={"reason": "harassment"},
)
def raise_request_flag(written_id: int, form: FlagForm) -> Made:
    """Report what somebody answered to a group that they want to join, to the staff of the site."""
    return _raised(REQUEST, written_id, form)


def _raised(kind: str, written_id: int, form: FlagForm) -> Made:
    now = clock.now()
    actions.raise_flag_on(member(), kind, written_id, form, now)
    where = message_of(member(), kind, written_id, now).resource
    return Made(ReportTaken(kind=kind, reason=form.reason.value), f"{PREFIX}{where}")


@operation("GET", "/cases", tag=TAG, answer=Cases, scope=_KEY, query=CasesQuery, signed_in=True)
def list_cases(query: CasesQuery) -> Answer:
    """The queue of the groups you moderate, gravest and longest waiting first."""
    if query.cursor and Spot.read(query.cursor) is None:
        raise Invalid({"cursor": ["unreadable"]})
    wanted = QueueFilter(**query.model_dump(exclude={"cursor"}), after=query.cursor)
    reader = current_reader()
    page = queries.open_cases(reader, wanted, clock.now(), words=current_page_words())
    help_here = notice(directory(), page.topics, reader.country, reader.language)
    return Cases.of(
        page,
        cases=[CaseRow.of(row, topics=sorted(row.topics)) for row in page.rows],
        next_cursor=page.next or None,
        notice=help_here,
    )


@operation("GET", "/cases/<int:case_id>", tag=TAG, answer=Case, scope=_KEY, signed_in=True)
def get_case(case_id: int) -> Answer:
    """A case: the texts as they were reported, who reported them, what was decided before."""
    return Case.of(queries.case_page(member(), case_id, directory(), clock.now(), words=current_page_words()))


@operation("PUT", "/cases/<int:case_id>/claim", tag=TAG, answer=Case, scope=_KEY, limits=("decide",))
def claim_case(case_id: int) -> Answer:
    """Take a case for a quarter of an hour, or take another quarter. 409 while somebody else holds it."""
    actions.claim_case(member(), case_id, clock.now())
    return get_case(case_id)


@operation("DELETE", "/cases/<int:case_id>/claim", tag=TAG, answer=None, scope=_KEY, limits=("decide",))
def release_case(case_id: int) -> None:
    """Give a case back."""
    actions.release_case(member(), case_id, clock.now())


@operation("POST", "/cases/<int:case_id>/reading", tag=TAG, answer=Case, scope=_KEY, limits=("decide",), once=get_case)
def read_anyway(case_id: int) -> Answer:
    """Read the texts although they are about what you have not seen, or may distress. It is written down.

    409 when you opened as many distressing ones in the last hour as anybody should.
    """
    actions.read_anyway(member(), case_id, clock.now())
    if queries.case_page(member(), case_id, directory(), clock.now()).covered:
        actions.open_cover(member(), case_id, clock.now())
    return get_case(case_id)


@operation("GET", "/decisions/<int:decision_id>", tag=TAG, answer=Told, signed_in=True)
def get_decision(decision_id: int) -> Answer:
    """A decision and its reason, for those whom it concerns."""
    return Told.of(queries.decision_page(member(), decision_id, directory(), clock.now(), words=current_title_words()))


@operation(
    "POST",
    "/cases/<int:case_id>/decisions",
    tag=TAG,
    answer=Told,
    scope=_KEY,
    body=DecideForm,
    status=201,
    limits=("decide",),
    example={"version": 1, "outcome": "seal", "scope": "S02E03", "reason": "It tells who wrote the letter."},
    once=get_decision,
)
def decide_case(case_id: int, form: DecideForm) -> Made:
    """Decide a case as you read it. 409 when somebody was faster; 403 when it takes a second person."""
    decision_id = actions.decide_case(member(), case_id, form, clock.now())
    return Made(get_decision(decision_id), f"{PREFIX}/decisions/{decision_id}")


@operation(
    "POST",
    "/decisions/<int:decision_id>/undo",
    tag=TAG,
    answer=Told,
    scope=_KEY,
    limits=("decide",),
    once=get_decision,
)
def undo_decision(decision_id: int) -> Answer:
    """Take back what you decided within the last ten minutes. The case waits again. 409 when it is too late."""
    actions.undo_decision(member(), decision_id, clock.now())
    return get_decision(decision_id)


@operation(
    "POST",
    "/decisions/<int:decision_id>/reversal",
    tag=TAG,
    answer=Told,
    scope=_KEY,
    body=ReverseForm,
    limits=("decide",),
    example={"reason": "It was a quotation from the book, not an attack."},
    once=get_decision,
)
def reverse_decision(decision_id: int, form: ReverseForm) -> Answer:
    """Take a decision back with everything it did, whenever it was made. Everybody concerned reads why."""
    actions.reverse_decision(member(), decision_id, form, clock.now())
    return get_decision(decision_id)


@operation(
    "POST",
    "/decisions/<int:decision_id>/appeals",
    tag=TAG,
    answer=Told,
    scope="write",
    body=AppealForm,
    limits=("flag",),
    example={"words": "I quoted the villain, I did not mean anybody here."},
    once=get_decision,
)
def appeal_decision(decision_id: int, form: AppealForm) -> Answer:
    """Ask within six months that another person looks at a decision that concerns you. 409 when you have asked."""
    actions.appeal(member(), decision_id, form, clock.now())
    return get_decision(decision_id)


@operation(
    "POST",
    "/appeals/<int:appeal_id>/answer",
    tag=TAG,
    answer=None,
    scope=_KEY,
    body=AnswerAppealForm,
    limits=("decide",),
    example={"outcome": "overturned", "answer": "You are right, it was a quotation. The post is back."},
    once=True,
)
def answer_appeal(appeal_id: int, form: AnswerAppealForm) -> None:
    """Answer an appeal in words: `upheld`, or `overturned` with everything it did. Not by whoever decided."""
    actions.answer_appeal(member(), appeal_id, form, clock.now())


@operation("GET", "/groups/<slug>/ledger", tag=TAG, answer=Ledger, query=ListQuery)
def get_ledger(slug: str, query: ListQuery) -> Answer:
    """What the moderators of a group did, without names and texts, newest first."""
    number, after = place_of(query.cursor, "l", 1), key_of(query.cursor, 1)
    page = queries.ledger_page(current_reader(), slug, number, clock.now(), after=after, words=current_title_words())
    return Ledger.of(page, next_cursor=next_page("l", page.number, page.pages, page.following))
