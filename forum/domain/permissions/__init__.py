"""Who may do what: `judge` decides, by the table in `judging`.

Queries hold the SQL twin of the reading rules, and a test compares the two.
"""

from forum.domain.permissions.actions import Action
from forum.domain.permissions.facts import (
    CareFacts,
    CaseFacts,
    Facts,
    GroupFacts,
    Joining,
    PersonFacts,
    PostFacts,
    ShowFacts,
    SiteFacts,
    ThreadFacts,
)
from forum.domain.permissions.judging import Verdict, judge, require
from forum.domain.permissions.ranks import may_know, may_read

__all__ = [
    "Action",
    "CareFacts",
    "CaseFacts",
    "Facts",
    "GroupFacts",
    "Joining",
    "PersonFacts",
    "PostFacts",
    "ShowFacts",
    "SiteFacts",
    "ThreadFacts",
    "Verdict",
    "judge",
    "may_know",
    "may_read",
    "require",
]
