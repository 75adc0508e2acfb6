"""Every schema that the API answers with, and every text in it: whose words these are, and which door they passed.

A schema or a text that is not listed fails (`test_schemas.py`), so nobody adds a field without saying what may stand
in it. Shapes: by name of the schema, each text field with one of the codes below.
"""

from __future__ import annotations

from collections.abc import Mapping

DOOR = "door"
"""Words of a post or a report: redacted for this reader by the one path."""
TITLE = "title"
"""What this reader may know a thread or an episode by; neutral for everybody else."""
OWN = "own"
"""What the reader typed, or keys that are theirs: shown to nobody else."""
STAFF = "staff"
"""Reasons of those who keep order, and reports to them: written to be read by whom they concern."""
PUBLIC = "public"
"""Names and descriptions that stand outside: handles, groups and shows that this reader may know of, help lines."""
CODE = "code"
"""A code, an address, an id or a key: made by the house, of no person's words."""

CODES = frozenset({DOOR, TITLE, OWN, STAFF, PUBLIC, CODE})


def _texts(**fields: str) -> Mapping[str, str]:
    """Shapes: `code="a b"` says that the fields a and b are of that code."""
    return {name: code for code, names in fields.items() for name in names.split()}


SCHEMAS: Mapping[str, Mapping[str, str]] = {
    "Ban": _texts(public="handle", staff="reason"),
    "Bans": _texts(),
    "Break": _texts(),
    "Calendar": _texts(),
    "Case": _texts(code="barred codes post_state reasons suggested withheld", public="rules"),
    "CaseRow": _texts(code="barred reasons spoils topics", door="excerpt"),
    "Cases": _texts(code="next_cursor"),
    "Claim": _texts(code="state"),
    "Coming": _texts(code="code", public="show_name"),
    "CountryLines": _texts(code="code emergency", public="name"),
    "DateClaim": _texts(code="code outcome show_slug territory what", public="show_name", staff="answer source why"),
    "DateClaims": _texts(),
    "Day": _texts(),
    "DecidedRequest": _texts(staff="reason"),
    "Decision": _texts(code="outcome seal", staff="reason", public="rule"),
    "Desk": _texts(),
    "DraftCard": _texts(public="group_name", code="place url", own="text title"),
    "Drafts": _texts(code="next_cursor"),
    "Elsewhere": _texts(public="name", code="url"),
    "Episode": _texts(code="code topics", title="title"),
    "EpisodeWhole": _texts(code="url"),
    "Fault": _texts(code="code", own="excerpt"),
    "FeedAddress": _texts(own="url"),
    "FeedAddresses": _texts(),
    "Flag": _texts(code="reason spoils", door="words"),
    "Found": _texts(code="next_cursor"),
    "FoundEpisode": _texts(code="code", public="show_name", title="title"),
    "FoundGroup": _texts(public="name", code="slug"),
    "FoundShow": _texts(public="name", code="slug"),
    "Group": _texts(public="about name", code="slug"),
    "GroupEvent": _texts(public="actor person", staff="detail reason", code="what"),
    "GroupEvents": _texts(),
    "GroupSettings": _texts(public="description name questions"),
    "GroupWhole": _texts(public="about_html questions"),
    "Groups": _texts(code="next_cursor"),
    "HelpLine": _texts(
        public="audience chat_url hours name number dial sms_number sms_dial sms_keyword url whatsapp region",
        code="confidence country id kinds languages topics verified_on",
    ),
    "History": _texts(title="thread_title"),
    "Hit": _texts(public="group_name", code="group_slug", door="text", title="thread_title"),
    "Invitation": _texts(public="made_by", code="path"),
    "Invitations": _texts(),
    "Invited": _texts(public="about_html name", code="slug why_not"),
    "Ledger": _texts(public="group_name", code="group_slug next_cursor"),
    "LedgerRow": _texts(public="rule", code="seal target_kind what"),
    "LineReported": _texts(),
    "Link": _texts(code="code url"),
    "Mails": _texts(),
    "MayGroup": _texts(),
    "MayPost": _texts(),
    "MayThread": _texts(code="why_not"),
    "Me": _texts(public="handle", code="scopes"),
    "Member": _texts(public="handle"),
    "Members": _texts(code="next_cursor"),
    "MutedShow": _texts(public="name", code="slug"),
    "MutedTopic": _texts(code="topic"),
    "Neighbours": _texts(),
    "Note": _texts(public="group_name", code="outcome role url", staff="reason", title="title"),
    "StaffAct": _texts(code="detail what", staff="reason"),
    "SiteStanding": _texts(),
    "NoteChange": _texts(code="after before code topic", staff="why"),
    "NoteChanges": _texts(),
    "Notes": _texts(code="next_cursor"),
    "Notice": _texts(code="country emergency topics", public="country_name directory_name directory_url"),
    "OpenedThread": _texts(code="label", title="thread_title"),
    "Origin": _texts(code="url"),
    "Person": _texts(public="handle"),
    "Place": _texts(code="optins order rewatching through"),
    "Post": _texts(door="body_html body_text excerpt", code="aside openable seal_label", staff="reason"),
    "PostWhole": _texts(public="group_name", code="group_slug", title="thread_title"),
    "Preferences": _texts(code="country language timezone"),
    "Preview": _texts(door="behind caught_up stranger", code="behind_label cover_label"),
    "Profile": _texts(),
    "Progress": _texts(code="show_slug"),
    "PutAside": _texts(),
    "Quote": _texts(door="body"),
    "RaisedTopics": _texts(code="rule topics"),
    "Reaction": _texts(),
    "Relations": _texts(),
    "Release": _texts(code="code last_code show_slug", public="show_name", title="title"),
    "Releases": _texts(),
    "Reply": _texts(public="answer question"),
    "ReplyTo": _texts(),
    "ReportTaken": _texts(code="kind reason"),
    "Reported": _texts(code="reason"),
    "Request": _texts(),
    "Reveal": _texts(code="key label", title="thread_title"),
    "Revealed": _texts(),
    "Reveals": _texts(code="next_cursor"),
    "Revision": _texts(door="body_html"),
    "Rules": _texts(public="lines"),
    "Season": _texts(),
    "Settled": _texts(),
    "Show": _texts(public="channel name", code="kind language slug status years"),
    "ShowWhole": _texts(code="orders season_topics topics", public="works"),
    "Shows": _texts(code="next_cursor"),
    "Source": _texts(own="source"),
    "SpoilerPolicy": _texts(code="region"),
    "Standing": _texts(code="label missing reason"),
    "Stated": _texts(code="code confidence territory", public="service", staff="why"),
    "Suggestion": _texts(code="kind url", public="title"),
    "Suggestions": _texts(),
    "SupportLines": _texts(code="country emergency generated_on kinds topics", public="country_name"),
    "Tagged": _texts(code="code", public="show_name"),
    "Text": _texts(door="html"),
    "Thread": _texts(code="code group_slug kind show_slug", public="group_name show_name", title="title"),
    "ThreadEvent": _texts(staff="detail reason", code="what"),
    "ThreadEvents": _texts(public="group_name", code="group_slug", title="title"),
    "ThreadWhole": _texts(
        code="code group_slug kind link next_cursor show_slug",
        public="group_name show_name",
        staff="lock_reason",
        title="title",
    ),
    "Threads": _texts(code="next_cursor"),
    "Told": _texts(code="outcome role seal", staff="reason", public="rule"),
    "Topics": _texts(code="inherited noted topics", title="title"),
    "Undated": _texts(code="code show_slug", public="show_name"),
    "WaitingRequest": _texts(public="handle"),
    "WaitingRequests": _texts(),
    "Where": _texts(code="code group_slug thread_kind", public="group_name show_name", title="title"),
    "Work": _texts(public="name"),
    "Written": _texts(public="group_name", code="group_slug", title="thread_title"),
    "WrittenPosts": _texts(code="next_cursor"),
    "WrongNumber": _texts(code="country", staff="words"),
    "WrongNumbers": _texts(),
}

ONLY_AFTER_ACTS: Mapping[str, str] = {
    "DecidedRequest": "the reason that its writer has just typed",
    "Fault": "the place in the text that its writer has just typed",
    "LineReported": "says that a report came in",
    "Preview": "the words that their writer has just typed; asked for in `test_spoilers.UNSAFE`",
    "ReportTaken": "says that a report came in",
    "Reported": "says that a report came in; asked for in `test_spoilers.UNSAFE`",
    "Request": "says that a request waits",
    "Revealed": "posts as `Post` has them; asked for in the channels, D10",
    "Settled": "a number",
}
"""Schemas that no GET answers with, and what is in them."""
