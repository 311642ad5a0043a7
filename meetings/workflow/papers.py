"""Acts on papers: a symbol is reserved, a text is forecast and received, processed, issued, withdrawn."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import selectinload

from conventions.models import Meeting, MeetingState
from conventions.registry import get_convention
from conventions.workflow import hold_standing_meeting
from core.audit.workflow import Actor, record
from core.clock import day_of
from core.db import Ref, db
from core.errors import RuleViolation
from core.seen.guard import check_seen
from meetings.models.agenda import AgendaItem
from meetings.models.papers import LanguageState, MeetingPaper, PaperLanguage, PaperOfItem
from meetings.queries.papers import (
    meetings_by_series,
    seen_of_paper,
    series_of_papers,
    symbols_given,
)
from meetings.rules.slotting import NOT_YET_HERE, Origin, PaperState, Timing
from meetings.rules.symbols import (
    Added,
    Symbol,
    SymbolKind,
    check_of_meeting,
    check_unused,
    next_added,
    next_symbol,
    parse_symbol,
)


@dataclass(frozen=True)
class PaperPlan:
    """What is known of a paper. iso3: where a State submits it. items: ids of agenda items."""

    title: str
    origin: Origin
    submitter: str
    iso3: str | None = None
    timing: Timing = Timing.BEFORE
    languages: tuple[str, ...] = ("EN",)
    items: tuple[int, ...] = ()
    email: str = ""
    public_link: str = ""
    source: str = ""


def ref_to_paper(paper: MeetingPaper) -> Ref:
    return Ref("meeting-paper", str(paper.id))


def hold_paper(paper: MeetingPaper) -> MeetingPaper:
    """The paper and its languages as they stand; nobody else changes them until this transaction ends."""
    present = select(MeetingPaper).where(MeetingPaper.id == paper.id).options(selectinload(MeetingPaper.languages))
    return db.session.scalars(present.with_for_update(of=MeetingPaper).execution_options(populate_existing=True)).one()


def reserve_paper(meeting: Meeting, plan: PaperPlan, kind: SymbolKind, *, symbol: str = "", by: Actor) -> MeetingPaper:
    """The paper has its symbol: the one given, checked, or the next of its kind."""
    hold_standing_meeting(meeting.convention, meeting.short)
    series = _series(meeting)
    given = symbols_given(meeting.convention, series)
    if symbol.strip():
        wanted = parse_symbol(get_convention(meeting.convention), symbol)
        check_of_meeting(wanted, series, meeting.short, meetings_by_series(meeting.convention))
    else:
        wanted = next_symbol(series, kind, given)
    check_unused(wanted, given)
    return _reserve(meeting, wanted, plan, given[wanted.parent] if wanted.parent else None, by)


def revise_paper(parent: MeetingPaper, meeting: Meeting, added: Added, *, title: str, by: Actor) -> MeetingPaper:
    """An addendum, revision or corrigendum of the paper has the next symbol below it; all else is as the paper's."""
    if hold_paper(parent).state is PaperState.WITHDRAWN:
        raise RuleViolation(f"{parent.symbol} is withdrawn; nothing can follow it under its symbol.", field="added")
    given = symbols_given(meeting.convention, _series(meeting))
    above = parse_symbol(get_convention(meeting.convention), parent.symbol)
    plan = PaperPlan(
        title=title,
        origin=parent.origin,
        submitter=parent.submitter,
        iso3=parent.iso3,
        timing=parent.timing,
        languages=tuple(each.language for each in parent.languages),
        items=tuple(db.session.scalars(select(PaperOfItem.item_id).where(PaperOfItem.paper_id == parent.id))),
        email=parent.email,
    )
    return _reserve(meeting, next_added(above, added, given), plan, parent, by)


def change_paper(paper: MeetingPaper, plan: PaperPlan, *, by: Actor, seen: str | None = None) -> None:
    """What is known of the paper is replaced; its symbol, its state and its texts stay.

    seen: what `seen_of_paper` said of it when it was read. WrittenMeanwhile where it is another now.
    """
    _check_plan(plan)
    check_lives(hold_paper(paper))
    check_seen(seen, seen_of_paper(paper), paper.symbol)
    changed = {
        name: [getattr(paper, name), value] for name, value in _columns(plan).items() if getattr(paper, name) != value
    }
    for name, (_old, value) in changed.items():
        setattr(paper, name, value)
    _set_items(paper, plan.items)
    _set_languages(paper, plan.languages, day_of(by.at))
    db.session.flush()
    told = {name: [str(old), str(new)] for name, (old, new) in changed.items()}
    record("meeting-paper:changed", ref_to_paper(paper), paper.symbol, by=by, **told)


def put_under_items(paper: MeetingPaper, item_ids: Sequence[int], *, by: Actor) -> None:
    """The paper belongs to these items of the agenda and to no other; all else of it stays."""
    check_lives(hold_paper(paper))
    _set_items(paper, item_ids)
    record_act("meeting-paper:changed", paper, by, items=len(item_ids))


