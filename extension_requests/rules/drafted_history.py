"""The history of a request as the analysis tells it: deadlines, earlier extensions, questions and answers."""

from collections.abc import Iterator
from datetime import date

from core.wording import count_in_words, day_in_words, ordinal_in_words
from extension_requests.rules.analysis_facts import AnalysisFacts, FormerRequest
from extension_requests.rules.flags import is_late


def history(facts: AnalysisFacts) -> Iterator[str]:
    """Paragraphs, in the order of what happened."""
    yield from _deadline(facts)
    yield from (_former(facts, each) for each in facts.former)
    yield from _request(facts)
    yield from _questions(facts)


def _deadline(facts: AnalysisFacts) -> Iterator[str]:
    if facts.entry_into_force_on and facts.initial_deadline:
        yield (
            f"The Convention entered into force for {facts.the_state} on {_day(facts.entry_into_force_on)}. The "
            f"deadline for {facts.state} under Article {facts.article} was {_day(facts.initial_deadline)}."
        )
    elif facts.initial_deadline:
        yield f"The deadline for {facts.the_state} under Article {facts.article} was {_day(facts.initial_deadline)}."
    if facts.after_discovery:
        yield "The request concerns areas or stocks that were found after the deadline."


def _former(facts: AnalysisFacts, request: FormerRequest) -> str:
    name = f"The {ordinal_in_words(request.number)} request of {facts.the_state}"
    sent = f", submitted on {_day(request.submitted_on)}," if request.submitted_on else ""
    if request.granted_until is not None:
        return f"{name}{sent} was granted by the {request.meeting}, until {_day(request.granted_until)}."
    told = "deferred" if request.decision == "deferred" else "not granted" if request.decision == "not granted" else ""
    if told:
        return f"{name}{sent} was {told} by the {request.meeting}."
    return f"{name}{sent} was considered by the {request.meeting}; what was decided is to be added here."


def _request(facts: AnalysisFacts) -> Iterator[str]:
    if facts.received_on is None:
        return
    ordinal = f"its {ordinal_in_words(facts.number)} request" if facts.number > 1 else "its request"
    revised = facts.versions[1:]
    until = _day(facts.asked_until) if facts.asked_until else ""
    asks = f", asking for time until {until}" if until and not revised else ""
    text = f"On {_day(facts.received_on)} {facts.the_state} submitted {ordinal}{asks}. "
    text += f"The present deadline is {_day(facts.deadline)}."
    if facts.due_on and is_late(facts.received_on, facts.due_on):
        text += f" The request was due on {_day(facts.due_on)}."
    if facts.received_on > facts.deadline:
        text += " The deadline had passed when the request came."
    if facts.interim:
        text += " It asks only for the time to survey and to prepare a full request."
    yield text
    for number, day in enumerate(revised, start=1):
        asks = f"; it asks for time until {until}" if until and number == len(revised) else ""
        yield f"{facts.state} submitted a revised request on {_day(day)}{asks}."


def _questions(facts: AnalysisFacts) -> Iterator[str]:
    for number in sorted({each.round for each in facts.questions}):
        asked = [each for each in facts.questions if each.round == number]
        answered = [each for each in asked if each.state == "answered"]
        text = f"On {_day(asked[0].asked_on)} {_count(len(asked))} {'was' if len(asked) == 1 else 'were'} put to it."
        if answered:
            last = max(each.answered_on for each in answered if each.answered_on)
            which = "it" if len(asked) == 1 else "all of them" if len(answered) == len(asked) else "some of them"
            if 1 < len(asked) != len(answered):
                which = f"{count_in_words(len(answered))} of them"
            text += (
                f" {facts.state} answered {which}, the last on {_day(last)}."
                if len(answered) > 1
                else (f" {facts.state} answered {which} on {_day(last)}.")
            )
        yield text


def _count(number: int) -> str:
    return "one question" if number == 1 else f"{count_in_words(number)} questions"


def _day(day: date) -> str:
    return day_in_words(day, "EN")
