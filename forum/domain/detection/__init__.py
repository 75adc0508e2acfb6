"""Finding posts by or about people at risk: rules with names and places, no score, no network.

Promise: `Detector.screen` is pure and deterministic; every verdict names the rules that led to it and the places in
the text. Nothing here decides what is done about a post, and nothing is kept.
Source: docs/detection.md tells the labels, the tiers and what was measured.
"""

from forum.domain.detection.concepts import Concepts, read_concepts
from forum.domain.detection.detector import Detector
from forum.domain.detection.findings import Finding, Label, Span, Tier
from forum.domain.detection.gazetteer import Gazetteer
from forum.domain.detection.lexicon import Lexicon, LexiconFault, read_lexicon
from forum.domain.detection.opinion import Opinion, read_opinion

__all__ = [
    "Concepts",
    "Detector",
    "Finding",
    "Gazetteer",
    "Label",
    "Lexicon",
    "LexiconFault",
    "Opinion",
    "Span",
    "Tier",
    "read_concepts",
    "read_lexicon",
    "read_opinion",
]
