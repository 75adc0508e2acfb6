"""Where a person leaves traces that go when they go. A test sees that no other place is forgotten."""

from __future__ import annotations

from typing import Any

from forum.accounts.models import AccountEvent, ApiToken, FeedKey, MailKey, Passkey, Relation, SignIn
from forum.belongings.models import Takeout
from forum.care.models import CareCase, CareChoice, CareMember, CareMessage, Concern
from forum.groups.models import JoinRequest, Membership, RuleAcceptance
from forum.intake.models import AutomationMatch, TextPrint, WaitingPost
from forum.moderation.desk_models import CaseNote, CasePass, CoverOpening, HandOver
from forum.moderation.models import Reading
from forum.moderation.records import FlagRecord
from forum.notifications.models import Digest, MailChoice, Notification
from forum.posts.models import Draft, Mention, Reaction, Reveal, Submission
from forum.releases.models import ReleaseClaim
from forum.shows.models import ProgressMark, ShowSteward
from forum.threads.models import ReadMark, TopicMute

GONE: tuple[Any, ...] = (
    Passkey.user_id,
    SignIn.person_id,
    ApiToken.person_id,
    FeedKey.person_id,
    MailKey.person_id,
    AccountEvent.person_id,
    Relation.person_id,
    Relation.other_id,
    ProgressMark.person_id,
    ShowSteward.person_id,
    ReleaseClaim.made_by_id,
    Membership.person_id,
    JoinRequest.person_id,
    RuleAcceptance.person_id,
    ReadMark.person_id,
    TopicMute.person_id,
    Draft.person_id,
    Reaction.person_id,
    Reveal.person_id,
    Submission.person_id,
    Mention.person_id,
    Reading.person_id,
    CaseNote.person_id,
    HandOver.from_id,
    HandOver.to_id,
    CasePass.person_id,
    CoverOpening.person_id,
    FlagRecord.person_id,
    Notification.person_id,
    MailChoice.person_id,
    Digest.person_id,
    Takeout.person_id,
    TextPrint.author_id,
    AutomationMatch.author_id,
    WaitingPost.author_id,
    CareCase.person_id,
    CareMessage.person_id,
    Concern.person_id,
    Concern.about_id,
    CareMember.person_id,
    CareChoice.person_id,
)
"""Rows that are deleted."""
