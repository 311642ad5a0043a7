"""The shipped texts are complete, alike in the three languages, and keep the words and spaces of the field.

The rules on words come from the glossary (State, never the other word); the French spaces from the typography of
United Nations documents: U+00A0 before a colon and inside guillemets, U+202F before ; ? and !
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

TEXTS = Path(__file__).parents[2] / "correspondence" / "texts"
TEMPLATES = sorted(path.name for path in TEXTS.glob("*.*.*.toml"))
ARTICLE_7 = [name for name in TEMPLATES if name.startswith("article-7.")]
NOTES_VERBALES = [name for name in TEMPLATES if ".note-verbale." in name]
LANGUAGES = ("EN", "FR", "ES")
WORDED = [*TEMPLATES, "wording.toml", "covers.toml"]

FIELDS = {
    "state", "the_state", "of_state", "in_state", "state_formal", "convention_title", "convention_short",
    "of_convention_short", "report_due_on", "report_year", "year_covered", "reports_on_record", "initial_report_due_on",
    "retained_quantity", "stockpile_deadline", "clearance_deadline", "clearance_extension_meeting", "missing_years",
    "salutation", "courtesy", "sender", "signatory_name", "signatory_title", "reporting_address", "support_address",
    "to_mission", "to_mission_brief", "report_of_year_due_on", "report_of_year_covers", "report_of_year_received_on",
    "silent_articles", "silent_years",
}  # fmt: skip
ARTICLE_7_CRITERIA = {
    "compliance_concern", "retains_items", "open_stockpile_obligation", "stockpile_deadline_passed",
    "open_clearance_obligation", "clearance_deadline_passed", "clearance_extension_in_force",
    "victim_assistance_responsibility", "assistance_requested", "assistance_provided", "article_9_open",
    "initial_report_due", "initial_report_upcoming", "missing_report_years", "dated_obligation", "reports_on_record",
}  # fmt: skip
CRITERIA = ARTICLE_7_CRITERIA | {
    "report_of_year_awaited", "report_of_year_overdue", "report_of_year_received", "silent_two_years",
    "clearance_deadline_months", "stockpile_deadline_months",
}  # fmt: skip
SLOTS_OF_WORDING = {"of_state", "city", "ordinal", "years", "articles", "place", "date", "reference", "subject"}
PART_ORDER = ["salutation", "body", "closing", "enclosures"]

# A field may stand in a paragraph only if its condition makes sure that there is a value.
VALUE_GUARANTEED_BY = {
    "reports_on_record": {"reports_on_record"},
    "initial_report_due_on": {"initial_report_due", "initial_report_upcoming"},
    "retained_quantity": {"retains_items"},
    "stockpile_deadline": {"stockpile_deadline_passed", "stockpile_deadline_months"},
    "clearance_deadline": {
        "clearance_deadline_passed",
        "clearance_extension_in_force",
        "clearance_deadline_months",
    },
    "clearance_extension_meeting": {"clearance_extension_in_force"},
    "missing_years": {"missing_report_years"},
    "report_of_year_due_on": {"report_of_year_awaited", "report_of_year_overdue", "report_of_year_received"},
    "report_of_year_covers": {"report_of_year_awaited", "report_of_year_overdue", "report_of_year_received"},
    "report_of_year_received_on": {"report_of_year_received"},
    "silent_articles": {"silent_two_years"},
    "silent_years": {"silent_two_years"},
}


def test_both_conventions_have_a_letter_and_a_note_verbale() -> None:
    assert ARTICLE_7 == [
        "article-7.apmbc.letter.toml",
        "article-7.apmbc.note-verbale.toml",
        "article-7.ccm.letter.toml",
        "article-7.ccm.note-verbale.toml",
    ]


def test_both_conventions_have_the_letters_of_the_year() -> None:
    """The letter about two years of silence is of the APMBC alone: the action that asks for it is of its plan."""
    of_convention = {
        code: {name.replace(f".{code}.", ".") for name in TEMPLATES if f".{code}." in name} for code in ("apmbc", "ccm")
    }
    assert of_convention["apmbc"] - of_convention["ccm"] == {"two-years-silence.letter.toml"}
    assert of_convention["ccm"] - of_convention["apmbc"] == set()
    assert of_convention["ccm"] >= {
        "missing-years.letter.toml",
        "report-reminder.note-verbale.toml",
        "article-9.letter.toml",
        "extension-heads-up.letter.toml",
        "report-received.note-verbale.toml",
        "hand-over.letter.toml",
        "notice.note-verbale.toml",
    }


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_name_of_the_file_says_what_is_in_it(name: str) -> None:
    content = read(name)
    assert f"{content['slug']}.{content['convention'].lower()}.{content['form']}.toml" == name


@pytest.mark.parametrize("name", TEMPLATES)
def test_ids_are_unique_and_parts_follow_the_order_of_a_letter(name: str) -> None:
    paragraphs = read(name)["paragraphs"]
    ids = [paragraph["id"] for paragraph in paragraphs]
    assert len(ids) == len(set(ids))
    assert [id for id in ids if not re.fullmatch(r"[a-z0-9-]+", id)] == []
    parts = [PART_ORDER.index(paragraph["part"]) for paragraph in paragraphs]
    assert parts == sorted(parts)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_paragraph_is_there_in_three_languages_with_the_same_fields_and_shape(name: str) -> None:
    for where, block in blocks(read(name)):
        assert [code for code in LANGUAGES if block.get(code, "").strip()] == list(LANGUAGES), where
        english, french, spanish = (shape(block[code]) for code in LANGUAGES)
        assert english == french == spanish, where


@pytest.mark.parametrize("name", TEMPLATES)
def test_only_known_fields_and_criteria_are_used(name: str) -> None:
    content = read(name)
    for where, block in blocks(content):
        assert fields(block["EN"]) <= FIELDS, where
    for paragraph in content["paragraphs"]:
        assert criteria(paragraph) <= CRITERIA, paragraph["id"]


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_field_stands_only_where_the_condition_makes_sure_of_its_value(name: str) -> None:
    for paragraph in read(name)["paragraphs"]:
        stated = re.sub(r"\bnot \w+", "", paragraph["when"])
        for field in fields(paragraph["EN"]) & VALUE_GUARANTEED_BY.keys():
            assert criteria({"when": stated}) & VALUE_GUARANTEED_BY[field], (paragraph["id"], field)


@pytest.mark.parametrize("name", ARTICLE_7)
def test_each_trigger_has_its_paragraph_and_only_technical_conditions_do_not_tailor(name: str) -> None:
    paragraphs = read(name)["paragraphs"]
    assert set().union(*(criteria(paragraph) for paragraph in paragraphs)) == ARTICLE_7_CRITERIA
    assert [p["id"] for p in paragraphs if p["when"] == "none of the others"] == ["annual-report-only"]
    assert [p["id"] for p in paragraphs if not p.get("tailors", True)] == ["annual-report", "reports-on-record"]


@pytest.mark.parametrize("name", ARTICLE_7)
def test_compliance_comes_first_and_dated_obligations_next(name: str) -> None:
    tailored = [p["id"] for p in read(name)["paragraphs"] if criteria(p) and p.get("tailors", True)]
    assert tailored[:9] == [
        "article-1",
        "initial-report-due",
        "initial-report-upcoming",
        "on-record-lead",
        "on-record",
        "stockpile",
        "stockpile-deadline-passed",
        "clearance",
        "clearance-deadline-passed",
    ]


@pytest.mark.parametrize("name", ARTICLE_7)
def test_a_state_whose_initial_report_is_not_due_is_not_asked_for_an_annual_report(name: str) -> None:
    annual = {"report_due_on", "report_year", "year_covered"}
    asking = {p["id"]: p["when"] for p in read(name)["paragraphs"] if fields(p["EN"]) & annual}
    assert asking == {
        "annual-report": "not initial_report_due and not initial_report_upcoming",
        "annual-report-only": "none of the others",
    }


@pytest.mark.parametrize("convention", ["apmbc", "ccm"])
def test_the_note_verbale_says_what_the_letter_says_without_salutation_and_signature(convention: str) -> None:
    letter, note = read(f"article-7.{convention}.letter.toml"), read(f"article-7.{convention}.note-verbale.toml")
    assert [(p["id"], p["when"]) for p in note["paragraphs"]] == [
        (p["id"], p["when"]) for p in letter["paragraphs"] if p["part"] != "salutation"
    ]
    assert "salutation" not in {p["part"] for p in note["paragraphs"]}
    used = set().union(*(fields(p["EN"]) for p in note["paragraphs"]))
    assert used & {"salutation", "courtesy", "signatory_name", "signatory_title"} == set()


FIRST_PERSON = {
    "EN": r"\b(I|me|my|you|your)\b",
    "FR": r"\b(je|j’|me|m’|mes|mon|ma|vous|votre|vos)\b",
    "ES": r"\b(me|mi|mis|(?<!se )le|usted|ruego|agradezco)\b",
}


@pytest.mark.parametrize("name", NOTES_VERBALES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_note_verbale_is_in_the_third_person(name: str, language: str) -> None:
    for paragraph in read(name)["paragraphs"]:
        # “I” is also the letter of a form.
        text = re.sub(r"\{\{\w+\}\}|\bForms? [A-J](, [A-J])*( and [A-J])?\b", "", paragraph[language])
        found = re.search(FIRST_PERSON[language], text, re.IGNORECASE)
        assert found is None, (paragraph["id"], found)


@pytest.mark.parametrize("name", TEMPLATES)
def test_tables_have_one_header_cell_per_column(name: str) -> None:
    tables = [paragraph for paragraph in read(name)["paragraphs"] if "table" in paragraph]
    assert name not in ARTICLE_7 or len(tables) == 1
    for table in tables:
        assert (table["table"], table["columns"]) == ("obligations_on_record", ["article", "obligation", "date"])
        for code in LANGUAGES:
            cells = table[code].split("|")
            assert len([cell for cell in cells if cell.strip()]) == 3


@pytest.mark.parametrize("name", TEMPLATES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_begins_with_a_field_and_names_never_need_agreement(name: str, language: str) -> None:
    for where, block in blocks(read(name)):
        text = block[language]
        if text == "{{salutation}}":
            continue
        assert re.search(r"(^|[.] |\n(- )?|\*\* )\{\{", text) is None, where
        # “le Tchad” would have to melt into “du Tchad”, “el Chad” into “al Chad”, “que” into “qu’Israël”.
        assert re.search(r"\b(de|à|a|que|y|o|et|lorsque)\s\{\{(the_)?state\}\}", text) is None, where


@pytest.mark.parametrize("name", WORDED)
def test_words_and_marks_of_the_field(name: str) -> None:
    for where, text in every_text(read(name)):
        assert re.search(r"\b(country|countries|pays|pa[ií]s(es)?)\b", text, re.IGNORECASE) is None, where
        assert "Anti-Personnel Landmine" not in text, where
        assert "Action #" not in text, where
        assert re.search(r"(Oslo|Lausanne|Siem Reap)", text) is None, where
        assert "!" not in text, where
        assert "'" not in text, where
        assert "  " not in text, where
        assert text.count("**") % 2 == 0, where


@pytest.mark.parametrize("name", WORDED)
def test_french_has_its_no_break_spaces(name: str) -> None:
    for where, text in every_text(read(name), only="FR"):
        assert re.search(r"(?<!\u202f)[;?!]", text) is None, where
        assert re.search(r"(?<!\u00a0):", text) is None, where
        assert re.search(r"«(?!\u00a0)|(?<!\u00a0)»", text) is None, where
        assert re.search(r"États? Parties?\b", text) is None, where


@pytest.mark.parametrize("name", WORDED)
def test_english_and_spanish_have_only_plain_spaces(name: str) -> None:
    for language in ("EN", "ES"):
        for where, text in every_text(read(name), only=language):
            assert re.search(r"[\u00a0\u202f\u2009]| [;:,.?]", text) is None, where


def test_the_wording_is_there_in_three_languages_with_the_same_slots() -> None:
    worded = [node for node in nodes(read("wording.toml")) if node.keys() & set(LANGUAGES)]
    assert len(worded) > 40
    for node in worded:
        assert list(node) == list(LANGUAGES)
        if isinstance(node["EN"], str):
            assert fields(node["EN"]) == fields(node["FR"]) == fields(node["ES"])
            assert fields(node["EN"]) <= SLOTS_OF_WORDING


def test_a_cover_says_the_same_in_three_languages() -> None:
    known = {"reference", "subject", "date", "from", "to", "unit", "convention", "support_address"}
    texts = read("covers.toml")
    assert set(texts) == {"subject", "letter", "note-verbale", "copy"}
    for occasion, text in texts.items():
        assert list(text) == list(LANGUAGES), occasion
        assert len({tuple(re.findall(r"\{\{\w+\}\}", text[code])) for code in LANGUAGES}) == 1, occasion
        assert fields(text["EN"]) == (known if occasion != "subject" else {"reference", "subject"})
        assert len({text[code].count("\n") for code in LANGUAGES}) == 1, occasion


def test_the_wording_knows_thirty_meetings() -> None:
    ordinals = read("wording.toml")["ordinals"]
    assert {code: len(set(names)) for code, names in ordinals.items()} == {"EN": 30, "FR": 30, "ES": 30}
    assert [ordinals[code][17] for code in LANGUAGES] == ["Eighteenth", "dix-huitième", "Decimoctava"]
    assert [ordinals[code][3] for code in LANGUAGES] == ["Fourth", "quatrième", "Cuarta"]


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((TEXTS / name).read_text(encoding="utf-8"))


def blocks(content: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The subject and every paragraph, with a name for the message."""
    yield "subject", content["subject"]
    for paragraph in content["paragraphs"]:
        yield paragraph["id"], paragraph


