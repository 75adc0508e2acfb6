"""What readers may learn of posts."""

from forum.posts.queries.drafts import drafts_page
from forum.posts.queries.feeds import (
    group_feed,
    listed_threads,
    newest_thread_id,
    personal_feed,
    public_preview,
    thread_feed,
)
from forum.posts.queries.newest import first_new
from forum.posts.queries.pages import thread_page
from forum.posts.queries.profile import draft_of, new_thread_page, posts_of
from forum.posts.queries.revealed import revealed_page
from forum.posts.queries.single import (
    address,
    edit_page,
    history,
    permalink,
    post_facts,
    post_page,
    quote,
    quote_page,
    source_for_edit,
)
from forum.posts.queries.waiting import Waiting, waiting
from forum.posts.queries.watching import watch

__all__ = [
    "Waiting",
    "address",
    "draft_of",
    "drafts_page",
    "edit_page",
    "first_new",
    "group_feed",
    "history",
    "listed_threads",
    "new_thread_page",
    "newest_thread_id",
    "permalink",
    "personal_feed",
    "post_facts",
    "post_page",
    "posts_of",
    "public_preview",
    "quote",
    "quote_page",
    "revealed_page",
    "source_for_edit",
    "thread_feed",
    "thread_page",
    "waiting",
    "watch",
]
