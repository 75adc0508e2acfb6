"""What readers may learn of threads."""

from forum.threads.queries.facts import stored_thread, thread_facts
from forum.threads.queries.history import history_page, thread_events
from forum.threads.queries.lists import ThreadFilters, ThreadList, my_threads, thread_list
from forum.threads.queries.moderating import moderation_page
from forum.threads.queries.muting import in_sight_of, muted_topics
from forum.threads.queries.neighbours import neighbours
from forum.threads.queries.policy import PolicyPage, policy_page
from forum.threads.queries.talk import Talk, episode_talk, thread_urls

__all__ = [
    "PolicyPage",
    "Talk",
    "ThreadFilters",
    "ThreadList",
    "episode_talk",
    "history_page",
    "in_sight_of",
    "moderation_page",
    "muted_topics",
    "my_threads",
    "neighbours",
    "policy_page",
    "stored_thread",
    "thread_events",
    "thread_facts",
    "thread_list",
    "thread_urls",
]
