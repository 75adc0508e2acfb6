"""A gate written the way an author would type it, so that a quote can carry it along."""

from collections.abc import Mapping

from forum.domain.catalogue import Catalogue
from forum.domain.gates import Gate, GateKind
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
    if catalogue is None:
        return None
    if gate.kind is GateKind.PROMO:
        return f"{catalogue.slug} promo"
    if gate.kind is GateKind.BOOK:
        return f"{catalogue.slug} book:{gate.work}" if gate.work else None
    ceiling = _ceiling(gate, catalogue)
    if ceiling is None:
        return None
    match gate.kind:
        case GateKind.ONLY:
            return f"{catalogue.slug} only:{ceiling}"
        case GateKind.LEAK:
            return f"{catalogue.slug} leak {ceiling}"
        case _:
            return f"{catalogue.slug} {ceiling}"


def _ceiling(gate: Gate, catalogue: Catalogue) -> str | None:
    episode = catalogue.episode(gate.ceiling_id)
    if episode is None:
        return None
    return f"special:{episode.id}" if episode.is_special else catalogue.code(episode.id)
