"""Who has which rights in a body and why; who acts for the Chair, who takes no part, what observers may read."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from committees.forms.access import DelegationForm, LinkForm, NoLongerForm, OpeningForm, RecusalForm, choices
from committees.models.access import Delegation, Opened, Opening
from committees.models.bodies import PlaceKind
from committees.models.terms import Representative
from committees.models.work import BodyFile
from committees.queries.access import leading_days
from committees.queries.body_access import (
    Access,
    access_rows,
    addresses_of,
    delegations_of,
    get_of_body,
    get_recusal,
    hand_overs,
    openings_of,
    papers_to_open,
    recusals_of,
)
from committees.queries.files import open_files
from committees.queries.offices import Offices
from committees.queries.rosters import roster
from committees.routes.counter import blueprint, body_of_page
from committees.routes.sight import sight
from committees.workflow.accounts import account_of, link_account, unlink_account
from committees.workflow.delegations import delegate, end_delegation
from committees.workflow.openings import close_again, open_to_observers, opened_in_words
from committees.workflow.recusals import end_recusal, recuse
from core.accounts.words import ROLE_NAMES
from core.clock import today
from core.errors import NotFound
from core.look.acts import act_page
from core.look.words import day
from core.permissions import Right, Role, requires
from core.tables import Column, Table, export_response, table_page
from core.web import acting, as_of, link

ACCESS = "/<convention:convention>/committees/<body>/access"


@blueprint.get(ACCESS)
@requires(Right.READ_COMMITTEE_WORK)
def access(convention: str, body: str) -> str | Response:
    on, row = as_of(), body_of_page(convention, body)
    offices, seen = Offices(convention), sight(convention, body, on=on)
    rows = access_rows(offices, body, on=on)
    table = _table(body, rows, on)
    acting_here = offices.representatives(body, on=on)
    return export_response(table, _("Who has rights in the %(body)s", body=row.name_en)) or render_template(
        "committees/access.html",
        body=row,
        on=on,
        page=table_page(table),
        hand_overs=hand_overs(offices, body, on=on),
        states=offices.states,
        representatives=acting_here,
        addresses=addresses_of({each.account_id for each in acting_here if each.account_id}),
        led=any(period.contains(on) for _iso3, period in leading_days(offices, body)),
        delegations=delegations_of(convention, body, on=on),
        has_files=any(seen.file(file.id) for file in open_files(convention, body, on=on)),
        recusals=[each for each in recusals_of(convention, body, on=on) if seen.file(each.file_id)],
        openings=[each for each in openings_of(convention, body, on=on) if _may_be_told(each, seen.closed)],
        institutions=[each for each in roster(offices, body, on=on).institutions if each.kind is not PlaceKind.ASSISTS],
        observers=[each for each in rows if each.role is Role.OBSERVER],
        last_day=last_day_of,
    )


@blueprint.route(f"{ACCESS}/delegate", methods=["GET", "POST"])
@requires(Right.KEEP_COMMITTEE_WORK)
def let_act_for_the_chair(convention: str, body: str) -> ResponseReturnValue:
    row, offices = body_of_page(convention, body), Offices(convention)
    leading = {
        iso3
        for iso3, period in leading_days(offices, body)
        if period.ends_before is None or period.ends_before > today()
    }
    form = DelegationForm(data={"starts_on": today()})
    form.leader.choices = choices((each, offices.states[each].name) for each in sorted(leading))
    return act_page(
        form,
        lambda: delegate(
            convention,
            body,
            iso3=form.leader.data,
            account=account_of(form.email.data),
            starts_on=form.starts_on.data,
            ends_before=form.ends_before,
            reason=form.reason.data,
            by=acting(),
        ),
        title=_("Let somebody act for the Chair"),
        lead=_("%(body)s. The person has the rights of the Chair on these days, and no others.", body=row.name_en),
        words=_("Let them act for the Chair"),
        done=_("The person acts for the Chair on these days."),
        back=_back(convention, body),
    )


@blueprint.route(f"{ACCESS}/delegations/<int:delegation_id>/end", methods=["GET", "POST"])
@requires(Right.KEEP_COMMITTEE_WORK)
def end_acting_for_the_chair(convention: str, body: str, delegation_id: int) -> ResponseReturnValue:
    delegation = get_of_body(Delegation, delegation_id, convention, body)
    form = NoLongerForm(data={"ends_before": today()})
    return act_page(
        form,
        lambda: end_delegation(delegation, ends_before=form.ends_before.data, by=acting()),
        title=_("End that somebody acts for the Chair"),
        lead=_(
            "Given by %(name)s for %(reason)s, from %(first)s.",
            name=delegation.given_by,
            reason=f"“{delegation.reason}”",
            first=day(delegation.starts_on),
        ),
        words=_("End it"),
        done=_("The person no longer acts for the Chair from that day."),
        back=_back(convention, body),
    )


@blueprint.route(f"{ACCESS}/recuse", methods=["GET", "POST"])
@requires(Right.KEEP_COMMITTEE_WORK)
def keep_out_of_a_file(convention: str, body: str) -> ResponseReturnValue:
    row, seen = body_of_page(convention, body), sight(convention, body, on=today())
    holders = roster(Offices(convention), body, on=today()).states
    files = [file for file in open_files(convention, body, on=today()) if seen.file(file.id)]
    form = RecusalForm(data={"starts_on": today()})
    form.state.choices = choices({each.state.iso3: each.state.name for each in holders if each.state}.items())
    form.file.choices = choices((str(file.id), file.title) for file in files)
    return act_page(
        form,
        lambda: recuse(
            get_of_body(BodyFile, int(form.file.data), convention, body),
            form.state.data,
            reason=form.reason.data,
            starts_on=form.starts_on.data,
            by=acting(),
        ),
        title=_("Record that a State takes no part in a file"),
        lead=_("%(body)s. Whoever acts for the State sees nothing of the file from that day.", body=row.name_en),
        words=_("Record it"),
        done=_("The State takes no part in the file."),
        back=_back(convention, body),
    )


@blueprint.route(f"{ACCESS}/recusals/<int:recusal_id>/end", methods=["GET", "POST"])
@requires(Right.KEEP_COMMITTEE_WORK)
def let_into_the_file_again(convention: str, body: str, recusal_id: int) -> ResponseReturnValue:
    recusal = get_recusal(recusal_id, convention, body)
    if not sight(convention, body, on=today()).file(recusal.file_id):
        raise NotFound(f"There is no recusal {recusal_id} here.")
    form = NoLongerForm(data={"ends_before": today()})
    return act_page(
        form,
        lambda: end_recusal(recusal, ends_before=form.ends_before.data, by=acting()),
        title=_("Let a State take part in the file again"),
        lead=_("It took no part for this reason: %(reason)s", reason=recusal.reason),
        words=_("Let it take part again"),
        done=_("The State takes part in the file from that day."),
        back=_back(convention, body),
    )


@blueprint.route(f"{ACCESS}/open", methods=["GET", "POST"])
@requires(Right.KEEP_COMMITTEE_WORK)
def open_for_reading(convention: str, body: str) -> ResponseReturnValue:
    row = body_of_page(convention, body)
    form = OpeningForm(data={"starts_on": today()})
    form.what.choices = choices(_to_open(convention, body))

    def act() -> None:
        kind, _slash, number = form.what.data.partition("/")
        starts_on = form.starts_on.data
        open_to_observers(
            convention, body, opened=Opened(kind), subject_id=int(number), starts_on=starts_on, by=acting()
        )

    return act_page(
        form,
        act,
        title=_("Open something to observers"),
        lead=_("%(body)s. Observers read it from that day until it is closed again.", body=row.name_en),
        words=_("Open it"),
        done=_("Observers may read it from that day."),
        back=_back(convention, body),
    )


@blueprint.route(f"{ACCESS}/openings/<int:opening_id>/close", methods=["GET", "POST"])
@requires(Right.KEEP_COMMITTEE_WORK)
def close_for_reading(convention: str, body: str, opening_id: int) -> ResponseReturnValue:
    opening = get_of_body(Opening, opening_id, convention, body)
    if not _may_be_told(opening, sight(convention, body, on=today()).closed):
        raise NotFound(_("This concerns a file in which your State takes no part."))
    form = NoLongerForm(data={"ends_before": today()})
    return act_page(
        form,
        lambda: close_again(opening, ends_before=form.ends_before.data, by=acting()),
        title=_("Close something to observers again"),
        lead=opened_in_words(opening.opened, opening.subject_id),
        words=_("Close it"),
        done=_("Observers no longer read it from that day."),
        back=_back(convention, body),
    )


@blueprint.route(f"{ACCESS}/representatives/<int:representative_id>", methods=["GET", "POST"])
@requires(Right.KEEP_OFFICES)
def account_of_representative(convention: str, body: str, representative_id: int) -> ResponseReturnValue:
    person = get_of_body(Representative, representative_id, convention, body)
    present = addresses_of({person.account_id}).get(person.account_id, "") if person.account_id else ""
    form = LinkForm(data={"email": present.partition(" ")[0] or person.email})

    def act() -> None:
        if form.email.data:
            link_account(person, account_of(form.email.data), by=acting())
        else:
            unlink_account(person, by=acting())

    return act_page(
        form,
        act,
        title=_("The account of %(person)s", person=person.person_name),
        lead=_("With the account come the rights of the office, on its days only."),
        words=_("Save"),
        done=_("Saved."),
        back=_back(convention, body),
    )


def _table(body: str, rows: Sequence[Access], on: date) -> Table:
    return Table(
        name=f"access-{body}",
        columns=(
            Column("person", _("Person"), lambda each: each.name),
            Column("role", _("Role"), lambda each: str(ROLE_NAMES[each.role]), filter=True),
            Column("why", _("Why"), lambda each: each.grant.by or _given_in_words(each)),
            Column("since", _("First day"), lambda each: each.grant.period.starts_on, kind="day"),
            Column("last", _("Last day"), lambda each: each.last_day, kind="day"),
            Column(
                "ends",
                _("Hand-over"),
                lambda each: _("within 60 days") if each.ends_soon(on) else "",
                filter=True,
                meaning=lambda each: "soon",
            ),
        ),
        rows=rows,
        noun=(_("reason"), _("reasons")),
        empty=(_("Nobody has rights here on this day."), _("Name a representative, or give a role.")),
    )


def _given_in_words(each: Access) -> str:
    where = each.grant.body or each.grant.convention or _("both Conventions")
    return _("role given to the account, for %(where)s", where=where)


def _to_open(convention: str, body: str) -> list[tuple[str, str]]:
    """What the person may open: nothing that is closed to them."""
    seen = sight(convention, body, on=today())
    files = [file for file in open_files(convention, body, on=today()) if seen.file(file.id)]
    return [
        (f"{Opened.WORK_PLAN.value}/0", _("the whole work plan")),
        (f"{Opened.ACTIVITIES.value}/0", _("the whole log of activities")),
        *((f"{Opened.FILE.value}/{file.id}", _("file “%(title)s”", title=file.title)) for file in files),
        *(
            (f"{Opened.PAPER.value}/{paper.id}", _("paper %(label)s", label=paper.label))
            for paper in papers_to_open(convention, body)
        ),
    ]


def _may_be_told(opening: Opening, closed: frozenset[int]) -> bool:
    return opening.opened is not Opened.FILE or opening.subject_id not in closed


def last_day_of(row: Any) -> date | None:
    return row.ends_before - timedelta(days=1) if row.ends_before else None


def _back(convention: str, body: str) -> str:
    return link("committees.access", convention=convention, body=body)
