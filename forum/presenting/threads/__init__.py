"""Threads as their readers see them: titles, counts and marks pass the same door as the posts behind them."""

from forum.presenting.threads.cards import MutedTopic, ThreadCard, ThreadEventCard, thread_card
from forum.presenting.threads.doors import NO_GATE, door, is_held, is_open, opening, thread_topics
from forum.presenting.threads.stored import FROM_CALENDAR, Around, Kind, NearThread, StoredThread
from forum.presenting.threads.titles import ENGLISH, TitleWords, is_title_shown, machine_label, neutral_title, title

__all__ = [
    "ENGLISH",
    "FROM_CALENDAR",
    "NO_GATE",
    "Around",
    "Kind",
    "MutedTopic",
    "NearThread",
    "StoredThread",
    "ThreadCard",
    "ThreadEventCard",
    "TitleWords",
    "door",
    "is_held",
    "is_open",
    "is_title_shown",
    "machine_label",
    "neutral_title",
    "opening",
    "thread_card",
    "thread_topics",
    "title",
]
