"""A gate written the way an author would type it, so that a quote can carry it along."""

from collections.abc import Mapping

from forum.domain.catalogue import Catalogue
from forum.domain.gates import Gate, GateKind, book_title
from forum.rendering import limits


def scope_words(gate: Gate, catalogues: Mapping[int, Catalogue]) -> str | None:
    """What `read_scope` reads as a gate that covers no less than `gate`; None when nothing does.

    **Shapes**: "lost S02E03"; frozen seasons and series by their ceiling; parts of a crossover joined by " + ".
    """
    parts = [_one(part, catalogues.get(part.show_id)) for part in gate.parts()]
    words = " + ".join(part for part in parts if part is not None)
    if None in parts or len(words) > limits.SCOPE_CHARACTERS or any(sign in words for sign in "[]\n"):
        return None
    return words


def _one(gate: Gate, catalogue: Catalogue | None) -> str | None:
    scope = _scope(gate, catalogue) if catalogue is not None else None
    return f"{catalogue.slug} {scope}" if catalogue is not None and scope else None


def _scope(gate: Gate, catalogue: Catalogue) -> str | None:
    if gate.kind is GateKind.PROMO:
        return "promo"
    if gate.kind is GateKind.BOOK:
        return _book(gate, catalogue)
    episode = catalogue.episode(gate.ceiling_id)
    if episode is None:
        return None
    code = f"special:{episode.id}" if episode.is_special else catalogue.code(episode.id)
    return {GateKind.ONLY: "only:", GateKind.LEAK: "leak "}.get(gate.kind, "") + code


def _book(gate: Gate, catalogue: Catalogue) -> str | None:
    """None for a name that is not listed any more: it would not be read again."""
    chapter = f" through chapter {gate.chapter}" if gate.chapter is not None else ""
    if gate.work is None:
        return f"book{chapter}" if len(catalogue.works) != 1 else None
    work = catalogue.work_named(book_title(gate.work))
    return f"book:{work}{chapter}" if work is not None and " + " not in work else None
