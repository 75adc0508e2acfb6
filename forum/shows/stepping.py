"""From the one form of a reader's place to the action that is meant; pages and API share it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time, timedelta

from forum.domain.errors import Invalid
from forum.domain.people import Reader
from forum.domain.releases import zone_named
from forum.shows import actions
from forum.shows.forms import ProgressForm

LONGEST_MUTE_DAYS = 3650


def step(actor: Reader, form: ProgressForm, now: datetime) -> None:
    """Take the step that the form names.

    Raises: what the action raises.
    """
    _STEPS[form.step](actor, form, now)


def _seen(actor: Reader, form: ProgressForm, now: datetime) -> None:
    actions.mark_seen(actor, form.episode_id or 0, now)


def _unseen(actor: Reader, form: ProgressForm, now: datetime) -> None:
    actions.unmark_seen(actor, form.episode_id or 0, now)


def _through(actor: Reader, form: ProgressForm, now: datetime) -> None:
    actions.mark_through(actor, form.episode_id or 0, now, form.order)


def _finished(actor: Reader, form: ProgressForm, now: datetime) -> None:
    actions.mark_finished(actor, form.show_id or 0, now)


def _follow(actor: Reader, form: ProgressForm, now: datetime) -> None:
    actions.follow_releases(actor, form.show_id or 0, now, form.delay_days)


def _unfollow(actor: Reader, form: ProgressForm, now: datetime) -> None:
    actions.stop_following(actor, form.show_id or 0, now)


def _forget(actor: Reader, form: ProgressForm, now: datetime) -> None:
    actions.forget_place(actor, form.show_id or 0, now)


def _rewatch(actor: Reader, form: ProgressForm, now: datetime) -> None:
    actions.start_rewatch(actor, form.episode_id or 0, now, as_new=form.as_new)


def _end_rewatch(actor: Reader, form: ProgressForm, now: datetime) -> None:
    actions.stop_rewatch(actor, form.show_id or 0, now)


def _optins(actor: Reader, form: ProgressForm, now: datetime) -> None:
    actions.choose_optins(actor, form.show_id or 0, form.optins, now)


def _mute(actor: Reader, form: ProgressForm, now: datetime) -> None:
    actions.mute_show(actor, form.show_id or 0, _end_of_mute(actor, form, now), now)


def _end_of_mute(actor: Reader, form: ProgressForm, now: datetime) -> datetime:
    if form.until is None:
        return now + timedelta(days=form.days)
    latest = now + timedelta(days=LONGEST_MUTE_DAYS)
    begins = datetime.combine(form.until, time(), zone_named(actor.timezone) or UTC)
    if not now < begins <= latest:
        raise Invalid({"until": ["in-the-past" if begins <= now else "too-large"]}, form.model_dump(mode="json"))
    return begins.astimezone(UTC)


def _unmute(actor: Reader, form: ProgressForm, now: datetime) -> None:
    actions.mute_show(actor, form.show_id or 0, None, now)


def _undo(actor: Reader, form: ProgressForm, now: datetime) -> None:
    actions.undo_step(actor, form.show_id or 0, now)


_STEPS: Mapping[str, Callable[[Reader, ProgressForm, datetime], None]] = {
    "seen": _seen,
    "unseen": _unseen,
    "through": _through,
    "finished": _finished,
    "follow": _follow,
    "unfollow": _unfollow,
    "forget": _forget,
    "rewatch": _rewatch,
    "end-rewatch": _end_rewatch,
    "optins": _optins,
    "mute": _mute,
    "unmute": _unmute,
    "undo": _undo,
}
