"""The grammar of State names, over all 197 States of the register and for names that might come."""

import csv
import re
import unicodedata
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from states_parties.rules.names import (
    StateNames,
    in_state,
    name,
    of_official_state,
    of_state,
    official_name,
    sort_key,
    the_official_state,
    the_state,
    to_state,
)

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("EN", "FR", "ES")
WORDINGS = (
    name, the_state, of_state, to_state, in_state, official_name, the_official_state, of_official_state
)  # fmt: skip

with (ROOT / "states_parties/registers/states.csv").open(encoding="utf-8", newline="") as file:
    STATES = {row["iso3"]: StateNames.of(SimpleNamespace(**row)) for row in csv.DictReader(file)}


def test_the_register_has_197_states() -> None:
    assert len(STATES) == 197


# Words that no letter may contain: articles that must contract, an article before a vowel, doubled blanks or articles.
IMPOSSIBLE = {
    "EN": r"\bthe the\b|\bthe The\b|^The\b",
    "FR": r"\b(?:de|à) les? |\b(?:le|la|du|au|des|aux) (?:le |la |les |l’)|\b(?:le|la|de|du|au) [AEIOUÉÈÊÎÔŒ]",
    "ES": r"\b(?:de|a) el |\b(?:el|la|los|las|del|al) (?:el|la|los|las) ",
}


