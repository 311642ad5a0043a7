"""Versions of an agenda and of a timetable: what differs, who is told, issued; and read again."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from conventions.models import Meeting
from core.clock import today
from core.db import transaction
from core.errors import RuleViolation
from core.jobs.queue import wake
from core.numbers import whole_number
from core.outbox.jobs import SEND
from core.permissions import Right, requires
from core.web import acting
from meetings.forms.agenda import VersionForm
from meetings.forms.timetable import TimetableVersionForm
from meetings.models.releases import Plan, Release
from meetings.queries.agenda import agenda_of
from meetings.queries.clashes import warnings_of
from meetings.queries.meetings import get_meeting
from meetings.queries.papers import papers_by_item
from meetings.queries.releases import (
    agenda_entries,
    concerned_by,
    differences_to,
    get_release,
    newest_release,
    releases_of,
    timetable_entries,
)
from meetings.queries.timetable import timetable_of
from meetings.routes.counter import MEETING, blueprint, most_a_day, sessions_kept_from
from meetings.routes.planning import plan_address
from meetings.rules.versions import Difference, revised
from meetings.workflow.releases import release_agenda, release_timetable

BETWEEN_WARNINGS = "\n"


@blueprint.route(f"{MEETING}/agenda/release", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def issue_agenda(convention: str, meeting: str) -> ResponseReturnValue:
    found = get_meeting(convention, meeting)
    before = newest_release(found.id, Plan.AGENDA)
    form = VersionForm(data=_usual(before, _("Provisional agenda")))
    if form.validate_on_submit():
        try:
            with transaction():
                release = release_agenda(found, **_written(form), by=acting())
        except RuleViolation as refusal:
            form.refuse(refusal)
        else:
            flash(_("Version %(number)s of the agenda is issued.", number=release.number), "success")
            return redirect(plan_address(found, "agenda"))
    entries = agenda_entries(agenda_of(found.id))
    page = render_template(
        "meetings/release.html",
        meeting=found,
        plan=Plan.AGENDA,
        form=form,
        before=before,
        entries=len(entries),
        differences=differences_to(before, Plan.AGENDA, entries),
        warnings=(),
        people={},
        back=plan_address(found, "agenda"),
    )
    return (page, 422) if form.is_submitted() else page


@blueprint.route(f"{MEETING}/timetable/release", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def issue_timetable(convention: str, meeting: str) -> ResponseReturnValue:
    """Says what differs, what stands against it and how many are told, before anything happens."""
    found = get_meeting(convention, meeting)
    timetable = timetable_of(found.id)
    before = newest_release(found.id, Plan.TIMETABLE)
    warnings = warnings_of(found, timetable, most_a_day=most_a_day())
    entries = timetable_entries(timetable)
    differences = differences_to(before, Plan.TIMETABLE, entries)
    form = TimetableVersionForm(data=_usual(before, _("Programme of work")) | {"tell": True})
    if form.validate_on_submit():
        try:
            with transaction():
                release = release_timetable(
                    found,
                    **_written(form),
                    warnings_seen=_acknowledged(form),
                    tell=form.tell.data,
                    most_a_day=most_a_day(),
                    on=today(),
                    by=acting(),
                )
        except RuleViolation as refusal:
            form.refuse(refusal)
        else:
            if release.told:
                wake(SEND)
            flash(_told(release), "success")
            return redirect(plan_address(found, "timetable"))
    form.warnings.data = BETWEEN_WARNINGS.join(warnings)
    page = render_template(
        "meetings/release.html",
        meeting=found,
        plan=Plan.TIMETABLE,
        form=form,
        before=before,
        entries=len(entries),
        differences=differences,
        warnings=warnings,
        people=concerned_by(found, timetable, differences, on=today()),
        back=plan_address(found, "timetable"),
    )
    return (page, 422) if form.is_submitted() else page


@blueprint.get(f"{MEETING}/agenda/versions/<int:number>")
@requires(Right.READ_REGISTERS)
def agenda_version(convention: str, meeting: str, number: int) -> str:
    return _version(get_meeting(convention, meeting), Plan.AGENDA, number)


@blueprint.get(f"{MEETING}/timetable/versions/<int:number>")
@requires(Right.READ_REGISTERS)
def timetable_version(convention: str, meeting: str, number: int) -> str:
    return _version(get_meeting(convention, meeting), Plan.TIMETABLE, number)


def _version(meeting: Meeting, plan: Plan, number: int) -> str:
    """Nothing of sessions that the person does not learn of; warnings, which may name them, then neither."""
    release = get_release(meeting.id, plan, number)
    kept = sessions_kept_from(meeting)
    differences = [Difference.from_json(each) for each in release.difference]
    return render_template(
        "meetings/version.html",
        meeting=meeting,
        plan=plan,
        release=release,
        differences=[each for each in differences if each.session not in kept],
        warnings=() if kept else release.warnings_seen,
        versions=releases_of(meeting.id, plan),
        papers=papers_by_item(meeting) if plan is Plan.AGENDA else {},
    )


def _usual(before: Release | None, name: str) -> dict[str, object]:
    """A revised version bears the name of the one before, until it is given another."""
    if before is None:
        return {"seen": 0, "name": name}
    return {"seen": before.number, "name": before.name, "symbol": revised(before.symbol)}


def _written(form: VersionForm) -> dict[str, Any]:
    return {
        "name": form.name.data,
        "symbol": (form.symbol.data or "").strip(),
        "seen": whole_number(form.seen.data or "") or 0,
    }


def _acknowledged(form: TimetableVersionForm) -> Sequence[str]:
    return (form.warnings.data or "").replace("\r", "").split(BETWEEN_WARNINGS) if form.acknowledged.data else ()


def _told(release: Release) -> str:
    issued = _("Version %(number)s of the timetable is issued.", number=release.number)
    if not release.told:
        return issued
    return f"{issued} {ngettext('A notice goes to %(num)d person.', 'Notices go to %(num)d persons.', release.told)}"
