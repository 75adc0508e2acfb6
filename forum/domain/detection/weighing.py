"""What a rule that was found means where it stands: whose voice, when, about whom, in earnest or not."""

from __future__ import annotations

from dataclasses import dataclass

from forum.domain.detection.findings import Label
from forum.domain.detection.lexicon import Lexicon
from forum.domain.detection.pieces import Voice
from forum.domain.detection.reading import Hit, Reading

_EARNEST = frozenset({"earnest"})
_NEGATOR_REACH = 5
_SUBJECT_REACH = 8
_EXPLICIT = 3
_MOST_AFTER = 4
_MOCKS = frozenset({"trivial", "role", "party", "recipe"})
_BETWEEN = frozenset(
    {
        *(
            "really",
            "actually",
            "even",
            "ever",
            "that",
            "think",
            "going",
            "to",
            "say",
            "saying",
            "mean",
            "like",
            "i",
            "am",
        ),
        *(
            "would",
            "want",
            "feel",
            "currently",
            "in",
            "any",
            "way",
            "at",
            "all",
            "remotely",
            "feeling",
            "being",
            "do",
            "of",
        ),
        *(
            "trying",
            "have",
            "had",
            "been",
            "me",
            "se",
            "he",
            "ha",
            "estoy",
            "lo",
            "quiero",
            "je",
            "moi",
            "ai",
            "ich",
            "mich",
        ),
        *("thoughts", "sign", "signs", "hint", "history"),
        *("eu", "estou", "sou", "soy", "du", "tout", "absolument", "vraiment", "wirklich", "realmente", "para", "nada"),
    }
)
"""What may stand between a "not" and what it denies: "I can not sleep, I want to die" denies nothing."""

_WISHED = frozenset({"to", "of", "about", "is", "or", "just", "be", "better", "i", "could"})
_THEN = frozenset(
    {
        *("wanted", "tried", "thought", "was", "were", "had", "hoped", "wished", "attempted", "needed"),
        *("intente", "quise", "queria", "tente", "essaye", "voulais", "wollte", "versucht", "tentei", "pensei"),
    }
)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A found rule as what it counts for. Shapes: `strength` 0 counts for nothing but its label's name."""

    hit: Hit
    label: Label
    strength: int
    why: str = ""


def weigh(hit: Hit, reading: Reading, lexicon: Lexicon) -> Weighed:
    """What `hit` counts for."""
    rule, sentence = hit.rule, reading.sentences[hit.sentence]
    signs = reading.signs[hit.sentence]
    if rule.unless & signs or not _has_what_it_needs(hit, reading):
        return Weighed(hit, Label.NONE, 0, "context")
    if rule.label is Label.DISCLOSURE:
        return _disclosure(hit, reading, lexicon)
    if rule.denies and _is_denied(hit, reading, lexicon.negators):
        return Weighed(hit, Label.NONE, 0, "denied")
    if rule.label is Label.THIRD and sentence.voice is not Voice.OWN:
        return Weighed(hit, Label.THEME, 1, "quoted")
    if rule.label is Label.THIRD and ("role" in signs or "idiom" in signs):
        return Weighed(hit, Label.THEME, 1, "role")
    return Weighed(hit, rule.label, rule.strength)


def _has_what_it_needs(hit: Hit, reading: Reading) -> bool:
    if not hit.rule.needs:
        return True
    signs = reading.around(hit.sentence) if hit.rule.near else reading.anywhere()
    return all(some & signs for some in hit.rule.needs)


