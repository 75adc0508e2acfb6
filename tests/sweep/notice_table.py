"""Which routes show words of a thread, which only name it, and which show nothing of any: for the sweep of notices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from forum.accounts.feed_keys import Purpose
from forum.domain.people import Reader
from forum.infra import clock
from forum.threads import actions as thread_actions
from tests.factories import accounts


@dataclass(frozen=True)
class World:
    """A thread of the finale of the first season, with a post that was edited, reported and decided upon."""

    thread_id: int
    post_id: int
    other_id: int
    case_id: int
    decision_id: int
    group: str
    people: dict[str, Reader]
    titled_id: int


Address = Callable[[World], str]


@dataclass(frozen=True)
class Shows:
    """An outlet with words of the thread. Shapes: `who` = stranger, member, author, flagger, moderator."""

    url: Address
    who: tuple[str, ...] = ("stranger", "member")


@dataclass(frozen=True)
class Marks:
    """A list that names the thread and says that it is sensitive."""

    url: Address
    who: tuple[str, ...] = ("member",)


def entered(world: World, address: str) -> str:
    """A page of what somebody opened, once they have entered the thread."""
    thread_actions.enter_thread(world.people["member"], world.thread_id, clock.now())
    return address


def own_feed(reader: Reader) -> str:
    """The address of somebody's own feed."""
    accounts.actions.make_feed_key(reader, Purpose.THREADS, clock.now())
    return next(card.path for card in accounts.queries.feed_keys_of(reader) if card.purpose == Purpose.THREADS)


ACCOUNT = "about one's own account"
LINES = "about the lines themselves"
CATALOGUE = "about shows, before any thread"
GROUP = "about a group and its people"
MACHINE = "for machines, not about threads"
CARE = "the care team alone, with lines of its own"
OWN = "one's own words in one's own form"

SHOWS: dict[str, Shows] = {
    "posts.thread": Shows(lambda w: f"/t/{w.thread_id}"),
    "posts.permalink": Shows(lambda w: f"/p/{w.post_id}"),
    "posts.history": Shows(lambda w: f"/p/{w.post_id}/history"),
    "posts.edit": Shows(lambda w: f"/p/{w.post_id}/edit", ("author",)),
    "posts.written": Shows(lambda _: "/u/the-author/posts"),
    "search.search": Shows(lambda _: "/search?q=very+hard", ("member",)),
    "api.find": Shows(lambda _: "/api/v1/search?q=very+hard", ("member",)),
    "posts.revealed": Shows(lambda w: entered(w, "/revealed"), ("member",)),
    "threads.events": Shows(lambda w: f"/t/{w.thread_id}/events"),
    "threads.moderate": Shows(lambda w: f"/t/{w.thread_id}/moderate", ("moderator",)),
    "posts.quote": Shows(lambda w: f"/p/{w.post_id}/quote", ("member",)),
    "posts.ask": Shows(lambda w: f"/p/{w.post_id}/remove", ("moderator",)),
    "moderation.flag": Shows(lambda w: f"/p/{w.post_id}/flag", ("member",)),
    "moderation.flag_title": Shows(lambda w: f"/t/{w.titled_id}/flag", ("member",)),
    "moderation.thanks": Shows(lambda w: f"/p/{w.post_id}/flag/thanks", ("member",)),
    "intake.queue": Shows(lambda _: "/g/binge-club/waiting", ("moderator",)),
    "intake.waits": Shows(lambda _: "/waiting/1", ("author", "moderator")),
    "intake.mine": Shows(lambda _: "/waiting", ("author",)),
    "intake.tried": Shows(lambda _: "/automations/1", ("moderator",)),
    "moderation.queue": Shows(lambda _: "/mod", ("moderator",)),
    "moderation.case": Shows(lambda w: f"/mod/cases/{w.case_id}", ("moderator",)),
    "moderation.decision": Shows(lambda w: f"/decisions/{w.decision_id}", ("author", "flagger", "moderator")),
    "care.topics": Shows(lambda w: f"/t/{w.thread_id}/topics", ("moderator",)),
    "feeds.group": Shows(lambda w: f"/g/{w.group}/feed.atom", ("stranger",)),
    "feeds.thread": Shows(lambda w: f"/t/{w.thread_id}/feed.atom", ("stranger",)),
    "feeds.personal": Shows(lambda w: own_feed(w.people["member"]), ("stranger",)),
    "api.get_thread": Shows(lambda w: f"/api/v1/threads/{w.thread_id}"),
    "api.get_post": Shows(lambda w: f"/api/v1/posts/{w.post_id}"),
    "api.get_topics": Shows(lambda w: f"/api/v1/threads/{w.thread_id}/topics", ("moderator",)),
    "api.list_posts_of": Shows(lambda _: "/api/v1/people/the-author/posts"),
    "api.list_thread_events": Shows(lambda w: f"/api/v1/threads/{w.thread_id}/events"),
    "api.list_reveals": Shows(lambda w: entered(w, "/api/v1/me/reveals"), ("member",)),
    "api.get_history": Shows(lambda w: f"/api/v1/posts/{w.post_id}/history"),
    "api.list_cases": Shows(lambda _: "/api/v1/cases", ("moderator",)),
    "api.get_case": Shows(lambda w: f"/api/v1/cases/{w.case_id}", ("moderator",)),
    "api.get_around": Shows(lambda w: f"/api/v1/cases/{w.case_id}/around", ("moderator",)),
    "api.list_waiting": Shows(lambda _: "/api/v1/groups/binge-club/waiting", ("moderator",)),
    "api.get_waiting": Shows(lambda _: "/api/v1/waiting/1", ("author", "moderator")),
    "api.list_own_waiting": Shows(lambda _: "/api/v1/me/waiting", ("author",)),
    "api.try_automation": Shows(lambda _: "/api/v1/automations/1/trial", ("moderator",)),
    "api.get_decision": Shows(lambda w: f"/api/v1/decisions/{w.decision_id}", ("author", "flagger")),
}

