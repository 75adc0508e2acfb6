"""What members and stewards do about dates. Each action is one transaction and asks the rules first."""

from forum.releases.actions.claiming import report_release, state_release, take_back_claim
from forum.releases.actions.deciding import decide_claim

__all__ = ["decide_claim", "report_release", "state_release", "take_back_claim"]
