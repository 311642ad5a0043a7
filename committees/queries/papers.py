"""The yearly papers of a body, what they are drafted from, and what is said of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from committees.models.bodies import PlaceKind
from committees.models.papers import Paper, PaperComment, PaperState, PaperVersion, Priority
from committees.queries.access import chair_days
from committees.queries.activities import deed_of, log_of
from committees.queries.offices import Offices
from committees.queries.rosters import roster
from committees.rules.members import Seated, Stretch, cycle_of, members_line
from committees.rules.paper import TITLE, Content, Section
from committees.rules.paper_facts import Fact, Facts
from committees.rules.sentences import activity_sentences, doer, priority_sentence
from core.db import db
from core.errors import NotFound
from core.periods import Period


@dataclass(frozen=True)
class PaperOnList:
    id: int
    year: int
    label: str
    state: PaperState
    versions: int
    written_at: datetime
    written_by: str
    open_comments: int


def papers_of(convention: str, body: str) -> Sequence[PaperOnList]:
    """The papers of a body, the latest first; two queries."""
    comments = (
        select(func.count())
        .where(PaperComment.paper_id == Paper.id, PaperComment.settled_at.is_(None))
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Paper, comments)
        .where(Paper.convention == convention, Paper.body == body)
        .options(
            selectinload(Paper.versions).load_only(
                PaperVersion.number, PaperVersion.written_at, PaperVersion.written_by, PaperVersion.paper_id
            )
        )
        .order_by(Paper.year.desc())
    ).all()
    return [
        PaperOnList(
            id=paper.id,
            year=paper.year,
            label=paper.label,
            state=paper.state,
            versions=len(paper.versions),
            written_at=paper.versions[0].written_at,
            written_by=paper.versions[0].written_by,
            open_comments=open_comments,
        )
        for paper, open_comments in rows
    ]


def find_paper(convention: str, body: str, year: int) -> Paper | None:
    """The paper with its versions, the newest first."""
    return db.session.scalars(
        select(Paper)
        .where(Paper.convention == convention, Paper.body == body, Paper.year == year)
        .options(selectinload(Paper.versions))
        .execution_options(populate_existing=True)
    ).one_or_none()


def get_paper(convention: str, body: str, year: int) -> Paper:
    """NotFound where the body has none for the year."""
    paper = find_paper(convention, body, year)
    if paper is None:
        raise NotFound(f"This body has no paper for {year} yet.")
    return paper


def version_of(paper: Paper, number: int) -> PaperVersion:
    for version in paper.versions:
        if version.number == number:
            return version
    raise NotFound(f"The paper has no version {number}.")


def takes_comments(paper: Paper, *, on: date) -> bool:
    """While it is circulated, until the day given, included."""
    until = paper.comments_until
    return paper.state is PaperState.CIRCULATED and until is not None and on <= until


def comments_of(paper_id: int) -> Sequence[PaperComment]:
    """In the order in which they were made."""
    return db.session.scalars(
        select(PaperComment).where(PaperComment.paper_id == paper_id).order_by(PaperComment.id)
    ).all()


def waiting_in_words(paper: Paper) -> str:
    """2 wait (Ada Person on paragraph 3, Bo Person on the whole paper): comments not settled; "" for none."""
    content = Content.from_json(paper.versions[0].content)
    waiting = [
        f"{said.author_name} on {content.place_in_words(said.paragraph)}"
        for said in comments_of(paper.id)
        if said.settled_at is None
    ]
    if not waiting:
        return ""
    return f"{len(waiting)} {'waits' if len(waiting) == 1 else 'wait'} ({', '.join(dict.fromkeys(waiting))})"


def get_comment(paper_id: int, comment_id: int) -> PaperComment:
    comment = db.session.get(PaperComment, comment_id)
    if comment is None or comment.paper_id != paper_id:
        raise NotFound(f"The paper has no comment {comment_id}.")
    return comment


def priorities_of(convention: str, body: str, year: int) -> Sequence[Priority]:
    """In their order."""
    return db.session.scalars(
        select(Priority)
        .where(Priority.convention == convention, Priority.body == body, Priority.year == year)
        .order_by(Priority.number)
    ).all()


def get_priority(convention: str, body: str, year: int, number: int) -> Priority:
    for priority in priorities_of(convention, body, year):
        if priority.number == number:
            return priority
    raise NotFound(f"There is no priority {number} for {year}.")


def facts_for(offices: Offices, body: str, year: int) -> Facts:
    """What the paper of a year rests on, as it stands now: the activities that count and are not private, by day."""
    row = offices.bodies[body]
    who = doer(row.kind)
    log = [each for each in log_of(offices.convention, body) if each.starts_on.year == year]
    counted = [each for each in log if not each.private and not each.withdrawn]
    activities = [
        Fact(activity_key(each.number), Section.ACTIVITIES, each.number, activity_sentences(deed_of(each), who))
        for each in sorted(counted, key=lambda each: (each.starts_on, each.number))
    ]
    priorities = [
        Fact(priority_key(each.id), Section.PRIORITIES, each.number, priority_sentence(each.text, who))
        for each in priorities_of(offices.convention, body, year)
    ]
    title = f"{TITLE} {label_of(year)}"
    return Facts(title, row.name_en, members_in(offices, body, year), (*activities, *priorities))


def activity_key(number: int) -> str:
    """The id of the paragraph that tells of the entry with that number."""
    return f"activity-{number}"


def priority_key(priority_id: int) -> str:
    """The id of the paragraph that tells of the priority, whatever place it has."""
    return f"priority-{priority_id}"


def label_of(year: int) -> str:
    """The year of the activities and the one of the priorities."""
    return f"{year}-{year + 1}"


def members_in(offices: Offices, body: str, year: int) -> str:
    """Whoever held an office of the body in the days that lead to the meeting of the year, in one line."""
    cycle = cycle_of(year, offices.order)
    firsts = sorted({cycle.starts_on, *(day for day in _turns(offices, body) if cycle.contains(day))})
    stretches = []
    for first, ends_before in zip(firsts, [*firsts[1:], cycle.ends_before], strict=True):
        stretches.append(Stretch(Period(first, ends_before), seated_on(offices, body, on=first)))
    return members_line(stretches)


def seated_on(offices: Offices, body: str, *, on: date) -> list[Seated]:
    """The States with a seat in the body on a day, the chair among them, by name."""
    seated = {
        holder.state.with_article: holder.chairs
        for holder in sorted(roster(offices, body, on=on).states, key=lambda holder: holder.chairs)
        if holder.state and holder.kind in (PlaceKind.CHAIR, PlaceKind.MEMBER)
    }
    return [Seated(*each) for each in seated.items()]


def _turns(offices: Offices, body: str) -> set[Any]:
    """The days on which anybody comes or goes, or takes or leaves the chair."""
    periods = [each.period for each in offices.holdings(body) if each.period]
    periods += [period for _, period in chair_days(offices, body)]
    periods += [Period(place.starts_on, place.ends_before) for place in offices.all_places(body)]
    return {day for period in periods for day in (period.starts_on, period.ends_before) if day}
