"""What cancelling sessions, or a meeting with all of them, does and leaves as it is: told before it happens."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from conventions.models import Meeting
from conventions.moving import Consequence
from core.db import db
from core.wording import counted, list_in_words
from correspondence.models.campaigns import Campaign, CampaignState
from meetings.models.sessions import Session
from meetings.queries.concerned import Concerned, concerned_by, registered
from meetings.queries.papers import papers_in_short
from meetings.queries.people_moved import SOURCE, shortened
from meetings.queries.sessions import held, plan_of, sessions_of
from meetings.rules.hours import when_in_words

NOT_SENT = (CampaignState.DRAFT, CampaignState.CIRCULATED, CampaignState.APPROVED)


def cancellations(sessions: Sequence[Session]) -> int:
    """How many mails tell people that the sessions are cancelled."""
    return concerned_by(sessions).pairs


def session_called_off(session: Session) -> list[Consequence]:
    return list(_of_sessions(concerned_by([session])))


def meeting_called_off(meeting: Meeting) -> list[Consequence]:
    """Its sessions and whom they concern, then what stays: papers, delegations, letters."""
    sessions = held(sessions_of([meeting.id]))
    return [*_sessions(sessions), *_of_sessions(concerned_by(sessions)), *_staying(meeting), *_campaigns(meeting)]


def _sessions(sessions: Sequence[Session]) -> Iterator[Consequence]:
    if sessions:
        named = [f"{each.title}, {when_in_words(plan_of(each))}" for each in sessions]
        yield Consequence(
            counted(len(sessions), "session", "sessions"),
            shortened(named),
            "cancelled; calendars say so",
            "No session of a cancelled meeting is held.",
            SOURCE,
        )


def _of_sessions(concerned: Concerned) -> Iterator[Consequence]:
    for word, those in (("confirmed", concerned.confirmed), ("asked, no answer that holds", concerned.asked)):
        for session, names in those:
            yield Consequence(
                f"Speakers of “{session.title}”: {list_in_words(names, 'EN')}",
                word,
                "not expected any more; whoever was not invited by mail is told by nobody but you",
                "A cancellation by mail goes to those whom an invitation by mail has reached.",
                SOURCE,
            )
    if concerned.reached:
        yield Consequence(
            f"Invitations mailed to {counted(concerned.reached, 'address', 'addresses')}",
            "expected",
            f"{counted(concerned.pairs, 'cancellation leaves', 'cancellations leave')} by mail at once; "
            "calendar programs take the session out",
            "Whoever has an invitation in the calendar must hear that it does not hold.",
            "RFC 5546",
        )
    if concerned.waiting:
        yield Consequence(
            counted(concerned.waiting, "mail that has not left", "mails that have not left"),
            "to leave by themselves",
            "withdrawn, with those they replace",
            "Nobody is invited to what is cancelled.",
            SOURCE,
        )
    for session, approved in concerned.notes:
        yield Consequence(
            f"The concept note of “{session.title}”",
            f"approved for {approved or when_in_words(plan_of(session))}",
            "stays on record with its panel",
            "What was approved is part of the record.",
            SOURCE,
        )


def _staying(meeting: Meeting) -> Iterator[Consequence]:
    if papers := papers_in_short(meeting):
        yield Consequence(
            f"{counted(len(papers), 'paper', 'papers')}: {shortened([each.symbol for each in papers])}",
            "to be issued, or issued",
            "keep their symbols; calendars show no days for them any more, and each is withdrawn by hand",
            "A symbol that was given stays.",
            SOURCE,
        )
    delegations, persons = registered(meeting.id)
    if delegations:
        yield Consequence(
            f"{counted(delegations, 'delegation', 'delegations')} on the list, "
            f"with {counted(persons, 'person', 'persons')}",
            "registered",
            "stay on record; nobody writes to them but you, by a letter",
            "Missions are told by note verbale, not by this act.",
            SOURCE,
        )


def _campaigns(meeting: Meeting) -> Iterator[Consequence]:
    rows = db.session.scalars(
        select(Campaign)
        .where(Campaign.convention == meeting.convention, Campaign.state.in_(NOT_SENT))
        .order_by(Campaign.id)
    ).all()
    if rows:
        yield Consequence(
            f"{counted(len(rows), 'letter or reminder', 'letters and reminders')} in preparation under the "
            f"{meeting.convention}",
            shortened([f"“{each.title}” ({each.state.value})" for each in rows]),
            "stay as they are: read whether they name the meeting before they leave",
            "What a letter says is not changed by the calendar; a person draws it up again.",
            SOURCE,
        )
