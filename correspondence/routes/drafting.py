"""Drafting the letters of many States at once: who is written to and why is shown before anything is written."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy import Row
from werkzeug.wrappers import Response

from committees.queries.offices import Offices
from conventions.registry import get_convention
from core.clock import today
from core.db import transaction
from core.errors import RuleViolation
from core.numbers import whole_number
from core.permissions import Right, requires
from core.web import acting, as_of
from correspondence.catalogues import catalogues
from correspondence.forms.audiences import shown
from correspondence.forms.campaigns import AS_THE_TEMPLATE, CampaignForm
from correspondence.letters import language_of
from correspondence.models.campaigns import Campaign
from correspondence.models.templates import LetterTemplate
from correspondence.queries import campaigns as queries
from correspondence.queries.audiences import audience_on_record, find_saved, saved_audiences
from correspondence.queries.kinds import campaigns_of_year, get_kind
from correspondence.queries.signing import Leader, bodies_with_heads, body_signing, leaders
from correspondence.routes.counter import blueprint, brief_for, campaign_address, drafts_in_the_name_of, readable
from correspondence.routes.suggestions import overlooked, suggested
from correspondence.rules.audience import Weighed, left_out_for_want_of, weigh
from correspondence.rules.bodies import FORMS
from correspondence.rules.days import check_days, check_not_in_the_future
from correspondence.rules.signatories import settled_signatory, stranger_among
from correspondence.shipped import offices as offices_that_sign
from correspondence.workflow.campaigns import draft_campaign
from states_parties.facts import StateFacts
from states_parties.queries.facts import state_facts


@dataclass(frozen=True)
class Counted:
    """What a draft would hold. languages: in words. inside, outside: every State Party, in order.

    wanting: register that is not declared complete -> how many of those outside might belong inside. already: campaigns
    of the same kind dated in the same year, each with its number of letters.
    """

    languages: str
    inside: Sequence[Weighed]
    outside: Sequence[Weighed]
    wanting: Mapping[str, int]
    already: Sequence[Row[Campaign, int]]


@dataclass(frozen=True)
class Signing:
    """Whose letters they would be, and who holds that office on the date of the letters."""

    office: str
    leaders: Sequence[Leader]

    @property
    def people(self) -> list[str]:
        return [person for leader in self.leaders for person in leader.people]


@blueprint.route("/<convention:convention>/letters/new", methods=["GET", "POST"])
@requires(Right.DRAFT_LETTERS)
def new_campaign(convention: str) -> str | Response | tuple[str, int]:
    """Says how many letters will be drafted, for whom and why, before it drafts them."""
    templates = queries.templates_of(convention)
    offices = Offices(convention)
    states = state_facts(convention, on=as_of())
    form = CampaignForm(data=None if request.method == "POST" else suggested(convention, templates, states))
    _fill_choices(form, templates, offices)
    act = request.form.get("act", "")
    if act == "use":
        _use_saved(form, convention, states)
    form.settle()
    counting = act in ("count", "use") or request.method == "GET"
    counted = count(convention, form) if counting else None
    if not counting and form.validate_on_submit():
        try:
            campaign = _draft(convention, form)
        except RuleViolation as refusal:
            form.refuse(refusal)
        else:
            flash(_("The letters are drafted. Nothing has been sent."), "success")
            return redirect(campaign_address(campaign))
    signing = _signing(form, templates, offices, convention)
    if request.method == "GET" and signing and len(signing.people) == 1 and not form.signatory_name.data:
        form.signatory_name.data = signing.people[0]
    page = render_template(
        "letters/new_campaign.html",
        convention=convention,
        form=form,
        counted=counted,
        criteria=catalogues().criteria.values(),
        saved=saved_audiences(convention),
        chosen_audience=request.values.get("saved", ""),
        signing=signing,
        stranger=signing is not None and stranger_among(form.signatory_name.data or "", signing.people),
        parent=_parent(convention, form),
        overlooked=overlooked(convention, form) if request.method == "GET" else (),
    )
    return (page, 422) if form.errors else page


def count(convention: str, form: CampaignForm) -> Counted | None:
    """Who would be written to; None, with the reason beside its field, when that cannot be said."""
    if form.as_of.data is None:
        form.refuse(RuleViolation("Give the day of the registers.", field="as_of"))
        return None
    try:
        check_not_in_the_future(form.as_of.data, today=today())
        dated_on = form.dated_on.data or form.as_of.data
        check_days(get_convention(convention), as_of=form.as_of.data, dated_on=dated_on)
        states = state_facts(convention, on=form.as_of.data)
        weighed = weigh(states, form.whom(states), catalogues().criteria)
    except RuleViolation as refusal:
        form.refuse(refusal)
        return None
    inside = [each for each in weighed if each.included]
    languages = Counter(language_of(each.facts) for each in inside)
    return Counted(
        ", ".join(f"{code} {number}" for code, number in sorted(languages.items())),
        inside,
        [each for each in weighed if not each.included],
        left_out_for_want_of(weighed),
        () if form.parent.data else campaigns_of_year(convention, dated_on.year).get(form.kind.data or "", ()),
    )


def _fill_choices(form: CampaignForm, templates: Sequence[LetterTemplate], offices: Offices) -> None:
    form.template.choices = [
        (f"{each.slug}/{each.form}", f"{each.versions[0].content['name']}, {FORMS[each.form]}") for each in templates
    ]
    form.signatory.choices = [
        (AS_THE_TEMPLATE, _("As the template says")),
        ("unit", _("Implementation Support Unit")),
        ("president", _("President")),
        *((f"chair:{slug}", office) for slug, office in bodies_with_heads(offices, on=form.dated_on.data or as_of())),
    ]


def _use_saved(form: CampaignForm, convention: str, states: Sequence[StateFacts]) -> None:
    saved = find_saved(convention, whole_number(request.form.get("saved", "")))
    if saved is not None:
        for name, value in shown(audience_on_record(saved), states).items():
            form[name].data = value


def _signing(
    form: CampaignForm, templates: Sequence[LetterTemplate], offices: Offices, convention: str
) -> Signing | None:
    """None where template and choice do not go together; drafting refuses that."""
    template = next((each for each in templates if f"{each.slug}/{each.form}" == form.template.data), None)
    if template is None or form.dated_on.data is None:
        return None
    office = template.versions[0].content["signatory"]
    try:
        signatory, body = settled_signatory(office, *form.signing, offices_that_sign(convention)["signing"])
    except RuleViolation:
        return None
    head = body_signing(offices, signatory, body)
    return Signing(office, leaders(offices, head, on=form.dated_on.data) if head else ())


def _parent(convention: str, form: CampaignForm) -> Campaign | None:
    number = whole_number(str(form.parent.data or ""))
    found = queries.find_campaign(convention, number) if number else None
    return found if found and readable([found]) else None


def _draft(convention: str, form: CampaignForm) -> Campaign:
    check_not_in_the_future(form.as_of.data, today=today())
    slug, _slash, kind = form.template.data.partition("/")
    template = queries.get_template(convention, slug, kind)
    signatory, body = form.signing
    check_days(get_convention(convention), as_of=form.as_of.data, dated_on=form.dated_on.data)
    _check_own_name(convention, template.versions[0].content["signatory"], form)
    whom = form.whom(state_facts(convention, on=form.as_of.data))
    brief = brief_for(
        get_convention(convention).code,
        as_of=form.as_of.data,
        dated_on=form.dated_on.data,
        audience=whom.condition,
        also=whom.also,
        besides=whom.besides,
        signatory_name=form.signatory_name.data.strip() if kind == "letter" else "",
        signatory=signatory,
        body=body,
        copy_to_capital=form.copy_to_capital.data,
        kind=get_kind(convention, form.kind.data).slug if form.kind.data else "",
        parent_id=whole_number(str(form.parent.data or "")),
    )
    with transaction():
        return draft_campaign(
            template.versions[0],
            template,
            queries.house_style_in_use(),
            brief,
            catalogues(),
            title=form.title.data,
            by=acting(),
        )


def _check_own_name(convention: str, office: str, form: CampaignForm) -> None:
    """Letters in the name of a body are drafted by the office, and by whoever heads that body."""
    signatory, body = settled_signatory(office, *form.signing, offices_that_sign(convention)["signing"])
    if not drafts_in_the_name_of(convention, signatory, body):
        raise RuleViolation(
            _(
                "You may not draft letters signed “%(office)s”: the Unit may, and whoever holds that office.",
                office=office,
            ),
            source="Office practice",
            field="template",
        )
