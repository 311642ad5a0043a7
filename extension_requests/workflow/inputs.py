"""Organisations are asked for their view on a request; what they send stays with the group unless they publish it."""

from collections.abc import Mapping
from datetime import date

from core.audit.workflow import Actor
from core.db import db
from core.errors import RuleViolation
from core.outbox.kinds import Outgoing
from core.outbox.mime import check_outgoing
from core.outbox.models import Mailing
from core.outbox.notices import NOTICE, put_out_notice
from core.outbox.rules import check_address
from core.outbox.workflow.mailings import make_mailing
from core.wording import day_in_words, list_in_words
from extension_requests.document_files import Upload
from extension_requests.models.analysis import ExpertInput
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.inputs import inputs_of
from extension_requests.rules.documents import DocumentKind
from extension_requests.rules.machine import IN_ANALYSIS, RequestState
from extension_requests.rules.questions import check_answer_day
from extension_requests.workflow.documents import file_upload
from extension_requests.workflow.transitions import name_of, tell

INVITED_IN = tuple(
    each for each in IN_ANALYSIS if each not in (RequestState.ADOPTED, RequestState.ISSUED, RequestState.PRESENTED)
)


def invite(
    dossier: Dossier,
    addresses: Mapping[str, str],
    *,
    subject: str,
    text: str,
    due_on: date,
    held: bool,
    on: date,
    by: Actor,
) -> Mailing:
    """Each organisation is asked by one mail to its address; held: nothing leaves before it is released in the outbox.

    RuleViolation as `check_invitation`.
    """
    check_invitation(dossier, addresses, subject=subject, text=text, due_on=due_on, on=on)
    mailing = make_mailing(
        NOTICE.name, f"Expert input: {name_of(dossier)}"[:200], dossier.convention, by.at, None, held, by
    )
    for name, address in addresses.items():
        asked = ExpertInput(
            dossier_id=dossier.id, organisation=name, email=address.strip(), invited_on=on, due_on=due_on
        )
        db.session.add(asked)
        db.session.flush()
        put_out_notice(mailing, f"input-{asked.id}", address.strip(), name, subject=subject.strip(), text=text.strip())
    tell("request:inputs-invited", dossier, by=by, organisations=sorted(addresses), due_on=due_on.isoformat())
    return mailing


def check_invitation(
    dossier: Dossier, addresses: Mapping[str, str], *, subject: str, text: str, due_on: date, on: date
) -> None:
    """RuleViolation where nobody is chosen, one was invited or has no address, or the chair closed the inputs."""
    _check_open(dossier)
    check_answer_day(due_on, on=on, field="due_on")
    check_outgoing(Outgoing(subject.strip(), text.strip()))
    if not addresses:
        raise RuleViolation("Choose at least one organisation.")
    if lacking := sorted(name for name, address in addresses.items() if not address.strip()):
        raise RuleViolation(f"Give an address for {list_in_words(lacking, 'EN')}.")
    there = {each.organisation for each in inputs_of(dossier)}
    if again := sorted(set(addresses) & there):
        raise RuleViolation(f"{list_in_words(again, 'EN')} was invited already.")
    for address in addresses.values():
        check_address(address.strip())


def receive_input(
    dossier: Dossier, asked: ExpertInput, upload: Upload, *, received_on: date, language: str, on: date, by: Actor
) -> None:
    """What the organisation sent is on file, for the group alone."""
    if not asked.invited_on <= received_on <= on:
        raise RuleViolation(
            f"{asked.organisation} was invited on {day_in_words(asked.invited_on, 'EN')}: its input came on a day from "
            "then to today.",
            field="received_on",
        )
    document = file_upload(
        dossier,
        DocumentKind.INPUT,
        upload,
        language=language,
        dated_on=received_on,
        name=asked.organisation,
        by=by,
    )
    asked.received_on, asked.document_id, asked.declined = asked.received_on or received_on, document.id, False
    db.session.flush()
    tell("request:input-received", dossier, by=by, organisation=asked.organisation)


def decline_input(dossier: Dossier, asked: ExpertInput, *, by: Actor) -> None:
    """The organisation will not give its view."""
    if asked.received_on is not None:
        raise RuleViolation(f"The input of {asked.organisation} is on file.")
    if asked.declined:
        raise RuleViolation(f"It is on record already that {asked.organisation} will not give its view.")
    asked.declined = True
    db.session.flush()
    tell("request:input-declined", dossier, by=by, organisation=asked.organisation)


def close_inputs(dossier: Dossier, *, on: date, by: Actor) -> None:
    """The group goes on without what has not come; nobody is invited any more."""
    _check_open(dossier)
    dossier.inputs_closed_on = on
    db.session.flush()
    awaited = [each.organisation for each in inputs_of(dossier) if each.received_on is None and not each.declined]
    tell("request:inputs-closed", dossier, by=by, not_waited_for=awaited)


def _check_open(dossier: Dossier) -> None:
    if dossier.state not in INVITED_IN:
        raise RuleViolation(f"Views are asked for while the request is analysed; it is {dossier.state.value}.")
    if dossier.inputs_closed_on is not None:
        raise RuleViolation(f"Inputs were closed on {day_in_words(dossier.inputs_closed_on, 'EN')}.")
