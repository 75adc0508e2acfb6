"""Every family of rules about the writer stands the same changes: disguise, shouting, laughter, a quote."""

from __future__ import annotations

import pytest

from forum.domain.detection import Label, Tier
from forum.infra.detecting import detector

FAMILIES = {
    "en.ideation": "I keep wishing I would not wake up",
    "en.passive": "I am so tired of existing",
    "en.goodbye": "By the time you read this I will not be here",
    "en.plan": "I wrote the letters last night",
    "en.attempt": "I took an overdose",
    "en.selfharm": "I hurt myself again last night",
    "en.unsafe": "I can not keep myself safe tonight",
    "en.bullied": "I am being bullied every day",
    "en.abuse": "My stepdad hits me when he drinks",
    "en.assault": "I was raped on Saturday",
    "en.eating": "I am throwing up after every meal again",
    "en.kms": "I am done with everything",
    "en.indirect": "The voice keeps telling me to do it",
    "es.ideacion": "Pienso en matarme cada noche",
    "es.no-aguanto": "No aguanto más, me odio",
    "es.despedida": "Esta noche me despido de todos",
    "es.callado": "Ya regalé mis cosas, hasta aquí llegué",
    "es.autolesion": "Anoche me corté otra vez",
    "es.abuso": "Mi novio me pega cuando bebe",
    "es.comer": "Vomito después de cada comida",
    "fr.ideation": "Je pense à mourir tous les soirs",
    "fr.a-bout": "Je me déteste, je n'en peux plus",
    "fr.adieu": "C'est mon dernier message, adieu à tous",
    "fr.calme": "J'ai donné mes affaires, la lettre est écrite",
    "fr.mutilation": "Je me suis encore fait du mal hier soir",
    "fr.violences": "Mon père me frappe tous les soirs",
    "fr.manger": "Je me fais vomir après chaque repas",
    "de.wunsch": "Ich will nicht mehr leben",
    "de.nicht-mehr": "Ich kann einfach nicht mehr, ich hasse mich",
    "de.abschied": "Ich habe die Abschiedsbriefe schon geschrieben",
    "de.leise": "Ich habe alles geregelt, es war schön mit euch",
    "de.selbstverletzung": "Ich habe mich gestern wieder geritzt",
    "de.gewalt": "Mein Freund schlägt mich jeden Abend",
    "de.essen": "Ich habe seit Sonntag nichts gegessen",
    "pt.ideacao": "Não quero mais viver",
    "pt.nao-aguento": "Eu me odeio, não aguento mais",
    "pt.despedida": "Hoje é meu último dia aqui, adeus a todos",
    "pt.calado": "Já dei todas as minhas coisas",
    "pt.automutilacao": "Me cortei de novo ontem",
    "pt.violencia": "Meu pai me bate quase todo dia",
    "pt.comer": "Vomito depois de toda refeição",
}
"""One sentence for each family of rules that speak of the writer. A family without one fails below."""

ALIKE = str.maketrans("aeopc", "аеорс")  # Cyrillic letters that look the same
ROWS = [pytest.param(name.split(".")[0], text, id=name) for name, text in FAMILIES.items()]
LOOKED_AT = {Tier.T2, Tier.T3, Tier.T4}


def test_every_family_has_its_sentence() -> None:
    tongues = detector().lexicon.tongues.values()
    known = {
        f"{tongue.code}.{rule.family}"
        for tongue in tongues
        for rule in tongue.rules
        if rule.kind == "rule" and rule.label is Label.DISCLOSURE
    }
    assert set(FAMILIES) == known


@pytest.mark.parametrize(("lang", "text"), ROWS)
@pytest.mark.parametrize(
    "change",
    [
        str,
        str.upper,
        lambda text: text.translate(ALIKE),
        "\u200b".join,
        lambda text: text.replace("i", "ı"),
        lambda text: f"Ok. {text}. Ok.",
        lambda text: f"{text}!!!",
    ],
    ids=["as it is", "shouted", "look-alikes", "invisible", "dotless", "within a post", "exclaimed"],
)
def test_a_disguise_changes_nothing(lang: str, text: str, change: object) -> None:
    assert callable(change)
    found = detector().screen(change(text), lang=lang)
    assert (found.tier in LOOKED_AT, found.of_self) == (True, True)


@pytest.mark.parametrize(("lang", "text"), ROWS)
@pytest.mark.parametrize(
    "around", ["> {}\n", "[quote]{}[/quote]", "[spoiler S01E01]{}[/spoiler]", "<blockquote>{}</blockquote>"]
)
def test_a_quote_is_nobodys_disclosure(lang: str, text: str, around: str) -> None:
    found = detector().screen(around.format(text), lang=lang)
    assert (found.tier in {Tier.T0, Tier.T1}, found.of_self) == (True, False)


@pytest.mark.parametrize(("lang", "text"), ROWS)
def test_laughter_never_makes_it_graver(lang: str, text: str) -> None:
    order = (Tier.T0, Tier.T1, Tier.T2, Tier.T3, Tier.T4)
    plain, laughed = detector().screen(text, lang=lang), detector().screen(f"{text} lol", lang=lang)
    assert order.index(laughed.tier) <= order.index(plain.tier)
