"""Why a deadline is what it is, in sentences: the rule, the arithmetic, the source."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from core.look.words import day
from states_parties.queries.history import DeadlineHistory, DeadlineStep


@dataclass(frozen=True)
class Reason:
    rule: str
    arithmetic: str
    source: str


def reason_for(history: DeadlineHistory, in_force_on: date | None) -> Reason:
    """As of the day of the history: extensions decided later are left out."""
    steps = [_step(step, history, in_force_on) for step in history.steps if step.decided]
    return Reason(
        rule=" ".join([_term(history), _extensions(history)]),
        arithmetic="; ".join(steps) or _("No deadline is on record."),
        source=history.source,
    )


def years_in_words(years: Sequence[int]) -> str:
    """Years in order, those that follow each other drawn together: 1999 to 2003, 2005."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(
        _("%(first)s to %(last)s", first=run[0], last=run[-1]) if len(run) > 2 else ", ".join(map(str, run))
        for run in runs
    )


def _term(history: DeadlineHistory) -> str:
    article, years = history.obligation.article, history.years_initial
    if years is None:
        return _("Article %(article)s sets no deadline.", article=article)
    return _(
        "Article %(article)s: not later than %(years)s years after entry into force for the State.",
        article=article,
        years=years,
    )


def _extensions(history: DeadlineHistory) -> str:
    months = history.max_extension_months
    if months is None:
        return _("It cannot be extended.")
    years = ngettext("%(num)s year", "%(num)s years", months // 12)
    return _("Each extension lasts at most %(time)s.", time=years)


def _step(step: DeadlineStep, history: DeadlineHistory, in_force_on: date | None) -> str:
    if step.granted_at:
        return _("extended to %(day)s at the %(meeting)s", day=day(step.deadline), meeting=step.granted_at)
    if step.by_rule is None or in_force_on is None or history.years_initial is None:
        return _("on record is %(day)s", day=day(step.deadline))
    sum_of_it = _(
        "%(start)s + %(years)s years = %(end)s",
        start=day(in_force_on),
        years=history.years_initial,
        end=day(step.by_rule),
    )
    if step.by_rule == step.deadline:
        return sum_of_it
    return _("%(sum)s; on record is %(day)s", sum=sum_of_it, day=day(step.deadline))
