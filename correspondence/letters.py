"""How the State is addressed and who signs, as fields of letters; and one State's letter composed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.errors import RuleViolation
from core.wording import day_in_words
from correspondence.catalogues import Catalogues
from correspondence.press import Press, PressedLetter
from correspondence.rules.bodies import TemplateContent, placeholders
from correspondence.rules.choice import Chosen, choose_paragraphs, variant_of
from states_parties.catalogues import Finding, LetterContext, MergeField
from states_parties.facts import StateFacts
from states_parties.rules.names import of_state

HOUSE_STYLE_FIELDS = ("reference", "place_and_date", "addressee", "subject", "signature", "footer_text")
DRAFT_REFERENCE = {"EN": "Draft", "FR": "Projet", "ES": "Borrador"}


@dataclass(frozen=True)
class ComposedLetter:
    """One State's letter before it is pressed. doubts: uncertain facts behind its paragraphs."""

    facts: StateFacts
    language: str
    chosen: Sequence[Chosen]
    variant: str
    values: dict[str, str]
    tables: dict[str, list[dict[str, str]]]
    doubts: list[str] = field(default_factory=list)

    @property
    def pressed_letter(self) -> PressedLetter:
        return PressedLetter(self.language, [each.id for each in self.chosen], self.values, self.tables)


def compose(
    content: TemplateContent, press: Press, facts: StateFacts, context: LetterContext, catalogues: Catalogues
) -> ComposedLetter:
    """The letter of one State in its own language.

    context: of the campaign; its language is replaced by the State's. RuleViolation names the State and the field when
    a chosen paragraph needs a fact that the registers do not hold.
    """
    language = language_of(facts)
    context = replace(context, language=language)
    findings = {name: criterion.look(facts) for name, criterion in catalogues.criteria.items()}
    chosen = choose_paragraphs(content, findings)
    ids = [each.id for each in chosen]
    needed = press.fields_of(language, ids)
    values = _house_style_values(content, facts, context, catalogues)
    values |= {name: _value(name, facts, context, catalogues) for name in sorted(needed) if name not in values}
    tables = {
        name: catalogues.letter_tables[name].rows(facts, context) for name in press.compiled[language].tables_of(ids)
    }
    return ComposedLetter(
        facts=facts,
        language=language,
        chosen=chosen,
        variant=variant_of(content, chosen),
        values={name: values[name] for name in sorted(needed)},
        tables=tables,
        doubts=[*dict.fromkeys(filter(None, [_silence(content, ids, facts), *_doubts(content, ids, findings)]))],
    )


def language_of(facts: StateFacts) -> str:
    """The language a State is written to in: that of the mission addressed, else of the State."""
    return facts.mission.language if facts.mission else facts.language


def _doubts(content: TemplateContent, ids: Sequence[str], findings: Mapping[str, Finding]) -> list[str]:
    return [findings[name].doubt for name in _asked(content, ids)]


def _silence(content: TemplateContent, ids: Sequence[str], facts: StateFacts) -> str:
    """A State of which the registers say nothing is not a State that has nothing to do."""
    tailored = any(paragraph.tailored for paragraph in content.paragraphs if paragraph.id in ids)
    unknown = [] if facts.article_9_closed else ["Article 9"]
    unknown += ["annual reports"] if facts.reporting.undocumented_years else []
    if tailored or not unknown:
        return ""
    return f"Nothing is tailored to the State; the registers of {' and '.join(unknown)} are not known to be complete."


def _asked(content: TemplateContent, ids: Sequence[str]) -> list[str]:
    conditions = {paragraph.id: paragraph.criteria for paragraph in content.paragraphs}
    return list(dict.fromkeys(name for id in ids for name in conditions[id]))


def _value(name: str, facts: StateFacts, context: LetterContext, catalogues: Catalogues) -> str:
    value = catalogues.fields[name].value(facts, context)
    if not value:
        raise RuleViolation(
            f"{facts.list_name}: the letter needs “{name}”, and there is none."
            f" It stands for: {catalogues.fields[name].description}.",
            field=name,
        )
    return value


