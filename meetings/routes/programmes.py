"""Choices between programmes: listed, compared side by side, described, and one of them adopted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from conventions.kinds import MEETING_KINDS
from conventions.naming import title_of
from conventions.registry import get_convention
from core.audit.queries import history_of
from core.clock import today
from core.db import Ref, transaction
from core.look.acts import act_page
from core.look.words import number as number_in_words
from core.permissions import Right, may, requires
from core.seen.forms import EditedText
from core.tables import Column, Table, export_response, table_page
from core.web import acting, link
from meetings.forms.programmes import ChoiceForm, CostForm, ForeseenForm, OptionForm, adopt_form
from meetings.queries.programmes import Choice, Option, choices_of, get_choice
from meetings.queries.year import year_of
from meetings.routes.counter import blueprint, languages_in_words
from meetings.rules.programmes import Share, range_in_words, shares
from meetings.rules.year import Entry, clashes, one_journey
from meetings.workflow.programmes import (
    add_cost,
    add_option,
    adopt_option,
    describe_option,
    drop_cost,
    drop_meeting,
    foresee_meeting,
    open_choice,
    ref_to_choice,
)

CHOICES = "/<convention:convention>/meetings/choices"
CHOICE = f"{CHOICES}/<choice>"
OPTION = f"{CHOICE}/<int:option>"
MEANINGS = {"proposed": "neutral", "adopted": "done", "not adopted": "late"}


@dataclass(frozen=True)
class OptionColumn:
    """An option as the comparison tells it, in words. load: what it would mean for the calendar of the first year."""

    option: Option
    meaning: str
    meetings: Sequence[tuple[Any, str]]
    days: str
    formal_days: str
    interpreted: str
    costs: Sequence[tuple[Any, str]]
    shares: Sequence[str]
    load: Sequence[str]
    comments: Sequence[str]


@blueprint.get(CHOICES)
@requires(Right.READ_REGISTERS)
def choices(convention: str) -> ResponseReturnValue:
    table = _choices_table(convention, choices_of(convention))
    title = _("Programmes to choose from")
    return export_response(table, title) or render_template("meetings/choices.html", page=table_page(table))


@blueprint.get(CHOICE)
@requires(Right.READ_REGISTERS)
def choice(convention: str, choice: str) -> str:
    """The options side by side."""
    found = get_choice(convention, choice)
    return render_template(
        "meetings/choice.html",
        choice=found,
        columns=[_column(convention, found, each) for each in found.options],
        history=history_of(ref_to_choice(found.row)) if may(Right.KEEP_MEETINGS, convention=convention) else None,
    )


@blueprint.route(f"{CHOICES}/new", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def new_choice(convention: str) -> ResponseReturnValue:
    form = ChoiceForm(data={"first_year": today().year + 1})
    return act_page(
        form,
        lambda: open_choice(
            convention,
            title=form.title.data,
            first_year=form.first_year.data,
            background=form.background.data or "",
            source=form.source.data,
            by=acting(),
        ),
        title=_("Weigh programmes of meetings"),
        words=_("Open the choice"),
        done=_("The choice is open. Add the options that are to be compared."),
        back=link("meetings.choices", convention=convention),
    )


@blueprint.route(f"{CHOICE}/new", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def new_option(convention: str, choice: str) -> ResponseReturnValue:
    found = get_choice(convention, choice)
    form = OptionForm()
    return act_page(
        form,
        lambda: add_option(convention, choice, title=form.title.data, comments=_lines(form.comments.data), by=acting()),
        title=_("Add an option"),
        lead=found.row.title,
        words=_("Add the option"),
        done=_("The option is there. Say which meetings it foresees."),
        back=choice_address(found),
    )


@blueprint.route(f"{OPTION}/describe", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def describe_one_option(convention: str, choice: str, option: int) -> ResponseReturnValue:
    found = get_choice(convention, choice)
    form = OptionForm(data=_option_written(found.option(option)))
    return act_page(
        form,
        lambda: describe_option(
            convention,
            choice,
            option,
            title=form.title.data,
            comments=_lines(form.comments.data),
            by=acting(),
            seen=form.seen_before,
        ),
        title=_("Describe the option"),
        lead=found.row.title,
        words=_("Describe it so"),
        done=_("The option is described so."),
        back=choice_address(found),
        text=EditedText(
            Ref("programme-option", f"{convention}/{choice}/{option}"),
            lambda: _option_written(get_choice(convention, choice).option(option)),
        ),
    )


@blueprint.route(f"{OPTION}/foresee", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def foresee(convention: str, choice: str, option: int) -> ResponseReturnValue:
    found = get_choice(convention, choice)
    form = ForeseenForm(data={"sessions_a_day": 2, "city": "Geneva", "languages": list(MEETING_KINDS["MSP"].languages)})
    return act_page(
        form,
        lambda: foresee_meeting(
            convention,
            choice,
            option,
            form.foreseen,
            city=form.city.data or "",
            payer=form.payer.data or "",
            by=acting(),
        ),
        title=_("Foresee a meeting each year"),
        lead=found.option(option).row.title,
        words=_("Foresee it"),
        done=_("The option foresees the meeting."),
        back=choice_address(found),
    )


@blueprint.post(f"{OPTION}/meetings/<int:position>/drop")
@requires(Right.KEEP_MEETINGS)
def drop_foreseen(convention: str, choice: str, option: int, position: int) -> ResponseReturnValue:
    done = _("The option foresees that meeting no more.")
    return _dropped(convention, choice, lambda: drop_meeting(convention, choice, option, position, by=acting()), done)


@blueprint.route(f"{OPTION}/costs/new", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def new_cost(convention: str, choice: str, option: int) -> ResponseReturnValue:
    found = get_choice(convention, choice)
    form = CostForm()
    return act_page(
        form,
        lambda: add_cost(
            convention,
            choice,
            option,
            what=form.what.data,
            payer=form.payer.data,
            francs=form.francs.data,
            source=form.source.data,
            by=acting(),
        ),
        title=_("Add a line of costs"),
        lead=found.option(option).row.title,
        words=_("Add the line"),
        done=_("The line is there."),
        back=choice_address(found),
    )


@blueprint.post(f"{OPTION}/costs/<int:cost_id>/drop")
@requires(Right.KEEP_MEETINGS)
def drop_one_cost(convention: str, choice: str, option: int, cost_id: int) -> ResponseReturnValue:
    done = _("The line is taken away.")
    return _dropped(convention, choice, lambda: drop_cost(convention, choice, option, cost_id, by=acting()), done)


@blueprint.route(f"{OPTION}/adopt", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def adopt(convention: str, choice: str, option: int) -> ResponseReturnValue:
    found = get_choice(convention, choice)
    chosen = found.option(option)
    definition = get_convention(convention)
    form = adopt_form([(title_of(definition, MEETING_KINDS[each.kind]), each) for each in chosen.meetings])
    others = [str(each.row.number) for each in found.options if each is not chosen]
    return act_page(
        form,
        lambda: adopt_option(
            convention,
            choice,
            option,
            form.adoptions(chosen.meetings),
            decided_on=form.decided_on.data,
            decision=form.decision.data,
            by=acting(),
        ),
        title=_("Adopt option %(number)s", number=option),
        lead=_adopting_in_words(found, chosen, others),
        words=_("Adopt it"),
        done=_("The option is adopted, and its meetings are in the calendar as planned."),
        back=choice_address(found),
    )


def _dropped(convention: str, choice: str, act: Callable[[], None], done: str) -> ResponseReturnValue:
    """One act by one button, told on the page of the choice."""
    with transaction():
        act()
    flash(done, "success")
    return redirect(choice_address(get_choice(convention, choice)))


def choice_address(found: Choice) -> str:
    return link("meetings.choice", convention=found.row.convention, choice=found.row.slug)


def _adopting_in_words(found: Choice, chosen: Option, others: Sequence[str]) -> str:
    """What the act does, to how many."""
    made = ngettext(
        "%(num)d meeting is put into the calendar of %(year)s as planned.",
        "%(num)d meetings are put into the calendar of %(year)s as planned.",
        len(chosen.meetings),
        year=found.row.first_year,
    )
    rest = ngettext(
        "Option %(numbers)s stays on record as not adopted.",
        "Options %(numbers)s stay on record as not adopted.",
        len(others),
        numbers=", ".join(others),
    )
    return f"{chosen.row.title}. {made} {rest if others else ''}".strip()


def _column(convention: str, found: Choice, option: Option) -> OptionColumn:
    counted = option.figures
    definition = get_convention(convention)
    return OptionColumn(
        option=option,
        meaning=MEANINGS[option.row.state.value],
        meetings=[
            (each, _meeting_in_words(title_of(definition, MEETING_KINDS[each.kind]), each)) for each in option.meetings
        ],
        days=range_in_words(*counted.days, _("day"), _("days")),
        formal_days=range_in_words(*counted.formal_days, _("day"), _("days")),
        interpreted=range_in_words(*counted.interpreted, _("session"), _("sessions")),
        costs=[
            (each, _("not reckoned") if each.francs is None else _("CHF %(sum)s", sum=number_in_words(each.francs)))
            for each in option.costs
        ],
        shares=_shares_in_words(option),
        load=_load(convention, found, option),
        comments=[line.strip() for line in option.row.comments.splitlines() if line.strip()],
    )


def _meeting_in_words(title: str, row: Any) -> str:
    days = range_in_words(row.days_least, row.days_most, _("day"), _("days"))
    return ", ".join(
        filter(None, (title, days, row.city, languages_in_words(row.languages) or _("without interpretation")))
    )


def _shares_in_words(option: Option) -> list[str]:
    """ "Host State: CHF 12,000, 1 line not reckoned yet", then the sum of all where there are several."""
    found = shares([(each.payer, each.francs) for each in option.costs])
    everybody = Share(_("altogether"), sum(each.francs for each in found), sum(each.open for each in found))
    return [_share_in_words(each) for each in [*found, *([everybody] if len(found) > 1 else [])]]


def _share_in_words(share: Share) -> str:
    left = ngettext("%(num)d line not reckoned yet", "%(num)d lines not reckoned yet", share.open) if share.open else ""
    reckoned = _("CHF %(sum)s", sum=number_in_words(share.francs)) if share.francs or not share.open else ""
    return f"{share.payer}: {', '.join(filter(None, (reckoned, left)))}"


def _load(convention: str, found: Choice, option: Option) -> list[str]:
    """What the days proposed would collide with in the first year, and what could be one journey."""
    calendar, definition = year_of(found.row.first_year, [convention]), get_convention(convention)
    own = [
        Entry(
            f"the {title_of(definition, MEETING_KINDS[each.kind])}", days.starts_on, days.ends_on, row.city, convention
        )
        for row, each in zip(option.meetings, option.foreseen, strict=True)
        if (days := each.days()).starts_on and days.ends_on
    ]
    behind = [each for each in calendar.entries if not each.convention]
    told = [*clashes([*own, *behind], calendar.holidays, of=convention), *one_journey([*own, *behind], of=convention)]
    return [each[0].upper() + each[1:] for each in told]


def _choices_table(convention: str, rows: Sequence[Choice]) -> Table:
    def adopted(found: Choice) -> str:
        return f"{found.adopted.row.number}: {found.adopted.row.title}" if found.adopted else _("none yet")

    return Table(
        name=f"programmes-{convention.lower()}",
        columns=(
            Column("title", _("Choice"), lambda each: each.row.title, href=choice_address),
            Column("year", _("From"), lambda each: str(each.row.first_year)),
            Column("options", _("Options"), lambda each: len(each.options), kind="number"),
            Column("adopted", _("Adopted"), adopted),
            Column("source", _("Source"), lambda each: each.row.source),
        ),
        rows=rows,
        noun=(_("choice"), _("choices")),
        empty=(_("No programmes are weighed."), _("Open a choice, then add the options to compare.")),
    )


def _option_written(option: Option) -> dict[str, Any]:
    """The option as its form writes it."""
    return {"title": option.row.title, "comments": option.row.comments, "seen": option.seen}


def _lines(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n")