def faults(text: str, language: str) -> list[str]:
    found = re.findall(IMPOSSIBLE[language], text) + re.findall(r"'|’ |  |^ | $|-’", text)
    return [*found, *([text] if unicodedata.normalize("NFC", text) != text else [])]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_stands_well_in_a_sentence(language: str) -> None:
    texts = [wording(names, language) for names in STATES.values() for wording in WORDINGS]
    assert len(texts) == 197 * 8
    assert [(text, found) for text in texts if (found := faults(text, language))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_wording_ends_with_the_name_itself(language: str) -> None:
    for names in STATES.values():
        for wording in (the_state, of_state, to_state, in_state):
            assert wording(names, language).endswith(name(names, language))
        for wording in (the_official_state, of_official_state):
            assert wording(names, language).endswith(official_name(names, language))


@pytest.mark.parametrize(
    ("iso3", "language", "the", "of", "to", "where"),
    [
        ("TCD", "FR", "le Tchad", "du Tchad", "au Tchad", "au Tchad"),
        ("CIV", "FR", "la Côte d’Ivoire", "de la Côte d’Ivoire", "à la Côte d’Ivoire", "en Côte d’Ivoire"),
        ("PHL", "FR", "les Philippines", "des Philippines", "aux Philippines", "aux Philippines"),
        ("HTI", "FR", "Haïti", "d’Haïti", "à Haïti", "en Haïti"),
        ("ISR", "FR", "Israël", "d’Israël", "à Israël", "en Israël"),
        ("IRQ", "FR", "l’Iraq", "de l’Iraq", "à l’Iraq", "en Iraq"),
        ("CUB", "FR", "Cuba", "de Cuba", "à Cuba", "à Cuba"),
        ("BRB", "FR", "la Barbade", "de la Barbade", "à la Barbade", "à la Barbade"),
        ("HND", "FR", "le Honduras", "du Honduras", "au Honduras", "au Honduras"),
        ("HUN", "FR", "la Hongrie", "de la Hongrie", "à la Hongrie", "en Hongrie"),
        ("YEM", "FR", "le Yémen", "du Yémen", "au Yémen", "au Yémen"),
        ("SLV", "FR", "El Salvador", "d’El Salvador", "à El Salvador", "à El Salvador"),
        ("PSE", "FR", "l’État de Palestine", "de l’État de Palestine", "à l’État de Palestine",
         "dans l’État de Palestine"),
        ("NLD", "ES", "los Países Bajos", "de los Países Bajos", "a los Países Bajos", "en los Países Bajos"),
        ("PER", "ES", "el Perú", "del Perú", "al Perú", "en el Perú"),
        ("ARG", "ES", "la Argentina", "de la Argentina", "a la Argentina", "en la Argentina"),
        ("TCD", "ES", "el Chad", "del Chad", "al Chad", "en el Chad"),
        ("FRA", "ES", "Francia", "de Francia", "a Francia", "en Francia"),
        ("SLV", "ES", "El Salvador", "de El Salvador", "a El Salvador", "en El Salvador"),
        ("BHS", "ES", "las Bahamas", "de las Bahamas", "a las Bahamas", "en las Bahamas"),
        ("NLD", "EN", "the Netherlands", "of the Netherlands", "to the Netherlands", "in the Netherlands"),
        ("VAT", "EN", "the Holy See", "of the Holy See", "to the Holy See", "in the Holy See"),
        ("TCD", "EN", "Chad", "of Chad", "to Chad", "in Chad"),
        ("CIV", "EN", "Côte d’Ivoire", "of Côte d’Ivoire", "to Côte d’Ivoire", "in Côte d’Ivoire"),
    ],
)  # fmt: skip
def test_names_are_worded_as_the_language_has_them(
    iso3: str, language: str, the: str, of: str, to: str, where: str
) -> None:
    names = STATES[iso3]
    worded = [wording(names, language) for wording in (the_state, of_state, to_state, in_state)]
    assert worded == [the, of, to, where]


@pytest.mark.parametrize(
    ("iso3", "language", "the", "of"),
    [
        ("NLD", "EN", "the Kingdom of the Netherlands", "of the Kingdom of the Netherlands"),
        ("NLD", "FR", "le Royaume des Pays-Bas", "du Royaume des Pays-Bas"),
        ("NLD", "ES", "el Reino de los Países Bajos", "del Reino de los Países Bajos"),
        ("TCD", "FR", "la République du Tchad", "de la République du Tchad"),
        ("COM", "FR", "l’Union des Comores", "de l’Union des Comores"),
        ("USA", "FR", "les États-Unis d’Amérique", "des États-Unis d’Amérique"),
        ("CAN", "EN", "Canada", "of Canada"),
        ("COK", "EN", "the Cook Islands", "of the Cook Islands"),
        ("ATG", "FR", "Antigua-et-Barbuda", "d’Antigua-et-Barbuda"),
    ],
)
def test_official_names_are_worded_too(iso3: str, language: str, the: str, of: str) -> None:
    assert [the_official_state(STATES[iso3], language), of_official_state(STATES[iso3], language)] == [the, of]


# Names that might come: any letters behind any article of the language.

letters = st.text(st.characters(categories=["Lu", "Ll"], max_codepoint=0x17F), min_size=1, max_size=12)


@given(letters, st.sampled_from(["-", "le", "la", "l'", "les"]), st.sampled_from(["-", "el", "la", "los", "las"]))
def test_no_article_is_ever_left_uncontracted(word: str, french: str, spanish: str) -> None:
    capital = word[:1].upper() + word[1:].lower()
    names = StateNames(
        name_en=capital, name_fr=capital, name_es=capital, official_en=capital, official_fr=capital,
        official_es=capital, article_en="-", article_fr=french, article_es=spanish, in_fr="en",
        official_article_fr=french, official_article_es=spanish,
    )  # fmt: skip
    in_french = [wording(names, "FR") for wording in (of_state, to_state, of_official_state)]
    in_spanish = [wording(names, "ES") for wording in (of_state, to_state, of_official_state)]
    assert [text for text in in_french if text.startswith(("de le ", "de les ", "à le ", "à les "))] == []
    assert [text for text in in_spanish if text.startswith(("de el ", "a el "))] == []
    assert in_french[0].startswith({"le": "du ", "la": "de la ", "l'": "de l’", "les": "des ", "-": "d"}[french])
    assert in_spanish[0].startswith(
        {"el": "del ", "la": "de la ", "los": "de los ", "las": "de las ", "-": "de "}[spanish]
    )


# Order


def test_accents_case_and_apostrophes_do_not_matter_for_the_order() -> None:
    names = [
        "Zambia",
        "Türkiye",
        "Côte d’Ivoire",
        "Tuvalu",
        "Croatia",
        "Côte d'Ivoire",
        "éthiopie",
        "Espagne",
        "Tunisia",
    ]
    assert sorted(names, key=sort_key) == [
        "Côte d’Ivoire", "Côte d'Ivoire", "Croatia", "Espagne", "éthiopie", "Tunisia", "Türkiye", "Tuvalu", "Zambia"
    ]  # fmt: skip
    assert sort_key("Türkiye") == sort_key("TURKIYE") == "turkiye"
