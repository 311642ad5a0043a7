"""What the registers contribute to letters: merge fields in the letter's language, and the table of deadlines."""

from datetime import date

from conventions.rules import meeting_name, next_annual_report_due_on
from core.wording import day_in_words, list_in_words, number_in_words
from states_parties.catalogues import LetterContext, LetterTable, MergeField
from states_parties.facts import DatedObligation, StateFacts
from states_parties.rules.names import in_state, name, of_state, official_name, the_state
from states_parties.rules.reporting import next_report_due_on


def _day(day: date | None, context: LetterContext) -> str:
    return day_in_words(day, context.language) if day else ""


def _deadline(key: str, facts: StateFacts, context: LetterContext) -> str:
    obligation = facts.obligation(key)
    return _day(obligation.deadline, context) if obligation else ""


def _meeting(obligation: DatedObligation | None, context: LetterContext) -> str:
    """The meeting that gave the present deadline, worded: "the Eighteenth Meeting of the States Parties"."""
    if obligation is None or not obligation.granted_at:
        return ""
    kind, number = meeting_name(obligation.granted_at)
    ordinal = context.words["ordinals"][context.language][number - 1]
    return str(context.words["meetings"][kind][context.language]).replace("{{ordinal}}", ordinal)


def _years(years: tuple[int, ...], context: LetterContext) -> str:
    return list_in_words([str(year) for year in years], context.language)


def _years_with_noun(years: tuple[int, ...], context: LetterContext) -> str:
    if not years:
        return ""
    phrase = context.words["years"]["one" if len(years) == 1 else "many"][context.language]
    return str(phrase).replace("{{years}}", _years(years, context))


def _report_due_on(facts: StateFacts, context: LetterContext) -> date | None:
    """The next annual report the State owes; None when it will have left the Convention by then."""
    if facts.entry_into_force_on is None:
        return next_annual_report_due_on(context.convention, context.dated_on)
    due_on = next_report_due_on(context.convention, facts.entry_into_force_on, context.dated_on)
    leaves_on = facts.withdrawal_effective_on
    return due_on if leaves_on is None or due_on < leaves_on else None


def _report_year(facts: StateFacts, context: LetterContext, *, before: int) -> str:
    due_on = _report_due_on(facts, context)
    return str(due_on.year - before) if due_on else ""


def _retained(facts: StateFacts, context: LetterContext) -> str:
    """The number and, in parentheses, the year it was reported for."""
    if facts.retained is None:
        return ""
    number = number_in_words(facts.retained.quantity, context.language)
    return f"{number} ({facts.retained.as_of_year})" if facts.retained.as_of_year else number


def _convention(form: str, context: LetterContext) -> str:
    return str(context.words["conventions"][context.convention.code][form][context.language])


def _of_the_year(facts: StateFacts, context: LetterContext, part: str) -> str:
    """Of the annual report due in the year of the registers: the day it is due, the year covered, the day it came."""
    report = facts.reporting.of_the_year
    if report is None:
        return ""
    parts = {"due_on": report.due_on, "received_on": report.received_on}
    return str(report.year_covered) if part == "covers" else _day(parts[part], context)


def _silent(facts: StateFacts, context: LetterContext) -> str:
    articles = facts.silence.articles if facts.silence else ()
    if not articles:
        return ""
    phrase = context.words["articles"]["one" if len(articles) == 1 else "many"][context.language]
    return str(phrase).replace("{{articles}}", list_in_words(list(articles), context.language))


def _silent_years(facts: StateFacts, context: LetterContext) -> str:
    return _years(facts.silence.years, context) if facts.silence and facts.silence.articles else ""


