"""The rotation: which meeting elects whom; candidacies and proposals are for those who plan it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from committees.calendar_entries import office_entries, what_has_no_day
from committees.models.rotation import OPEN, SlateState
from committees.papers.nominations import nomination_table
from committees.queries.elections import MeetingLine, meeting_lines
from committees.queries.offices import Offices
from committees.queries.rotation import meeting_then, plan_of
from committees.queries.slates import SlateOnRecord, candidacies_at, get_slate, slates_at, standing_offers
from committees.routes.counter import blueprint, body_address, word_file
from committees.routes.next_acts import due_in_words, next_at_meeting, next_for_slate
from committees.rules.candidacies import CandidacyState, candidacy_state
from committees.rules.findings import Severity, findings
from committees.rules.rotation import NOMINATIONS_DUE_MONTHS, nominations_due_on, seat_in_words
from committees.rules.slates import MeetingThen
from committees.rules.suggestion import skipped_candidates
from conventions.registry import get_convention
from core.audit.queries import history_of
from core.clock import now
from core.db import Ref
from core.ical.writing import write_calendar
from core.look.words import day
from core.permissions import Right, requires
from core.tables import Column, Table, export_response, table_page
from core.web import as_of, link, saved_as

IN_MEETING = "/<convention:convention>/rotation/<meeting>"
IN_SLATE = f"{IN_MEETING}/<int:slate_id>"


@blueprint.get("/<convention:convention>/rotation")
@requires(Right.PLAN_ROTATION)
def rotation(convention: str) -> ResponseReturnValue:
    """The formal meetings with what each has to fill, the next one first."""
    on = as_of()
    lines = meeting_lines(Offices(convention), on=on)
    table = _meetings_table(convention, lines)
    if answer := export_response(table, _("Rotation, %(code)s", code=convention)):
        return answer
    coming = next((line for line in lines if not line.past), None)
    return render_template(
        "committees/rotation.html",
        definition=get_convention(convention),
        on=on,
        page=table_page(table),
        coming=coming,
        due=due_in_words(coming, on=on) if coming else "",
        months=NOMINATIONS_DUE_MONTHS,
    )


@blueprint.get(IN_MEETING)
@requires(Right.PLAN_ROTATION)
def rotation_at(convention: str, meeting: str) -> ResponseReturnValue:
    """One meeting: who leaves and goes on, what is to be filled, candidacies, proposals side by side."""
    on, offices = as_of(), Offices(convention)
    plan = meeting_then(offices, meeting, on=on)
    rows = candidacies_at(convention, plan.meeting.short)
    table = _candidacies_table(plan, rows, on=on)
    if answer := export_response(table, _("Candidacies, %(meeting)s", meeting=plan.meeting.short)):
        return answer
    slates = slates_at(convention, plan.meeting.short)
    weighed = {each.slate.id: plan_of(offices, plan, each.slate, on=on) for each in slates}
    return render_template(
        "committees/rotation_meeting.html",
        on=on,
        plan=plan,
        meeting=plan.meeting,
        due_on=nominations_due_on(plan.meeting),
        slates=slates,
        told={each.slate.id: findings(weighed[each.slate.id], each.proposal) for each in slates},
        open_seats={number: _open_seats(then) for number, then in weighed.items()},
        over=plan.meeting.is_over(on),
        standing={body.slug: _candidates(plan, rows, body.slug) for body in plan.bodies},
        last_year={body.slug: [plan.states[iso3].name for iso3 in body.last_year] for body in plan.bodies},
        skipped=skipped_candidates(plan, standing_offers(rows)),
        candidacies=table_page(table),
        next_act=next_at_meeting(plan, slates, on=on),
        in_words=lambda then: seat_in_words(
            then, plan.meeting, plan.states[then.holding.iso3].name if then.holding else ""
        ),
    )


@blueprint.get(IN_SLATE)
@requires(Right.PLAN_ROTATION)
def slate(convention: str, meeting: str, slate_id: int) -> ResponseReturnValue:
    """One proposal with its reasons and what the checks say."""
    on = as_of()
    plan, found = _weighed(convention, meeting, slate_id, on=on)
    told = findings(plan, found.proposal)
    return render_template(
        "committees/rotation_slate.html",
        on=on,
        plan=plan,
        meeting=plan.meeting,
        found=found,
        told=[(severity, [each for each in told if each.severity is severity]) for severity in Severity],
        meaning=slate_meaning(found.slate.state),
        is_open=found.slate.state in OPEN,
        next_act=next_for_slate(plan, found, told, on=on),
        history=history_of(Ref("slate", str(slate_id))),
    )


@blueprint.get(f"{IN_SLATE}.docx")
@requires(Right.PLAN_ROTATION)
def nomination_table_file(convention: str, meeting: str, slate_id: int) -> Response:
    on = as_of()
    plan, found = _weighed(convention, meeting, slate_id, on=on)
    paper = nomination_table(
        plan,
        found.proposal,
        standing_offers(candidacies_at(convention, plan.meeting.short)),
        findings(plan, found.proposal),
        title=found.slate.title,
        state=found.slate.state.value,
        on=on,
        convention_title=get_convention(convention).title["EN"],
    )
    return word_file(paper, f"nominations-{convention}-{plan.meeting.short}-{slate_id}".lower())


@blueprint.get("/<convention:convention>/offices.ics")
@requires(Right.READ_REGISTERS)
def calendar(convention: str) -> Response:
    """Terms that end and nominations that are due, for calendars."""
    entries = office_entries(convention, on=as_of())
    name = _("%(code)s: offices", code=convention)
    file = write_calendar(name, entries, description=what_has_no_day(convention), stamp=now())
    return saved_as(f"offices-{convention.lower()}.ics", file)


def meeting_address(convention: str, meeting: str) -> str:
    return link("committees.rotation_at", convention=convention, meeting=meeting)


def slate_address(found: SlateOnRecord) -> str:
    slate = found.slate
    return link("committees.slate", convention=slate.convention, meeting=slate.meeting, slate_id=slate.id)


@blueprint.app_template_global()
def slate_meaning(state: SlateState) -> str:
    """The shape a slate's state is shown with."""
    return {SlateState.ELECTED: "done", SlateState.PUT_FORWARD: "soon"}.get(state, "neutral")


