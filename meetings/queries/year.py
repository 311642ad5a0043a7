"""The calendar of a year: meetings of the Conventions, behind them those of other treaties and holidays."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from conventions.days import Days
from conventions.models import Meeting, MeetingState
from core.db import db
from correspondence.rules.working_days import Holiday, holidays_of
from meetings.models.programmes import OtherMeeting
from meetings.rules.year import Entry


@dataclass(frozen=True)
class Year:
    """dated: meetings with days in the year. undated: those without any, of no year yet. others: of other treaties."""

    year: int
    dated: Sequence[Meeting]
    undated: Sequence[Meeting]
    others: Sequence[OtherMeeting]
    holidays: Mapping[date, Holiday]

    @property
    def bars(self) -> list[Entry]:
        """Of the Conventions and of other treaties, cancelled ones among them."""
        own = [entry_of(each) for each in self.dated]
        return [*own, *(Entry(each.name, each.starts_on, each.ends_on, each.city) for each in self.others)]

    @property
    def entries(self) -> list[Entry]:
        """Those that are held: a cancelled one collides with nothing."""
        return [each for each in self.bars if not each.cancelled]


def year_of(year: int, conventions: Collection[str]) -> Year:
    """Two queries."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    meetings = db.session.scalars(
        select(Meeting)
        .where(Meeting.convention.in_(conventions))
        .where(or_(Meeting.starts_on.is_(None), (Meeting.starts_on <= last) & (Meeting.ends_on >= first)))
        .order_by(Meeting.starts_on, Meeting.convention, Meeting.id)
    ).all()
    others = db.session.scalars(
        select(OtherMeeting)
        .where(OtherMeeting.starts_on <= last, OtherMeeting.ends_on >= first)
        .order_by(OtherMeeting.starts_on, OtherMeeting.id)
    ).all()
    undated = [each for each in meetings if each.starts_on is None and each.state is not MeetingState.CANCELLED]
    return Year(year, [each for each in meetings if each.starts_on], undated, others, holidays_of(year))


def entry_of(meeting: Meeting, days: Days | None = None) -> Entry:
    """The meeting in its year, on its own days or on others it might have."""
    first, last = (days.starts_on, days.ends_on) if days else (meeting.starts_on, meeting.ends_on)
    assert first is not None
    assert last is not None
    return Entry(
        f"the {meeting.short} of the {meeting.convention}",
        first,
        last,
        meeting.city,
        meeting.convention,
        cancelled=meeting.state is MeetingState.CANCELLED,
    )
