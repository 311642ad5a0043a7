from correspondence.rules.bodies import Paragraph, TemplateContent
from correspondence.rules.choice import Chosen, choose_paragraphs, variant_of
from states_parties.catalogues import Finding

TEXTS = dict.fromkeys(("EN", "FR", "ES"), "text")
CONTENT = TemplateContent(
    "article-7",
    "APMBC",
    "letter",
    "Tailored letter",
    "Chair",
    TEXTS,
    (
        Paragraph("opening", "always", TEXTS),
        Paragraph("annual", "not initial_report_due", TEXTS, tailors=False),
        Paragraph("clearance", "open_clearance_obligation", TEXTS),
        Paragraph("thanks", "none of the others", TEXTS),
    ),
)


def findings(**values: int) -> dict[str, Finding]:
    facts = {"initial_report_due": 0, "open_clearance_obligation": 0, **values}
    return {name: Finding(value, f"{name} is {value}.") for name, value in facts.items()}


def test_a_state_with_no_obligation_is_thanked_and_nothing_else() -> None:
    chosen = choose_paragraphs(CONTENT, findings())
    assert chosen == [
        Chosen("opening", "In every letter."),
        Chosen("annual", "initial_report_due is 0."),
        Chosen("thanks", "No other paragraph about the State's own situation applies."),
    ]
    assert variant_of(CONTENT, chosen) == "annual, thanks"


def test_an_obligation_replaces_the_thanks() -> None:
    chosen = choose_paragraphs(CONTENT, findings(open_clearance_obligation=1))
    assert [each.id for each in chosen] == ["opening", "annual", "clearance"]
    assert chosen[2].reason == "open_clearance_obligation is 1."
    assert variant_of(CONTENT, chosen) == "annual, clearance"


def test_a_technical_condition_does_not_count_as_tailoring() -> None:
    assert [each.id for each in choose_paragraphs(CONTENT, findings(initial_report_due=1))] == ["opening", "thanks"]
