"""Letters about requests, drafted as campaigns of one or few; once they have left, they are put on file."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from conventions.queries import meeting_order
from conventions.registry import get_convention
from core.audit.workflow import Actor
from core.clock import day_of
from core.db import db
from core.errors import RuleViolation
from core.files import read_file
from core.wording import counted, day_in_words
from correspondence.catalogues import catalogues
from correspondence.models.campaigns import Campaign, Letter
from correspondence.queries.approved import have_left
from correspondence.queries.balance import standing_of
from correspondence.queries.campaigns import get_template, house_style_in_use
from correspondence.rules.standing import Standing
from correspondence.settings import office_addresses
from correspondence.workflow.campaigns import Brief, draft_campaign
from extension_requests.document_files import WORD, Upload, text_of
from extension_requests.models.documents import DossierDocument
from extension_requests.models.dossiers import Dossier
from extension_requests.models.letters import DossierLetter
from extension_requests.queries.doubts import doubt_of
from extension_requests.queries.letters import campaigns_on, letter_on, marks_of, told_until
from extension_requests.queries.told import Told, about, told_of
from extension_requests.rules.documents import DocumentKind, first_visibility
from extension_requests.rules.heads_up import heads_up_due
from extension_requests.rules.occasions import LETTERS, Occasion
from extension_requests.rules.promises import LETTER_MONTHS, letter_until
from extension_requests.workflow.filing import put_on_file
from extension_requests.workflow.transitions import name_of, tell
from states_parties.queries.as_of import Registers

# As what a letter is on file once it has left.
KINDS: Mapping[Occasion, DocumentKind] = {
    Occasion.HEADS_UP: DocumentKind.OTHER,
    Occasion.ACKNOWLEDGEMENT: DocumentKind.ACKNOWLEDGEMENT,
    Occasion.CIRCULAR: DocumentKind.CIRCULAR,
    Occasion.QUESTIONS: DocumentKind.QUESTIONS,
    Occasion.DECISION: DocumentKind.DECISION_LETTER,
    Occasion.MISSED: DocumentKind.OTHER,
}


def draft_letter(dossier: Dossier, occasion: Occasion, *, dated_on: date, by: Actor, mark: str = "") -> Campaign:
    """A campaign in draft about the request, which is held: to the State that asks, or to all States Parties.

    mark: which of several on that occasion; "" for what follows from the dossier. RuleViolation where the occasion has
    not come, or a letter on it is drafted already; Shortcomings where the dossier lacks what the letter tells.
    """
    letter = LETTERS[occasion]
    if dossier.state not in letter.states:
        raise RuleViolation(f"{letter.title}: this does not follow here, the request is {dossier.state.value}.")
    told = told_of(dossier)
    until = _missed_until(told, on=dated_on) if occasion is Occasion.MISSED else None
    mark = mark or _mark(occasion, told, until)
    if campaigns_on(dossier, occasion, mark):
        raise RuleViolation(f"{letter.title}: this letter is drafted already. Cancel it there to draft it anew.")
    template = get_template(dossier.convention, letter.template, "letter")
    campaign = draft_campaign(
        template.versions[0],
        template,
        house_style_in_use(),
        Brief(
            dossier.convention,
            as_of=min(dated_on, day_of(by.at)),
            dated_on=dated_on,
            only=None if letter.to_all else (dossier.iso3,),
            body=dossier.body if letter.of_group else "",
            about=about(dossier, until=until),
            **office_addresses(),
        ),
        catalogues(),
        title=f"{letter.title}: {name_of(dossier)}{f' ({mark})' if mark else ''}",
        by=by,
    )
    db.session.add(
        DossierLetter(campaign_id=campaign.id, dossier_id=dossier.id, occasion=occasion, mark=mark, told_until=until)
    )
    db.session.flush()
    tell("request:letter-drafted", dossier, by=by, occasion=occasion.value, campaign=campaign.id)
    return campaign


def draft_heads_up(dossier: Dossier, *, on: date, by: Actor) -> Campaign | None:
    """The heads-up whose day has come, if it was not drafted before; the dossier is held.

    None while it is uncertain how the deadline stands, or where there is nothing to extend any more.
    """
    if dossier.state not in LETTERS[Occasion.HEADS_UP].states:
        return None
    drafted = [int(mark.partition(" ")[0]) for mark in marks_of(dossier, Occasion.HEADS_UP)]
    months = heads_up_due(dossier.deadline, on=on, drafted=drafted)
    if months is None or _in_doubt(dossier, on=on):
        return None
    return draft_letter(dossier, Occasion.HEADS_UP, dated_on=on, by=by, mark=f"{months} months before")


def _in_doubt(dossier: Dossier, *, on: date) -> bool:
    """As noted on the dossier, or as the registers stand on the day."""
    registers = Registers(get_convention(dossier.convention), on, [dossier.iso3])
    return bool(dossier.conflict or doubt_of(dossier, meeting_order(dossier.convention), registers, on=on))


def draft_about_missed(dossier: Dossier, *, on: date, by: Actor) -> Campaign | None:
    """A letter about what has been missing for two months and no letter told of; the dossier is held."""
    if dossier.state not in LETTERS[Occasion.MISSED].states:
        return None
    until = letter_until([day for _kind, day in told_of(dossier).missed], on=on)
    told = told_until(dossier, cancelled=True)
    if until is None or (told is not None and until <= told):
        return None
    return draft_letter(dossier, Occasion.MISSED, dated_on=on, by=by)


def _missed_until(told: Told, *, on: date) -> date:
    """RuleViolation where nothing has been missing for long enough to write about it."""
    if not told.missed:
        raise RuleViolation("Nothing that the decision asks for is missed.")
    until = letter_until([day for _kind, day in told.missed], on=on)
    if until is None:
        raise RuleViolation(
            f"Nothing has been missing for {LETTER_MONTHS} months yet.", source="Office practice", field="dated_on"
        )
    return until


def _mark(occasion: Occasion, told: Told, until: date | None) -> str:
    """RuleViolation where there is nothing that such a letter could tell."""
    if occasion is Occasion.QUESTIONS:
        if not told.questions:
            raise RuleViolation("There is no question to send. Write at least one.")
        return f"from question {told.questions[0][0]}"
    if until is not None:
        return f"until {day_in_words(until, 'EN')}"
    if occasion is Occasion.DECISION and told.decision is None:
        raise RuleViolation("No decision is on record yet.")
    return told.decision.meeting if occasion is Occasion.DECISION and told.decision else ""


def _name(occasion: Occasion, reference: str) -> str:
    """Of a letter on file: each is a document of its own, not a version of another."""
    title = LETTERS[occasion].title
    return f"{title}, {reference}" if KINDS[occasion] is DocumentKind.OTHER else reference


def take_over_sent(dossier: Dossier, campaign_id: int, *, by: Actor) -> DossierDocument:
    """That letter about the request is on file as a document, as it left, once. The dossier is held.

    Of a circular one letter is kept for all. RuleViolation while none has left, or some still wait to leave.
    NotFound where the campaign is not about the request.
    """
    about_it = letter_on(dossier, campaign_id)
    occasion, campaign = about_it.occasion, db.session.get_one(Campaign, campaign_id)
    title = LETTERS[occasion].title
    if about_it.document_id is not None:
        raise RuleViolation(f"{title}: this letter is on file already.")
    if standing_of(campaign, at=by.at) not in (Standing.FINISHED, Standing.TO_SETTLE):
        raise RuleViolation(f"{title}: the letter has not left yet. Its page says where it stands.")
    letters = db.session.scalars(select(Letter).where(Letter.campaign_id == campaign.id).order_by(Letter.id)).all()
    left = have_left([each.id for each in letters])
    sent = [each for each in letters if each.id in left]
    if not sent:
        raise RuleViolation(f"{title}: the letter has not reached anybody.")
    letter = next((each for each in sent if each.language == "EN"), sent[0])
    content = read_file(letter.sha256)
    document = put_on_file(
        dossier,
        KINDS[occasion],
        content,
        file_name=f"{letter.reference.replace('/', '-')}.docx",
        media_type=WORD,
        visibility=first_visibility(KINDS[occasion]),
        dated_on=campaign.dated_on,
        by=by,
        name=_name(occasion, letter.reference),
        language=letter.language,
        words=text_of(Upload(content, letter.reference), WORD),
        note=f"{letter.reference}, {counted(len(sent), 'letter', 'letters')} of {len(letters)} left",
    )
    about_it.document_id = document.id
    db.session.flush()
    tell("request:letter-filed", dossier, by=by, occasion=occasion.value, reference=letter.reference)
    return document
