"""Everything that a person can try."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """Everything a person can try, as "<resource>:<verb>"."""

    SHOW_IMPORT = "show:import"
    SHOW_SET_WINDOW = "show:set-window"
    SHOW_NOTE = "show:note"
    SHOW_TEND = "show:tend"
    SHOW_APPOINT = "show:appoint"
    RELEASE_REPORT = "release:report"
    RELEASE_DECIDE = "release:decide"
    PROGRESS_MARK = "progress:mark"

    GROUP_START = "group:start"
    GROUP_READ = "group:read"
    GROUP_JOIN = "group:join"
    GROUP_ASK = "group:ask"
    GROUP_LEAVE = "group:leave"
    GROUP_ACCEPT_RULES = "group:accept-rules"
    GROUP_EDIT = "group:edit"
    GROUP_INVITE = "group:invite"
    GROUP_DECIDE_REQUEST = "group:decide-request"
    GROUP_ASSIGN_ROLE = "group:assign-role"
    GROUP_BAN = "group:ban"
    GROUP_FOLLOW_SHOW = "group:follow-show"
    GROUP_USE_INVITATION = "group:use-invitation"

    THREAD_READ = "thread:read"
    THREAD_START = "thread:start"
    THREAD_RENAME = "thread:rename"
    THREAD_LOCK = "thread:lock"
    THREAD_PIN = "thread:pin"
    THREAD_MOVE = "thread:move"
    THREAD_NOTE = "thread:note"
    THREAD_ANSWER = "thread:answer"
    THREAD_NEUTRALISE = "thread:neutralise"
    THREAD_GIVE_BACK_TITLE = "thread:give-back-title"

    POST_WRITE = "post:write"
    POST_AMEND = "post:amend"
    POST_WITHDRAW = "post:withdraw"
    POST_REACT = "post:react"
    POST_FLAG = "post:flag"
    POST_SEAL = "post:seal"
    POST_UNSEAL = "post:unseal"
    POST_REMOVE = "post:remove"
    POST_MOVE = "post:move"
    POST_RESTORE = "post:restore"
    POST_SEE_SOURCE = "post:see-source"

    CASE_READ = "case:read"
    CASE_CLAIM = "case:claim"
    CASE_DECIDE = "case:decide"
    CASE_REVERSE = "case:reverse"
    APPEAL_ANSWER = "appeal:answer"
    LEDGER_READ = "ledger:read"
    LEDGER_BURY = "ledger:bury"
    CARE_WORK = "care:work"
    CARE_LEAD = "care:lead"
    CARE_APPOINT = "care:appoint"
    LINES_TEND = "lines:tend"
    LINES_EDIT = "lines:edit"

    PERSON_SUSPEND = "person:suspend"
    PERSON_ASSIGN_ROLE = "person:assign-role"
    TOKEN_CREATE = "token:create"  # noqa: S105 - the name of a right, not a secret
