"""What the form of a new campaign begins with: as the address asks, and what it asks for that there is not."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_babel import gettext as _

from core.numbers import whole_number
from core.web import as_of, parse_day
from correspondence.forms.audiences import shown
from correspondence.forms.campaigns import AS_THE_TEMPLATE, CampaignForm
from correspondence.models.templates import LetterTemplate
from correspondence.queries.audiences import audience_on_record, find_saved
from correspondence.queries.campaigns import find_campaign
from correspondence.queries.kinds import find_kind
from correspondence.rules.audience import EVERYBODY, Audience
from states_parties.facts import StateFacts


def suggested(convention: str, templates: Sequence[LetterTemplate], states: Sequence[StateFacts]) -> dict[str, Any]:
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
        "kind": asked["kind"] if find_kind(convention, asked.get("kind", "")) else "",
        "parent": asked["parent"] if find_campaign(convention, whole_number(asked.get("parent", "")) or 0) else "",
        **shown(audience, states),
    }


def overlooked(convention: str, form: CampaignForm) -> list[str]:
    """What the address asks for and the form cannot give, each with what it gives instead."""
    asked = {name: request.args.get(name, "")[:80] for name in ("template", "parent", "kind", "saved")}
    found = []
    if asked["template"] and asked["template"] != form.template.data:
        found.append(_("There is no template “%(name)s”. Look which one is chosen below.", name=asked["template"]))
    if asked["parent"] and not form.parent.data:
        told = _(
            "There is no campaign “%(number)s” that this one could follow; it stands by itself.", number=asked["parent"]
        )
        found.append(told)
    if asked["saved"] and find_saved(convention, whole_number(asked["saved"])) is None:
        found.append(_("There is no saved audience “%(number)s”; the usual one is shown.", number=asked["saved"]))
    if asked["kind"]:
        found += _about_the_kind(convention, asked["kind"])
    return found


def _about_the_kind(convention: str, slug: str) -> list[str]:
    kind = find_kind(convention, slug)
    if kind is None:
        return [_("The calendar of letters has no kind “%(name)s”; the campaign is of none.", name=slug)]
    if kind.template:
        return []
    return [
        _(
            "No template is kept for “%(name)s”: it is written outside this system and signed by: %(office)s."
            " What is drafted here says what the template chosen below says.",
            name=kind.name,
            office=kind.signed_by,
        )
    ]
