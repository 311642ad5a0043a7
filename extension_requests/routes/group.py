"""The group that analyses a request: its members on the day, who leads and reads, who takes no part."""

from datetime import date

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.clock import today
from core.look.acts import act_page
from core.permissions import Right, requires
from core.web import acting, link
from extension_requests.forms.group import AssignForm, CommentForm, RecuseForm
from extension_requests.models.analysis import Part
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.assignments import assignments_of
from extension_requests.queries.comments import comments_of
from extension_requests.queries.group import assisting, group_name, is_chaired, members_of, taking_part
from extension_requests.routes.counter import (
    DOSSIER,
    acting_as,
    address_of,
    blueprint,
    dossier_of_page,
    working,
)
from extension_requests.routes.sight import Sight, sight_of
from extension_requests.rules.group import may_assign
from extension_requests.rules.machine import Who
from extension_requests.sections import sections_of
from extension_requests.workflow.comments import WHOLE, say
from extension_requests.workflow.group import assign, recuse_member
from extension_requests.workflow.transitions import hold_dossier
from states_parties.queries.states import get_state

ON_THE_REQUEST = "request"  # in addresses, where no section is meant


@blueprint.get(f"{DOSSIER}/group")
@requires(Right.READ_REGISTERS)
def request_group(convention: str, article: str, slug: str, number: int) -> str:
    """Who sits in the group is known to everybody; who leads and reads, and why a State stepped aside, to the group."""
    found = dossier_of_page(convention, article, slug, number)
    seen, on = sight_of(found), today()
    members = members_of(found, on=on)
    return render_template(
        "extension_requests/group.html",
        dossier=found,
        state=get_state(slug),
        seen=seen,
        group=group_name(found),
        members=members,
        assisting=assisting(found, on=on),
        parts={iso3: part.value for iso3, part in assignments_of(found, members).items()} if seen.inside else {},
        comments=comments_of(found)[WHOLE] if seen.inside else [],
        assigns=seen.inside and _may_assign(found, seen, on=on),
        recuses=bool(seen.who & {Who.ISU, Who.CHAIR}) and found.file_id is not None,
        here_below=address_of(found, slug),
        on=on,
    )


@blueprint.route(f"{DOSSIER}/group/assign", methods=["GET", "POST"])
@requires(Right.READ_ANALYSIS)
def assign_members(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    found = dossier_of_page(convention, article, slug, number)
    seen = acting_as(found, Who.CHAIR, Who.ISU)
    if not _may_assign(found, seen, on=today()):
        abort(403)
    members = taking_part(members_of(found, on=today()))
    parts = assignments_of(found, members)
    readers = [iso3 for iso3, part in parts.items() if part is Part.READER]
    form = AssignForm(
        data={"lead": next((iso3 for iso3, part in parts.items() if part is Part.LEAD), ""), "readers": readers}
    )
    choices = [(each.iso3, each.name) for each in members]
    form.lead.choices, form.readers.choices = [("", _("nobody yet")), *choices], choices
    return act_page(
        form,
        lambda: assign(
            hold_dossier(found.id),
            lead=form.lead.data or None,
            readers=[each for each in form.readers.data if each != form.lead.data],
            on=today(),
            by=acting(),
        ),
        title=_("Who leads and reads"),
        lead=_("Whoever acts for a State that is newly asked is told by mail."),
        words=_("Assign and tell them"),
        done=_("It is assigned."),
        back=group_address(found, slug),
    )


@blueprint.route(f"{DOSSIER}/group/recuse", methods=["GET", "POST"])
@requires(Right.READ_ANALYSIS)
def recuse_from_request(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    found = dossier_of_page(convention, article, slug, number)
    acting_as(found, Who.ISU, Who.CHAIR)
    form = RecuseForm()
    form.state.choices = [(each.iso3, each.name) for each in taking_part(members_of(found, on=today()))]
    return act_page(
        form,
        lambda: recuse_member(
            hold_dossier(found.id), form.state.data, reason=form.reason.data, on=today(), by=acting()
        ),
        title=_("A State takes no part"),
        lead=_("From today whoever acts for it sees of this request what everybody sees, and does not agree to it."),
        words=_("It takes no part"),
        done=_("It is recorded."),
        back=group_address(found, slug),
    )


@blueprint.route(f"{DOSSIER}/comments/<section>", methods=["GET", "POST"])
@requires(Right.WORK_ON_ANALYSIS)
def comment_on_request(convention: str, article: str, slug: str, number: int, section: str) -> ResponseReturnValue:
    """section: of the analysis, or "request" for the whole. Two who speak at once are both heard."""
    found = dossier_of_page(convention, article, slug, number)
    working(found)
    titles = {each.key: each.title for each in sections_of(convention, article)}
    if section != ON_THE_REQUEST and section not in titles:
        abort(404)
    form = CommentForm()
    whole = section == ON_THE_REQUEST
    back = group_address(found, slug) if whole else link("extension_requests.analysis", **address_of(found, slug))
    return act_page(
        form,
        lambda: say(hold_dossier(found.id), WHOLE if whole else section, form.text.data, by=acting()),
        title=_("Comment for the group"),
        lead=_("On the whole request.") if whole else _("On the section “%(title)s”.", title=titles[section]),
        words=_("Send the comment"),
        done=_("The comment is there for the group; it stays on record."),
        back=back if whole else f"{back}#{section}",
    )


def group_address(dossier: Dossier, slug: str) -> str:
    return link("extension_requests.request_group", **address_of(dossier, slug))


def _may_assign(dossier: Dossier, seen: Sight, *, on: date) -> bool:
    if seen.leads:
        return True
    chaired = is_chaired(members_of(dossier, on=on))
    return may_assign(chair=seen.leads, isu=seen.keeps, chaired=chaired)
