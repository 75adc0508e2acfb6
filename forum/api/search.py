"""Looking for something. The page's limits hold here as well."""

from __future__ import annotations

from forum.api.answers import Answer
from forum.api.asking import SearchQuery
from forum.api.cursors import POSITION, cursor, place_of
from forum.api.models.search import Found, Suggestions
from forum.api.operations import operation
from forum.api.people import page_words
from forum.infra import clock
from forum.infra.directory import directory
from forum.infra.web.reader import current_reader
from forum.search.names import suggestions
from forum.search.queries import search_page

TAG = "search"


@operation("GET", "/search", tag=TAG, answer=Found, query=SearchQuery, limits=("search",))
def find(query: SearchQuery) -> Answer:
    """Posts and names with these words, as far as you may read them.

    All words must occur; "words in quotation marks" stand together; begin* stands for what begins so. What is behind a
    spoiler that you have not seen is not searched.
    """
    after = place_of(query.cursor, POSITION, 0)
    page = search_page(current_reader(), query, directory(), clock.now(), after=after, words=page_words())
    return Found.of(page, next_cursor=cursor(POSITION, page.next_before) if page.next_before else None)


@operation("GET", "/search/suggestions", tag=TAG, answer=Suggestions, query=SearchQuery, limits=("suggest",))
def list_suggestions(query: SearchQuery) -> Answer:
    """Names of shows, episodes' threads, groups and people that begin like `q`."""
    return Suggestions.model_validate(
        {"suggestions": suggestions(current_reader(), query.q, clock.now(), words=page_words())}
    )
