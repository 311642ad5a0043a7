"""The group takes the request up: its file is opened, and the State that asks learns that it takes no part in it.

When the request is decided or withdrawn the file is closed.
"""

from datetime import date, timedelta

from committees.models.work import BodyFile
from committees.queries.offices import Offices
from committees.workflow.files import close_file, open_file, reopen_file
from core.audit.workflow import Actor
from core.db import db
from core.errors import RuleViolation
from core.outbox.notices import NOTICE, put_out_notice
from core.outbox.workflow.mailings import make_mailing
from correspondence.queries.people import people_of_states
from extension_requests.models.dossiers import Dossier
from extension_requests.rules.machine import Act, Who, check_transition
from extension_requests.workflow.transitions import address_for_mail, advance, name_of, tell

OF_USE = timedelta(days=30)  # after that the notice is no news any more. Office practice
SUBJECT_KIND = "request"


def open_check(dossier: Dossier, *, who: frozenset[Who], on: date, by: Actor) -> int:
    """The group has a file about the request, which whoever acts for the State that asks does not see.

    Returns how many persons of that State in the group are told by mail. Source: CCM/MSP/2019/12; office practice.
    """
    check_transition(dossier.state, Act.OPEN_CHECK, who)
    if dossier.body:
        _file_of(dossier, on=on, by=by)
    advance(dossier, Act.OPEN_CHECK, who=who, on=on, by=by, version=dossier.version)
    return _tell_the_state(dossier, on=on, by=by)


def close_the_file(dossier: Dossier, *, on: date, by: Actor) -> None:
    """Nothing is added any more to the group's file about the request, which is decided or withdrawn, and held.

    A file in which tasks are open stays open, and the audit says so.
    """
    file = db.session.get(BodyFile, dossier.file_id) if dossier.file_id else None
    if file is None or file.closed_on is not None:
        return
    try:
        close_file(file.convention, file.body, file.id, closed_on=on, on=on, by=by)
    except RuleViolation as refusal:
        tell("request:file-left-open", dossier, by=by, reason=refusal.message)


def _file_of(dossier: Dossier, *, on: date, by: Actor) -> None:
    """Opened the first time, opened again where a request comes back."""
    before = db.session.get(BodyFile, dossier.file_id) if dossier.file_id else None
    if before is not None:
        if before.closed_on is not None:
            reopen_file(dossier.convention, dossier.body, before.id, by=by)
        return
    file = open_file(
        dossier.convention,
        dossier.body,
        title=f"Extension request: {name_of(dossier)}",
        iso3=dossier.iso3,
        notes="",
        opened_on=on,
        on=on,
        by=by,
    )
    file.subject_kind, file.subject_id = SUBJECT_KIND, str(dossier.id)
    dossier.file_id = file.id
    db.session.flush()


def _tell_the_state(dossier: Dossier, *, on: date, by: Actor) -> int:
    offices = Offices(dossier.convention)
    people = people_of_states(offices, dossier.body, [dossier.iso3], on=on)
    if not people:
        return 0
    body = offices.bodies[dossier.body].name_en
    subject = f"{name_of(dossier)}: your State takes no part in its analysis"
    text = (
        f"The {body} has begun to check the request of your State ({name_of(dossier)}).\n\n"
        "No State takes part in what is said of its own request. While it is dealt with, whoever acts for your State "
        "sees of it what is public: the request, the answers to questions, the analysis once it is issued, and the "
        f"decision.\n\n{address_for_mail(dossier)}\n"
    )
    mailing = make_mailing(NOTICE.name, subject[:200], dossier.convention, by.at, by.at + OF_USE, False, by)
    for person in people:
        put_out_notice(
            mailing, f"request-{dossier.id}-{dossier.version}", person.address, person.name, subject=subject, text=text
        )
    return len(people)
