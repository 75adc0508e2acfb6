"""A forum with a canary behind every kind of gate, and the readers who must and must not see each.

Everything is written an hour after the fourth episode came out; tests move the clock from there.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select, update

from forum.accounts.feed_keys import Purpose
from forum.accounts.models import SignIn
from forum.domain.errors import Waits
from forum.domain.people import GroupRole, Reader
from forum.groups.actions import set_policy
from forum.groups.forms import PolicyForm
from forum.infra import clock as clocks
from forum.infra.clock import SetClock
from forum.infra.db import db, transaction
from forum.infra.directory import directory
from forum.intake import actions as automations
from forum.intake.forms import AutomationForm, SwitchForm
from forum.moderation import actions as moderation
from forum.moderation.forms import DecideForm, FlagForm
from forum.moderation.models import Case
from forum.notifications.actions import tell
from forum.notifications.models import About
from forum.posts import actions
from forum.posts.models import Post, Revision
from forum.search.actions import index_posts, index_thread
from forum.shows import actions as shows
from forum.threads import actions as threads
from forum.threads.forms import RenameForm
from forum.threads.models import Thread
from tests.factories import accounts, groups, posts
from tests.factories import shows as made

STARTS = datetime(2026, 10, 31, 20, tzinfo=UTC)
FOURTH = STARTS + timedelta(days=21)
WRITTEN = FOURTH + timedelta(hours=1)
PUT_BACK_TO = WRITTEN + timedelta(days=60)
SPECIAL = 99
"""Number of the special at its source."""
NOWHERE = 999_999
"""Id of no episode and of no show."""

CLOCKS: Mapping[str, datetime] = {
    "before": FOURTH - timedelta(seconds=1),
    "at": FOURTH,
    "after": WRITTEN + timedelta(days=1),
    "put back": WRITTEN + timedelta(days=2),
}

MARKS: Mapping[str, str] = {
    "episode": "harbour-lights S01E04",
    "range": "harbour-lights S01E02-E04",
    "season": "harbour-lights S01",
    "series": "harbour-lights series",
    "only": "harbour-lights only:S01E04",
    "leak": "harbour-lights leak S01E04",
    "crossover": "harbour-lights S01E04 + late-show S01E01",
    "special": "harbour-lights special:The Fog",
    "only special": "harbour-lights only:special:The Fog",
    "book": "harbour-lights book:The Lamp",
    "chapter": "harbour-lights book:The Lamp through chapter 12",
    "promo": "harbour-lights promo",
}
BY_CHOICE = frozenset({"book", "chapter", "promo"})
"""Tied to no date: open to those who asked for it, at every clock."""
BY_CLICK = frozenset({"unlisted"})
"""About an episode that is listed no more: for those who ask for it, at every clock; the control reader did."""
OWN = frozenset({"unknown show"})
"""About a show that is not there: for its author alone."""
IN_A_THREAD = frozenset({"thread", "thread reply", "other show"})
"""In the episode's own thread: nobody at all while its door is closed."""
GONE = frozenset({"removed", "withdrawn"})
"""For nobody, ever."""
ABOUT_CASES = frozenset({"flag words"})
"""Only for moderators who have watched."""
WAITS = frozenset({"waiting"})
"""Waits for a moderator: for its author, and for moderators who have watched."""
TITLES = frozenset({"title", "old title"})
KINDS = (
    *MARKS,
    *sorted(IN_A_THREAD),
    *sorted(GONE),
    *sorted(ABOUT_CASES),
    *sorted(WAITS),
    *sorted(TITLES),
    *sorted(BY_CLICK),
    *sorted(OWN),
    "cover",
    "inherited",
    "seal",
    "echo",
    "echo of an echo",
    "echo of a quote",
    "history",
    "quote",
    "mention",
    "decided",
)


def canary(kind: str) -> str:
    """A word that is nowhere else, and no part of another one."""
    return "CANARY" + "".join(part.capitalize() for part in kind.split()) + "END"


@dataclass(frozen=True)
class Cage:
    """Shapes: `readers` by role; `cookies` and `tokens` of those who are signed in; ids of all that a URL can name;
    `feeds` = paths of the control reader's own feeds.
    """

    app: Flask
    readers: Mapping[str, Reader]
    cookies: Mapping[str, str]
    tokens: Mapping[str, str]
    group_id: int
    show_id: int
    episodes: tuple[int, ...]
    special: int
    threads: tuple[int, ...]
    posts: Mapping[str, int]
    cases: tuple[int, ...]
    decisions: tuple[int, ...]
    feeds: tuple[str, ...]


