"""The log of what a body did: read as a list, kept by hand."""

from collections.abc import Sequence
from typing import Any

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from committees.forms.activities import ActivityForm, ReasonForm, entered
from committees.queries.activities import deed_of, get_activity, log_of
from committees.queries.files import open_files
from committees.routes.counter import blueprint, body_of_page
from committees.routes.sight import Sight, sight
from committees.rules.sentences import activity_sentences, doer
from committees.workflow.activities import change_activity, record_activity, withdraw_activity
from core.clock import today
from core.errors import NotFound
from core.look.acts import act_page
from core.permissions import Right, may, requires
from core.tables import Column, Table, export_response, table_page
from core.web import acting, as_of, link

BASE = "/<convention:convention>/committees/<body>/activities"


@blueprint.get(BASE)
@requires(Right.READ_OPENED_WORK)
def activities(convention: str, body: str) -> str | Response:
    row = body_of_page(convention, body)
    seen = sight(convention, body, on=as_of())
    keeps = may(Right.KEEP_COMMITTEE_WORK, convention=convention, body=body)
    log = [each for each in log_of(convention, body) if sees_activity(seen, each)]
    table = _table(row, log, keeps=keeps, of_the_body=seen.of_the_body)
    title = _("Activities, %(body)s", body=row.name_en)
    return export_response(table, title) or render_template(
        "committees/activities.html", body=row, page=table_page(table), keeps=keeps, closed=not (log or seen.activities)
    )


@blueprint.route(f"{BASE}/new", methods=["GET", "POST"])
@requires(Right.KEEP_COMMITTEE_WORK)
def new_activity(convention: str, body: str) -> ResponseReturnValue:
    row = body_of_page(convention, body)
    form = ActivityForm(data={"starts_on": as_of()})
    form.offer_files(_files(convention, body))
    return act_page(
        form,
        lambda: record_activity(convention, body, **form.facts, sourcing=form.sourcing, by=acting()),
        title=_("Write into the log"),
        lead=_("%(body)s: what was done, in the pieces of a sentence.", body=row.name_en),
        words=_("Write it into the log"),
        done=_("It is in the log."),
        back=activities_address(convention, body),
    )


@blueprint.route(f"{BASE}/<int:number>", methods=["GET", "POST"])
@requires(Right.KEEP_COMMITTEE_WORK)
def activity(convention: str, body: str, number: int) -> ResponseReturnValue:
    row = body_of_page(convention, body)
    found = _seen_activity(convention, body, number)
    form = ActivityForm(data=entered(found))
    form.offer_files(_files(convention, body, besides=found.file_id))
    return act_page(
        form,
        lambda: change_activity(found, **form.facts, sourcing=form.sourcing, by=acting()),
        title=_("Change entry %(number)s of the log", number=number),
        lead=activity_sentences(deed_of(found), doer(row.kind)),
        words=_("Change the entry"),
        done=_("The entry is changed."),
        back=activities_address(convention, body),
    )


@blueprint.route(f"{BASE}/<int:number>/withdraw", methods=["GET", "POST"])
@requires(Right.KEEP_COMMITTEE_WORK)
def activity_withdrawal(convention: str, body: str, number: int) -> ResponseReturnValue:
    row = body_of_page(convention, body)
    found = _seen_activity(convention, body, number)
    form = ReasonForm()
    return act_page(
        form,
        lambda: withdraw_activity(found, reason=form.reason.data, by=acting()),
        title=_("Withdraw entry %(number)s of the log", number=number),
        lead=_(
            "“%(sentence)s” It stays in the log with its number and the reason, and counts no more.",
            sentence=activity_sentences(deed_of(found), doer(row.kind)),
        ),
        words=_("Withdraw the entry"),
        done=_("The entry is withdrawn; it stays in the log."),
        back=activities_address(convention, body),
    )


def activities_address(convention: str, body: str) -> str:
    return link("committees.activities", convention=convention, body=body)


def sees_activity(seen: Sight, row: Any) -> bool:
    """Observers see what is opened, the log or the file, and nothing private or withdrawn."""
    if seen.of_the_body:
        return seen.file(row.file_id)
    opened = seen.activities or row.file_id in seen.opened.files
    return opened and not row.private and not row.withdrawn and seen.file(row.file_id)


def _seen_activity(convention: str, body: str, number: int) -> Any:
    found = get_activity(convention, body, number)
    if not sees_activity(sight(convention, body, on=as_of()), found):
        raise NotFound(f"The log of this body has no entry {number} that you take part in.")
    return found


def _files(convention: str, body: str, besides: int | None = None) -> Sequence[Any]:
    """Open files that the person sees. besides: the one an entry stands in, even where it is closed by now."""
    seen = sight(convention, body, on=as_of())
    files = open_files(convention, body, on=today(), besides=besides)
    return [file for file in files if seen.file(file.id)]


def _standing(row: Any) -> str:
    if row.withdrawn:
        return _("withdrawn: %(reason)s", reason=row.withdrawn)
    return _("private") if row.private else _("in the paper")


def _table(body: Any, log: Sequence[Any], *, keeps: bool, of_the_body: bool) -> Table:
    who = doer(body.kind)

    def address(row: Any) -> str:
        return link("committees.activity", convention=body.convention, body=body.slug, number=row.number)

    def withdrawal(row: Any) -> str | None:
        if row.withdrawn:
            return None
        return link("committees.activity_withdrawal", convention=body.convention, body=body.slug, number=row.number)

    columns = [
        Column("number", _("No."), lambda row: row.number, href=address if keeps else None),
        Column("starts_on", _("First day"), lambda row: row.starts_on, "day"),
        Column("ends_on", _("Last day"), lambda row: row.ends_on, "day", aside=True),
        Column("year", _("Year"), lambda row: row.starts_on.year, "number", filter=True, aside=True),
        Column("kind", _("Kind"), lambda row: row.kind.value, filter=True),
        Column("what", _("What was done"), lambda row: activity_sentences(deed_of(row), who)),
        Column("count", _("How many"), lambda row: row.count, "number", aside=True),
        Column("states", _("States"), lambda row: " ".join(row.iso3s), aside=True),
        Column("source", _("Source"), lambda row: row.source, aside=True),
        Column("confidence", _("Confidence"), lambda row: row.confidence.value, filter=True, aside=True),
    ]
    if of_the_body:
        columns += [
            Column("file", _("File"), lambda row: row.file, filter=True, aside=True),
            Column(
                "counts",
                _("Standing"),
                _standing,
                filter=True,
                meaning=lambda row: "neutral" if row.withdrawn else "private" if row.private else "done",
            ),
        ]
    if keeps:
        columns.append(Column("acts", _("Act"), lambda row: "" if row.withdrawn else _("withdraw …"), href=withdrawal))
    return Table(
        name=f"activities-{body.convention.lower()}-{body.slug}",
        columns=columns,
        rows=log,
        noun=(_("entry"), _("entries")),
        empty=(
            _("Nothing is in the log yet."),
            _("Write down what the body did: the yearly paper is drafted from it."),
        ),
    )
