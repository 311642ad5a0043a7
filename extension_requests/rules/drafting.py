"""The first text of each section of an analysis, from what the house knows of the request. People write on from there.

A section about which nothing is known stays empty: nothing is made up. Source of the contents: analyses of the APMBC
Committee on Article 5 Implementation; CCM/MSP/2019/12.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from core.wording import counted, day_in_words, list_in_words, number_in_words
from extension_requests.rules.amounts import MONEY, Unit
from extension_requests.rules.analysis import SectionPlan
from extension_requests.rules.analysis_facts import RENEWAL, AnalysisFacts, ItemFound, total_by_unit, unit_in_words
from extension_requests.rules.drafted_history import history
from extension_requests.rules.figures import Line, Sheet
from extension_requests.rules.findings import Finding


def drafts_of(facts: AnalysisFacts, plans: Sequence[SectionPlan]) -> Mapping[str, str]:
    """The text of each section by its key; paragraphs with an empty line between them."""
    return {plan.key: "\n\n".join(_paragraphs(facts, plan)) for plan in plans}


def _paragraphs(facts: AnalysisFacts, plan: SectionPlan) -> Iterator[str]:
    if plan.key == "history":
        yield from history(facts)
        return
    if plan.key in FIGURES:
        yield from FIGURES[plan.key](facts)
    if plan.key in CLOSING:
        yield from CLOSING[plan.key](facts)
    else:
        yield from _found(facts.items_of(plan.items))
        yield from _answers(facts, plan.items)


def _found(items: Sequence[ItemFound]) -> Iterator[str]:
    """What the request says on these items, as their readers hold it: one sentence for each finding."""
    for finding, opening in OPENINGS.items():
        subjects = [_subject(each) for each in items if each.stands is finding]
        if subjects:
            yield f"{opening}: {'; '.join(subjects)}."


def _subject(item: ItemFound) -> str:
    """ "work plan with milestones (page 12)"; readers also write "annex B"."""
    subject = item.title[0].lower() + item.title[1:]
    if not item.pages or item.stands not in (Finding.MET, Finding.PARTLY):
        return subject
    word = ("page " if item.pages.isdigit() else "pages ") if item.pages[0].isdigit() else ""
    return f"{subject} ({word}{item.pages})"


def _answers(facts: AnalysisFacts, codes: Sequence[str]) -> Iterator[str]:
    for each in facts.questions_of(codes):
        if each.state == "answered" and each.answer.strip():
            answer = " ".join(each.answer.split()).rstrip(".")
            yield f"In reply to question {each.number}, {facts.the_state} explained: “{answer}”."


def _challenge(facts: AnalysisFacts) -> Iterator[str]:
    if amounts := facts.of_sheet(Sheet.BASELINE):
        yield f"At entry into force, and by what was found later, the challenge amounted to {_sum(amounts)}."


def _progress(facts: AnalysisFacts) -> Iterator[str]:
    amounts = facts.of_sheet(Sheet.PROGRESS)
    years = sorted({each.year for each in amounts if each.year is not None})
    if amounts:
        when = f" from {years[0]} to {years[-1]}" if len(years) > 1 else f" in {years[0]}" if years else ""
        yield f"{_capital(facts.the_state)} reports {_sum(amounts)} released or destroyed{when}, as shown in the table."
    yield from (each.words for each in facts.checks if each.what == RENEWAL)


def _remaining(facts: AnalysisFacts) -> Iterator[str]:
    if amounts := facts.of_sheet(Sheet.REMAINING):
        yield f"According to the request, {_sum(amounts)} remain."


def _plan(facts: AnalysisFacts) -> Iterator[str]:
    amounts = facts.of_sheet(Sheet.TARGETS)
    years = sorted({each.year for each in amounts if each.year is not None})
    if years:
        until = f" to {years[-1]}" if len(years) > 1 else ""
        yield (
            f"{_capital(facts.the_state)} sets itself annual targets for {years[0]}{until}, {_sum(amounts)} "
            "altogether, as shown in the table."
        )


def _cost(facts: AnalysisFacts) -> Iterator[str]:
    amounts = facts.of_sheet(Sheet.BUDGET)
    if amounts:
        yield f"The request foresees a cost of {_sum(amounts)}, as shown in the table."


def _observations(facts: AnalysisFacts) -> Iterator[str]:
    asked = [each for each in facts.items if each.asked]
    missing = [each for each in asked if each.stands is Finding.MISSING]
    if asked and all(each.stands in (Finding.MET, Finding.NOT_APPLICABLE) for each in asked):
        yield f"{_group(facts)} found that the request contains what Article {facts.article} asks for."
    if missing:
        titles = list_in_words([each.title[0].lower() + each.title[1:] for each in missing], "EN")
        yield f"{_group(facts)} noted that the request lacks what Article {facts.article} asks for on: {titles}."
    if open_ones := [each for each in facts.questions if each.state in ("declined", "overdue noted")]:
        numbers = list_in_words([str(each.number) for each in open_ones], "EN")
        which = "question" if len(open_ones) == 1 else "questions"
        yield f"{_group(facts)} received no answer to {which} {numbers}."
    for each in facts.checks:
        if each.agrees is False and each.what != RENEWAL:
            yield f"On the figures, {_group(facts, 'the')} noted: {each.words}"


def _conclusion(facts: AnalysisFacts) -> Iterator[str]:
    if facts.asked_until is None:
        return
    months = f", {counted(facts.asked_months, 'month', 'months')} after the deadline" if facts.asked_months else ""
    yield (
        f"{_capital(facts.the_state)} asks for an extension until {day_in_words(facts.asked_until, 'EN')}{months}. "
        f"Article {facts.article} of the Convention allows up to {facts.most_months} months for one extension."
    )


def _decision(facts: AnalysisFacts) -> Iterator[str]:
    yield from facts.clauses


OPENINGS: Mapping[Finding, str] = {
    Finding.MET: "The request sets out the following",
    Finding.PARTLY: "The request deals in part with the following",
    Finding.MISSING: "The request does not set out the following",
    Finding.NOT_APPLICABLE: "The following does not apply to this request",
}
FIGURES: Mapping[str, Callable[[AnalysisFacts], Iterator[str]]] = {
    "challenge": _challenge,
    "progress": _progress,
    "remaining": _remaining,
    "plan": _plan,
    "cost": _cost,
}
# Sections that are not told item by item.
CLOSING: Mapping[str, Callable[[AnalysisFacts], Iterator[str]]] = {
    "observations": _observations,
    "conclusion": _conclusion,
    "decision": _decision,
}


def _sum(lines: Sequence[Line]) -> str:
    """ "12,400,000 square metres and 14 areas"."""
    return list_in_words([_amount(unit, amount) for unit, amount in total_by_unit(lines).items()], "EN")


def _amount(unit: Unit, amount: int) -> str:
    number = number_in_words(amount, "EN")
    return f"{unit.value} {number}" if unit in MONEY else f"{number} {unit_in_words(unit)}"


def _group(facts: AnalysisFacts, article: str = "The") -> str:
    return f"{article} {facts.group.removeprefix('The ')}" if facts.group else f"{article} group"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
