"""Notices of people outside, for staff by key. Whoever sent one has no key: they use the page in their mail."""

from __future__ import annotations

from forum.api.answers import Answer
from forum.api.asking import ListQuery
from forum.api.cursors import cursor, key_of, place_of
from forum.api.models.noticing import OutsideNotice, OutsideNotices
from forum.api.operations import operation
from forum.api.people import member
from forum.infra import clock
from forum.intake import queries
from forum.intake.actions import answering
from forum.intake.forms import NoticeAnswerForm

TAG = "moderation"
_KEY = "moderate"


@operation("GET", "/notices", tag=TAG, answer=OutsideNotices, scope=_KEY, query=ListQuery, signed_in=True)
def list_notices(query: ListQuery) -> Answer:
    """Notices at whose address nothing was found, and contested answers, for the staff of the site."""
    place_of(query.cursor, "n", 1)
    (after,) = key_of(query.cursor, 1) or (0,)
    page = queries.waiting_notices(member(), after)
    cards = [OutsideNotice.of(card) for card in page.rows]
    return OutsideNotices(notices=cards, next_cursor=cursor("n", 1, str(page.next)) if page.next else None)


@operation("GET", "/notices/<int:notice_id>", tag=TAG, answer=OutsideNotice, scope=_KEY, signed_in=True)
def get_notice(notice_id: int) -> Answer:
    """One of them, also when it is answered."""
    return OutsideNotice.of(queries.notice_card(member(), notice_id))


@operation(
    "POST",
    "/notices/<int:notice_id>/answer",
    tag=TAG,
    answer=OutsideNotice,
    scope=_KEY,
    body=NoticeAnswerForm,
    limits=("decide",),
    example={"outcome": "kept", "words": "We looked at that address and found nothing to act on."},
    once=get_notice,
)
def answer_notice(notice_id: int, form: NoticeAnswerForm) -> Answer:
    """Answer it in words and close it; a contested answer is answered by another person. 409 when somebody was faster.

    The words must not tell whether there is something at an address that its sender cannot read.
    """
    answering.answer_notice(member(), notice_id, form, clock.now())
    return get_notice(notice_id)
