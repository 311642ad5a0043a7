"""What a meeting does with a request: it hears it, grants it or not, or puts it off."""

from datetime import date
from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from conventions.queries import meeting_order
from core.clock import today
from core.look.acts import act_page
from core.permissions import Right, requires
from core.web import acting
from core.wording import day_in_words
from extension_requests.forms.decisions import BringAgainForm, DecisionForm, GrantForm, PresentForm, RefusalForm
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.decisions import clauses_of, sitting_of
from extension_requests.routes.counter import DOSSIER, acting_as, blueprint, dossier_address, dossier_of_page
from extension_requests.rules.decisions import Outcome
from extension_requests.rules.machine import Who
from extension_requests.workflow.decisions import bring_again, decide, present
from extension_requests.workflow.transitions import hold_dossier


@blueprint.route(f"{DOSSIER}/present", methods=["GET", "POST"])
@requires(Right.KEEP_REQUESTS)
def present_request(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    found = dossier_of_page(convention, article, slug, number)
    seen, form = acting_as(found, Who.ISU), PresentForm(data={"presented_on": today()})
    return act_page(
        form,
        lambda: present(
            hold_dossier(found.id), presented_on=form.presented_on.data, who=seen.who, on=today(), by=acting()
        ),
        title=_("The request was presented"),
        lead=_("The State presented its request, and the group its analysis; the meeting can decide now."),
        words=_("Record it"),
        done=_("It is recorded. The decision comes next."),
        back=dossier_address(found, slug),
    )


@blueprint.route(f"{DOSSIER}/grant", methods=["GET", "POST"])
@requires(Right.KEEP_REQUESTS)
def grant_request(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    found = dossier_of_page(convention, article, slug, number)
    return _decided(
        found,
        slug,
        GrantForm(data={**_usual(found), "granted_until": found.asked_until}),
        Outcome.GRANTED,
        title=_("The request was granted"),
        lead=_of_a_grant(found),
        done=_("The new deadline is in the register, and the follow-up has begun."),
    )


@blueprint.route(f"{DOSSIER}/grant-less", methods=["GET", "POST"])
@requires(Right.KEEP_REQUESTS)
def grant_less(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    """Only under the CCM."""
    found = dossier_of_page(convention, article, slug, number)
    return _decided(
        found,
        slug,
        GrantForm(data=_usual(found)),
        Outcome.GRANTED_SHORTER,
        title=_("Less time was granted than asked for"),
        lead=_of_a_grant(found),
        done=_("The new deadline is in the register, and the follow-up has begun."),
    )


@blueprint.route(f"{DOSSIER}/refuse", methods=["GET", "POST"])
@requires(Right.KEEP_REQUESTS)
def refuse_request(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    found = dossier_of_page(convention, article, slug, number)
    return _decided(
        found,
        slug,
        RefusalForm(data=_usual(found)),
        Outcome.NOT_GRANTED,
        title=_("The request was not granted"),
        lead=_(
            "The deadline stays %(day)s, and the dossier is closed. The next request of the State has a dossier of its "
            "own.",
            day=day_in_words(found.deadline, "EN"),
        ),
        done=_("It is recorded. The dossier is closed."),
    )


@blueprint.route(f"{DOSSIER}/defer", methods=["GET", "POST"])
@requires(Right.KEEP_REQUESTS)
def defer_request(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    found = dossier_of_page(convention, article, slug, number)
    return _decided(
        found,
        slug,
        RefusalForm(data=_usual(found)),
        Outcome.DEFERRED,
        title=_("The decision was deferred"),
        lead=_(
            "The deadline stays %(day)s. The State may submit again for the next meeting, or the request is brought to "
            "it as it is.",
            day=day_in_words(found.deadline, "EN"),
        ),
        done=_("It is recorded. The next meeting in the calendar considers the request."),
    )


@blueprint.route(f"{DOSSIER}/bring-again", methods=["GET", "POST"])
@requires(Right.KEEP_REQUESTS)
def bring_request_again(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    found = dossier_of_page(convention, article, slug, number)
    seen, form = acting_as(found, Who.ISU), BringAgainForm(data={"meeting": found.meeting})
    coming = [each for each in meeting_order(convention).meetings if each.is_ahead(today())]
    form.meeting.choices = [(each.short, each.name) for each in coming]
    return act_page(
        form,
        lambda: bring_again(hold_dossier(found.id), form.meeting.data, who=seen.who, on=today(), by=acting()),
        title=_("Bring the request to another meeting as it is"),
        lead=_("Request and analysis stay as they were issued; the meeting presents and decides anew."),
        words=_("Bring it to this meeting"),
        done=_("The meeting considers the request."),
        back=dossier_address(found, slug),
    )


def _decided(
    dossier: Dossier, slug: str, form: DecisionForm, outcome: Outcome, *, title: str, lead: str, done: str
) -> ResponseReturnValue:
    seen = acting_as(dossier, Who.ISU)
    return act_page(
        form,
        lambda: decide(
            hold_dossier(dossier.id),
            form.decided(outcome),
            who=seen.who,
            on=today(),
            by=acting(),
            in_register=form.in_register.data,
        ),
        title=title,
        lead=lead,
        words=_("Record the decision"),
        done=done,
        back=dossier_address(dossier, slug),
    )


def _usual(dossier: Dossier) -> dict[str, Any]:
    """Usually it is the last day of the meeting, or today while the meeting sits."""
    sitting = sitting_of(dossier)
    days: list[date] = [today(), *([sitting.closes_on] if sitting and sitting.closes_on else [])]
    return {"decided_on": min(days)}


def _of_a_grant(dossier: Dossier) -> str:
    number = len(clauses_of(dossier))
    text = (
        ngettext("The %(num)s clause becomes final", "The %(num)s clauses become final", number)
        if number
        else _("Nobody has written the clauses of the decision: they are written by rule and become final")
    )
    return _(
        "The deadline of %(day)s is replaced in the register. %(text)s, what they ask for is followed up year by year, "
        "and the decision is open to everybody.",
        day=day_in_words(dossier.deadline, "EN"),
        text=text,
    )
