"""Reminders of papers whose text is still to come: one mail for each address, drafted and held until released."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from conventions.models import Meeting
from conventions.workflow import ref_to_meeting
from core.audit.workflow import Actor, record
from core.errors import RuleViolation
from core.outbox.models import Mailing
from core.outbox.notices import NOTICE, put_out_notice
from core.outbox.workflow.mailings import make_mailing
from core.wording import day_in_words
from meetings.queries.papers import PaperOfMeeting
from meetings.rules.slotting import NOT_YET_HERE


def to_remind(papers: Sequence[PaperOfMeeting]) -> Mapping[str, Sequence[PaperOfMeeting]]:
    """Papers whose text is owed, by the address of whoever owes it; "" for those without an address."""
    found: dict[str, list[PaperOfMeeting]] = defaultdict(list)
    for each in papers:
        if each.owed and each.row.state in NOT_YET_HERE:
            found[each.row.email.lower()].append(each)
    return found


def draft_reminders(meeting: Meeting, papers: Sequence[PaperOfMeeting], *, by: Actor) -> Mailing:
    """A held mailing with one reminder for each address; nothing leaves before it is released in the outbox."""
    reminded = {address: theirs for address, theirs in to_remind(papers).items() if address}
    if not reminded:
        raise RuleViolation("No paper that is still to come has an address for reminders.")
    title = f"Papers of the {meeting.short} still to come"
    mailing = make_mailing(NOTICE.name, title, meeting.convention, by.at, None, True, by)
    for address, theirs in reminded.items():
        put_out_notice(
            mailing,
            f"papers-{meeting.id}-{mailing.id}",
            address,
            theirs[0].row.submitter,
            subject=f"Papers for the {meeting.full_name} ({meeting.short})",
            text=_text(meeting, theirs),
        )
    record("meeting-papers:reminded", ref_to_meeting(meeting), meeting.full_name, by=by, addresses=len(reminded))
    return mailing


def _text(meeting: Meeting, papers: Sequence[PaperOfMeeting]) -> str:
    lines = "\n".join(_line(each) for each in papers)
    return (
        f"The text of the following is awaited from you for the {meeting.full_name}:\n\n{lines}\n\n"
        "Should a text come after its day, please send the reason with it: it is noted beside the paper. Should it not "
        "come at all, a line to that effect is enough.\n"
    )


def _line(paper: PaperOfMeeting) -> str:
    due = f" Due on {day_in_words(paper.due_on, 'EN')}." if paper.due_on else ""
    return f"- {paper.row.symbol}, “{paper.row.title}”.{due}"
