"""The text of a concept note: what is read from a form, brought together, remarked on and refused."""

from dataclasses import replace

import pytest

from core.errors import RuleViolation, Shortcomings
from meetings.rules.concept_notes import (
    Content,
    Document,
    Part,
    check_content,
    documents_of,
    merged,
    objectives_of,
    taken,
)
from meetings.rules.note_findings import estimated_pages, length_finding, text_findings
from meetings.rules.panel import OnPanel, balance_remarks, gender_balance, people_pasted, time_budget

WRITTEN = Content(
    theme="Measures of compliance",
    background="Why now.",
    purpose="The session gives participants an opportunity to:",
    objectives=("Hear civil society", "Learn about laws", "Review reports", "Strengthen ties", "Take stock of it"),
    format="A panel, then the floor.",
    documents=(Document("Action plan", "https://example.org/plan"),),
)


def words_of(content: Content) -> list[str]:
    return [finding.words for finding in text_findings(content)]


def test_a_note_as_it_should_be_has_no_findings() -> None:
    assert words_of(WRITTEN) == []
    assert Content.from_json(WRITTEN.to_json()) == WRITTEN


def test_marks_and_numbers_before_objectives_are_left_away() -> None:
    assert objectives_of("- Hear them\n\n2. Learn  more\n• Review\n2021 is reviewed") == (
        *("Hear them", "Learn more", "Review", "2021 is reviewed"),
    )


def test_the_address_of_a_document_stands_last_on_its_line() -> None:
    assert documents_of("Plan, https://example.org/a?b=1\n- Status of implementation\nhttps://example.org/alone") == (
        Document("Plan", "https://example.org/a?b=1"),
        Document("Status of implementation", ""),
        Document("", "https://example.org/alone"),
    )


@pytest.mark.parametrize(
    ("objective", "told"),
    [
        ("Civil society speaks", "Objective 1 begins with “Civil”. Begin with a verb."),
        ("Otherwise nothing", "Objective 1 begins with “Otherwise”. Begin with a verb."),
        ("… !", "Objective 1 has no words."),
        ("Systematise what is known", None),
        ("**Highlight** it", None),
    ],
)
def test_an_objective_begins_with_a_verb(objective: str, told: str | None) -> None:
    assert words_of(replace(WRITTEN, objectives=(objective, *WRITTEN.objectives[1:]))) == [told] * (told is not None)


def test_objectives_that_begin_alike_are_found() -> None:
    alike = ("Share with States the one", "Hear", "Share with States the other", "Learn", "Share WITH states all")
    assert words_of(replace(WRITTEN, objectives=alike)) == ["Objectives 1, 3 and 5 begin alike: “Share with states …”."]


def test_an_objective_that_repeats_the_purpose_line_is_found() -> None:
    """As the first of the seven of 24 June 2021 does."""
    content = replace(
        WRITTEN,
        purpose="The session is to provide an opportunity to:",
        objectives=("Provide an opportunity for civil society", *WRITTEN.objectives[1:]),
    )
    assert words_of(content) == ["Objective 1 repeats the purpose line: “Provide an opportunity”."]


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (0, ["No objective is written yet."]),
        (1, ["The note has 1 objective; five to eight are usual."]),
        (4, ["The note has 4 objectives; five to eight are usual."]),
        (5, []),
        (8, []),
        (9, ["The note has 9 objectives; five to eight are usual."]),
    ],
)
def test_five_to_eight_objectives_are_usual(count: int, told: list[str]) -> None:
    verbs = ("Hear", "Learn", "Review", "Strengthen", "Take", "Promote", "Explore", "Share", "Note")
    assert words_of(replace(WRITTEN, objectives=tuple(f"{verb} something" for verb in verbs[:count]))) == told


