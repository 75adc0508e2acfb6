"""What must and must not change when a post is changed: spelling, quotes, laughter, person, tense, thread."""

from __future__ import annotations

import pytest

from forum.domain.detection import Gazetteer, Label, Tier
from forum.infra.detecting import detector

SAID = "I want to kill myself"
SURE = {Tier.T3, Tier.T4}

EXPLICIT = (
    "I want to kill myself",
    "i wanna kill myself",
    "I want to die",
    "I wanna die",
    "I'm going to kill myself tonight",
    "im gonna kill myself",
    "I want to end my life",
    "I want to end it all",
    "I am going to end my life",
    "I'm suicidal",
    "I feel suicidal",
    "I don't want to live anymore",
    "I don't want to be alive",
    "I do not want to be here anymore",
    "I'm thinking about killing myself",
    "I keep thinking about suicide",
    "I wish I was dead",
    "I wish I were dead",
    "I want to take my own life",
    "I need to die",
    "I'm ready to die",
    "I just want to be dead",
    "I really want to die right now",
    "I'm planning to kill myself",
    "I'm about to kill myself",
    "I am considering suicide",
    "I have suicidal thoughts",
    "i want to unalive myself",
    "I'm gonna end it all",
    "I can't stop thinking about killing myself",
    "I want to hang myself",
    "Quiero morir",
    "Me quiero morir",
    "Quiero matarme",
    "Quiero suicidarme",
    "No quiero vivir",
    "Je veux mourir",
    "Je veux me tuer",
    "Je vais me suicider",
    "J'ai envie de mourir",
    "Ich will sterben",
    "Ich möchte sterben",
    "Ich will mich umbringen",
    "Ich bringe mich um",
    "Ich will nicht mehr leben",
    "Quero morrer",
    "Eu quero me matar",
    "Vou me matar",
    "Não quero mais viver",
)


@pytest.mark.parametrize("text", EXPLICIT)
@pytest.mark.parametrize("around", ["{}", "{}.", "Great finale. {}. That is all.", "{} and I mean it"])
def test_explicit_present_statements_are_always_found(text: str, around: str) -> None:
    found = detector().screen(around.format(text))
    assert (found.label, found.tier in SURE) == (Label.DISCLOSURE, True)


@pytest.mark.parametrize(
    "text",
    [
        "I want to k1ll myself",
        "I want to k!ll mys3lf",
        "I want to k*ll myself",
        "I want to k i l l myself",
        "I w\u200bant to ki\u200bll my\u200dself",
        "I want to kіll mуsеlf",  # Cyrillic letters
        "Ｉ ｗａｎｔ ｔｏ ｋｉｌｌ ｍｙｓｅｌｆ",
        "i want to kiiiill myself",
        "I WANT TO KILL MYSELF",
        "i wnat to kill mysefl",
        "I want to k.i.l.l myself",
        "i want to **kill** myself",
        "I\u2019m going to kill myself",
        "i want 2 be dead im sucidal",
        "I feel su1c1dal",
        "I feel suicial",
        "i want to d!e",
        "I want to d i e",
        "i am so s u i c i d a l",
    ],
)
def test_a_disguise_does_not_hide_a_statement(text: str) -> None:
    assert detector().screen(text).tier in SURE


@pytest.mark.parametrize(
    "text",
    [
        f"> {SAID}",
        f"> {SAID}\n\nThat line from the pilot comes back.",
        f"[quote=hannah]{SAID}[/quote] what an ending",
        f'"{SAID}," she tells the detective. Chilling.',
        f"“{SAID}” says Hannah in the book.",
        f"<blockquote>{SAID}</blockquote>",
        f">!{SAID}!< is the last line of the episode",
        f"[spoiler S01E02]{SAID}[/spoiler] is what she says",
        f"||{SAID}|| is what she says",
        f":::spoiler S01E02\n{SAID}\n:::\nwhat a scene",
    ],
)
def test_what_is_quoted_or_hidden_is_not_the_writers_voice(text: str) -> None:
    assert detector().screen(text).tier in {Tier.T0, Tier.T1}


@pytest.mark.parametrize("text", [f'I told my mum "{SAID}" and she laughed', f'i keep thinking "{SAID}"'])
def test_ones_own_words_in_speech_marks_are(text: str) -> None:
    assert detector().screen(text).tier in SURE


@pytest.mark.parametrize("text", [f"{SAID} lol", f"lol {SAID}", f"{SAID} 😂", f"haha. {SAID}"])
def test_laughter_makes_a_statement_unclear_and_never_nothing(text: str) -> None:
    assert detector().screen(text).tier == Tier.T2


def test_person_decides_who_it_is_about() -> None:
    by = detector()
    assert by.screen("I want to kill myself").label is Label.DISCLOSURE
    assert by.screen("Hannah wants to kill herself").label is Label.THEME
    assert by.screen("My brother wants to kill himself").label is Label.THIRD


def test_tense_decides_whether_it_is_now() -> None:
    by = detector()
    assert by.screen("I wanted to kill myself when I was sixteen, ten years ago.").label is Label.THEME
    assert by.screen("I wanted to kill myself when I was sixteen, and lately it's back.").label is Label.DISCLOSURE
    assert by.screen("I used to be suicidal. I am well today.").tier is Tier.T1


