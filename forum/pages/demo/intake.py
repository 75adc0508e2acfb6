"""What reaches the moderators beside the reports: rules, waiting posts, a notice, an appeal, saved replies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from forum.accounts import actions as accounts
from forum.accounts.forms import RelationForm
from forum.accounts.queries import reader_of
from forum.domain.errors import Waits
from forum.infra.db import db
from forum.infra.settings import current_settings
from forum.intake import actions as intake
from forum.intake.actions import noticing
from forum.intake.forms import AutomationForm, NoticeForm, SwitchForm
from forum.intake.models import PublicNotice
from forum.moderation import actions as moderation
from forum.moderation.forms import AppealForm, SavedReplyForm
from forum.moderation.records import DecisionLetter
from forum.pages.demo.cast import Cast
from forum.pages.demo.film import Film
from forum.pages.demo.talk import Talk
from forum.posts import actions as posts
from forum.posts.forms import ReplyForm

Script = Mapping[str, Any]


class Intake:
    """What comes in at one group. Shapes: `removals` = decisions by which posts were removed and still are."""

    def __init__(
        self, script: Script, cast: Cast, talks: Mapping[str, Talk], removals: Callable[[], list[int]]
    ) -> None:
        self.script, self.cast, self.talks, self.removals = script, cast, talks, removals

    def plan(self, film: Film) -> None:
        """Rules first, then what meets them."""
        for name, act in (
            ("rules", self._rule),
            ("relations", self._relate),
            ("notices", self._notice),
            ("met", self._write),
        ):
            for one in self.script[name]:
                film.add(film.ends_at - _ago(one), partial(act, one))
        for one in self.script["replies"]:
            film.add(film.ends_at - timedelta(days=6), partial(self._keep, one))
        film.add(film.ends_at - _ago(self.script["appeal"]), self._appeal)

    def _rule(self, one: Script, now: datetime) -> None:
        actor = self.cast[one["by"]]
        said = {key: one[key] for key in ("name", "words", "deed", "reason", "note")}
        rule_id = intake.write_automation(actor, self.script["group"], AutomationForm.read(said), now)
        intake.switch_automation(actor, rule_id, SwitchForm(to="on"), now)

    def _relate(self, one: Script, now: datetime) -> None:
        other_id = self.cast[one["other"]].id or 0
        accounts.relate(self.cast[one["by"]], other_id, RelationForm(kind=one["kind"]), now)

    def _write(self, one: Script, now: datetime) -> None:
        form = ReplyForm.read({"body": one["text"]})
        with suppress(Waits):  # what a rule holds back is kept, which is what is shown here
            posts.reply(self.cast[one["by"]], self.talks[one["thread"]].thread_id, form, now)

    def _notice(self, one: Script, now: datetime) -> None:
        """It is sent, and the link of the mail is followed."""
        post_id = self.talks[one["thread"]].post_ids[one["post"] - 1]
        said = {key: one[key] for key in ("name", "email", "reason", "words")}
        address = f"{current_settings().base_url}/p/{post_id}"
        noticing.send_notice(NoticeForm.read({**said, "url": address, "good_faith": True}), "en", now)
        issued = noticing.issue_notice_key(
            db.session.scalars(select(PublicNotice.id).order_by(PublicNotice.id)).all()[-1]
        )
        if issued is not None:
            noticing.confirm_notice(issued[1], now)

    def _keep(self, one: Script, now: datetime) -> None:
        said = {key: one[key] for key in ("title", "words", "rule") if key in one}
        moderation.save_reply(self.cast[one["by"]], self.script["group"], SavedReplyForm.read(said), now)

    def _appeal(self, now: datetime) -> None:
        """By the author of the removal that was decided last."""
        decision_id = self.removals()[-1]
        letter = DecisionLetter.decision_id == decision_id, DecisionLetter.role == "author"
        author_id = db.session.scalars(select(DecisionLetter.person_id).where(*letter)).one()
        moderation.appeal(reader_of(author_id, now), decision_id, AppealForm(words=self.script["appeal"]["words"]), now)


def _ago(one: Script) -> timedelta:
    return timedelta(days=one.get("days_ago", 0), minutes=one.get("minutes_ago", 0))