def may_see(kind: str, role: str, at: str) -> bool:
    """The whole grid: what one role may see of one kind at one clock."""
    if kind in GONE:
        return False
    if kind in OWN | BY_CLICK:
        return role == "author" or (role == "caught up" and kind in BY_CLICK)
    if kind in WAITS and role == "author":
        return True
    if kind in ABOUT_CASES | WAITS:
        return role == "caught up" and at in ("at", "after")
    if role == "caught up":
        return kind in BY_CHOICE or at in ("at", "after")
    if role == "author":
        return kind not in IN_A_THREAD or at in ("at", "after")
    return False


ROLES = ("stranger", "behind", "caught up", "author", "moderator", "site moderator")
CONTROL = "caught up"
"""Moderates the group as well, so that the pages of moderators are under control too."""


def furnish(app: Flask, clock: SetClock) -> Cage:
    """Fill an empty forum. The clock stands at `WRITTEN` afterwards."""
    clock.set(WRITTEN)
    readers = {
        "stranger": Reader.stranger(),
        "behind": accounts.person("ben"),
        "caught up": accounts.person("cora"),
        "author": accounts.person("ann"),
        "moderator": accounts.person("mona"),
        "site moderator": accounts.moderator("sam"),
    }
    owner = accounts.person("olga")
    group_id = groups.group(owner, "binge-club", rules=["Be kind."])
    set_policy(owner, group_id, PolicyForm(leaks=True), clocks.now())
    for role, rank in (
        ("behind", GroupRole.MEMBER),
        ("author", GroupRole.MEMBER),
        ("caught up", GroupRole.MODERATOR),
        ("moderator", GroupRole.MODERATOR),
    ):
        groups.member(group_id, readers[role], rank)
    rows = made.made_up_rows((6,), STARTS, timedelta(days=7))
    fog = made.episode_row(SPECIAL, 1, None, FOURTH, "The Fog")
    show = made.imported(made.show_file("Harbour Lights", 9_500_001, [*rows, fog]))
    other = made.made_up_show("Late Show", source_id=9_600_001, seasons=(1,))
    episodes = tuple(one.id for one in show.regular)
    (special,) = (one.id for one in show.episodes if one.is_special)
    _seen(readers, show.show_id, other.show_id, (*episodes, special), other.regular[0].id)
    written = _Writer(readers, group_id)
    written.marks()
    written.episode_thread(show.show_id, episodes[3])
    written.titles()
    written.whole()
    written.lost()
    written.tended()
    written.waiting()
    written.cases()
    _open_long_ago()
    index_posts(list(written.posts.values()))
    for thread_id in written.threads:
        index_thread(thread_id)
    cookies, tokens = {}, {}
    for role, reader in readers.items():
        if not reader.is_stranger:
            cookie = accounts.signed_in(app, reader).get_cookie("session")
            assert cookie is not None
            cookies[role], tokens[role] = cookie.value, accounts.token(reader, "read", "write", "moderate")
    return Cage(
        app,
        readers,
        cookies,
        tokens,
        group_id,
        show.show_id,
        episodes,
        special,
        tuple(written.threads),
        written.posts,
        tuple(written.case_ids),
        tuple(written.decision_ids),
        _own_feeds(readers[CONTROL]),
    )


def _own_feeds(reader: Reader) -> tuple[str, ...]:
    """Both addresses of somebody who may read everything: their feeds are a stranger's all the same."""
    for purpose in Purpose:
        accounts.actions.make_feed_key(reader, purpose, clocks.now())
    return tuple(card.path for card in accounts.queries.feed_keys_of(reader))


def _open_long_ago() -> None:
    """Members' threads are there at every clock; only the episode's own one opens with it."""
    with transaction():
        members = update(Thread).where(Thread.kind != "episode")
        db.session.execute(members.values(opened_at=STARTS, opens_at=STARTS, created_at=STARTS))


def _seen(readers: Mapping[str, Reader], show_id: int, other_id: int, episodes: tuple[int, ...], other: int) -> None:
    shows.mark_through(readers["behind"], episodes[0], clocks.now())
    shows.mark_through(readers["caught up"], episodes[3], clocks.now())
    shows.mark_seen(readers["caught up"], episodes[-1], clocks.now())
    shows.mark_through(readers["caught up"], other, clocks.now())
    shows.choose_optins(readers["caught up"], show_id, ["promo", "book"], clocks.now())
    assert other_id


