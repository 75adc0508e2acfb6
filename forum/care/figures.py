"""An evaluation in words and numbers, for the console and for docs/detection.md."""

from __future__ import annotations

from typing import Any

from forum.domain.detection.evaluating import ORDER, Evaluation, Share


def tables(done: Evaluation) -> str:
    """Figures per label, the confusion matrix, tiers and gates, as plain text."""
    return "\n".join([*_labels(done), "", *_matrix(done), "", *_gates(done)])


def figures(done: Evaluation) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "posts": sum(done.table.values()),
        "labels": {
            label.value: {
                "posts": done.known(label),
                "precision": _data(done.precision(label)),
                "recall": _data(done.recall(label)),
                "f1": done.f1(label),
            }
            for label in ORDER
        },
        "confusion": {known.value: {said.value: done.table[known, said] for said in ORDER} for known in ORDER},
        "gates": [
            {"name": gate.name, "bound": gate.bound, "at_most": gate.most, "holds": gate.holds, **_data(gate.reached)}
            for gate in done.gates()
        ],
    }


def _data(share: Share) -> dict[str, Any]:
    return {"part": share.part, "whole": share.whole, "share": share.share, "interval": share.interval}


def _labels(done: Evaluation) -> list[str]:
    lines = [f"{'label':<20}{'posts':>6}  {'precision':<20}{'recall':<20}F1"]
    for label in ORDER:
        f1 = done.f1(label)
        both = f"{_shown(done.precision(label)):<20}{_shown(done.recall(label)):<20}"
        lines.append(f"{label:<20}{done.known(label):>6}  {both}{'-' if f1 is None else f'{f1:.2f}'}")
    return lines


def _shown(share: Share) -> str:
    interval = share.interval
    return f"{share.share:.2f} ({interval[0]:.2f}-{interval[1]:.2f})" if interval else "-"


def _matrix(done: Evaluation) -> list[str]:
    names = [label.value[:10] for label in ORDER]
    rows = [f"{known:<20}" + "".join(f"{done.table[known, said]:>12}" for said in ORDER) for known in ORDER]
    return [f"{'known / said':<20}" + "".join(f"{name:>12}" for name in names), *rows]


def _gates(done: Evaluation) -> list[str]:
    words = {True: "holds", False: "does not hold", None: "no case"}
    return [
        f"{gate.name:<36}{_shown(gate.reached):<20}{'at most' if gate.most else 'at least'} {gate.bound:.2f}  "
        f"{words[gate.holds]}"
        for gate in done.gates()
    ]