def _house_style_values(
    content: TemplateContent, facts: StateFacts, context: LetterContext, catalogues: Catalogues
) -> dict[str, str]:
    subject = content.subject[context.language]
    for name in placeholders(subject):
        subject = subject.replace(f"{{{{{name}}}}}", _value(name, facts, context, catalogues))
    place = context.words["places"]["geneva"][context.language]
    date = day_in_words(context.dated_on, context.language)
    signature = "\n".join(filter(None, (context.signatory_name, signatory_title(content, context))))
    return {
        "reference": DRAFT_REFERENCE[context.language],
        "place_and_date": _filled(context.words["place_and_date"][context.language], place=place, date=date),
        "addressee": addressee(facts, context),
        "subject": subject,
        "signature": signature if content.form == "letter" else "",
        "footer_text": context.support_address,
    }


def signatory_title(content: TemplateContent, context: LetterContext) -> str:
    """The office that signs, in the letter's language; as the template has it where no translation is shipped."""
    for titles in context.words["offices"].get(context.convention.code, {}).values():
        if titles["unknown"]["EN"] == content.signatory:
            return str(titles["unknown"][context.language])
    return content.signatory


def addressee(facts: StateFacts, context: LetterContext) -> str:
    """The lines above the letter: the person where known, the mission in the letter's language, its address."""
    mission = facts.mission
    lines = [_mission(facts, context, "name")]
    if mission and mission.person_name:
        lines.insert(0, " ".join(filter(None, (mission.honorific, mission.person_name))))
    if mission:
        lines += mission.address_lines.splitlines()
    return "\n".join(lines)


def _mission(facts: StateFacts, context: LetterContext, form: str) -> str:
    office = facts.mission.office if facts.mission else "geneva"
    city = facts.mission.city if facts.mission else ""
    phrase = context.words["missions"][office][form][context.language]
    return _filled(phrase, of_state=of_state(facts.names, context.language), city=city)


def mission_name(facts: StateFacts, context: LetterContext) -> str:
    """The mission a letter goes to, in full."""
    return _mission(facts, context, "name")


def _address_form(facts: StateFacts, context: LetterContext, part: str) -> str:
    """Salutation or courtesy: Excellency for an ambassador, by gender for a chargé d'affaires."""
    forms = context.words["salutations"]
    mission = facts.mission
    if mission is None or mission.head_kind != "charge":
        return str(forms["excellency"][part][context.language])
    return str(forms["charge_d_affaires"][mission.gender or "unknown"][part][context.language])


def _filled(phrase: str, **slots: str) -> str:
    for name, value in slots.items():
        phrase = phrase.replace(f"{{{{{name}}}}}", value)
    return phrase


MERGE_FIELDS = (
    MergeField(
        "salutation", "How the addressee is greeted", "Excellency,", lambda f, c: _address_form(f, c, "salutation")
    ),
    MergeField(
        "courtesy", "The address inside the closing formula", "Excellency", lambda f, c: _address_form(f, c, "courtesy")
    ),
    MergeField(
        "to_mission",
        "“to” and the mission in full",
        "to the Permanent Mission of Chad to the United Nations Office …",
        lambda f, c: _mission(f, c, "to"),
    ),
    MergeField(
        "to_mission_brief",
        "“to” and the kind of mission",
        "to the Permanent Mission",
        lambda f, c: _mission(f, c, "to_brief"),
    ),
    MergeField("signatory_name", "Who signs", "Ambassador Jane Doe", lambda f, c: c.signatory_name),
    MergeField(
        "reporting_address",
        "Where States Parties send reports",
        "reports@chancery.example",
        lambda f, c: c.reports_address,
    ),
    MergeField("support_address", "The office's own address", "isu@chancery.example", lambda f, c: c.support_address),
)