class _Writer:
    """Writes every canary once, as its author."""

    def __init__(self, readers: Mapping[str, Reader], group_id: int) -> None:
        self.readers, self.group_id = readers, group_id
        self.author, self.caught_up = readers["author"], readers["caught up"]
        self.talk = posts.started(self.author, group_id, "All sorts", "Hello.", kind="question")
        self.threads = [self.talk]
        self.posts: dict[str, int] = {}
        self.case_ids: list[int] = []
        self.decision_ids: list[int] = []

    def marks(self) -> None:
        """Each kind of mark; a quote of one, by its author; one that names somebody who is behind."""
        for kind, scope in MARKS.items():
            self.posts[kind] = posts.post(self.author, self.talk, f"Look: [spoiler {scope}]{canary(kind)}[/spoiler]")
        said = actions_quote(self.author, self.posts["episode"])
        self.posts["quote"] = posts.post(
            self.author,
            self.talk,
            said + f"[spoiler {MARKS['episode']}]{canary('quote')}[/spoiler]",
            reply_to=self.posts["episode"],
        )
        self.posts["mention"] = posts.post(
            self.author, self.talk, f"@ben @cora [spoiler {MARKS['episode']}]{canary('mention')}[/spoiler]"
        )
        first = f"[spoiler {MARKS['episode']}]{canary('history')}[/spoiler]"
        self.posts["history"] = posts.post(self.author, self.talk, first)
        posts.amended(self.author, self.posts["history"], "I said nothing.")

    def episode_thread(self, show_id: int, episode_id: int) -> None:
        """In the episode's own thread nothing needs a mark."""
        thread_id = groups.thread(
            self.group_id,
            title="",
            about=groups.gate(show_id, episode_id),
            kind="episode",
            episode_id=episode_id,
            season=1,
            opens_at=FOURTH,
            opened_at=FOURTH,
        )
        self.threads.append(thread_id)
        self.posts["thread"] = posts.post(self.author, thread_id, f"{canary('thread')} happened.")
        self.posts["thread reply"] = posts.post(
            self.author,
            thread_id,
            f"- **{canary('thread reply')}**\n\n> {canary('thread reply')}",
            reply_to=self.posts["thread"],
        )
        marked = f"[spoiler other:late-show S01E01]{canary('other show')}[/spoiler]"
        self.posts["other show"] = posts.post(self.author, thread_id, marked)

    def titles(self) -> None:
        """A member's title, and what it was before."""
        about = {"show": "harbour-lights", "scope": "S01E04", "kind": "theory"}
        thread_id = posts.started(
            self.author, self.group_id, canary("old title"), f"{canary('title')}, you see.", **about
        )
        self.threads.append(thread_id)
        form = RenameForm(title=canary("title"), reason="Clearer so.")
        threads.rename_thread(self.author, thread_id, form, clocks.now())
        self.posts["title"] = posts.post(self.author, thread_id, "More of it.")

    def whole(self) -> None:
        """All of a post behind a cover, by choice and because of what it answers."""
        self.posts["cover"] = posts.post(self.author, self.talk, f"{canary('cover')}!", cover=MARKS["episode"])
        self.posts["inherited"] = posts.post(
            self.author, self.talk, f"{canary('inherited')}!", reply_to=self.posts["cover"]
        )

    def lost(self) -> None:
        """What was about an episode, or a show, that is not listed any more."""
        for kind, name in (("unlisted", "ceiling"), ("unknown show", "show")):
            marked = f"[spoiler {MARKS['only']}]{canary(kind)}[/spoiler]"
            self.posts[kind] = posts.post(self.author, self.talk, marked)
            with transaction():
                for row in (
                    db.session.get_one(Post, self.posts[kind]),
                    db.session.scalars(select(Revision).where(Revision.post_id == self.posts[kind])).one(),
                ):
                    row.document = _about_nothing(row.document, name)
        found = veils_of_post(self.caught_up, self.posts["unlisted"])
        actions.reveal(self.caught_up, found, clocks.now())

    def tended(self) -> None:
        """Sealed, with what answered and quoted it before; removed, withdrawn."""
        for kind in ("seal", "removed", "withdrawn"):
            self.posts[kind] = posts.post(self.author, self.talk, f"{canary(kind)}!")
        self._echoes()
        gate = actions.read_seal(self.caught_up, self.posts["seal"], MARKS["episode"], clocks.now())
        actions.seal_post(self.caught_up, self.posts["seal"], gate, "Gives it away.", clocks.now())
        actions.remove_post(self.caught_up, self.posts["removed"], "1", "Unkind.", clocks.now())
        actions.withdraw_post(self.author, self.posts["withdrawn"], clocks.now())

    def _echoes(self) -> None:
        """Nothing of it is marked: the seal comes later."""
        said = actions_quote(self.author, self.posts["seal"])
        for kind, answered, body in (
            ("echo", "seal", ""),
            ("echo of an echo", "echo", ""),
            ("echo of a quote", "episode", said),
        ):
            number = self.posts[answered]
            words = {"reply_to": number, "cover": "thread"} if kind == "echo of a quote" else {"reply_to": number}
            self.posts[kind] = posts.post(self.author, self.talk, f"{body}{canary(kind)}!", **words)

    def waiting(self) -> None:
        """What a rule keeps for a moderator."""
        form = AutomationForm.read({"name": "Looked at first", "deed": "hold", "words": "wait here"})
        now = clocks.now()
        rule = automations.write_automation(self.caught_up, "binge-club", form, now)
        automations.switch_automation(self.caught_up, rule, SwitchForm.read({"to": "on"}), now)
        words = f"[spoiler {MARKS['episode']}]wait here {canary('waiting')}[/spoiler]"
        with contextlib.suppress(Waits):
            posts.post(self.author, self.talk, words)

    def cases(self) -> None:
        """Reported: one that waits, with words that spoil as well, and one that was decided."""
        marked = f"[spoiler {MARKS['episode']}]{canary('decided')}[/spoiler]"
        self.posts["decided"] = posts.post(self.author, self.talk, marked)
        for kind, words in (("episode", canary("flag words")), ("decided", "Rude.")):
            form = FlagForm.read({"reason": "spoiler", "spoils": MARKS["episode"], "words": words})
            reporter = self.readers["behind"] if kind == "decided" else self.readers["caught up"]
            self.case_ids.append(moderation.raise_flag(reporter, self.posts[kind], form, clocks.now()))
        version = db.session.scalars(select(Case.version).where(Case.id == self.case_ids[1])).one()
        ruling = DecideForm.read({"version": version, "outcome": "dismiss", "reason": "It is marked."})
        self.decision_ids.append(moderation.decide_case(self.caught_up, self.case_ids[1], ruling, clocks.now()))
        for role in ("behind", "caught up", "moderator"):
            person_id = self.readers[role].id or 0
            tell([person_id], About.MENTION, self.posts["mention"], clocks.now())
            tell([person_id], About.REPLY, self.posts["quote"], clocks.now())
            tell([person_id], About.REPLY, self.posts["thread reply"], clocks.now())
            tell([person_id], About.DECISION, self.decision_ids[0], clocks.now())
            tell([person_id], About.THREAD, self.threads[1], clocks.now())


def _about_nothing(stored: Any, name: str) -> Any:
    """A stored document whose gates name what is not there."""
    if isinstance(stored, list):
        return [_about_nothing(one, name) for one in stored]
    if not isinstance(stored, dict):
        return stored
    return {key: NOWHERE if key == name else _about_nothing(value, name) for key, value in stored.items()}


def veils_of_post(reader: Reader, post_id: int) -> tuple[str, ...]:
    """Keys of what this reader may open by a click."""
    from forum.posts import queries

    return queries.post_page(reader, post_id, directory(), clocks.now()).post.openable


def actions_quote(reader: Reader, post_id: int) -> str:
    """What the composer offers for a quote."""
    from forum.posts import queries

    return queries.quote(reader, post_id, clocks.now())


def stay_signed_in(now: datetime) -> None:
    """Everybody was seen a moment ago: moderators are signed out after half a day, and would see nothing at all."""
    with transaction():
        db.session.execute(update(SignIn).values(last_seen_at=now))


def put_back(cage: Cage, to: datetime = PUT_BACK_TO) -> None:
    """The dates of the fourth episode and of the special are moved far away."""
    for episode_id in (cage.episodes[3], cage.special):
        groups.put_date(episode_id, to)