def forecast_paper(paper: MeetingPaper, *, forecast_on: date, by: Actor) -> None:
    """The submitter has confirmed that the paper will come."""
    hold_paper(paper)
    if paper.state not in NOT_YET_HERE:
        raise RuleViolation(f"{paper.symbol} is {paper.state.value}: it is here, no forecast is needed.")
    paper.state, paper.forecast_on = PaperState.FORECAST, forecast_on
    record_act("meeting-paper:forecast", paper, by, forecast_on=forecast_on.isoformat())


def withdraw_paper(paper: MeetingPaper, *, because: str, by: Actor) -> None:
    """It counts no more; its symbol stays its own, so that nobody gets it again."""
    check_lives(hold_paper(paper))
    if not because.strip():
        raise RuleViolation("Say why the paper is withdrawn.", field="because")
    paper.state, paper.withdrawn_because = PaperState.WITHDRAWN, because.strip()
    record_act("meeting-paper:withdrawn", paper, by, because=because.strip())


def _reserve(meeting: Meeting, symbol: Symbol, plan: PaperPlan, parent: MeetingPaper | None, by: Actor) -> MeetingPaper:
    _check_plan(plan)
    paper = MeetingPaper(
        meeting_id=meeting.id,
        parent_id=parent.id if parent else None,
        symbol=str(symbol),
        slug=symbol.slug,
        kind=symbol.kind,
        state=PaperState.RESERVED,
        late_because="",
        withdrawn_because="",
        languages=[
            PaperLanguage(language=each, state=LanguageState.AWAITED, since=day_of(by.at)) for each in plan.languages
        ],
        **_columns(plan),
    )
    db.session.add(paper)
    db.session.flush()
    _set_items(paper, plan.items)
    record_act("meeting-paper:reserved", paper, by, title=plan.title)
    return paper


def _series(meeting: Meeting) -> str:
    series = series_of_papers(meeting)
    if series is None:
        lacks = "it has no days yet" if meeting.starts_on is None else "its documents carry none"
        raise RuleViolation(f"No symbol can be given for the {meeting.short}: {lacks}.", field="kind")
    return series


def _columns(plan: PaperPlan) -> dict[str, object]:
    return {
        "title": plan.title.strip(),
        "origin": plan.origin,
        "submitter": plan.submitter.strip(),
        "iso3": plan.iso3,
        "timing": plan.timing,
        "email": plan.email.strip(),
        "public_link": plan.public_link.strip(),
        "source": plan.source.strip(),
    }


def _check_plan(plan: PaperPlan) -> None:
    if not plan.title.strip():
        raise RuleViolation("Give the paper a title.", field="title")
    if not plan.submitter.strip():
        raise RuleViolation("Say who submits the paper.", field="submitter")
    if not plan.languages:
        raise RuleViolation("Choose at least one language.", field="languages")


def check_lives(paper: MeetingPaper) -> None:
    if paper.state is PaperState.WITHDRAWN:
        raise RuleViolation(f"{paper.symbol} is withdrawn; it stays as it was.")


def refuse_of_cancelled_meeting(paper: MeetingPaper) -> None:
    meeting = db.session.get_one(Meeting, paper.meeting_id)
    if meeting.state is MeetingState.CANCELLED:
        raise RuleViolation(f"The {meeting.short} is cancelled; it issues no papers any more.")


def _set_items(paper: MeetingPaper, item_ids: Sequence[int]) -> None:
    own = set(
        db.session.scalars(
            select(AgendaItem.id).where(AgendaItem.meeting_id == paper.meeting_id, AgendaItem.id.in_(item_ids))
        )
    )
    if strangers := set(item_ids) - own:
        raise RuleViolation(f"{len(strangers)} of these items are not on the agenda of this meeting.", field="items")
    db.session.execute(delete(PaperOfItem).where(PaperOfItem.paper_id == paper.id))
    db.session.add_all([PaperOfItem(paper_id=paper.id, item_id=each) for each in sorted(own)])


def _set_languages(paper: MeetingPaper, wanted: Collection[str], on: date) -> None:
    """Only a language in which nothing is here yet can be left out."""
    for each in list(paper.languages):
        if each.language in wanted:
            continue
        if each.state not in (LanguageState.AWAITED, LanguageState.IN_TRANSLATION):
            raise RuleViolation(f"In {each.language} the paper is {each.state.value}; it stays.", field="languages")
        paper.languages.remove(each)
        db.session.delete(each)
    present = {each.language for each in paper.languages}
    paper.languages += [
        PaperLanguage(language=each, state=LanguageState.AWAITED, since=on) for each in wanted if each not in present
    ]


def record_act(act: str, paper: MeetingPaper, by: Actor, **details: object) -> None:
    db.session.flush()
    record(act, ref_to_paper(paper), paper.symbol, by=by, **details)
