"""Papers of a meeting: the list, one paper, its texts, and who owes what."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import selectinload

from conventions.models import Meeting
from conventions.queries import meetings_of
from conventions.registry import get_convention
from core.db import db
from core.errors import NotFound
from core.seen.guard import seen_of
from meetings.models.agenda import AgendaItem
from meetings.models.papers import LanguageState, MeetingPaper, PaperLanguage, PaperOfItem, PaperText
from meetings.rules.slotting import DueDay, Owed, PaperState, Step, Timing, day_of_step, due_days, owed, too_long
from meetings.rules.symbols import Symbol, parse_symbol, series_of

OF_A_PAPER = ("title", "origin", "submitter", "iso3", "timing", "email", "public_link", "source")
OUT = (LanguageState.ADVANCE, LanguageState.ISSUED)


@dataclass(frozen=True)
class PaperInShort:
    """out: languages in which it can be read here: it is out, and its text is in the house."""

    symbol: str
    slug: str
    title: str
    state: PaperState
    out: Sequence[str]


@dataclass(frozen=True)
class PaperOfMeeting:
    """A paper with what follows from its meeting. on: the day asked about. items: of the agenda, by their places."""

    row: MeetingPaper
    meeting: Meeting
    items: Sequence[AgendaItem]
    on: date

    @cached_property
    def days(self) -> Sequence[DueDay]:
        return due_days(self.row.timing, self.meeting.starts_on, self.meeting.ends_on)

    @property
    def due_on(self) -> date | None:
        return day_of_step(self.days, Step.DUE)

    @property
    def issue_by(self) -> date | None:
        return day_of_step(self.days, Step.ISSUE)

    @property
    def languages_left(self) -> Sequence[str]:
        """Those in which it is not issued; an advance copy does not count."""
        return [each.language for each in self.row.languages if each.state is not LanguageState.ISSUED]

    @property
    def languages_out(self) -> Sequence[PaperLanguage]:
        """Those that anybody may read."""
        return [each for each in self.row.languages if is_out(self.row, each.language)]

    @cached_property
    def owed(self) -> Owed | None:
        return owed(
            self.row.state,
            self.days,
            submitter=self.row.submitter,
            languages_left=self.languages_left,
            on=self.on,
        )

    @property
    def days_late(self) -> int | None:
        """By how many days the text came after it was due; None where it came in time, or has not come."""
        if self.row.received_on is None or self.due_on is None:
            return None
        return max(0, (self.row.received_on - self.due_on).days) or None

    @property
    def too_long(self) -> str:
        return too_long(self.row.words, self.row.origin, self.row.timing)

    @property
    def live(self) -> bool:
        return self.row.state is not PaperState.WITHDRAWN


def papers_of(meeting: Meeting, *, on: date) -> Sequence[PaperOfMeeting]:
    """In the order of their symbols, withdrawn ones among them; three queries, however many there are."""
    rows = db.session.scalars(
        select(MeetingPaper).where(MeetingPaper.meeting_id == meeting.id).options(selectinload(MeetingPaper.languages))
    ).all()
    items = _items_of([row.id for row in rows])
    found = [PaperOfMeeting(row, meeting, items.get(row.id, ()), on) for row in rows]
    return sorted(found, key=lambda each: symbol_order(each.row))


def papers_in_short(meeting: Meeting) -> Sequence[PaperInShort]:
    """Without withdrawn ones, in the order of their symbols; one query."""
    rows = db.session.execute(
        select(MeetingPaper.symbol, MeetingPaper.slug, MeetingPaper.title, MeetingPaper.state, PaperLanguage.language)
        .outerjoin(
            PaperLanguage,
            and_(PaperLanguage.paper_id == MeetingPaper.id, PaperLanguage.state.in_(OUT), _text_is_here()),
        )
        .where(MeetingPaper.meeting_id == meeting.id, MeetingPaper.state != PaperState.WITHDRAWN)
        .order_by(PaperLanguage.language)
    )
    found: dict[str, PaperInShort] = {}
    for symbol, slug, title, state, language in rows:
        known = found.get(symbol) or PaperInShort(symbol, slug, title, state, ())
        found[symbol] = replace(known, out=(*known.out, language) if language else ())
    return sorted(found.values(), key=symbol_order)


def symbol_of_report(meeting: Meeting) -> str:
    """The symbol of the report that comes after the meeting; "" while it has none."""
    rows = db.session.execute(
        select(MeetingPaper.symbol, MeetingPaper.slug).where(
            MeetingPaper.meeting_id == meeting.id,
            MeetingPaper.timing == Timing.REPORT,
            MeetingPaper.state != PaperState.WITHDRAWN,
        )
    ).all()
    return min(rows, key=symbol_order).symbol if rows else ""


def symbol_titled(meeting: Meeting, title: str) -> str:
    """The symbol of the paper that bears the title; "" where none does."""
    return next((each.symbol for each in papers_in_short(meeting) if each.title == title), "")


def symbols_by_item(meeting: Meeting) -> dict[int, list[str]]:
    """The symbols of the papers that belong to each item, without withdrawn ones; one query."""
    return {item_id: [each.symbol for each in rows] for item_id, rows in papers_by_item(meeting).items()}


def papers_by_item(meeting: Meeting) -> dict[int, list[Any]]:
    """The same, each with its slug too."""
    rows = db.session.execute(
        select(PaperOfItem.item_id, MeetingPaper.symbol, MeetingPaper.slug)
        .join(MeetingPaper, MeetingPaper.id == PaperOfItem.paper_id)
        .where(MeetingPaper.meeting_id == meeting.id, MeetingPaper.state != PaperState.WITHDRAWN)
    ).all()
    found: dict[int, list[Any]] = {}
    for row in sorted(rows, key=symbol_order):
        found.setdefault(row.item_id, []).append(row)
    return found


def symbol_order(row: Any) -> tuple[object, ...]:
    """The main series first, then the others by their letters; numbers as numbers."""
    pieces = row.slug.replace("-", ".").split(".")
    return (not pieces[0].isdigit(), *(int(piece) if piece.isdigit() else piece for piece in pieces))


def get_paper(meeting: Meeting, slug: str, *, on: date) -> PaperOfMeeting:
    """NotFound names the meeting."""
    row = db.session.scalars(
        select(MeetingPaper)
        .where(MeetingPaper.meeting_id == meeting.id, MeetingPaper.slug == slug.lower())
        .options(selectinload(MeetingPaper.languages))
    ).one_or_none()
    if row is None:
        raise NotFound(f"The {meeting.short} has no paper “{slug[:60]}”.")
    return PaperOfMeeting(row, meeting, _items_of([row.id]).get(row.id, ()), on)


def seen_of_paper(paper: MeetingPaper) -> str:
    """The paper as a form saw it: another once anything that is known of it is."""
    items = db.session.scalars(
        select(PaperOfItem.item_id).where(PaperOfItem.paper_id == paper.id).order_by(PaperOfItem.item_id)
    ).all()
    languages = sorted(each.language for each in paper.languages)
    return seen_of(paper, OF_A_PAPER, items=list(items), languages=languages)


def family_of(paper: MeetingPaper) -> Sequence[MeetingPaper]:
    """The paper it follows, if any, and what adds to, revises or corrects it."""
    related = select(MeetingPaper).where(
        (MeetingPaper.parent_id == paper.id) | (MeetingPaper.id == (paper.parent_id or 0))
    )
    return sorted(db.session.scalars(related), key=symbol_order)


def texts_of(paper: MeetingPaper) -> Sequence[PaperText]:
    """By language, the newest first."""
    return db.session.scalars(
        select(PaperText).where(PaperText.paper_id == paper.id).order_by(PaperText.language, PaperText.number.desc())
    ).all()


def get_text(paper: MeetingPaper, language: str, number: int | None = None) -> PaperText:
    """The version of that number, or the newest. NotFound."""
    wanted = select(PaperText).where(PaperText.paper_id == paper.id, PaperText.language == language.upper())
    if number is not None:
        wanted = wanted.where(PaperText.number == number)
    text = db.session.scalars(wanted.order_by(PaperText.number.desc()).limit(1)).one_or_none()
    if text is None:
        version = f", version {number}" if number is not None else ""
        raise NotFound(f"{paper.symbol} is not in the house in {language.upper()[:10]}{version}.")
    return text


def is_out(paper: MeetingPaper, language: str) -> bool:
    """Whether anybody who reads the registers may read the paper in the language; nothing of a withdrawn one."""
    states = {each.language: each.state for each in paper.languages}
    return paper.state is not PaperState.WITHDRAWN and states.get(language) in OUT


def texts_out(paper: MeetingPaper) -> Sequence[PaperText]:
    """What anybody who reads the registers may read: the newest version in each language that is out, none before it.

    Earlier versions may be drafts received before the paper was issued.
    """
    newest = {each.language: each for each in reversed(texts_of(paper))}
    return [text for language, text in sorted(newest.items()) if is_out(paper, language)]


def next_number(paper_id: int, language: str) -> int:
    """Of the version that comes next."""
    newest = db.session.scalar(
        select(func.max(PaperText.number)).where(PaperText.paper_id == paper_id, PaperText.language == language)
    )
    return (newest or 0) + 1


def series_of_meeting(meeting: Meeting) -> str | None:
    """What the symbols of its documents begin with; None where they have none."""
    year = meeting.starts_on.year if meeting.starts_on else None
    return series_of(get_convention(meeting.convention), meeting.kind, meeting.short, year)


def series_of_papers(meeting: Meeting) -> str | None:
    """The same; a meeting that has papers keeps the series they have, also when it moves into another year."""
    symbol = db.session.scalar(select(MeetingPaper.symbol).where(MeetingPaper.meeting_id == meeting.id).limit(1))
    if symbol is None:
        return series_of_meeting(meeting)
    return parse_symbol(get_convention(meeting.convention), symbol).series


def meetings_by_series(convention: str) -> Mapping[str, str]:
    """The short name of the meeting behind what symbols begin with."""
    return {series: each.short for each in meetings_of(convention) if (series := series_of_meeting(each))}


def symbols_given(convention: str, series: str) -> Mapping[Symbol, MeetingPaper]:
    """Every symbol that was ever given in a series, also to papers that were withdrawn."""
    rows = db.session.scalars(select(MeetingPaper).where(MeetingPaper.symbol.startswith(f"{series}/", autoescape=True)))
    code = get_convention(convention)
    given = {parse_symbol(code, row.symbol): row for row in rows}
    return {symbol: row for symbol, row in given.items() if symbol.series == series}


def items_to_choose(meeting: Meeting) -> Sequence[AgendaItem]:
    """The items of the agenda, those without a parent first."""
    return db.session.scalars(
        select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting.id)
        .order_by(AgendaItem.parent_id.is_not(None), AgendaItem.position, AgendaItem.id)
    ).all()


def _text_is_here() -> ColumnElement[bool]:
    return exists().where(PaperText.paper_id == PaperLanguage.paper_id, PaperText.language == PaperLanguage.language)


def _items_of(paper_ids: Sequence[int]) -> Mapping[int, Sequence[AgendaItem]]:
    found: dict[int, list[AgendaItem]] = defaultdict(list)
    rows = db.session.execute(
        select(PaperOfItem.paper_id, AgendaItem)
        .join(AgendaItem, AgendaItem.id == PaperOfItem.item_id)
        .where(PaperOfItem.paper_id.in_(paper_ids))
        .order_by(AgendaItem.position, AgendaItem.id)
    )
    for paper_id, item in rows:
        found[paper_id].append(item)
    return found
