"""Whatever is planted inside a mark, in whatever surroundings, is never sent to a stranger."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.rendering.document import Document
from forum.rendering.outputs import html
from forum.rendering.problems import Refused
from forum.rendering.words import ENGLISH
from tests.rendering.fuzz import check, outlets, run
from tests.rendering.grammar import CANARY, CONTEXTS, INSIDES, MARKS, Planted, planted
from tests.rendering.world import CATALOGUES, WRITER, codes, pressed, seen_by


@pytest.mark.parametrize("mark", MARKS)
def test_every_mark_in_every_context(mark: str) -> None:
    opening, closing = MARKS[mark]
    printed = 0
    for number, context in enumerate(CONTEXTS):
        for inside in INSIDES[number % 4 :: 4]:
            source = context.replace("{m}", opening + inside.replace("{c}", CANARY) + closing)
            printed += check(Planted(source, is_whole=True, may_be_code=False)) == "printed"
    assert printed > 20  # of 150: there must be something that could leak


def test_hostile_changes_of_a_fixed_seed() -> None:
    became = run(seed=20261122, count=2500)
    assert became["printed"] > 500
    assert became["refused"] > 500


@settings(max_examples=100, deadline=None)
@given(st.integers(min_value=0, max_value=2**64))
def test_hostile_changes(seed: int) -> None:
    check(planted(random.Random(seed)))


@settings(max_examples=100, deadline=None)
@given(
    before=st.text(alphabet=st.characters(codec="utf-8"), max_size=40),
    inside=st.text(alphabet="ab *_`~[]()|\n-#<@\\&;:/.", max_size=30),
    after=st.text(alphabet=st.characters(codec="utf-8"), max_size=40),
    marks=st.sampled_from([pair for name, pair in MARKS.items() if name not in ("pipes", "tildes")]),
)
def test_any_surroundings(before: str, inside: str, after: str, marks: tuple[str, str]) -> None:
    source = f"{before}{marks[0]}{CANARY}{inside}{CANARY}{marks[1]}{after}"
    try:
        document = pressed(source)
    except Refused:
        return
    for sent in outlets(document).values():
        assert CANARY not in sent
    assert CANARY in html(seen_by(document, WRITER), CATALOGUES, ENGLISH)
    assert Document.from_json(document.to_json()) == document


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_printed_or_refused(source: str) -> None:
    codes(source)


def test_the_search_would_find_a_leak() -> None:
    document = pressed(f"{CANARY} >!x!<")
    assert all(CANARY in outlets(document)[name] for name in ("html", "text", "excerpt", "quote", "redacted"))