def _disclosure(hit: Hit, reading: Reading, lexicon: Lexicon) -> Weighed:
    rule, signs, around = hit.rule, reading.signs[hit.sentence], reading.around(hit.sentence)
    if not _is_own_voice(hit, reading):
        return Weighed(hit, Label.THEME, 1, "quoted")
    if rule.denies and _is_denied(hit, reading, lexicon.negators):
        return Weighed(hit, Label.NONE, 0, "denied")
    if "role" in signs:
        return Weighed(hit, Label.THEME, 1, "role")
    if _is_of_another(hit, reading, lexicon):
        real = {"kin", "concern"} & reading.anywhere()
        return Weighed(hit, Label.THIRD, 2, "other") if real else Weighed(hit, Label.THEME, 1, "other")
    if "past" in signs and not _is_present(hit, reading):
        return Weighed(hit, Label.DISCLOSURE, 2, "back") if "back" in around else Weighed(hit, Label.THEME, 1, "past")
    return Weighed(hit, Label.DISCLOSURE, *_now(hit, reading))


def _now(hit: Hit, reading: Reading) -> tuple[int, str]:
    strength, why = _in_earnest(hit, reading.signs[hit.sentence], reading.around(hit.sentence))
    if hit.rule.alone and strength >= _EXPLICIT and not _stands_alone(hit, reading):
        return _EXPLICIT - 1, "in passing"
    return strength, why


def _stands_alone(hit: Hit, reading: Reading) -> bool:
    """Whether a formula is said for itself: "no reason to go on" is, "no reason to go on now that the bakery closed" is
    not. Earnest words make it so, talk of trifles anywhere in the text does not.
    """
    signs = reading.anywhere()
    if signs & _EARNEST:
        return True
    after = len(reading.sentences[hit.sentence].words) - 1 - hit.last
    return after <= _MOST_AFTER and not signs & _MOCKS


def _is_of_another(hit: Hit, reading: Reading, lexicon: Lexicon) -> bool:
    """Whether the words say nothing of the writer, and the nearest person named before them is somebody else."""
    words = reading.sentences[hit.sentence].words
    if not lexicon.selves.isdisjoint(words[hit.first : hit.last + 1]):
        return False
    if words[hit.last + 1 : hit.last + 2] and words[hit.last + 1] in lexicon.owners:
        return True
    for at in range(hit.first - 1, max(-1, hit.first - _SUBJECT_REACH), -1):
        if words[at] in lexicon.others:
            return True
        if words[at] in lexicon.selves:
            return False
    return False


def _is_present(hit: Hit, reading: Reading) -> bool:
    signs = reading.signs[hit.sentence]
    words = reading.sentences[hit.sentence].words
    then = "used" in words or not _THEN.isdisjoint(words[hit.first : hit.last + 1])
    return "back" in signs or (not then and "well" not in signs and bool({"now", "soon"} & signs))


def _in_earnest(hit: Hit, signs: set[str], around: set[str]) -> tuple[int, str]:
    strength = hit.rule.strength
    if not hit.rule.jokes or around & _EARNEST:
        return strength, ""
    if "trivial" in signs:
        strength -= 1
    if "laugh" in around:
        strength -= 1
    if "trivial" in around and strength == hit.rule.strength < 3:
        strength -= 1
    strength = max(strength, hit.rule.floor)
    return strength, "joke" if strength < 2 else ""


def _is_own_voice(hit: Hit, reading: Reading) -> bool:
    sentence = reading.sentences[hit.sentence]
    if sentence.voice is Voice.SPEECH:
        return "i said" in reading.signs[sentence.host] if sentence.host >= 0 else False
    return sentence.voice is Voice.OWN


def _is_denied(hit: Hit, reading: Reading, negators: frozenset[str]) -> bool:
    words = reading.sentences[hit.sentence].words
    if hit.rule.denies == "all" and _is_denied_inside(words[hit.first : hit.last + 1], negators):
        return True
    for word in reversed(words[max(0, hit.first - _NEGATOR_REACH) : hit.first]):
        if word in negators:
            return True
        if word not in _BETWEEN:
            return False
    return False


def _is_denied_inside(words: list[str], negators: frozenset[str]) -> bool:
    """A "not" inside takes it back unless it belongs to the wish: "to not exist", "about never waking up"."""
    return any(
        word in negators and (at == 0 or words[at - 1] not in _WISHED) and at < len(words) - 1
        for at, word in enumerate(words)
    )
