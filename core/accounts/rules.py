"""Rules of accounts, roles and links, as values and dates."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from core.errors import RuleViolation
from core.periods import Period
from core.wording import day_in_words

LINK_LASTS = timedelta(days=7)  # Office practice
MAIL_LASTS = timedelta(hours=2)  # Office practice: so long the link in a mail works
PASSWORD_CHARACTERS = 12  # Office practice: at least so many


def link_state(at: datetime, *, expires_at: datetime, used_at: datetime | None, revoked_at: datetime | None) -> str:
    """One of used, revoked, expired, open. A link is open up to the instant it expires."""
    if used_at is not None:
        return "used"
    if revoked_at is not None:
        return "revoked"
    return "open" if at < expires_at else "expired"


def first_day_uncovered(periods: Iterable[Period], *, on: date) -> date | None:
    """The first day from `on` that no period covers; None when one of them follows the other without end."""
    known = list(periods)
    day = on
    while True:
        covering = [period for period in known if period.contains(day)]
        if not covering:
            return day
        ends = [period.ends_before for period in covering if period.ends_before is not None]
        if len(ends) < len(covering):
            return None
        day = max(ends)


def check_administrator_remains(periods: Iterable[Period], *, on: date) -> None:
    """Refuses to leave the house without an administrator on any day from `on`. Source: Office practice."""
    if uncovered := first_day_uncovered(periods, on=on):
        raise RuleViolation(
            f"From {day_in_words(uncovered, 'EN')} nobody would be administrator. Give another person the role first.",
            source="Office practice",
        )


def check_scope(role: str, *, convention: str | None, body: str | None) -> None:
    """A body belongs to a Convention; an administrator serves the whole house."""
    if body and not convention:
        raise RuleViolation(f"“{body}” is a body of one Convention: choose which.", field="convention")
    if role == "administrator" and convention:
        raise RuleViolation("An administrator serves the whole house, not one Convention.", field="convention")


def check_period(starts_on: date, ends_before: date | None) -> None:
    if ends_before is not None and ends_before <= starts_on:
        raise RuleViolation(
            f"The last day, {day_in_words(ends_before - timedelta(days=1), 'EN')},"
            f" lies before the first day, {day_in_words(starts_on, 'EN')}.",
            field="last_day",
        )


def check_new_end(period: Period, ends_before: date | None, *, on: date) -> None:
    """What has ended stays ended, and no day that has passed is taken away or added."""
    if period.ends_before is not None and period.ends_before <= on:
        raise RuleViolation(f"This role ended before {day_in_words(period.ends_before, 'EN')}. Give it anew instead.")
    if ends_before is not None and ends_before < on:
        raise RuleViolation("The last day of a role cannot lie further back than yesterday.", field="last_day")
    check_period(period.starts_on, ends_before)
