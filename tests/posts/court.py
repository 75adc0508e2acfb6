"""What moderators do with canaries, and what they write about them: it tells what the words told.

The owner writes, who has seen nothing at all: what somebody wrote they may read again, so the control reader writes
none of it.
"""

from __future__ import annotations

from sqlalchemy import select

from forum.domain.people import Reader
from forum.infra import clock as clocks
from forum.infra.db import db
from forum.moderation import actions
from forum.moderation.forms import AppealForm, DecideForm, FlagForm, HandOverForm, NoteForm
from forum.moderation.models import Case, Flag
from forum.posts import actions as post_actions
from forum.threads import actions as threads
from forum.threads.forms import OptionalReasonForm
from tests.factories import accounts, groups, posts
from tests.posts.canaries import MARKS, canary
from tests.posts.writing import Writer

REPORTED = ("cover", "inherited", "echo", "echo of an echo", "echo of a quote", "seal", "history", "thread")
"""Not for a spoiler: nobody says what these give away, so the case must know by itself."""


class Court:
    """Cases about what a writer wrote. Their ids are added to the writer's."""

    def __init__(self, written: Writer, owner: Reader) -> None:
        self.written, self.owner = written, owner
        self.reporter = groups.member(written.group_id, accounts.person("fay"))

    def reported(self) -> None:
        """Posts, for being rude."""
        for kind in REPORTED:
            self._flag("post", self.written.posts[kind])

    def worked_on(self) -> None:
        """A note among moderators, and a word for a colleague, at a case that waits."""
        case_id, now = self._case("noted"), clocks.now()
        actions.note_case(self.owner, case_id, NoteForm(words=f"@mona: {canary('note words')}?"), now)
        handed = HandOverForm(to="mona", words=canary("handed words"))
        actions.hand_over(self.owner, case_id, handed, now)
        ruling = {**self._ruling(case_id, canary("proposal")), "outcome": "remove", "rule": 1}
        proposed = DecideForm.read({**ruling, "sanction": "ban", "hours": 0})
        actions.propose_decision(self.owner, self._case("grave"), proposed, now)

    def decided(self) -> None:
        """A decision with a reason and a note, and an appeal against it."""
        case_id, now = self._case("ruled"), clocks.now()
        ruling = {**self._ruling(case_id, canary("ruling")), "outcome": "advise", "note": canary("ruling note")}
        decision_id = actions.decide_case(self.owner, case_id, DecideForm.read(ruling), now)
        self.written.decision_ids.append(decision_id)
        appeal_id = actions.appeal(self.written.author, decision_id, AppealForm(words=canary("appeal")), now)
        self._message("appeal", appeal_id)

    def reported_again(self) -> None:
        """The words of a report."""
        self._message("report", db.session.scalars(select(Flag.id).where(Flag.words == canary("flag words"))).one())

    def _message(self, kind: str, number: int) -> None:
        form = FlagForm.read({"reason": "harassment", "words": canary("flag words")})
        self.written.message_ids.append(actions.raise_flag_on(self.owner, kind, number, form, clocks.now()))

    def removed(self) -> None:
        """A post that was taken away, and why."""
        body = f"[spoiler {MARKS['episode']}]Bad words.[/spoiler]"
        self.written.posts["taken"] = posts.post(self.written.author, self.written.talk, body)
        post_actions.remove_post(self.owner, self.written.posts["taken"], "1", canary("removal"), clocks.now())

    def title(self) -> None:
        """The title of a thread that hides nothing else: reported, and then taken from all eyes."""
        thread_id = posts.started(self.written.author, self.written.group_id, canary("covered title"), "Well.")
        self.written.threads.append(thread_id)
        self._flag("thread", thread_id)
        threads.neutralise_title(self.owner, thread_id, OptionalReasonForm(reason="It tells."), clocks.now())

    def _case(self, name: str) -> int:
        """A case of its own, about words behind a mark."""
        body = f"[spoiler {MARKS['episode']}]That is {name}.[/spoiler]"
        self.written.posts[name] = posts.post(self.written.author, self.written.talk, body)
        return self._flag("post", self.written.posts[name])

    def _flag(self, kind: str, number: int) -> int:
        form = FlagForm.read({"reason": "harassment"})
        case_id = actions.raise_flag_on(self.reporter, kind, number, form, clocks.now())
        self.written.case_ids.append(case_id)
        return case_id

    def _ruling(self, case_id: int, reason: str) -> dict[str, object]:
        version = db.session.scalars(select(Case.version).where(Case.id == case_id)).one()
        return {"version": version, "reason": reason}
