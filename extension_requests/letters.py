"""What requests contribute to letters: fields about the request a campaign is about, its questions, its dates."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from conventions.rules import meeting_name
from core.wording import day_in_words
from extension_requests.queries.told import Told, told_about
from extension_requests.rules.timetable import ANSWERS_WEEKS
from states_parties.catalogues import LetterContext, LetterTable, MergeField
from states_parties.facts import StateFacts
from states_parties.rules.names import of_state

TEXTS = Path(__file__).parent / "texts"
TEMPLATES = TEXTS / "letters"
OF_A_DOSSIER = "only in letters drafted from the dossier of a request"


@cache
def letter_words() -> dict[str, Any]:
    """Phrases by language."""
    return tomllib.loads((TEXTS / "letter-words.toml").read_text(encoding="utf-8"))


def told_by(context: LetterContext) -> Told | None:
    """What is known of the request; None for a letter that is about none."""
    if context.about not in context.known:
        context.known[context.about] = told_about(context.about)
    found: Told | None = context.known[context.about]
    return found


def _field(name: str, description: str, example: str, value: Callable[[Told, LetterContext], str]) -> MergeField:
    def of_the_request(_facts: StateFacts, context: LetterContext) -> str:
        told = told_by(context)
        return value(told, context) if told else ""

    return MergeField(name, f"{description} ({OF_A_DOSSIER})", example, of_the_request)


def _day(day: date | None, context: LetterContext) -> str:
    return day_in_words(day, context.language) if day else ""


def _meeting(short: str, context: LetterContext) -> str:
    """The meeting in words: "the Eighteenth Meeting of the States Parties"."""
    if not short:
        return ""
    kind, number = meeting_name(short)
    ordinal = context.words["ordinals"][context.language][number - 1]
    return str(context.words["meetings"][kind][context.language]).replace("{{ordinal}}", ordinal)


def _outcome(told: Told, context: LetterContext) -> str:
    """What the meeting decided, as a sentence."""
    decision = told.decision
    if decision is None:
        return ""
    phrase = str(letter_words()["outcomes"][decision.outcome.value][context.language])
    return _filled(
        phrase,
        day=_day(decision.decided_on, context),
        meeting=_meeting(decision.meeting, context),
        of_state=of_state(told.names, context.language),
        article=told.dossier.article,
        until=_day(decision.granted_until, context),
        deadline=_day(told.dossier.deadline, context),
    )


def _answers_due_on(told: Told, context: LetterContext) -> str:
    """As asked; for questions not sent yet, the usual time from the date of the letter."""
    usual = context.dated_on + timedelta(weeks=ANSWERS_WEEKS)
    return _day(told.answers_due_on or usual, context)


def _filled(phrase: str, **slots: str) -> str:
    for name, value in slots.items():
        phrase = phrase.replace(f"{{{{{name}}}}}", value)
    return phrase


MERGE_FIELDS = (
    _field("request_article", "Article of the request", "5", lambda t, c: t.dossier.article),
    _field(
        "request_of_state",
        "“of” and the State that asks",
        "of Chad",
        lambda t, c: of_state(t.names, c.language),
    ),
    _field("request_deadline", "Deadline to be extended", "1 May 2026", lambda t, c: _day(t.dossier.deadline, c)),
    _field("request_asked_until", "Day asked for", "1 May 2031", lambda t, c: _day(t.dossier.asked_until, c)),
    _field("request_received_on", "Day it came", "15 March 2025", lambda t, c: _day(t.dossier.received_on, c)),
    _field(
        "request_meeting",
        "Meeting that considers it",
        "the Eighteenth Meeting of the States Parties",
        lambda t, c: _meeting(t.dossier.meeting, c),
    ),
    _field("request_answers_due_on", "Day by which answers are asked for", "12 February 2025", _answers_due_on),
    _field("request_outcome", "What the meeting decided, as a sentence", "On 20 November 2025 …", _outcome),
)


def _table(
    name: str,
    description: str,
    columns: tuple[str, ...],
    rows: Callable[[Told, LetterContext], Sequence[Mapping[str, str]]],
) -> LetterTable:
    def of_the_request(_facts: StateFacts, context: LetterContext) -> list[dict[str, str]]:
        told = told_by(context)
        return [dict(each) for each in rows(told, context)] if told else []

    return LetterTable(name, description, columns, of_the_request)


def _questions(told: Told, context: LetterContext) -> Sequence[Mapping[str, str]]:
    return [{"number": str(number), "question": text} for number, text in told.questions]


def _dates(told: Told, context: LetterContext) -> Sequence[Mapping[str, str]]:
    """What is due, and the deadline itself last."""
    deadline = told.decision.granted_until if told.decision else None
    last = deadline or told.dossier.deadline
    closing = {"what": str(letter_words()["deadline"][context.language]), "day": _day(last, context)}
    return [*_due(told.dates, context), closing]


def _missed(told: Told, context: LetterContext) -> Sequence[Mapping[str, str]]:
    return _due(told.missed, context)


def _due(days: Sequence[tuple[str, date]], context: LetterContext) -> list[Mapping[str, str]]:
    kinds = letter_words()["kinds"]
    return [{"what": str(kinds[kind][context.language]), "day": _day(day, context)} for kind, day in days]


TABLES = (
    _table("request_questions", "Questions to the State that asks", ("number", "question"), _questions),
    _table("request_dates", "What is due after the decision, and when", ("what", "day"), _dates),
    _table("request_missed", "What was due after the decision and did not come", ("what", "day"), _missed),
)
