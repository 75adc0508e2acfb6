"""Train the second opinion of the detector: python -m bench.opinion [--without NAME ...] [--out FILE].

Learns from the labelled posts of tests/data/detection and from the demo's ordinary posts with plain gradient descent, so
that it needs nothing but Python and always gives the same weights. Takes about a minute.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import tomllib
from array import array
from base64 import b64encode
from dataclasses import replace
from pathlib import Path
from zlib import compress

from bench.ordinary import ordinary
from forum.domain.detection import Tier, read_concepts
from forum.domain.detection.opinion import CLASSES, Features
from forum.domain.detection.reading import read
from forum.domain.detection.second import windows
from forum.infra.detecting import DATA, detector

ROOT = Path(__file__).parent.parent
POSTS = ROOT / "tests" / "data" / "detection"
ORDINARY, DEMO = "ordinary", "demo"
FILES = (
    "train",
    "tune",
    "check",
    "dev_eval",
    "final",
    "hand_a",
    "hand_b",
    "hand_c",
    "talk",
    "talk2",
    "means",
    "voices",
    "voices2",
    "voices3",
    "denials",
    "questions",
    "fresh",
    "fresh2",
    "questions2",
    "hand_d",
    "hand_e",
    "fresh3",
    "hand_g",
    "hand_h",
    "mocks",
    "hand_l",
    "hand_m",
    "hand_n",
    "hand_p",
    "hand_q",
)
LEARNT_FROM = (*FILES, ORDINARY, DEMO)
BUCKETS = 1 << 17
EPOCHS = 20
RATE = 0.5
HOLD = 3e-6
SETTLED = 6
HEARD = 3
PLAIN = {Tier.T0: "none", Tier.T1: "theme"}

Example = tuple[list[int], int]


def examples(name: str) -> list[Example]:
    """The posts of one file as features and class."""
    by = replace(detector(), opinion=None)
    features = Features(BUCKETS, read_concepts(tomllib.loads((DATA / "concepts.toml").read_text("utf-8"))["concepts"]))
    found = []
    for post in _posts(name):
        reading = read(post["text"], by.lexicon, by.gazetteer, post.get("lang"))
        words = [word for window in windows(reading) for word in window]
        found.append((features.of(words), CLASSES.index(post["label"])))
    return found


def _posts(name: str) -> list[dict[str, str]]:
    if name == ORDINARY:
        return [{"text": text, "label": "none", "lang": "en"} for text in ordinary(100)]
    if name == DEMO:
        return [{"text": text, "label": label, "lang": "en"} for text, label in demo_posts()] * HEARD
    return [json.loads(line) for line in (POSTS / f"{name}.jsonl").read_text("utf-8").splitlines()]


def demo_posts() -> list[tuple[str, str]]:
    """Posts of the demo in which no rule sees more than the topic: what people here write most of the time."""
    by = replace(detector(), opinion=None)
    threads = sorted((ROOT / "forum" / "data" / "demo" / "threads").glob("*.toml"))
    texts = [post["text"] for file in threads for post in tomllib.loads(file.read_text("utf-8")).get("posts", ())]
    seen = [(text, by.screen(text).tier) for text in dict.fromkeys(texts)]
    return [(text, PLAIN[tier]) for text, tier in seen if tier in PLAIN]


def train(posts: list[Example], seed: int = 7) -> tuple[list[float], dict[int, list[float]]]:
    """Bias and weights of a softmax regression: the mean of those after each epoch but the first `SETTLED`."""
    bias, mean = [0.0] * len(CLASSES), [0.0] * len(CLASSES)
    weights: dict[int, list[float]] = {}
    sums: dict[int, list[float]] = {}
    order = random.Random(seed)
    posts = list(posts)
    for epoch in range(EPOCHS):
        order.shuffle(posts)
        rate = RATE / (1 + epoch / 8)
        for found, label in posts:
            _step(found, label, bias, weights, rate)
        for row in weights.values():
            for at, weight in enumerate(row):
                row[at] = weight * (1 - rate * HOLD * len(posts))
        if epoch >= SETTLED:
            _add(mean, bias)
            for bucket, row in weights.items():
                _add(sums.setdefault(bucket, [0.0] * len(CLASSES)), row)
    return mean, sums


def _add(sums: list[float], row: list[float]) -> None:
    for at, value in enumerate(row):
        sums[at] += value / (EPOCHS - SETTLED)


def _step(found: list[int], label: int, bias: list[float], weights: dict[int, list[float]], rate: float) -> None:
    if not found:
        return
    scale = 1 / math.sqrt(len(found))
    rows = [weights.setdefault(bucket, [0.0] * len(CLASSES)) for bucket in found]
    scores = [bias[at] + scale * sum(row[at] for row in rows) for at in range(len(CLASSES))]
    most = max(scores)
    raised = [math.exp(score - most) for score in scores]
    total = sum(raised)
    for at in range(len(CLASSES)):
        wrong = raised[at] / total - (at == label)
        bias[at] -= rate * 0.1 * wrong
        change = rate * wrong * scale
        for row in rows:
            row[at] -= change


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--without", nargs="*", default=[], help="files not to learn from")
    asked.add_argument("--out", type=Path, default=DATA / "opinion.json")
    given = asked.parse_args()
    posts = [post for name in LEARNT_FROM if name not in given.without for post in examples(name)]
    bias, weights = train(posts)
    most = max(abs(weight) for row in weights.values() for weight in row)
    step = most / 127
    whole = array("b", bytes(BUCKETS * len(CLASSES)))
    for bucket, row in weights.items():
        for at, weight in enumerate(row):
            whole[bucket * len(CLASSES) + at] = round(weight / step)
    told = {
        "about": "Written by python -m bench.opinion; see docs/detection.md.",
        "classes": list(CLASSES),
        "buckets": BUCKETS,
        "step": step,
        "bias": [round(value, 4) for value in bias],
        "weights": b64encode(compress(whole.tobytes(), 9)).decode(),
    }
    given.out.write_text(json.dumps(told, separators=(",", ":")) + "\n", "utf-8")
    print(f"{len(posts)} posts, {len(weights)} buckets, {given.out.stat().st_size // 1024} KiB in {given.out}")


if __name__ == "__main__":
    main()
