"""How a State's name stands in a sentence, in English, French and Spanish.

The register gives the article of each name ("-": none); everything else follows from it. Source: articles of UNTERM,
the United Nations terminology database; contractions are those of the two languages.
"""

import unicodedata
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any, Self

FRENCH_OF = {"le": "du ", "la": "de la ", "l'": "de l'", "les": "des "}
FRENCH_TO = {"le": "au ", "la": "à la ", "l'": "à l'", "les": "aux "}
SPANISH_OF = {"el": "del ", "la": "de la ", "los": "de los ", "las": "de las "}
SPANISH_TO = {"el": "al ", "la": "a la ", "los": "a los ", "las": "a las "}


@dataclass(frozen=True)
class StateNames:
    """The columns of the register of States from which a name is worded."""

    name_en: str
    name_fr: str
    name_es: str
    official_en: str
    official_fr: str
    official_es: str
    article_en: str
    article_fr: str
    article_es: str
    in_fr: str
    official_article_fr: str
    official_article_es: str

    @classmethod
    def of(cls, row: Any) -> Self:
        """From anything that has these columns as attributes."""
        return cls(**{field.name: getattr(row, field.name) for field in fields(cls)})


def name(names: StateNames, language: str) -> str:
    """The bare name: "Netherlands", "Tchad", "Países Bajos"."""
    return _typographic({"EN": names.name_en, "FR": names.name_fr, "ES": names.name_es}[language])


def the_state(names: StateNames, language: str) -> str:
    """With its article: "the Netherlands", "le Tchad", "los Países Bajos"."""
    return _with_article(name(names, language), _article(names, language))


def of_state(names: StateNames, language: str) -> str:
    """Whose: "of the Netherlands", "du Tchad", "de los Países Bajos"."""
    return _of(name(names, language), _article(names, language), language)


def to_state(names: StateNames, language: str) -> str:
    """To whom: "to the Netherlands", "au Tchad", "a los Países Bajos"."""
    bare, article = name(names, language), _article(names, language)
    if language == "FR":
        return _typographic(FRENCH_TO.get(article, "à ")) + bare
    if language == "ES":
        return SPANISH_TO.get(article, "a ") + bare
    return f"to {_with_article(bare, article)}"


def in_state(names: StateNames, language: str) -> str:
    """Where: "in the Netherlands", "au Tchad", "en los Países Bajos". French usage is in the register."""
    if language == "FR":
        return _with_article(name(names, "FR"), names.in_fr)
    return f"{'en' if language == 'ES' else 'in'} {the_state(names, language)}"


def official_name(names: StateNames, language: str) -> str:
    """The bare formal name: "Kingdom of the Netherlands", "République du Tchad"."""
    return _typographic({"EN": names.official_en, "FR": names.official_fr, "ES": names.official_es}[language])


def the_official_state(names: StateNames, language: str) -> str:
    """With its article: "the Kingdom of the Netherlands", "la République du Tchad", "el Reino de los Países Bajos"."""
    return _with_article(official_name(names, language), _official_article(names, language))


def of_official_state(names: StateNames, language: str) -> str:
    """Whose: "of the Kingdom of the Netherlands", "de la République du Tchad", "del Reino de los Países Bajos"."""
    return _of(official_name(names, language), _official_article(names, language), language)


@lru_cache(maxsize=4096)  # each list puts the same two hundred names in order
def sort_key(text: str) -> str:
    """For alphabetical order without regard to accents, case and the kind of apostrophe: Türkiye after Tunisia."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()


def _article(names: StateNames, language: str) -> str:
    return {"EN": names.article_en, "FR": names.article_fr, "ES": names.article_es}[language]


def _official_article(names: StateNames, language: str) -> str:
    """English puts "the" before a formal name, except where it is the plain name: then its own article decides."""
    in_english = names.article_en if names.official_en == names.name_en else "the"
    return {"EN": in_english, "FR": names.official_article_fr, "ES": names.official_article_es}[language]


def _with_article(bare: str, article: str) -> str:
    if article == "-":
        return bare
    return _typographic(article) + ("" if article.endswith("'") else " ") + bare


def _of(bare: str, article: str, language: str) -> str:
    if language == "FR":
        return _typographic(FRENCH_OF.get(article, "d'" if _elides(bare) else "de ")) + bare
    if language == "ES":
        return SPANISH_OF.get(article, "de ") + bare
    return f"of {_with_article(bare, article)}"


def _elides(french: str) -> bool:
    """Before a vowel or a mute h: d'Haïti, d'Israël."""
    return sort_key(french)[0] in "aeiouh"


def _typographic(text: str) -> str:
    """The register writes the plain apostrophe, letters write ’."""
    return text.replace("'", "’")
