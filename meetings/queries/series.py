"""Reading series of committee meetings with the days on which they are otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from core.db import db
from core.errors import NotFound
from meetings.models.series import MeetingSeries, SeriesDay
from meetings.rules.series import days_of


@dataclass(frozen=True)
class Occurrence:
    """One day of a series. otherwise: what is different on it, if anything."""

    series: MeetingSeries
    day: date
    otherwise: SeriesDay | None

    @property
    def held_on(self) -> date | None:
        """None where it is left out."""
        return self.day if self.otherwise is None else self.otherwise.to_day


def series_of(convention: str, body: str) -> Sequence[MeetingSeries]:
    return db.session.scalars(
        select(MeetingSeries)
        .where(MeetingSeries.convention == convention, MeetingSeries.body == body)
        .order_by(MeetingSeries.first_on, MeetingSeries.id)
    ).all()


def get_series(convention: str, body: str, series_id: int) -> MeetingSeries:
    """NotFound where the body has no such series."""
    series = db.session.get(MeetingSeries, series_id)
    if series is None or (series.convention, series.body) != (convention, body):
        raise NotFound("The body has no such meetings.")
    return series


def occurrences_of(series: Sequence[MeetingSeries]) -> list[Occurrence]:
    """Every day of them in order, left out ones among them."""
    changed = db.session.scalars(select(SeriesDay).where(SeriesDay.series_id.in_([each.id for each in series])))
    otherwise = {(each.series_id, each.day): each for each in changed}
    found = [
        Occurrence(each, day, otherwise.get((each.id, day)))
        for each in series
        for day in days_of(each.first_on, each.last_on, each.unit, each.every)
    ]
    return sorted(found, key=lambda occurrence: (occurrence.held_on or occurrence.day, occurrence.series.id))


def moved_across(series: MeetingSeries, last_on: date) -> Sequence[SeriesDay]:
    """Days of the series moved from one side of the day to the other, in their usual order."""
    rows = db.session.scalars(
        select(SeriesDay)
        .where(SeriesDay.series_id == series.id, SeriesDay.to_day.is_not(None), SeriesDay.day <= series.last_on)
        .order_by(SeriesDay.day)
    ).all()
    return [each for each in rows if each.to_day is not None and (each.day > last_on) != (each.to_day > last_on)]


def find_day(series: MeetingSeries, day: date) -> SeriesDay | None:
    return db.session.scalars(
        select(SeriesDay).where(SeriesDay.series_id == series.id, SeriesDay.day == day)
    ).one_or_none()