def _weighed(convention: str, meeting: str, slate_id: int, *, on: date) -> tuple[MeetingThen, SlateOnRecord]:
    offices = Offices(convention)
    plan = meeting_then(offices, meeting, on=on)
    found = get_slate(convention, plan.meeting.short, slate_id)
    return plan_of(offices, plan, found.slate, on=on), found


def _open_seats(plan: MeetingThen) -> set[tuple[str, int]]:
    return {(body.slug, seat.seat) for body in plan.bodies for seat in body.seats if seat.takes_nominations}


def _candidates(plan: MeetingThen, rows: Sequence[Any], body: str) -> list[str]:
    return [plan.states[each.iso3].name for each in standing_offers(rows) if each.body == body]


def _meetings_table(convention: str, lines: Sequence[MeetingLine]) -> Table:
    return Table(
        name=f"rotation-{convention.lower()}",
        columns=(
            Column(
                "meeting",
                _("Meeting"),
                lambda each: each.meeting.short,
                href=lambda each: meeting_address(convention, each.meeting.short),
            ),
            Column("opens", _("Opens"), lambda each: each.meeting.opens_on, kind="day"),
            Column("closes", _("Closes"), lambda each: each.meeting.closes_on, kind="day"),
            Column("due", _("Nominations due"), lambda each: each.due_on, kind="day"),
            Column("leaving", _("Leave"), lambda each: each.leaving, kind="number"),
            Column("to_fill", _("Still to fill"), lambda each: each.to_fill, kind="number"),
            Column("unknown", _("Not documented"), lambda each: each.unknown, kind="number"),
            Column("elected", _("Begin with its close"), lambda each: each.elected, kind="number"),
            Column("candidacies", _("Candidacies"), lambda each: each.candidacies, kind="number"),
            Column("proposals", _("Proposals"), lambda each: each.slates, kind="number"),
            Column("when", _("When"), lambda each: _("past") if each.past else _("to come"), filter=True),
        ),
        rows=lines,
        noun=(_("meeting"), _("meetings")),
        empty=(_("The calendar has no formal meeting of this Convention."), ""),
    )


def _candidacies_table(plan: MeetingThen, rows: Sequence[Any], *, on: date) -> Table:
    names = {body.slug: body.name for body in plan.bodies}
    over = plan.meeting.is_over(on)
    states = {row.id: candidacy_state(plan.body(row.body), row.iso3, row.withdrawn_on, over=over) for row in rows}

    def in_words(row: Any) -> str:
        if states[row.id] is CandidacyState.WITHDRAWN:
            return _("withdrawn on %(day)s", day=day(row.withdrawn_on))
        return states[row.id].value

    def withdrawal(row: Any) -> str | None:
        if states[row.id] is not CandidacyState.STANDS:
            return None
        return link(
            "committees.candidacy_withdrawal",
            convention=plan.convention,
            meeting=plan.meeting.short,
            candidacy_id=row.id,
        )

    return Table(
        name=f"candidacies-{plan.convention}-{plan.meeting.short}".lower(),
        columns=(
            Column("state", _("State"), lambda row: plan.states[row.iso3].name),
            Column(
                "body",
                _("Body"),
                lambda row: names.get(row.body, row.body),
                filter=True,
                href=lambda row: body_address(plan.convention, row.body),
            ),
            Column("region", _("Regional group"), lambda row: plan.states[row.iso3].region),
            Column("received_on", _("Received on"), lambda row: row.received_on, kind="day"),
            Column("source", _("How it came"), lambda row: row.source),
            Column(
                "stands",
                _("Standing"),
                in_words,
                filter=True,
                meaning=lambda row: "done" if states[row.id] is CandidacyState.ELECTED else "neutral",
            ),
            Column("act", _("Act"), lambda row: _("Record a withdrawal") if withdrawal(row) else "", href=withdrawal),
        ),
        rows=rows,
        noun=(_("candidacy"), _("candidacies")),
        empty=(
            _("No candidacy is on record for this meeting."),
            "" if over else _("Record one when a State offers to serve."),
        ),
    )
