"""Tables of the care room."""

from forum.care.models.cases import CareAccess, CareCase, CareCount, CareEvent, CareFollowUp
from forum.care.models.lines import LineEvent, WrongNumber
from forum.care.models.people import CareChoice, CareMember, CareMessage, Concern

__all__ = [
    "CareAccess",
    "CareCase",
    "CareChoice",
    "CareCount",
    "CareEvent",
    "CareFollowUp",
    "CareMember",
    "CareMessage",
    "Concern",
    "LineEvent",
    "WrongNumber",
]
