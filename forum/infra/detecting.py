"""The detector of this forum: the shipped lexicon, model and names, read once."""

from __future__ import annotations

import json
import tomllib
from functools import lru_cache
from pathlib import Path

from forum.domain.detection import Detector, Gazetteer, LexiconFault, read_concepts, read_lexicon, read_opinion

DATA = Path(__file__).parent.parent / "data" / "detection"


@lru_cache(maxsize=1)
def detector() -> Detector:
    """The detector with the shipped data. Raises: LexiconFault."""
    return load_detector(DATA)


def load_detector(folder: Path) -> Detector:
    """The detector of a folder of data. Raises: LexiconFault."""
    files, faults = {}, []
    for file in sorted(folder.glob("*.toml")):
        try:
            files[file.stem] = tomllib.loads(file.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
            faults.append(f"{file.name}: {fault}")
    if faults or not files:
        raise LexiconFault(faults or [f"{folder}: no lexicon there"])
    names = files.pop("names", {})
    concepts = read_concepts(files.pop("concepts", {}).get("concepts", {}))
    model = folder / "opinion.json"
    return Detector(
        lexicon=read_lexicon(files),
        opinion=read_opinion(json.loads(model.read_text("utf-8")), concepts) if model.exists() else None,
        gazetteer=Gazetteer.of(names.get("titles", ()), names.get("people", ())),
    )
