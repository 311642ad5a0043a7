"""What comes next at a meeting that elects, and for a slate, in words: (act, who, when)."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from committees.models.rotation import OPEN, SlateState
from committees.queries.elections import MeetingLine
from committees.queries.slates import SlateOnRecord
from committees.rules.findings import Finding, Severity
from committees.rules.rotation import nominations_due_on
from committees.rules.slates import MeetingThen
from conventions.meeting_order import FormalMeeting
from core.look.words import date_distance, day
from core.wording import list_in_words

NextAct = tuple[str, str, str]


def due_in_words(line: MeetingLine, *, on: date) -> str:
    """Nominations for the 23MSP are due on 1 September 2026, in 3 months; 8 seats to fill."""
    seats = ngettext("%(num)d seat to fill", "%(num)d seats to fill", line.to_fill)
    unknown = ngettext("%(num)d not documented", "%(num)d not documented", line.unknown) if line.unknown else ""
    counted = ", ".join(filter(None, (seats, unknown)))
    if line.due_on is None:
        return _("the days of the %(meeting)s are not fixed; %(seats)s", meeting=line.meeting.short, seats=counted)
    words = (
        _("nominations for the %(meeting)s were due on %(day)s, %(distance)s; %(seats)s")
        if line.due_on < on
        else _("nominations for the %(meeting)s are due on %(day)s, %(distance)s; %(seats)s")
    )
    return words % {
        "meeting": line.meeting.short,
        "day": day(line.due_on),
        "distance": date_distance(line.due_on, on),
        "seats": counted,
    }


def next_at_meeting(plan: MeetingThen, slates: Sequence[SlateOnRecord], *, on: date) -> NextAct:
    """Of a meeting that is over, what it elected, or that this is not documented."""
    states = {each.slate.state for each in slates}
    if SlateState.PUT_FORWARD in states:
        return _("Record the election"), _("ISU officer"), _when_it_elects(plan.meeting, on)
    if any(body.elected for body in plan.bodies):
        return _elected(plan, slates, on=on)
    if plan.meeting.is_over(on):
        return _not_documented(plan, drafts=SlateState.DRAFT in states)
    due_on = nominations_due_on(plan.meeting)
    when = _("nominations due on %(day)s", day=day(due_on)) if due_on else _("the days of the meeting are not fixed")
    act = _("Put one of the proposals forward") if states & set(OPEN) else _("Gather candidacies and make a proposal")
    return act, _("President, with the ISU"), when


def next_for_slate(plan: MeetingThen, found: SlateOnRecord, told: Sequence[Finding], *, on: date) -> NextAct:
    slate = found.slate
    if slate.state is SlateState.ELECTED and slate.elected_on:
        told = _("Nothing: it was elected on %(day)s.", day=day(slate.elected_on))
        return f"{told} {terms_in_words(plan, on=on)}", "", ""
    if slate.state is SlateState.NOT_TAKEN:
        return _("Nothing: it was not taken and stays on record."), "", ""
    if slate.state is SlateState.PUT_FORWARD:
        return next_at_meeting(plan, [found], on=on)
    if plan.meeting.is_over(on):
        act = _("Record the election if the meeting decided so, or mark the proposal as not taken")
        return act, _("ISU officer"), _when_it_elects(plan.meeting, on)
    broken = sum(each.severity is Severity.BREACH for each in told)
    if not found.nominations:
        return _("Name States for the seats, or have the house suggest"), _("President, with the ISU"), ""
    if broken:
        act = ngettext("Clear up %(num)d breach of a rule", "Clear up %(num)d breaches of rules", broken)
        return act, _("President, with the ISU"), ""
    return _("Put it forward"), _("President, with the ISU"), ""


def terms_in_words(plan: MeetingThen, *, on: date) -> str:
    """Whether what was elected runs."""
    if plan.first_day is None:
        return _(
            "The new terms do not run yet: they begin once the calendar has the days of the %(meeting)s.",
            meeting=plan.meeting.short,
        )
    if plan.first_day > on:
        return _("The new terms begin on %(day)s.", day=day(plan.first_day))
    return _("The new terms run since %(day)s.", day=day(plan.first_day))


def _when_it_elects(meeting: FormalMeeting, on: date) -> str:
    if meeting.opens_on is None or meeting.closes_on is None:
        return _("at the %(name)s; its days are not fixed", name=meeting.short)
    if on < meeting.opens_on:
        return _("once the meeting opens, on %(day)s", day=day(meeting.opens_on))
    if meeting.is_over(on):
        return _("the meeting closed on %(day)s", day=day(meeting.closes_on))
    return _("the meeting closes on %(day)s", day=day(meeting.closes_on))


def _elected(plan: MeetingThen, slates: Sequence[SlateOnRecord], *, on: date) -> NextAct:
    """Told of terms on record, whether a slate or the page of a body put them there."""
    over = _("The meeting is over.") if plan.meeting.is_over(on) else ""
    titles = [_("“%(title)s”", title=each.slate.title) for each in slates if each.slate.state is SlateState.ELECTED]
    holdings = [seat.elected for body in plan.bodies for seat in body.seats if seat.elected]
    elected = sum(not each.term.documented for each in holdings)
    if not elected:
        told = ngettext(
            "%(num)d State is on record from the day after its close; its election is not documented here.",
            "%(num)d States are on record from the day after its close; their election is not documented here.",
            len(holdings),
        )
        return _("Nothing: %(told)s", told=" ".join(filter(None, (over, told)))), "", ""
    if titles:
        told = _("The election is recorded: %(titles)s.", titles=list_in_words(titles, "EN"))
    else:
        told = ngettext("%(num)d election is on record.", "%(num)d elections are on record.", elected)
    told = " ".join(filter(None, (over, told, terms_in_words(plan, on=on))))
    left = sum(len(body.to_fill) for body in plan.bodies)
    if left and not over:
        rest = ngettext("%(num)d seat is still to fill.", "%(num)d seats are still to fill.", left)
        return _("Make a proposal for the rest: %(rest)s", rest=f"{rest} {told}"), _("President, with the ISU"), ""
    return _("Nothing: %(told)s", told=told), "", ""


def _not_documented(plan: MeetingThen, *, drafts: bool) -> NextAct:
    assert plan.meeting.closes_on is not None
    closed = _("closed on %(day)s", day=day(plan.meeting.closes_on))
    if drafts:
        act = _(
            "The meeting is over and its election is not on record: record it from one of the proposals, or mark "
            "them as not taken"
        )
        return act, _("ISU officer"), closed
    if not any(body.to_fill or body.unknown for body in plan.bodies):
        return _("Nothing: the meeting is over, and no seat fell free at it."), "", closed
    return _("Nothing: the meeting is over. Whom it elected is not documented here."), "", closed
