"""What members and moderators do with groups. Each action is one transaction and asks the rules first."""

from forum.groups.actions.following import follow_show, unfollow_show
from forum.groups.actions.inviting import invite, join_by_invitation, revoke_invitation
from forum.groups.actions.joining import accept_rules, decide_request, join, leave, request_to_join, withdraw_request
from forum.groups.actions.ranking import assign_role, ban_member, lift_ban
from forum.groups.actions.restraining import ban_until, readmit_member, release_member, restrain_member
from forum.groups.actions.starting import amend_group, set_policy, start_group, write_rules

__all__ = [
    "accept_rules",
    "amend_group",
    "assign_role",
    "ban_member",
    "ban_until",
    "decide_request",
    "follow_show",
    "invite",
    "join",
    "join_by_invitation",
    "leave",
    "lift_ban",
    "readmit_member",
    "release_member",
    "request_to_join",
    "restrain_member",
    "revoke_invitation",
    "set_policy",
    "start_group",
    "unfollow_show",
    "withdraw_request",
    "write_rules",
]
