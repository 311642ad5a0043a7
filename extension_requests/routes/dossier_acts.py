"""Acts on the dossier itself."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from conventions.queries import meeting_order
from conventions.registry import get_convention
from core.clock import today
from core.look.acts import act_page
from core.permissions import Right, requires
from core.web import acting, link
from extension_requests.forms.dossiers import AimForm, AnnounceForm, OpenForm, WithdrawForm
from extension_requests.routes.counter import DOSSIER, acting_as, blueprint, dossier_address, dossier_of_page
from extension_requests.rules.machine import Who
from extension_requests.workflow.dossiers import aim_at, announce, anticipate, withdraw
from extension_requests.workflow.transitions import hold_dossier
from states_parties.queries.states import get_state, names_by_slug


@blueprint.route("/<convention:convention>/requests/new", methods=["GET", "POST"])
@requires(Right.KEEP_REQUESTS)
def open_dossier_by_hand(convention: str) -> ResponseReturnValue:
    """For an obligation whose deadline is still far, or for what was found after it."""
    form = OpenForm()
    form.state.choices = names_by_slug()
    extendable = [each for each in get_convention(convention).obligations if each.max_extension_months]
    form.article.choices = [(each.article, f"{each.article}: {each.title}") for each in extendable]
    return act_page(
        form,
        lambda: anticipate(
            convention,
            form.article.data,
            get_state(form.state.data).iso3,
            on=today(),
            by=acting(),
            after_discovery=form.after_discovery.data,
            source=form.source.data or "",
        ),
        title=_("Open a dossier"),
        lead=_("For a State whose deadline is still far, or that found areas or stocks after it."),
        words=_("Open the dossier"),
        done=_("The dossier is open."),
        back=link("extension_requests.requests", convention=convention),
    )


@blueprint.route(f"{DOSSIER}/announce", methods=["GET", "POST"])
@requires(Right.KEEP_REQUESTS)
def announce_request(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    found = dossier_of_page(convention, article, slug, number)
    seen, form = acting_as(found, Who.ISU), AnnounceForm()
    return act_page(
        form,
        lambda: announce(
            hold_dossier(found.id),
            announced_on=form.announced_on.data,
            source=form.source.data,
            who=seen.who,
            on=today(),
            by=acting(),
        ),
        title=_("The State announced its request"),
        words=_("Record it"),
        done=_("It is recorded."),
        back=dossier_address(found, slug),
    )


@blueprint.route(f"{DOSSIER}/meeting", methods=["GET", "POST"])
@requires(Right.KEEP_REQUESTS)
def aim_request(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    """Another meeting considers it."""
    found = dossier_of_page(convention, article, slug, number)
    acting_as(found, Who.ISU)
    form = AimForm()
    coming = [each for each in meeting_order(convention).meetings if each.is_ahead(today())]
    form.meeting.choices = [(each.short, each.name) for each in coming]
    return act_page(
        form,
        lambda: aim_at(hold_dossier(found.id), form.meeting.data, reason=form.reason.data, by=acting()),
        title=_("Which meeting considers the request"),
        lead=_("Every day of the request is counted from it.")
        if coming
        else _("No formal meeting ahead is in the calendar. Add it under Meetings first."),
        words=_("Aim at this meeting"),
        done=_("The days are counted from this meeting now."),
        back=dossier_address(found, slug),
    )


@blueprint.route(f"{DOSSIER}/withdraw", methods=["GET", "POST"])
@requires(Right.KEEP_REQUESTS)
def withdraw_request(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    found = dossier_of_page(convention, article, slug, number)
    seen, form = acting_as(found, Who.ISU), WithdrawForm()
    return act_page(
        form,
        lambda: withdraw(hold_dossier(found.id), reason=form.reason.data, who=seen.who, on=today(), by=acting()),
        title=_("The request is withdrawn") if found.received_on else _("There will be no request"),
        lead=_("The dossier is closed and not opened again; a new one can be opened about the same obligation."),
        words=_("Close the dossier"),
        done=_("The dossier is closed."),
        back=dossier_address(found, slug),
    )
