"""Drafting the letters of many States at once: who is written to and why is shown before anything is written."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from committees.queries.offices import Offices
from conventions.registry import get_convention
from core.clock import today
from core.db import transaction
from core.errors import RuleViolation
from core.numbers import whole_number
from core.permissions import Right, requires
from core.web import acting, as_of, parse_day
from correspondence.catalogues import catalogues
from correspondence.forms.audiences import shown
from correspondence.forms.campaigns import AS_THE_TEMPLATE, CampaignForm, RedraftForm
from correspondence.letters import language_of
from correspondence.models.campaigns import Campaign
from correspondence.models.templates import LetterTemplate
from correspondence.queries import campaigns as queries
from correspondence.queries.approvers import signing_office
from correspondence.queries.audiences import audience_on_record, find_saved, saved_audiences
from correspondence.queries.signing import Leader, bodies_with_heads, body_signing, leaders
from correspondence.routes.counter import ONE, blueprint, brief_for, campaign_address, to_change
from correspondence.rules.audience import EVERYBODY, Audience, Weighed, check_somebody, weigh
from correspondence.rules.bodies import FORMS
from correspondence.rules.days import check_not_in_the_future
from correspondence.rules.signatories import settled_signatory, stranger_among
from correspondence.shipped import offices as offices_that_sign
from correspondence.workflow.campaigns import draft_campaign
from correspondence.workflow.redrafting import Redraft, brief_of, prepare_redraft, redraft_campaign
from states_parties.facts import StateFacts
from states_parties.queries.facts import state_facts


@dataclass(frozen=True)
class Counted:
    """What a draft would hold. languages: in words. inside, outside: every State Party, in order."""

    total: int
    languages: str
    inside: Sequence[Weighed]
    outside: Sequence[Weighed]


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
    form = CampaignForm(data=None if request.method == "POST" else _suggested(convention, templates, states))
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
    )
    return (page, 422) if form.errors else page


@blueprint.route(f"{ONE}/redraft", methods=["GET", "POST"])
@requires(Right.DRAFT_LETTERS)
def redraft(convention: str, campaign_id: int) -> str | Response | tuple[str, int]:
    """The same campaign from the registers of another day: what changes is shown first, and only that is done."""
    found = to_change(convention, campaign_id)
    office = signing_office(Offices(convention), found, on=today())
    form = RedraftForm(
        data={
            "as_of": today(),
            "dated_on": max(today(), found.dated_on),
            "signatory_name": office.people[0] if len(office.people) == 1 else found.signatory_name,
        }
    )
    prepared = None
    if request.method == "GET" or form.validate_on_submit():
        try:
            prepared = _redraft(found, form)
            if form.is_submitted() and request.form.get("act") != "compare":
                with transaction():
                    redraft_campaign(found, prepared, seen=form.digest.data or "", by=acting())
                flash(_("The letters are written anew. Nothing has been sent."), "success")
                return redirect(campaign_address(found))
        except RuleViolation as refusal:
            form.refuse(refusal)
    form.digest.data = prepared.digest if prepared else ""
    page = render_template(
        "letters/redraft.html",
        convention=convention,
        campaign=found,
        form=form,
        prepared=prepared,
        people=office.people,
    )
    return (page, 422) if form.errors else page


def _redraft(campaign: Campaign, form: RedraftForm) -> Redraft:
    check_not_in_the_future(form.as_of.data, today=today())
    brief = brief_of(
        campaign,
        as_of=form.as_of.data,
        dated_on=form.dated_on.data,
        signatory_name=(form.signatory_name.data or "").strip(),
    )
    newest, style = queries.newest_version(campaign), queries.house_style_in_use()
    return prepare_redraft(campaign, newest, style, brief, catalogues())


def count(convention: str, form: CampaignForm) -> Counted | None:
    """Who would be written to; None, with the reason beside its field, when that cannot be said."""
    if form.as_of.data is None:
        form.refuse(RuleViolation("Give the day of the registers.", field="as_of"))
        return None
    try:
        states = state_facts(convention, on=form.as_of.data)
        weighed = weigh(states, form.whom(states), catalogues().criteria)
        check_somebody(weighed)
    except RuleViolation as refusal:
        form.refuse(refusal)
        return None
    inside = [each for each in weighed if each.included]
    languages = Counter(language_of(each.facts) for each in inside)
    return Counted(
        len(inside),
        ", ".join(f"{code} {number}" for code, number in sorted(languages.items())),
        inside,
        [each for each in weighed if not each.included],
    )


def _suggested(convention: str, templates: Sequence[LetterTemplate], states: Sequence[StateFacts]) -> dict[str, Any]:
    """A newcomer may press the button at once: the tailored letter, to every State Party, as of the day of the page.

    The address may bring another template, title, kind, audience, signatory, and the campaign that is followed.
    """
    on = as_of()
    asked = request.args
    saved = find_saved(convention, whole_number(asked.get("saved", "")))
    audience = audience_on_record(saved) if saved else Audience(asked.get("audience", EVERYBODY))
    known = {f"{each.slug}/{each.form}" for each in templates}
    return {
        "title": asked.get("title") or _("Tailored Article 7 letters %(year)s", year=on.year),
        "template": asked["template"] if asked.get("template") in known else "article-7/letter",
        "signatory": asked.get("signatory") or AS_THE_TEMPLATE,
        "as_of": on,
        "dated_on": parse_day(asked["dated"], field="dated_on") if asked.get("dated") else on,
        "kind": asked.get("kind", ""),
        "parent": asked.get("parent", ""),
        **shown(audience, states),
    }


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
    return queries.get_campaign(convention, number) if number else None


def _draft(convention: str, form: CampaignForm) -> Campaign:
    check_not_in_the_future(form.as_of.data, today=today())
    slug, _slash, kind = form.template.data.partition("/")
    template = queries.get_template(convention, slug, kind)
    signatory, body = form.signing
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
        kind=(form.kind.data or "").strip()[:60],
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
