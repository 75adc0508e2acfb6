"""The detector: one text in, one finding out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from forum.domain.detection.findings import Finding
from forum.domain.detection.gazetteer import Gazetteer
from forum.domain.detection.lexicon import Lexicon
from forum.domain.detection.opinion import Opinion
from forum.domain.detection.reading import read
from forum.domain.detection.second import second_opinion
from forum.domain.detection.verdict import verdict
from forum.domain.detection.weighing import weigh


@dataclass(frozen=True, slots=True)
class Detector:
    """A lexicon, and perhaps a model that is asked where the rules are in doubt."""

    lexicon: Lexicon
    opinion: Opinion | None = None
    gazetteer: Gazetteer = field(default_factory=Gazetteer)

    def screen(
        self,
        text: str,
        *,
        lang: str | None = None,
        thread_topics: Collection[str] = frozenset(),
        gazetteer: Gazetteer | None = None,
    ) -> Finding:
        """What `text`, as its author typed it, is.

        Shapes: `lang` is a language tag, a hint and no more. `thread_topics` are the topics of the thread's notice:
        they can raise a text to the theme and never lower a disclosure. `gazetteer` adds to the detector's own.
        """
        reading = read(text, self.lexicon, self.gazetteer | gazetteer if gazetteer else self.gazetteer, lang)
        weighed = [weigh(hit, reading, self.lexicon) for hit in reading.hits]
        finding = verdict(weighed, reading, frozenset(thread_topics))
        return second_opinion(finding, reading, self.opinion) if self.opinion else finding
