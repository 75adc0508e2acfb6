"""When somebody wants which mails; one class serves the page and the API."""

from __future__ import annotations

from typing import Literal

from forum.infra.forms import Form

When = Literal["now", "daily", "weekly", "never"]
Bunched = Literal["daily", "weekly", "never"]


class MailChoices(Form):
    """A cadence for each kind of news. What is left out comes at once; what waits unread comes when it is asked for."""

    reply: When = "now"
    mention: When = "now"
    thread: When = "now"
    decision: When = "now"
    group: When = "now"
    unread: Bunched = "never"