MARKS: dict[str, Marks] = {
    "pages.home": Marks(lambda _: "/"),
    "threads.group": Marks(lambda w: f"/g/{w.group}", ("stranger", "member")),
    "posts.drafts": Marks(lambda _: "/drafts", ("member",)),
    "api.list_drafts": Marks(lambda _: "/api/v1/drafts", ("member",)),
    "notifications.notes": Marks(lambda _: "/notifications", ("author",)),
    "api.list_threads": Marks(lambda w: f"/api/v1/groups/{w.group}/threads", ("stranger", "member")),
}

SILENT: dict[str, str] = {
    "static": MACHINE, "accounts.static": MACHINE, "pages.healthz": MACHINE, "pages.figures": MACHINE,
    "pages.readyz": MACHINE,
    "pages.robots": MACHINE, "pages.about": "about the forum", "posts.new_thread": OWN,
    "api.get_source": OWN, "posts.standing": "a token without a word", "moderation.ledger": "no word of any thread",
    "moderation.group_figures": "counts alone", "moderation.site_figures": "counts alone",
    "moderation.report": "counts alone", "moderation.report_json": "counts alone",
    "moderation.report_csv": "counts alone",
    "moderation.own": "codes of decisions, about no thread", "moderation.appeals": "numbers of appeals alone",
    "moderation.redactions": "numbers of lines of the ledger, about no thread",
    "moderation.line": "codes of a line of the ledger, about no thread",
    "moderation.explained": "how the queue is sorted",
    "moderation.replies": "words that moderators keep, about no thread",
    "moderation.since": "codes and names of moderators alone", "posts.first_new": "leads to a page of the thread",
    "api.get_proposal": "codes and a reason",
    "api.list_notices": "what people outside wrote, no word of any thread",
    "api.get_notice": "what people outside wrote, no word of any thread",
    "api.list_appeals": "numbers of appeals alone", "api.list_own_decisions": "codes of decisions, about no thread",
    "api.list_saved_replies": "words that moderators keep, about no thread",
    "api.get_group_figures": "counts alone", "api.get_site_figures": "counts alone", "api.get_report": "counts alone",
    "api.list_automations": "rules and their own words", "api.get_automation": "a rule and its own words",
    "api.get_pace": "numbers alone",
    "api.get_ledger": "no word of any thread",
    "api.get_quote": "a text to be put into the composer, which stands under the notice",
    "search.suggest": "names alone",
    "api.list_suggestions": "names alone",
    "belongings.data": ACCOUNT,
    "belongings.fetch": ACCOUNT,
    "api.list_notifications": "names and addresses of what each one leads to",
    "care.queue": CARE, "care.case": CARE, "care.team": CARE, "care.letters": "carries lines of its own",
    "api.list_letters": "carries lines of its own",
    "care.pause": "about oneself, with a link to help", "care.notes": CATALOGUE, "api.list_content_notes": CATALOGUE,
    "api.get_standing": ACCOUNT,
     "api.get_break": ACCOUNT,
    "care.worried": "carries lines of its own", "care.concern": "carries lines of its own",
    "care.clocks": "counts and times, about no thread",
    "care.support": "is what the notice leads to", "care.support_in": "is what the notice leads to",
    "care.lines": LINES, "care.line": LINES, "care.new_line": LINES, "care.edit_line": LINES,
    "care.export_lines": LINES, "care.wrong_number": LINES, "care.reports": LINES,
    "api.list_support_lines": "is what the notice leads to", "accounts.profile": "who somebody is",
    "moderation.flag_profile": "who somebody is",
    "moderation.flag_message": "a form for moderators, no word of any thread",
    "groups.index": GROUP, "groups.new": GROUP, "groups.joining": GROUP, "groups.members": GROUP,
    "groups.requests": GROUP, "groups.rules": GROUP, "groups.settings": GROUP, "groups.invitations": GROUP,
    "groups.invited": GROUP, "api.list_groups": GROUP, "api.get_group": GROUP, "api.list_members": GROUP,
    "api.get_member": GROUP, "api.list_requests": GROUP, "api.list_bans": GROUP, "api.get_group_settings": GROUP,
    "api.list_group_events": GROUP, "api.list_invitations": GROUP, "api.get_invitation": GROUP,
    "api.get_person": "who somebody is", "api.list_line_reports": "about the lines themselves",
    "api.get_releases": CATALOGUE, "api.get_desk": CATALOGUE, "api.list_release_reports": CATALOGUE,
    "releases.show": CATALOGUE, "releases.desk": CATALOGUE, "releases.mine": CATALOGUE, "releases.report": CATALOGUE,
    "threads.policy": GROUP, "intake.automations": GROUP, "intake.new": GROUP, "intake.edit": GROUP,
    "intake.match": "a rule and its own words",
    "intake.notice": "a form for anybody", "intake.notice_sent": "a form for anybody",
    "intake.notice_key": "a form for anybody", "intake.notice_answer": "what became of a notice, no word of any thread",
    "intake.notices": "what people outside wrote, no word of any thread", "api.get_policy": GROUP,
    "shows.index": CATALOGUE, "shows.show": CATALOGUE, "shows.episode": CATALOGUE, "shows.calendar": CATALOGUE,
    "shows.import_form": CATALOGUE, "api.list_shows": CATALOGUE, "api.get_show": CATALOGUE,
    "api.get_episode": CATALOGUE, "api.get_calendar": CATALOGUE, "api.get_progress": CATALOGUE,
    "feeds.sitemaps": MACHINE, "feeds.sitemap": MACHINE,
    "feeds.oembed": "the name alone of what the address leads to",
    "feeds.show_calendar": CATALOGUE, "feeds.group_calendar": CATALOGUE, "feeds.personal_calendar": CATALOGUE,
    "api.get_feeds": ACCOUNT, "api.get_mails": ACCOUNT, "api.get_relations": ACCOUNT,
    "notifications.mails": ACCOUNT, "notifications.stop_page": ACCOUNT,
    "api.docs": MACHINE, "api.openapi": MACHINE, "api.get_me": ACCOUNT,
}  # fmt: skip  # rows of a table


def is_account(endpoint: str) -> bool:
    return endpoint.startswith(("security.", "accounts.")) and endpoint not in SILENT
