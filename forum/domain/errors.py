"""The ways in which a request can be refused or kept waiting; every outlet maps them to the same answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class Refusal(Exception):
    """Common ground of them, so that one handler can map them all."""


class Invalid(Refusal):
    """The input cannot be taken as it is.

    Shapes: `errors` maps a field name ("" for the whole form) to error codes, in order; `values` is what was typed,
    so that the form can be shown again without losing a word.
    """

    def __init__(
        self, errors: Mapping[str, Sequence[str]], values: Mapping[str, object] | None = None, **facts: object
    ) -> None:
        super().__init__(dict(errors))
        self.errors = {name: tuple(codes) for name, codes in errors.items()}
        self.values = dict(values or {})
        self.facts = facts


class Denied(Refusal):
    """The actor is known, the target is known, and the rule says no. `reason` is a code from `permissions`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Missing(Refusal):
    """Nothing there that this reader may know of: the same answer for absent and for secret things."""


class Waits(Refusal):
    """Nothing is wrong: what was sent is kept, and a moderator looks at it first."""

    def __init__(self, waiting_id: int) -> None:
        super().__init__(waiting_id)
        self.waiting_id = waiting_id


class Conflict(Refusal):
    """Somebody else was faster. `code` says what happened; `facts` says who and what, for the message."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
