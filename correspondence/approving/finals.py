"""Letters as they would be approved: with their references, byte for byte, each with the mail around it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from conventions.registry import get_convention
from core.wording import day_in_words
from correspondence.approving.changes import context_of
from correspondence.letters import mission_name
from correspondence.models.campaigns import Campaign, Letter
from correspondence.outgoing import sender_of
from correspondence.papers.files import press_of, pressed
from correspondence.queries.references import next_number
from correspondence.rules.bodies import TemplateContent
from correspondence.rules.covers import cover
from correspondence.rules.gate import Way
from correspondence.rules.manifest import Line, digest, written
from correspondence.rules.references import prefix_of, references
from correspondence.settings import settings
from correspondence.shipped import covers, offices, wording
from states_parties.facts import StateFacts


@dataclass(frozen=True)
class Final:
    """One letter as it would be approved: its line in the manifest, its bytes, those of the mail around it."""

    letter: Letter
    slug: str
    line: Line
    file: bytes
    cover: bytes


def finals(
    campaign: Campaign, rows: Sequence[Any], ways: Mapping[str, Way], facts: Mapping[str, StateFacts]
) -> list[Final]:
    prefix, year = series_of(campaign)
    given = references(prefix, year, next_number(prefix, year), len(rows))
    press, form = press_of(campaign), TemplateContent.from_json(campaign.template_version.content).form
    context = context_of(campaign, settings())
    found = []
    for (letter, state, slug), reference in zip(rows, given, strict=True):
        way = ways[letter.iso3]
        file = press.press(replace(pressed(letter), values=with_reference(letter, reference)))
        mission = mission_name(facts[letter.iso3], replace(context, language=letter.language))
        mails = _mails(campaign, letter, reference, mission, form, copies=any(each[0] == "copy" for each in way.to))
        line = Line(
            iso3=letter.iso3,
            state=state,
            language=letter.language,
            reference=reference,
            file_name=f"{reference.replace('/', '-')}-{slug}.docx",
            sha256=digest(file),
            cover_sha256=digest(mails),
            to=way.to,
        )
        found.append(Final(letter, slug, line, file, mails))
    return found


def with_reference(letter: Letter, reference: str) -> dict[str, str]:
    """The values of the letter, its reference where the house style prints one."""
    return {**letter.values, **({"reference": reference} if "reference" in letter.values else {})}


def _mails(campaign: Campaign, letter: Letter, reference: str, mission: str, form: str, *, copies: bool) -> bytes:
    """The mail to the mission and, where copies go, that to the capital, as the text that is kept."""
    language = letter.language
    said = {
        "reference": reference,
        "subject": letter.values.get("subject", campaign.title),
        "date": day_in_words(campaign.dated_on, language),
        "from": sender_of(letter),
        "to": mission,
        "unit": wording()["unit"][language],
        "convention": get_convention(campaign.convention).title[language],
        "support_address": settings().house_address,
    }
    mails: dict[str, Any] = dict(cover(covers(), form, language, said))
    if copies:
        mails["copy"] = cover(covers(), "copy", language, said)
    return written(mails)


def series_of(campaign: Campaign) -> tuple[str, int]:
    """Prefix and year of the references of a campaign: of the office that signs, and of the date on the letters."""
    prefixes = offices(campaign.convention)["prefixes"]
    return prefix_of(campaign.convention, campaign.signatory, campaign.body, prefixes), campaign.dated_on.year


def frame(campaign: Campaign) -> dict[str, Any]:
    return {
        "campaign": campaign.id,
        "convention": campaign.convention,
        "title": campaign.title,
        "signatory": campaign.signatory.value,
        "body": campaign.body,
        "signed_by": campaign.signatory_name,
        "template_version": campaign.template_version_id,
        "house_style": campaign.house_style.sha256 if campaign.house_style else "",
        "dated_on": campaign.dated_on.isoformat(),
    }
