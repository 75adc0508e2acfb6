"""Whoever writes every canary once, as its author, and what moderators do with them."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from forum.domain.errors import Waits
from forum.domain.people import Reader
from forum.infra import clock as clocks
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
from forum.threads import actions as threads
from forum.threads.forms import RenameForm
from tests.factories import groups, posts
from tests.posts.canaries import (
    FOURTH,
    MARKS,
    NOWHERE,
    canary,
)


class Writer:
    """Writes every canary once, as its author."""

    def __init__(self, readers: Mapping[str, Reader], group_id: int) -> None:
        self.readers, self.group_id = readers, group_id
        self.author, self.caught_up = readers["author"], readers["caught up"]
        self.talk = posts.started(self.author, group_id, "All sorts", "Hello.", kind="question")
        self.threads = [self.talk]
        self.posts: dict[str, int] = {}
        self.case_ids: list[int] = []
        self.decision_ids: list[int] = []
        self.message_ids: list[int] = []

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
            tell([person_id], About.REPLY, self.posts["title"], clocks.now())
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
