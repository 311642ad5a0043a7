"""When a campaign goes out: its day and time, the last day on which it makes sense, and what speaks against them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from conventions.definitions import Convention
from conventions.rules import next_annual_report_due_on
from core.errors import RuleViolation
from core.periods import A_DAY, whole_months
from core.wording import counted, day_in_words
from correspondence.rules.working_days import OFFICE_CLOSES, OFFICE_OPENS, why_not_a_working_day

USUAL_DAY_TIME = time(10)
DAYS_TO_GO_LATER = 14  # office practice, for letters that no reporting day bounds
REPORTING_SEASON_DAYS = 120  # office practice: a letter of the autumn is not bounded by the reports of next spring
STALE_AFTER_DAYS = 14  # office practice: a letter is noticed to be older than that
SHORT_NOTICE_DAYS = 14  # office practice
FURTHEST_DAYS = 366  # office practice: what a letter says does not hold for longer
TOLD_IN_DAYS = 90
MANY = 25  # letters; from here on their number is typed before they leave


@dataclass(frozen=True)
class Plan:
    """Civil day and time in the office's zone; not_after: the last day on which a letter may still leave."""

    send_on: date
    send_at: time
    not_after: date
    zone: str = "Europe/Zurich"

    @property
    def leaves_at(self) -> datetime:
        """The instant, in UTC; of a time that the autumn night has twice, the first."""
        return self._instant(self.send_on, self.send_at)

    @property
    def until(self) -> datetime:
        """The instant, in UTC, from which nothing leaves any more: the end of the last day."""
        return self._instant(self.not_after + A_DAY, time(0))

    @property
    def skipped(self) -> bool:
        """Whether the night of spring leaves the time out."""
        there = self.leaves_at.astimezone(ZoneInfo(self.zone))
        return (there.date(), there.time()) != (self.send_on, self.send_at)

    def _instant(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, ZoneInfo(self.zone)).astimezone(UTC)


def usual_last_day(convention: Convention, send_on: date, *, about_reports: bool) -> date:
    """A letter that asks for the reports of the season makes sense up to the day they are due; others two weeks.

    Office practice; the reporting day: APMBC art. 7 (2), CCM art. 7 (2).
    """
    due_on = next_annual_report_due_on(convention, send_on)
    in_season = (due_on - send_on).days <= REPORTING_SEASON_DAYS
    return due_on if about_reports and in_season else send_on + timedelta(days=DAYS_TO_GO_LATER)


def check_plan(plan: Plan, *, at: datetime) -> None:
    """Refuses a moment that has passed or does not exist, and a last day that lies before the day of sending."""
    if plan.skipped:
        raise RuleViolation(
            f"On {day_in_words(plan.send_on, 'EN')} the clocks skip {plan.send_at:%H:%M}. Give another time.",
            field="send_at",
        )
    if plan.not_after < plan.send_on:
        raise RuleViolation(
            f"The last day, {day_in_words(plan.not_after, 'EN')}, lies before the day of sending,"
            f" {day_in_words(plan.send_on, 'EN')}.",
            field="not_after",
        )
    if plan.not_after > plan.send_on + timedelta(days=FURTHEST_DAYS):
        raise RuleViolation(
            "Letters leave within a year of their day, or not at all. Give an earlier last day.", field="not_after"
        )
    if plan.leaves_at > at + timedelta(days=FURTHEST_DAYS):
        raise RuleViolation(
            f"{day_in_words(plan.send_on, 'EN')} is more than a year ahead. Give a day within a year.",
            field="send_on",
            source="Office practice",
        )
    if plan.leaves_at < at - timedelta(minutes=1):
        raise RuleViolation(
            f"{day_in_words(plan.send_on, 'EN')}, {plan.send_at:%H:%M}, has passed."
            " Give a time to come, or send at once.",
            field="send_on",
        )


def warnings_about(plan: Plan, *, convention: Convention, dated_on: date, about_reports: bool) -> Sequence[str]:
    """What a person should know before they confirm the time, each as a sentence."""
    found = [why_not_a_working_day(plan.send_on)]
    if not OFFICE_OPENS <= plan.send_at < OFFICE_CLOSES:
        found.append(f"{plan.send_at:%H:%M} is outside office hours in Geneva.")
    if plan.send_on < dated_on:
        found.append(f"The letters are dated {day_in_words(dated_on, 'EN')}, after the day on which they leave.")
    if (plan.send_on - dated_on).days > STALE_AFTER_DAYS:
        before = _so_long(dated_on, plan.send_on)
        found.append(f"The letters are dated {day_in_words(dated_on, 'EN')}, {before} before they leave.")
    if about_reports:
        found += _about_the_reporting_day(plan, next_annual_report_due_on(convention, dated_on))
    return [sentence for sentence in found if sentence]


def _about_the_reporting_day(plan: Plan, due_on: date) -> list[str]:
    """due_on: the next reporting day after the date on the letters."""
    told = day_in_words(due_on, "EN")
    if plan.send_on > due_on:
        return [f"The reports the letters speak of are due on {told}, before the letters leave."]
    found = []
    if (due_on - plan.send_on).days < SHORT_NOTICE_DAYS:
        when = f"{_so_long(plan.send_on, due_on)} after" if due_on > plan.send_on else "the day on which"
        found.append(f"The reports are due on {told}, {when} the letters leave.")
    if plan.not_after > due_on:
        found.append(f"After a breakdown letters could leave after {told}, the day on which the reports are due.")
    return found


def _so_long(earlier: date, later: date) -> str:
    """ "20 days", from three months on "5 months"."""
    days = (later - earlier).days
    if days <= TOLD_IN_DAYS:
        return counted(days, "day", "days")
    return counted(whole_months(earlier, later), "month", "months")
