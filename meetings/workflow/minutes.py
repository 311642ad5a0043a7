"""Writing the minutes of an item, where every version is kept and two editors notice each other; a summary by mail."""

from collections.abc import Sequence

from conventions.models import Meeting
from conventions.workflow import hold_meeting, ref_to_meeting
from core.audit.workflow import Actor, record
from core.db import db
from core.errors import RuleViolation
from core.outbox.notices import NOTICE, put_out_notice
from core.outbox.workflow.mailings import make_mailing
from core.seen.guard import check_seen
from core.web import whole_address
from core.wording import counted
from correspondence.queries.people import Person
from meetings.models.agenda import AgendaItem
from meetings.models.decisions import ItemMinutes
from meetings.queries.decisions import decisions_of
from meetings.queries.minutes import newest_minutes
from meetings.workflow.releases import OF_USE

LONGEST = 60_000  # characters


def write_minutes(meeting: Meeting, item: AgendaItem, text: str, *, seen: int, by: Actor) -> ItemMinutes | None:
    """The next version of its minutes. seen: the number that was read, 0 for none. None where nothing is different.

    WrittenMeanwhile where they have another number now.
    """
    hold_meeting(meeting.convention, meeting.short)
    newest = newest_minutes(item.id)
    check_seen(seen, newest.number if newest else 0, "these minutes")
    written = text.replace("\r\n", "\n").strip()
    if len(written) > LONGEST:
        raise RuleViolation(f"The minutes of an item have up to {LONGEST:,} characters.", field="text")
    if written == (newest.text if newest else ""):
        return None
    version = ItemMinutes(item_id=item.id, number=seen + 1, text=written, written_at=by.at, written_by=by.name)
    db.session.add(version)
    db.session.flush()
    told = {"item": item.title, "version": version.number}
    record("minutes:written", ref_to_meeting(meeting), meeting.full_name, by=by, **told)
    return version


def send_summary(meeting: Meeting, people: Sequence[Person], *, counted_before: int, by: Actor) -> int:
    """Each has a notice with the decisions in the outbox. counted_before: how many were told of before.

    RuleViolation where that is another number now, or there is nothing to tell.
    """
    hold_meeting(meeting.convention, meeting.short)
    decisions = decisions_of(meeting.id)
    if not decisions:
        raise RuleViolation("No decision is on record yet; there is nothing to sum up.")
    if len(people) != counted_before:
        raise RuleViolation(
            f"It would reach {counted(len(people), 'person', 'persons')} now, not {counted_before}. Look again before "
            "you send it."
        )
    if not people:
        raise RuleViolation("No participant with an address is on record.")
    subject = f"{meeting.full_name}: decisions"[:200]
    mailing = make_mailing(NOTICE.name, subject, meeting.convention, by.at, by.at + OF_USE, False, by)
    address = whole_address("meetings.decisions", convention=meeting.convention, meeting=meeting.short)
    listed = "\n\n".join(f"{each.number}. {each.text}" for each in decisions)
    text = f"The {meeting.full_name} took these decisions:\n\n{listed}\n\nThe register of decisions: {address}\n"
    for person in people:
        about = f"summary-{meeting.id}-{mailing.id}"
        put_out_notice(mailing, about, person.address, person.name, subject=subject, text=text)
    record("minutes:summary-sent", ref_to_meeting(meeting), meeting.full_name, by=by, persons=len(people))
    return len(people)
