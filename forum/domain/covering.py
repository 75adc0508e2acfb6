"""Which of two gates asks for more."""

from collections.abc import Mapping
from dataclasses import replace

from forum.domain.catalogue import Catalogue
from forum.domain.gates import Gate, GateKind, book_optin, book_title


def scope_bits(gate: Gate, catalogue: Catalogue) -> int:
    """What must have been seen; 0 = the ceiling is unknown."""
    if gate.ceiling_id is None:
        return 0
    if gate.kind is GateKind.ONLY:
        return catalogue.bits((gate.ceiling_id,))
    return catalogue.scope_bits(gate.ceiling_id)


def covers(a: Gate, b: Gate, catalogues: Mapping[int, Catalogue]) -> bool:
    """Whether `a` asks for all that `b` asks for, so that `b` inside of `a` adds nothing.

    A gate of unknown extent covers only its like: what it stands for may be lower than it looks.
    """
    return all(any(_covers(outer, inner, catalogues) for outer in a.parts()) for inner in b.parts())


def _covers(a: Gate, b: Gate, catalogues: Mapping[int, Catalogue]) -> bool:
    if a == b:
        return True
    if a.show_id != b.show_id or _material(a) != _material(b):
        return False
    if b.kind is GateKind.BOOK:
        return book_optin(a.work) == book_optin(b.work) and _tells_more(a, b)
    catalogue = catalogues.get(a.show_id)
    if b.kind is GateKind.PROMO or catalogue is None:
        return b.kind is GateKind.PROMO
    larger, smaller = scope_bits(a, catalogue), scope_bits(b, catalogue)
    return not smaller & ~larger if larger and smaller else larger == smaller


def _tells_more(a: Gate, b: Gate) -> bool:
    """Of one book: all of it tells more than a part; parts compare by their chapter, where both name one."""
    if a.work is not None and a.work not in (b.work, book_title(a.work)):
        return False
    if a.chapter is None:
        return True
    whole = b.work is None or b.work == book_title(b.work)
    return whole and b.chapter is not None and b.chapter <= a.chapter


def _material(gate: Gate) -> GateKind:
    """Only official episodes compare with each other; leaks, books and promotion are worlds of their own."""
    return GateKind.THROUGH if gate.kind is GateKind.ONLY else gate.kind


def highest(a: Gate, b: Gate, catalogues: Mapping[int, Catalogue]) -> Gate:
    """The larger of the two; where neither holds the other, one that asks for both."""
    if covers(a, b, catalogues):
        return a
    if covers(b, a, catalogues):
        return b
    return both(*a.parts(), *(part for part in b.parts() if not covers(a, part, catalogues)))


def both(first: Gate, *others: Gate) -> Gate:
    """A crossover: all of them must be covered."""
    return replace(first, also=others)


def refrozen(before: Gate, after: Gate, catalogues: Mapping[int, Catalogue]) -> Gate:
    """The gate of an edited text whose tag names the same season or series: its ceiling moves up, never down."""
    catalogue = catalogues.get(after.show_id)
    if catalogue is None or before.also or after.also or before.kind != after.kind or before.show_id != after.show_id:
        return after
    old, new = catalogue.episode(before.ceiling_id), catalogue.episode(after.ceiling_id)
    if old is None or new is None or before.span != after.span or after.span not in ("season", "series"):
        return after
    if after.span == "season" and old.season != new.season:
        return after
    return before if covers(before, after, catalogues) else after
