"""One conversation of the demo: its thread, its posts, and everything that is done to them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from forum.domain.catalogue import Catalogue
from forum.domain.people import Reader
from forum.infra.directory import directory
from forum.infra.web.locale import base_url
from forum.moderation import actions as moderation
from forum.moderation.forms import DecideForm, FlagForm
from forum.moderation.queries import case_page
from forum.pages.demo.cast import Cast, episode_named
from forum.pages.demo.film import Film, chance
from forum.posts import actions as posts
from forum.posts.forms import AmendForm, Nod, ReplyForm, ThreadForm
from forum.posts.queries import post_facts
from forum.presenting.threads import Kind
from forum.threads import actions as threads
from forum.threads.forms import ReasonForm
from forum.threads.opening import make_thread
from forum.threads.planning import plans

FROM_CALENDAR = ("episode", "season")
_NAMED = re.compile(r"\{\{(?:(?P<thread>[\w-]+)(?:#(?P<post>\d+))?|/(?P<page>[^{}]*))\}\}")
"""`{{noodles}}` = address of that conversation, `{{noodles#3}}` = of its third post, `{{/settings}}` = of that page."""
LAST_WORD = timedelta(minutes=22)
"""Nothing is said later than so long before the demo begins."""
CLAIMED = timedelta(minutes=2)


class Talk:
    """One script while it is played. Shapes: `post_ids` by number of the post, from 0; `cases` likewise."""

    def __init__(
        self, script: Mapping[str, Any], cast: Cast, nodders: Sequence[str], others: Mapping[str, Talk] | None = None
    ) -> None:
        self.script, self.cast, self.nodders, self.others = script, cast, nodders, others or {}
        self.thread_id = 0
        self.post_ids: dict[int, int] = {}
        self.cases: dict[int, int] = {}
        self.numbers = {post["id"]: n for n, post in enumerate(script["posts"]) if "id" in post}

    def plan(self, film: Film, group_id: int, show: Catalogue | None) -> None:
        """Put all moments of the conversation into the film."""
        begins = film.ends_at - timedelta(days=self.script["days_ago"])
        if self.script["kind"] in FROM_CALENDAR and show is not None:
            film.add(begins, partial(self._open, group_id, show))
        for number, post in enumerate(self.script["posts"]):
            at = begins + self._after(number, post["text"])
            at = film.add(at, partial(self._say, number, group_id), before_end=LAST_WORD)
            self._plan_nods(film, number, post, at)
            self._plan_changes(film, number, post, at)
            self._plan_case(film, number, post, at)
        self._plan_keeping(film, begins)

    def _after(self, number: int, text: str) -> timedelta:
        """How long after its beginning a post is written: lively at first, then slower, never quite even."""
        wobble = 0.6 * chance(text) if number else 0
        pace = ((number + wobble) / (len(self.script["posts"]) - 0.4)) ** 1.4
        return timedelta(hours=self.script["hours"] * pace, seconds=number)

    def _plan_nods(self, film: Film, number: int, post: Mapping[str, Any], at: datetime) -> None:
        for kind, wanted in post.get("nods", {}).items():
            for handle in self._who_nods(number, kind, wanted, post["by"]):
                later = at + timedelta(minutes=2 + 900 * chance(number, kind, handle) ** 3)
                film.add(later, partial(self._nod, number, handle, Nod(kind)), before_end=timedelta(minutes=1))

    def _plan_changes(self, film: Film, number: int, post: Mapping[str, Any], at: datetime) -> None:
        if "edit" in post:
            film.add(at + timedelta(minutes=14), partial(self._amend, number))
        if post.get("withdrawn"):
            film.add(at + timedelta(minutes=9), partial(self._withdraw, number))
        if post.get("answer"):
            film.add(at + timedelta(hours=2), partial(self._take_answer, number))

    def _plan_case(self, film: Film, number: int, post: Mapping[str, Any], at: datetime) -> None:
        for turn, flag in enumerate(post.get("flags", ()), start=1):
            later = at + timedelta(minutes=11 * turn)
            film.add(later, partial(self._flag, number, flag), before_end=timedelta(minutes=10))
        if "verdict" in post:
            film.add(at + timedelta(hours=1, minutes=40), partial(self._decide, number, post["verdict"]))
        for flag in post.get("again", ()):
            film.add(at + timedelta(hours=4), partial(self._flag, number, flag))
        if "claim" in post:
            film.add(film.ends_at - CLAIMED, partial(self._claim, number, post["claim"]))

    def _plan_keeping(self, film: Film, begins: datetime) -> None:
        ends = begins + timedelta(hours=self.script["hours"])
        if "topics" in self.script:
            film.add(begins + timedelta(minutes=1), self._note_topics)
        if "pin" in self.script:
            film.add(begins + timedelta(minutes=8), self._pin)
        if "lock" in self.script:
            film.add(ends + timedelta(hours=1), self._lock)
        for handle, position in self.script.get("read", {}).items():
            film.add(ends, partial(self._read, handle, position), before_end=timedelta(minutes=30))

    def _who_nods(self, number: int, kind: str, wanted: int, author: str) -> list[str]:
        others = [handle for handle in self.nodders if handle != author]
        return sorted(others, key=lambda handle: chance(number, kind, handle, self.script["days_ago"]))[:wanted]

    # -- what happens at the moments

    def _open(self, group_id: int, show: Catalogue, now: datetime) -> None:
        episode_id = episode_named(self.script["episode"], show, now)
        if self.script["kind"] == Kind.EPISODE:
            self.thread_id = threads.open_episode_thread(self._author(0), group_id, episode_id, now)
            return
        plan = next(one for one in plans(show) if one.kind is Kind.SEASON and one.key_id == episode_id)
        self.thread_id = make_thread(group_id, plan, now, opened=True)

    def _say(self, number: int, group_id: int, now: datetime) -> None:
        post = self.script["posts"][number]
        actor = self.cast[post["by"]]
        if number == 0 and self.script["kind"] not in FROM_CALENDAR:
            self.post_ids[0] = posts.start_thread(actor, group_id, self._thread_form(), now)
            self.thread_id = post_facts(actor, self.post_ids[0], now).thread.id
        else:
            answered = self.post_ids[self.numbers[post["re"]]] if "re" in post else None
            form = ReplyForm(body=self._text(number), reply_to=answered, cover=post.get("cover", ""))
            self.post_ids[number] = posts.reply(actor, self.thread_id, form, now)
        threads.mark_read(actor, self.thread_id, number + 1, now)

    def _thread_form(self) -> ThreadForm:
        said = {key: self.script[key] for key in ("kind", "title", "show", "scope", "link") if key in self.script}
        return ThreadForm.read({**said, "body": self._text(0)})

    def _text(self, number: int) -> str:
        """The words, with the addresses of other conversations and pages where they are named."""
        return _NAMED.sub(self._address, self.script["posts"][number]["text"])

    def _address(self, named: re.Match[str]) -> str:
        if named["post"]:
            return f"{base_url()}/p/{self.others[named['thread']].post_ids[int(named['post']) - 1]}"
        if named["thread"]:
            return f"{base_url()}/t/{self.others[named['thread']].thread_id}"
        return f"{base_url()}/{named['page']}"

    def _nod(self, number: int, handle: str, kind: Nod, now: datetime) -> None:
        posts.react(self.cast[handle], self.post_ids[number], kind, now)

    def _amend(self, number: int, now: datetime) -> None:
        form = AmendForm(body=self.script["posts"][number]["edit"], version=1)
        posts.amend_post(self._author(number), self.post_ids[number], form, now)

    def _withdraw(self, number: int, now: datetime) -> None:
        posts.withdraw_post(self._author(number), self.post_ids[number], now)

    def _take_answer(self, number: int, now: datetime) -> None:
        posts.take_answer(self._author(0), self.post_ids[number], now)

    def _read(self, handle: str, position: int, now: datetime) -> None:
        threads.mark_read(self.cast[handle], self.thread_id, position, now)

    def _note_topics(self, now: datetime) -> None:
        said = self.script["topics"]
        threads.note_topics(self.cast[said["by"]], self.thread_id, said["topics"], said["reason"], now)

    def _pin(self, now: datetime) -> None:
        said = self.script["pin"]
        threads.pin_thread(self.cast[said["by"]], self.thread_id, ReasonForm(reason=said["reason"]), now)

    def _lock(self, now: datetime) -> None:
        said = self.script["lock"]
        threads.lock_thread(self.cast[said["by"]], self.thread_id, ReasonForm(reason=said["reason"]), now)

    # -- flags

    def _flag(self, number: int, flag: Mapping[str, Any], now: datetime) -> None:
        said = {key: flag[key] for key in ("reason", "words", "spoils") if key in flag}
        self.cases[number] = moderation.raise_flag(
            self.cast[flag["by"]], self.post_ids[number], FlagForm.read(said), now
        )

    def _decide(self, number: int, verdict: Mapping[str, Any], now: datetime) -> None:
        judge, case_id = self.cast[verdict["by"]], self.cases[number]
        moderation.claim_case(judge, case_id, now)
        version = case_page(judge, case_id, directory(), now).version
        said = {key: verdict[key] for key in ("outcome", "scope", "rule", "title", "reason") if key in verdict}
        if "thread" in verdict:
            said["thread"] = self.others[verdict["thread"]].thread_id
        moderation.decide_case(judge, case_id, DecideForm.read({**said, "version": version}), now)

    def _claim(self, number: int, handle: str, now: datetime) -> None:
        moderation.claim_case(self.cast[handle], self.cases[number], now)

    def _author(self, number: int) -> Reader:
        return self.cast[self.script["posts"][number]["by"]]
