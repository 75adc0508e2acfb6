"""The fuzz of the press: `python -m tests.rendering.fuzz --minutes 5`. A fixed number of texts runs in the suite."""

import argparse
import random
import re
import sys
import time
from collections import Counter

from forum.domain.spoilers import Clearance
from forum.rendering.document import Document, Html, behind, rewrap
from forum.rendering.lowering import lowered
from forum.rendering.outputs import excerpt, html, text
from forum.rendering.preview import preview
from forum.rendering.problems import Refused
from forum.rendering.quote import quote
from forum.rendering.words import ENGLISH
from tests.rendering.fuzz_titles import check_title
from tests.rendering.grammar import CANARY, Planted, planted
from tests.rendering.world import CATALOGUES, STRANGER, WRITER, member, pressed, scope, seen_by

COVER = scope("S01E06")
BEHIND = member("S01E02")
_CODE = re.compile("<code.*?</code>", re.DOTALL)


def outlets(document: Document, reader: Clearance = STRANGER) -> dict[str, str]:
    """Everything that `reader` can be sent of `document`."""
    redacted = seen_by(document, reader)
    return {
        "html": html(redacted, CATALOGUES, ENGLISH),
        "text": text(redacted, CATALOGUES, ENGLISH),
        "excerpt": excerpt(redacted, CATALOGUES, ENGLISH),
        "quote": quote(redacted, CATALOGUES),
        "mentions": " ".join(redacted.mentions),
        "redacted": repr(redacted),
    }


def check(text_: Planted) -> str:
    """What became of one text: `printed` or `refused`. Raises: AssertionError when a canary got out or was lost."""
    shown = preview(text_.source, scope)
    _silent(text_, shown.document)
    try:
        document = pressed(text_.source)
    except Refused as refused:
        if refused.problems != shown.problems:
            raise AssertionError(f"preview tells other faults: {text_.source!r}") from refused
        return "refused"
    _silent(text_, document)
    assert Document.from_json(document.to_json()) == document
    _covered(text_, document)
    _sealed(text_, document)
    told = quote(seen_by(document, WRITER), CATALOGUES)
    try:
        _silent(text_, pressed(told))
    except Refused as refused:
        raise AssertionError(f"{refused} in the quote {told!r} of {text_.source!r}") from refused
    if text_.is_whole:
        whole = html(seen_by(document, WRITER), CATALOGUES, ENGLISH)
        assert CANARY in whole, f"canary lost: {text_.source!r}"
    return "printed"


def _covered(text_: Planted, document: Document) -> None:
    """Behind a cover nothing of a text is sent at all; an edit that changes nothing lowers nothing."""
    for outlet, sent in outlets(behind(document, COVER)).items():
        assert CANARY not in sent, f"canary through the cover in {outlet} of {text_.source!r}"
    assert lowered(document, document, CATALOGUES) == (), f"an edit that changes nothing: {text_.source!r}"
    assert lowered(behind(document, COVER), behind(document, COVER), CATALOGUES) == ()


def _sealed(text_: Planted, document: Document) -> None:
    """Behind a moderator's seal neither a stranger, nor who is behind, nor who had opened the text before gets a byte;
    its author gets all, and lifting the seal gives back what was there.
    """
    seal = rewrap(document, COVER)
    opened = frozenset(piece.veil_key for piece in seen_by(document, BEHIND).pieces if not isinstance(piece, Html))
    for reader in (STRANGER, BEHIND, member("S01E02", revealed=opened)):
        for outlet, sent in outlets(seal, reader).items():
            assert CANARY not in sent, f"canary through the seal in {outlet} of {text_.source!r}"
    own = html(seen_by(seal, WRITER), CATALOGUES, ENGLISH)
    assert (CANARY in own) == (CANARY in html(seen_by(document, WRITER), CATALOGUES, ENGLISH))
    assert Document.from_json(seal.to_json()) == seal
    assert seal.pieces[0].inside == document.pieces  # type: ignore[union-attr]  # a seal is one veil


def _silent(text_: Planted, document: Document) -> None:
    if text_.may_be_code and CANARY not in _CODE.sub("", outlets(document)["html"]):
        return
    source = text_.source
    for outlet, sent in outlets(document).items():
        assert CANARY not in sent, f"canary in {outlet} of {source!r}"


def run(seed: int, count: int) -> Counter[str]:
    """How many of `count` texts were printed and refused, and how many of as many titles shown and neutral."""
    chooser = random.Random(seed)
    became: Counter[str] = Counter()
    for _ in range(count):
        text_ = planted(chooser)
        became[check(text_)] += 1
        became[check_title(text_.source, chooser)] += 1
    return became


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--minutes", type=float, default=1.0)
    arguments.add_argument("--seed", type=int, default=int(time.time()))
    chosen = arguments.parse_args()
    ends = time.monotonic() + chosen.minutes * 60
    total: Counter[str] = Counter()
    seed = chosen.seed
    while time.monotonic() < ends:
        try:
            total += run(seed, 200)
        except Exception as error:
            sys.stderr.write(f"seed {seed}: {type(error).__name__}: {error}\n")
            return 1
        seed += 1
    sys.stdout.write(
        f"{sum(total.values())} texts and titles, {dict(total)}, seeds {chosen.seed} to {seed - 1}: no canary got out\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