MERGE_FIELDS = (
    MergeField("state", "Short name", "Chad", lambda f, c: name(f.names, c.language)),
    MergeField(
        "the_state", "Short name with its article", "the Netherlands", lambda f, c: the_state(f.names, c.language)
    ),
    MergeField("of_state", "“of” and the name", "of the Netherlands", lambda f, c: of_state(f.names, c.language)),
    MergeField("in_state", "“in” and the name", "in Chad", lambda f, c: in_state(f.names, c.language)),
    MergeField("state_formal", "Official name", "Republic of Chad", lambda f, c: official_name(f.names, c.language)),
    MergeField(
        "convention_title",
        "Full title of the Convention",
        "Convention on Cluster Munitions",
        lambda f, c: c.convention.title[c.language],
    ),
    MergeField(
        "convention_short",
        "Short name of the Convention with its article",
        "the Convention on Cluster Munitions",
        lambda f, c: _convention("short", c),
    ),
    MergeField(
        "of_convention_short",
        "“of” and the short name of the Convention",
        "of the Convention on Cluster Munitions",
        lambda f, c: _convention("of_short", c),
    ),
    MergeField(
        "sender",
        "The Implementation Support Unit in full",
        "the Implementation Support Unit of the Convention …",
        lambda f, c: _convention("sender", c),
    ),
    MergeField(
        "report_due_on",
        "The next day on which annual reports fall due",
        "30 April 2021",
        lambda f, c: _day(_report_due_on(f, c), c),
    ),
    MergeField(
        "report_year", "The year in which the next report falls due", "2021", lambda f, c: _report_year(f, c, before=0)
    ),
    MergeField("year_covered", "The year the next report covers", "2020", lambda f, c: _report_year(f, c, before=1)),
    MergeField(
        "report_of_year_due_on",
        "The day this year on which the annual report falls or fell due",
        "30 April 2021",
        lambda f, c: _of_the_year(f, c, "due_on"),
    ),
    MergeField(
        "report_of_year_covers",
        "The year covered by the annual report due this year",
        "2020",
        lambda f, c: _of_the_year(f, c, "covers"),
    ),
    MergeField(
        "report_of_year_received_on",
        "The day the annual report due this year was received",
        "28 April 2021",
        lambda f, c: _of_the_year(f, c, "received_on"),
    ),
    MergeField("silent_articles", "The articles on which nothing was heard for two years", "Articles 4 and 5", _silent),
    MergeField("silent_years", "The two calendar years without information", "2019 and 2020", _silent_years),
    MergeField(
        "reports_on_record",
        "Years covered by the reports on record",
        "the years 2018 and 2019",
        lambda f, c: _years_with_noun(f.reporting.complete_years, c),
    ),
    MergeField(
        "missing_years",
        "Years known to be without a report",
        "2018 and 2019",
        lambda f, c: _years(f.reporting.missing_years, c),
    ),
    MergeField(
        "initial_report_due_on",
        "The day the initial report fell or falls due",
        "28 January 2011",
        lambda f, c: _day(f.reporting.initial_due_on, c),
    ),
    MergeField(
        "retained_quantity",
        "Number of items retained, with its year",
        "1,304 (2020)",
        _retained,
    ),
    MergeField(
        "stockpile_deadline",
        "Deadline for destroying stockpiles",
        "1 March 2003",
        lambda f, c: _deadline("stockpile", f, c),
    ),
    MergeField(
        "clearance_deadline", "Deadline for clearance", "31 December 2025", lambda f, c: _deadline("clearance", f, c)
    ),
    MergeField(
        "clearance_extension_meeting",
        "The meeting that granted the present clearance deadline",
        "the Eighteenth Meeting of the States Parties",
        lambda f, c: _meeting(f.obligation("clearance"), c),
    ),
)


def _rows(facts: StateFacts, context: LetterContext) -> list[dict[str, str]]:
    cells = context.words["obligations"][context.convention.code]
    return [
        {
            "article": cells[obligation.article]["article"][context.language],
            "obligation": cells[obligation.article]["obligation"][context.language],
            "date": _day(obligation.deadline, context),
        }
        for obligation in facts.obligations
        if obligation.dated
    ]


TABLES = (
    LetterTable("obligations_on_record", "Open obligations with a deadline", ("article", "obligation", "date"), _rows),
)