def nodes(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        yield tree
        for inner in tree.values():
            yield from nodes(inner)
    elif isinstance(tree, list):
        for inner in tree:
            yield from nodes(inner)


def every_text(content: dict[str, Any], only: str = "") -> Iterator[tuple[str, str]]:
    """Every text in EN, FR or ES of a file, or in one of them, with its opening words as a place."""
    for node in nodes(content):
        for code in LANGUAGES if not only else (only,):
            texts = node.get(code, [])
            for text in [texts] if isinstance(texts, str) else texts:
                yield f"{code}: {text[:40]}", text


def fields(text: str) -> set[str]:
    found = re.findall(r"\{\{([a-z_0-9]+)\}\}", text)
    assert text.count("{{") == text.count("}}") == len(found), text
    return set(found)


def criteria(paragraph: dict[str, Any]) -> set[str]:
    if paragraph["when"] in ("always", "none of the others"):
        return set()
    return set(re.findall(r"[a-z_][a-z_0-9]*", paragraph["when"])) - {"and", "or", "not"}


def shape(text: str) -> tuple[set[str], int, int, int]:
    """What must be alike in all languages: fields, bullets, bold pieces, header cells."""
    return fields(text), len(re.findall(r"^- ", text, re.MULTILINE)), text.count("**"), text.count("|")