@pytest.mark.parametrize(
    "text", ["I'm not suicidal, I just hate Mondays", "I don't want to kill myself", "I would never kill myself"]
)
def test_a_denial_alone_is_nothing_about_the_writer(text: str) -> None:
    found = detector().screen(text)
    assert (found.of_self, found.tier in {Tier.T0, Tier.T1}) == (False, True)


def test_a_denial_with_a_contrary_sign_is_a_disclosure() -> None:
    assert detector().screen("not suicidal but I keep wishing I wouldn't wake up").label is Label.DISCLOSURE


def test_a_thread_about_the_theme_never_lowers_a_disclosure() -> None:
    by = detector()
    assert by.screen(SAID, thread_topics={"suicide"}) == by.screen(SAID)


def test_a_time_or_a_goodbye_makes_it_urgent() -> None:
    found = detector().screen("I'm going to kill myself tonight. Goodbye everyone.")
    assert (found.tier, found.urgent) == (Tier.T4, True)


@pytest.mark.parametrize(
    "text",
    [
        "This finale killed me",
        "I'm dead 💀",
        "kill me now lol",
        "me muero de risa",
        "je suis morte de rire",
        "ich lach mich tot",
        "morri com essa cena kkkk",
        "Suicide Squad was better than the reviews said",
        "I'm ready to meet my maker, says my gran, and laughs",
        "Proud to be trans and watching this with my wife",
    ],
)
def test_figures_of_speech_titles_and_faith_are_nothing(text: str) -> None:
    assert detector().screen(text).tier is Tier.T0


def test_the_same_text_always_gets_the_same_finding() -> None:
    text = "I want to die. My friend says she wants to die. How many [pills]? suicide"
    assert detector().screen(text) == detector().screen(text)


@pytest.mark.parametrize("text", ["", " ", "\ud800", "\x00", "💀" * 50, "[" * 50, "死にたい", "\u200b"])
def test_odd_text_is_no_trouble(text: str) -> None:
    assert detector().screen(text).tier is Tier.T0


def test_the_forums_own_titles_and_people_are_known_beside_the_shipped_ones() -> None:
    by, own = detector(), Gazetteer.of(["The Suicide Ledger"], ["Thessaly Quill"])
    assert by.screen("Who wrote The Suicide Ledger?").tier is Tier.T1
    assert by.screen("Who wrote The Suicide Ledger?", gazetteer=own).tier is Tier.T0
    assert by.screen("Thessaly's death is the engine of the plot", gazetteer=own).label is Label.THEME
    assert by.screen("Hannah's death is the engine of the plot", gazetteer=own).label is Label.THEME


@pytest.mark.parametrize(
    ("lang", "bare", "of_a_trifle"),
    [
        (
            "en",
            "There is nothing left to live for.",
            "There is nothing left to live for now that the bakery has closed.",
        ),
        ("en", "I'm so tired of existing.", "I'm so tired of existing in the same street as that enormous hairpiece."),
        ("en", "Everyone would be better off without me.", "Everyone is better off without me on the pub quiz team."),
        ("en", "I've picked the day.", "I've picked the day for clearing the attic, all those shelves at last."),
        (
            "de",
            "Das Leben hat keinen Sinn mehr.",
            "Das Leben hat keinen Sinn mehr, die Kantine zeigt ab morgen nur Sport.",
        ),
        ("fr", "Plus de raison de vivre.", "Plus de raison de vivre, ils ont retiré l'intégrale de la médiathèque."),
        ("es", "La vida no tiene sentido.", "La vida no tiene sentido desde que acabó el concurso de tartas."),
        ("pt", "A vida não faz sentido.", "A vida não faz sentido depois que acabou o concurso de bolos."),
    ],
)
def test_a_formula_is_explicit_only_where_it_is_said_for_itself(lang: str, bare: str, of_a_trifle: str) -> None:
    by = detector()
    assert by.screen(bare, lang=lang).tier in SURE
    assert by.screen(of_a_trifle, lang=lang).tier not in SURE


def test_earnest_words_make_a_formula_explicit_wherever_it_stands() -> None:
    said = "There is nothing left to live for now that the bakery has closed, and I am not joking."
    assert detector().screen(said).tier in SURE


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "I tried to kill myself in 2011. I teach swimming now and I moan about finales."),
        ("de", "2013 wollte ich nicht mehr leben. Heute habe ich zwei Kinder und schimpfe über Drehbücher."),
        ("fr", "J'ai tenté d'en finir en 2010. Aujourd'hui j'ai deux chats et je râle sur les scénarios."),
        ("es", "Intenté quitarme la vida en 2012. Hoy soy maestra y me enfado con los finales malos."),
        ("pt", "Tentei me matar em 2009. Hoje dou aula, tenho um cachorro e reclamo de final ruim."),
    ],
)
def test_ones_own_past_with_its_year_is_no_message(lang: str, text: str) -> None:
    assert detector().screen(text, lang=lang).tier not in SURE
