"""What readers may learn of groups."""

from forum.groups.queries.facts import group_facts, invited_facts, readable_facts
from forum.groups.queries.following import shows_followed
from forum.groups.queries.managing import (
    ban,
    bans,
    events,
    invitations,
    invited_page,
    member,
    member_handle,
    members,
    requests,
    show_choices,
)
from forum.groups.queries.pages import group_head, group_names, groups_index, listed_groups, member_ids, rules, source

__all__ = [
    "ban",
    "bans",
    "events",
    "group_facts",
    "group_head",
    "group_names",
    "groups_index",
    "invitations",
    "invited_facts",
    "invited_page",
    "listed_groups",
    "member",
    "member_handle",
    "member_ids",
    "members",
    "readable_facts",
    "requests",
    "rules",
    "show_choices",
    "shows_followed",
    "source",
]
