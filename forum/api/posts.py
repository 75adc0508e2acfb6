"""Posts: reading one, and what its readers and its author do with it."""

from __future__ import annotations

from forum.api.answers import Answer, Made
from forum.api.asking import ListQuery
from forum.api.cursors import cursor, key_of, place_of
from forum.api.door import PREFIX
from forum.api.models.posts import History, PostWhole, Preview, Quote, Revealed, Reveals, Source
from forum.api.operations import operation
from forum.api.people import member, page_words
from forum.domain.errors import Denied, Invalid, Missing
from forum.infra import clock
from forum.infra.directory import directory
from forum.infra.web.reader import current_reader
from forum.posts import actions, queries
from forum.posts.actions.revealing import subject_of
from forum.posts.forms import AmendForm, Nod, PreviewForm, ReplyForm, RevealForm

TAG = "posts"
MOST_AT_ONCE = 20
"""So many posts one answer about reveals may hold."""


@operation("GET", "/posts/<int:post_id>", tag=TAG, answer=PostWhole)
def get_post(post_id: int) -> PostWhole:
    """A post with the name of its thread."""
    return _post(post_id)


def _post(post_id: int) -> PostWhole:
    page = queries.post_page(current_reader(), post_id, directory(), clock.now(), words=page_words(), plain=True)
    return PostWhole.of(page)


@operation(
    "POST",
    "/threads/<int:thread_id>/posts",
    tag=TAG,
    answer=PostWhole,
    scope="write",
    body=ReplyForm,
    status=201,
    limits=("reply",),
    key_field="submission_key",
    example={"body": "I did not see that coming. [spoiler S02E03]The letter was his.[/spoiler]"},
)
def reply(thread_id: int, form: ReplyForm) -> Made:
    """Write in a thread.

    Sent again with the same `Idempotency-Key` it answers with the first post, for two days.
    """
    post_id = actions.reply(member(), thread_id, form, clock.now())
    return Made(_post(post_id), f"{PREFIX}/posts/{post_id}")


@operation(
    "PUT",
    "/posts/<int:post_id>",
    tag=TAG,
    answer=PostWhole,
    scope="write",
    body=AmendForm,
    limits=("amend",),
    example={"body": "I did not see that coming.", "version": 1},
)
def amend_post(post_id: int, form: AmendForm) -> Answer:
    """Replace the words of your own post. `version` is the one that you edited; 409 when it is no longer the newest."""
    actions.amend_post(member(), post_id, form, clock.now())
    return _post(post_id)


@operation("DELETE", "/posts/<int:post_id>", tag=TAG, answer=None, scope="write", limits=("amend",))
def withdraw_post(post_id: int) -> None:
    """Take your own post back."""
    actions.withdraw_post(member(), post_id, clock.now())


@operation("GET", "/posts/<int:post_id>/source", tag=TAG, answer=Source, scope="write", signed_in=True)
def get_source(post_id: int) -> Answer:
    """Your own words as you typed them, to be edited. For nobody else, moderators neither."""
    reader, now = member(), clock.now()
    if queries.post_facts(reader, post_id, now).author_id != reader.id:
        raise Denied("authors-only")
    return Source.of(queries.source_for_edit(reader, post_id, now))


@operation("GET", "/posts/<int:post_id>/history", tag=TAG, answer=History)
def get_history(post_id: int) -> Answer:
    """All versions of a post, each through the same door as the post itself."""
    return History.of(queries.history(current_reader(), post_id, directory(), clock.now(), words=page_words()))


@operation("GET", "/posts/<int:post_id>/quote", tag=TAG, answer=Quote, signed_in=True)
def get_quote(post_id: int) -> Answer:
    """What to begin an answer with: the words that you get of the post, every spoiler in its mark."""
    return Quote(reply_to=post_id, body=queries.quote(member(), post_id, clock.now()))


@operation("PUT", "/posts/<int:post_id>/reactions/<nod>", tag=TAG, answer=PostWhole, scope="write", limits=("react",))
def react(post_id: int, nod: str) -> Answer:
    """Nod to a post: `heart`, `laugh`, `gasp`, `sad`, `think` or `thanks`. The same nod twice counts once."""
    actions.react(member(), post_id, _nod(nod), clock.now())
    return _post(post_id)


@operation(
    "DELETE", "/posts/<int:post_id>/reactions/<nod>", tag=TAG, answer=PostWhole, scope="write", limits=("react",)
)
def unreact(post_id: int, nod: str) -> Answer:
    """Take a nod back."""
    actions.unreact(member(), post_id, _nod(nod), clock.now())
    return _post(post_id)


def _nod(word: str) -> Nod:
    if word not in set(Nod):
        raise Missing
    return Nod(word)


@operation(
    "POST",
    "/preview",
    tag=TAG,
    answer=Preview,
    scope="write",
    body=PreviewForm,
    limits=("preview",),
    example={"body": "So [spoiler S02E03]the letter was his[/spoiler].", "show": "13-reasons-why", "scope": "S02E01"},
)
def preview(form: PreviewForm) -> Answer:
    """Your text as a stranger, a reader who is where the thread is, and one who is caught up would get it."""
    return Preview.of(actions.preview(member(), form, clock.now(), words=page_words().press))


@operation("GET", "/me/reveals", tag=TAG, answer=Reveals, query=ListQuery, scope="write", signed_in=True)
def list_reveals(query: ListQuery) -> Answer:
    """What you opened before you had seen it, newest first, and why you can see it. No words of any post."""
    number, after = place_of(query.cursor, "r", 1), key_of(query.cursor, 2)
    page = queries.revealed_page(member(), number, directory(), clock.now(), after=after, words=page_words())
    return Reveals.of(page, next_cursor=cursor("r", page.number + 1, page.following) if page.has_more else None)


@operation(
    "POST",
    "/reveals",
    tag=TAG,
    answer=Revealed,
    scope="write",
    body=RevealForm,
    limits=("reveal",),
    example={"veil": ["17:0:t.1.42"], "hide": []},
)
def reveal(form: RevealForm) -> Answer:
    """Open the spoilers under `veil`, close again those under `hide`.

    Keys come from `openable`, those of 20 posts at most. A key opens what is released, and nothing else.
    """
    touched = {subject_of(key) for key in (*form.veil, *form.hide)}
    numbers = sorted(number for kind, number in touched if kind == "post")
    if len(numbers) > MOST_AT_ONCE:
        raise Invalid({"veil": ["too-many"]})
    reader, now = member(), clock.now()
    if form.veil:
        actions.reveal(reader, form.veil, now)
    if form.hide:
        actions.hide_again(reader, form.hide, now)
    return Revealed(posts=[_post(number) for number in numbers])