@pytest.mark.parametrize(
    ("change", "field", "told"),
    [
        ({"theme": " "}, "theme", "Say what the session is about."),
        ({"theme": "x" * 190}, "theme", "The theme is longer than a title of 200 characters."),
        ({"background": "a\x0bb"}, "background", "Background contains a control character (U+000B) that Word cannot"),
        ({"objectives": ("Hear **them",)}, "objectives", "a ** is opened but not closed"),
        ({"documents": (Document("", "https://x.org"),)}, "documents", "Document 1: write its title"),
        ({"documents": (Document("A", "http://x.org"),)}, "documents", "Document 1: the address begins with http://."),
        ({"least_minutes": 6}, "most_minutes", "An intervention lasts from 1 to 30 minutes, the least first."),
        ({"objectives": ("Hear",) * 41}, "objectives", "Objectives: 41 lines, more than 40."),
    ],
)
def test_what_cannot_stand_in_a_note_is_refused_by_name(change: dict[str, object], field: str, told: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        check_content(replace(WRITTEN, **change))
    assert (refusal.value.field, told in refusal.value.message) == (field, True)


def test_two_texts_are_brought_together_part_by_part() -> None:
    mine = replace(WRITTEN, background="Mine.", format="Mine too.", least_minutes=2)
    theirs = replace(WRITTEN, background="Theirs.", purpose="Theirs too:", least_minutes=2)
    both, conflicts = merged(WRITTEN, mine, theirs)
    assert both == replace(mine, purpose="Theirs too:")
    assert conflicts == [(Part.BACKGROUND, "Mine.", "Theirs.")]
    assert taken(both, theirs, Part.BACKGROUND).background == "Theirs."


def test_more_than_two_pages_are_a_serious_finding() -> None:
    assert length_finding(3, estimated=False) == ("note", "The note fills 3 pages. It may fill two.", True)
    assert length_finding(2, estimated=False) is None
    long = replace(WRITTEN, background="\n\n".join(["word " * 200] * 8))
    found = length_finding(estimated_pages(long, []), estimated=True)
    assert found is not None
    assert found.serious


def test_a_list_of_people_is_read_line_by_line() -> None:
    people = people_pasted("- **Ada Ek**, Director, Arms Division, Watch\nH.E. Dr. Bo Lind, Ambassador\n")
    assert [(each.title, each.name, each.function, each.organisation) for each in people] == [
        ("", "Ada Ek", "Director, Arms Division", "Watch"),
        ("H.E. Dr.", "Bo Lind", "Ambassador", ""),
    ]


def test_every_line_that_cannot_be_read_is_named() -> None:
    with pytest.raises(Shortcomings) as refusal:
        people_pasted("Ada Ek\n\n, Director\nBo Lind, Judge\nBØ LIND, Judge\nbo lind, Judge", known=["Bø Lind"])
    assert refusal.value.items == (
        "line 1: “Ada Ek” has no function; write “Name, Function, Organisation”",
        "line 3: “Director” has no function; write “Name, Function, Organisation”",
        "line 5: BØ LIND is on the list already",
        "line 6: bo lind stands in line 4 already",
    )


def test_ten_thousand_lines_are_refused_in_one_sentence() -> None:
    with pytest.raises(Shortcomings) as refusal:
        people_pasted("Ada Ek, Director\n" * 10_000)
    assert refusal.value.items == ("10,000 lines, more than 40: paste the people of one session",)


def test_the_time_of_a_session_is_reckoned() -> None:
    budget = time_budget(session=120, on_panel=5, panel_minutes=8, least=3, most=5, interventions=20)
    assert budget == (120, 40, 100, 16, 26)
    assert budget.over == 20


def people(*genders: str) -> list[OnPanel]:
    return [OnPanel(f"Person {number}", "", gender) for number, gender in enumerate(genders)]


def test_the_balance_tells_of_nobody_alone() -> None:
    assert gender_balance(people("woman", "man", "", "")) == ""
    assert gender_balance(people("woman", "man", "man", "")) == "1 of 3 is a woman; of 1 person it is not on record"
    assert gender_balance(people("woman", "woman", "man")) == "2 of 3 are women"


def test_what_is_one_sided_about_a_panel_is_said() -> None:
    panel = [
        OnPanel("Ada Ek", "Watch", "woman", "WEOG"),
        OnPanel("Bo Lind", "Watch", "woman", "WEOG"),
        OnPanel("Cy Oe", "Mission", "woman", "APG"),
    ]
    assert list(balance_remarks(panel)) == [
        "All on the panel whose gender is on record are women.",
        "Ada Ek and Bo Lind come from one organisation: Watch.",
        "2 of 3 who speak for a State come from one region: WEOG.",
    ]
    assert list(balance_remarks(panel[1:])) == []
    assert list(balance_remarks(panel[2:])) == []
