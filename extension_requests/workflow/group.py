"""Who does what in the group: States lead and read; a State takes no part."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from sqlalchemy import delete

from committees.models.work import BodyFile
from committees.queries.offices import Offices
from committees.workflow.recusals import recuse
from core.audit.workflow import Actor
from core.db import db
from core.errors import RuleViolation
from core.outbox.notices import NOTICE, put_out_notice
from core.outbox.workflow.mailings import make_mailing
from correspondence.queries.people import Person, people_of_states
from extension_requests.models.analysis import Assignment, Part
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.assignments import assignments_of
from extension_requests.queries.group import members_of, taking_part
from extension_requests.rules.group import check_assigned
from extension_requests.workflow.agreement import adopt_where_all_agree
from extension_requests.workflow.transitions import address_for_mail, name_of, tell

OF_USE = timedelta(days=14)  # after that a notice is no news any more. Office practice


def assign(dossier: Dossier, *, lead: str | None, readers: Collection[str], on: date, by: Actor) -> int:
    """These States lead and read, no others; those newly assigned are told by mail: how many persons.

    RuleViolation for a State that does not take part.
    """
    there = taking_part(members_of(dossier, on=on))
    members = {each.iso3: each.name for each in there}
    check_assigned(lead, readers, taking_part=members)
    wanted = dict.fromkeys(readers, Part.READER) | ({lead: Part.LEAD} if lead else {})
    before = assignments_of(dossier, there)
    if wanted == before and lead == dossier.lead_iso3:
        raise RuleViolation("These States lead and read already.", field="readers")
    db.session.execute(delete(Assignment).where(Assignment.dossier_id == dossier.id))
    db.session.add_all([Assignment(dossier_id=dossier.id, iso3=iso3, part=part) for iso3, part in wanted.items()])
    dossier.lead_iso3 = lead
    db.session.flush()
    named = {part: ", ".join(sorted(members[iso3] for iso3, each in wanted.items() if each is part)) for part in Part}
    tell("request:assigned", dossier, by=by, lead=named[Part.LEAD], readers=named[Part.READER])
    fresh = {iso3: part for iso3, part in wanted.items() if before.get(iso3) is not part}
    return _tell_assigned(dossier, fresh, on=on, by=by)


def recuse_member(dossier: Dossier, iso3: str, *, reason: str, on: date, by: Actor) -> None:
    """From that day the State takes no part in this request; it leads and reads no more.

    RuleViolation where the group has no file about the request yet, and as `recuse` refuses.
    """
    file = db.session.get(BodyFile, dossier.file_id) if dossier.file_id else None
    if file is None:
        raise RuleViolation("The group has no file about the request yet: it is opened with the completeness check.")
    recuse(file, iso3, reason=reason, starts_on=on, by=by)
    db.session.execute(delete(Assignment).where(Assignment.dossier_id == dossier.id, Assignment.iso3 == iso3))
    if dossier.lead_iso3 == iso3:
        dossier.lead_iso3 = None
    db.session.flush()
    tell("request:member-recused", dossier, by=by, state=iso3, reason=reason.strip())
    adopt_where_all_agree(dossier, on=on, by=by)


def _tell_assigned(dossier: Dossier, fresh: Mapping[str, Part], *, on: date, by: Actor) -> int:
    """Each address is written to once, as the one who leads where it does."""
    offices = Offices(dossier.convention)
    told: dict[str, tuple[Person, Part]] = {}
    for part in (Part.READER, Part.LEAD):
        states = [iso3 for iso3, each in fresh.items() if each is part]
        told |= {each.address.lower(): (each, part) for each in people_of_states(offices, dossier.body, states, on=on)}
    if not told:
        return 0
    subject, address = f"Extension request: {name_of(dossier)}", address_for_mail(dossier)
    mailing = make_mailing(NOTICE.name, subject[:200], dossier.convention, by.at, by.at + OF_USE, False, by)
    for person, part in told.values():
        asked = "lead its analysis" if part is Part.LEAD else "read it for the group"
        put_out_notice(
            mailing,
            f"assigned-{dossier.id}-{mailing.id}",
            person.address,
            person.name,
            subject=subject,
            text=f"Your State was asked to {asked}: the extension request of {name_of(dossier)}.\n\n{address}\n",
        )
    return len(told)
