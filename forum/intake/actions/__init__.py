"""Writing verbs of the intake room."""

from forum.intake.actions.automations import amend_automation, set_pace, switch_automation, write_automation
from forum.intake.actions.forgetting import forget_prints, forget_waiting
from forum.intake.actions.sealing import seal_for_readers, settle_seal, unsettle_seal
from forum.intake.actions.waiting import decide_waiting, note_reading, take_back

__all__ = [
    "amend_automation",
    "decide_waiting",
    "forget_prints",
    "forget_waiting",
    "note_reading",
    "seal_for_readers",
    "set_pace",
    "settle_seal",
    "switch_automation",
    "take_back",
    "unsettle_seal",
    "write_automation",
]
