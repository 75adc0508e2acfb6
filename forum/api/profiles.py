"""Other people: who they are, and what they wrote where you may read it."""

from __future__ import annotations

from forum.accounts.queries import person_by_handle, profile_page
from forum.api.answers import Answer
from forum.api.asking import ListQuery
from forum.api.cursors import cursor, key_of, place_of
from forum.api.models.people import Profile
from forum.api.models.posts import WrittenPosts
from forum.api.operations import operation
from forum.api.people import page_words
from forum.infra import clock
from forum.infra.directory import directory
from forum.infra.web.reader import current_reader
from forum.posts.queries import posts_of

TAG = "people"


@operation("GET", "/people/<handle>", tag=TAG, answer=Profile)
def get_person(handle: str) -> Answer:
    """Who somebody is."""
    return Profile.of(profile_page(current_reader(), handle, clock.now()))


@operation("GET", "/people/<handle>/posts", tag=TAG, answer=WrittenPosts, query=ListQuery)
def list_posts_of(handle: str, query: ListQuery) -> Answer:
    """What somebody wrote in groups that you may read, newest first."""
    person, number, after = person_by_handle(handle), place_of(query.cursor, "w", 1), key_of(query.cursor, 1)
    page = posts_of(current_reader(), person.id, number, directory(), clock.now(), after=after, words=page_words())
    return WrittenPosts.of(page, next_cursor=cursor("w", page.number + 1, page.following) if page.has_more else None)
