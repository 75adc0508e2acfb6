"""Care, as far as members act: messages of the team to oneself, and worrying about somebody. Never the team's queue."""

from __future__ import annotations

from forum.api.answers import Answer
from forum.api.models.letters import Letters
from forum.api.operations import operation
from forum.api.people import member
from forum.care import actions, queries
from forum.care.forms import AnswerForm, ChoiceForm, ConcernForm
from forum.infra import clock
from forum.infra.directory import directory

TAG = "care"


@operation("GET", "/me/letters", tag=TAG, answer=Letters, signed_in=True)
def list_letters() -> Answer:
    """What the care team wrote to you, newest first. Nobody else is ever shown it."""
    return Letters.of(queries.letters_page(member(), directory(), clock.now()))


@operation(
    "PUT",
    "/me/letters/choice",
    tag=TAG,
    answer=None,
    scope="write",
    body=ChoiceForm,
    limits=("change",),
    example={"messages": False},
)
def choose_letters(form: ChoiceForm) -> None:
    """Whether you want private care messages. Notices of threads and the team's duty to look stay as they are."""
    actions.choose(member(), form, clock.now())


@operation("DELETE", "/me/letters/<int:message_id>", tag=TAG, answer=None, scope="write", limits=("change",))
def say_not_me(message_id: int) -> None:
    """It is not about you: what was found is deleted at once. Said twice is said once."""
    actions.say_not_me(member(), message_id, clock.now())


@operation("PUT", "/me/letters/<int:message_id>/wish", tag=TAG, answer=None, scope="write", limits=("change",))
def wish_for_words(message_id: int) -> None:
    """You would like somebody of the team to write to you."""
    actions.ask_to_be_written_to(member(), message_id, clock.now())


@operation(
    "POST",
    "/me/letters/<int:message_id>/answers",
    tag=TAG,
    answer=None,
    scope="write",
    body=AnswerForm,
    limits=("reply",),
    example={"words": "Thank you for writing."},
    once=True,
)
def answer_letter(message_id: int, form: AnswerForm) -> None:
    """Write back to the team."""
    actions.answer_team(member(), message_id, form, clock.now())


@operation(
    "POST",
    "/posts/<int:post_id>/concerns",
    tag=TAG,
    answer=None,
    scope="write",
    body=ConcernForm,
    limits=("concern",),
    example={"worry": "They do not sound like themselves."},
    once=True,
)
def worry_about(post_id: int, form: ConcernForm) -> None:
    """You are worried about who wrote this. A person reads it first; nothing is sent, and nobody tells who wrote."""
    actions.worry_about(member(), post_id, form, clock.now())
