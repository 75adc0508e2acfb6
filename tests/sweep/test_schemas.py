"""Every schema of the API and every announcement has its entry here: what is new fails until somebody has looked at it.

Routes have theirs in `outlets.OUTLETS`, mails in `channels/test_a_mail.SAFE_BY`; feeds are routes.
"""

from __future__ import annotations

from flask import Flask

from forum.api.document import document
from tests.sweep.test_payloads import announcements

WORDS = frozenset(
    """
    Ban CaseRow Change DateClaim DecidedRequest Decision DraftCard Episode Fault Flag FoundEpisode
    Group GroupEvent GroupSettings GroupWhole History Hit ImportFault Invited Letter MayPost Note
    OpenedThread ReportTaken
    Place Post PostWhole Preview Problem Quote Release Reply Reported Reveal Revision ShowWhole
    Source StaffAct Standing Suggestion Text Thread ThreadEvent ThreadEvents ThreadWhole Told Topics Where
    CaseNote Handed IfThenRule Near OutsideNotice Past PreviewedLetter Proposal SavedReply Tried Wait Waiting
    Written WrongNumber
    """.split()  # noqa: SIM905 - so many names read better as words
)
"""Answers with words that people wrote. Each is finished by the window (`forum/presenting`): texts by the press, titles
by their door, reasons for those whom the law names. The sweep reads each of them as all its readers."""
FACTS = frozenset(
    """
    Bans Break Calendar Case CaseOutcome Cases Claim Coming CountryLines DateClaims Day Desk Drafts
    Elsewhere Imported ImportChange ImportReport
    EpisodeWhole Extent FeedAddress FeedAddresses FlagReason Found FoundGroup FoundShow
    GroupEvents GroupRole Groups HelpLine Invitation Invitations Joining Ledger LedgerRow Letters
    LineReported Link Mails MayGroup MayThread Me Member Members MutedShow MutedTopic Neighbours Nod NoteChange
    NoteChanges Notes Notice OpensOn OutsideNotices
    Order Origin Outcome Person Preferences Profile Progress PutAside RaisedTopics Reaction Relations SanctionKind
    Releases ReplyTo Request
    Revealed Reveals Rules Season Settled Show Shows SiteRole SiteStanding SpoilerPolicy     State Stated Suggestions
    SupportLines Tagged ThreadKind Threads Undated WaitingRequest WaitingRequests What Work
    WrittenPosts WrongNumbers
    Around Because Count Deed DecisionPreview Figures FiguresDay
    IfThenRules Load OwnDecision OwnDecisions Pace PastSanction Report ReportLine
    Sanctioned SavedReplies Trial WaitingAppeal WaitingAppeals WaitingOne WaitingPosts
    """.split()  # noqa: SIM905 - so many names read better as words
)
"""Answers with names, codes, numbers and instants."""
FORMS = frozenset(
    """
    AboutForm AmendForm AnswerForm BanForm BreakForm ChoiceForm ConcernForm DateDecisionForm DateReportForm
    DecideForm DraftForm FlagForm GroupForm InvitationForm JoinForm MailChoicesForm MoveForm NoteForm
    MovePostForm OptionalReasonForm PolicyForm PreferencesForm PreviewForm ProgressForm PullForm
    ReadForm ReasonForm RelationForm RemoveForm RenameForm ReplyForm RevealForm RoleForm RulesForm SealForm
    SuspendForm UnsuspendForm
    AboutForm AmendForm AnswerAppealForm AnswerForm AppealForm BanForm BreakForm ChoiceForm ConcernForm
    DateDecisionForm DateReportForm
    DecideForm DraftForm FlagForm GroupForm InvitationForm JoinForm MailChoicesForm MoveForm
    MovePostForm OptionalReasonForm PolicyForm PreferencesForm PreviewForm ProgressForm PullForm
    ReadForm ReasonForm RelationForm RemoveForm RenameForm ReplyForm RevealForm ReverseForm RoleForm RulesForm SealForm
    ThreadForm TopicMutesForm TopicsForm WindowForm WorkForm WrongNumberForm
    AutomationForm DecideRequestForm HandOverForm NoticeAnswerForm PaceForm SavedReplyForm SwitchForm WaitingForm
    """.split()  # noqa: SIM905 - so many names read better as words
)
"""What is sent in, and in no answer but to who sent it and was refused."""
FREE = frozenset(
    """
    about about_html answer behind body body_html body_text caught_up description detail excerpt
    facts html label link lock_reason question reason seal_label source stranger text thread_title
    title words
    """.split()  # noqa: SIM905 - so many names read better as words
)
"""Names of fields that hold somebody's words."""
SAID = frozenset(
    """
    account.changed account.mail_asked automation.matched belongings.asked care.page care.webhook
    care.written case.decided case.handed case.noted cases.wait content.noted decision.answered
    decision.reversed digest.due episode.changed flag.raised group.policy line.proposed line.reported
    member.banned note.told notice.answered notice.confirmed notice.sent person.left post.* post.amended
    post.mentioned post.replied post.sealed-by-readers post.written posts.echoed release.decided request.asked
    request.decided show.followed thread.answered thread.opened thread.regated thread.slipped thread.started
    thread.tended thread.title-changed waiting.decided words.unheard
    """.split()  # noqa: SIM905 - so many names read better as words
)
"""Announcements: what jobs, mails, pushes and hooks are made of. `test_payloads` sees that they carry ids alone."""


def test_every_schema_of_the_api_has_an_entry(app: Flask) -> None:
    """Fails when a schema is added, or renamed, and nobody has said what it holds."""
    with app.test_request_context():
        schemas = document()["components"]["schemas"]
    assert set(schemas) == WORDS | FACTS | FORMS
    assert not WORDS & FACTS
    fields = {name: set(schema.get("properties", {})) for name, schema in schemas.items()}
    assert {name for name in FACTS if fields[name] & FREE} == set(), (
        "it holds words: look at it, and list it under WORDS"
    )
    assert {name for name in WORDS if not fields[name] & FREE} == set(), "it holds no words any more"


def test_every_announcement_has_an_entry() -> None:
    """Fails when something new is announced, or nothing of a listed name is any more."""
    assert {name for name in announcements() if name} == SAID
