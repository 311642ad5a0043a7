"""What would follow for offices and the work of bodies if a meeting had other days."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy import select

from committees.models.work import Task, TaskState
from committees.queries.offices import Offices
from committees.queries.work import due_rule_of
from committees.rules.due import due_day, rule_in_words
from committees.rules.presidency import presidencies
from committees.rules.rotation import NOMINATIONS_DUE_MONTHS, nominations_due_on
from committees.rules.terms import Holding
from conventions.moving import NO_DAY, Consequence, Move
from core.db import db
from core.periods import Period
from core.wording import day_in_words, list_in_words

OFFICE_PRACTICE = "Office practice"
BOUNDED = "A term is bounded by meetings: it ends with the close of one, and the next begins on the day after."


def offices_moved(move: Move) -> list[Consequence]:
    """Terms and presidencies that begin or end on other days, nominations due, tasks counted from the meeting."""
    now = Offices(move.convention)
    then = now.reckoned_by(move.order_after)
    return [*_terms(now, then), *_presidencies(now, move), *_nominations(move), *_tasks(move)]


def _terms(now: Offices, then: Offices) -> Iterator[Consequence]:
    """Told once for all terms of a body that change alike."""
    for slug, name in now.names.items():
        alike: dict[tuple[str, date | None, date | None], list[str]] = defaultdict(list)
        before, after = _by_term(now.holdings(slug)), _by_term(then.holdings(slug))
        for term_id, holding in before.items():
            for what, old, new in _bounds(holding.period, after[term_id].period):
                alike[what, old, new].append(now.states[holding.iso3].name)
        for (what, old, new), states in alike.items():
            terms = "the term" if len(states) == 1 else f"{len(states)} terms"
            yield Consequence(
                f"{name}: {terms} of {list_in_words(states, 'EN')} {what}{'s' if len(states) == 1 else ''}",
                _told(old),
                _told(new),
                BOUNDED,
                OFFICE_PRACTICE,
            )


def _by_term(holdings: list[Holding]) -> Mapping[int | None, Holding]:
    return {each.term.id: each for each in holdings}


def _bounds(before: Period | None, after: Period | None) -> Iterator[tuple[str, date | None, date | None]]:
    """What changes of a period: its first day, its last day."""
    first = (before.starts_on if before else None, after.starts_on if after else None)
    last = (before.last_day if before else None, after.last_day if after else None)
    if first[0] != first[1]:
        yield "begin", *first
    if last[0] != last[1]:
        yield "end", *last


def _presidencies(offices: Offices, move: Move) -> Iterator[Consequence]:
    after = {each.meeting.short: each.period for each in presidencies(move.order_after)}
    for each in presidencies(move.order_before):
        if each.iso3 not in offices.states:
            continue
        for what, old, new in _bounds(each.period, after[each.meeting.short]):
            yield Consequence(
                f"The presidency of {offices.states[each.iso3].with_article} ({each.meeting.short}) {what}s",
                _told(old),
                _told(new),
                "Whoever presides over a meeting leads the year that ends with its close.",
                "CCM review 2015-2020, para. 122; the same is the practice of the APMBC",
            )


def _nominations(move: Move) -> Iterator[Consequence]:
    before, after = move.order_before.find(move.meeting), move.order_after.find(move.meeting)
    if before is None or after is None:
        return
    due = nominations_due_on(before), nominations_due_on(after)
    if due[0] != due[1]:
        yield Consequence(
            f"Nominations for the {move.meeting} are due",
            _told(due[0]),
            _told(due[1]),
            f"{NOMINATIONS_DUE_MONTHS} months before the meeting opens.",
            OFFICE_PRACTICE,
        )


def _tasks(move: Move) -> Iterator[Consequence]:
    """Open ones alone: what is settled stays so."""
    rows = db.session.execute(
        select(*Task.__table__.c)
        .where(Task.convention == move.convention, Task.meeting != "", Task.state == TaskState.OPEN)
        .order_by(Task.id)
    )
    for row in rows:
        rule = due_rule_of(row)
        due = due_day(rule, move.order_before), due_day(rule, move.order_after)
        if due[0] != due[1]:
            told = rule_in_words(rule, move.order_after)
            yield Consequence(f"Task “{row.title}” is due", _told(due[0]), _told(due[1]), f"{told}.", row.rule_source)


def _told(day: date | None) -> str:
    return day_in_words(day, "EN") if day else NO_DAY
