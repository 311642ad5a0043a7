"""The criteria that tailor letters: what each asks of a State, and the sentence that tells why it holds or not."""

from collections.abc import Callable

from core.periods import whole_months
from core.wording import counted, day_in_words, list_in_words
from states_parties.catalogues import Criterion, Finding
from states_parties.facts import DatedObligation, Sourcing, StateFacts
from states_parties.rules.reporting import ARTICLE_9_FULFILLED

ANNUAL_REPORTS, INITIAL_REPORTS, ARTICLE_9 = "annual reports", "initial reports", "Article 9 measures"


def _doubt(what: str, sourcing: Sourcing) -> str:
    if not sourcing.uncertain:
        return ""
    notes = f" {sourcing.notes}." if sourcing.notes else ""
    return f"{what}: confidence {sourcing.confidence}, source {sourcing.source.replace(';', '; ')}.{notes}"


def _compliance(facts: StateFacts) -> Finding:
    found = facts.statements_about("compliance")
    if not found:
        return Finding(0, "No allegation or known use is on record.")
    latest = found[-1]
    reason = f"{latest.status.replace('-', ' ').capitalize()} on record since {day_in_words(latest.since, 'EN')}."
    return Finding(1, reason, _doubt("Compliance", latest.sourcing))


def _retains(facts: StateFacts) -> Finding:
    retained = facts.retained
    if retained is None:
        return Finding(0, "No retained items are on record.")
    year = f" for {retained.as_of_year}" if retained.as_of_year else ", year not known"
    reason = f"{retained.quantity:,} retained items on record{year}."
    return Finding(int(retained.quantity > 0), reason, _doubt("Retained items", retained.sourcing))


def _obligation(key: str, holds: Callable[[DatedObligation], bool]) -> Callable[[StateFacts], Finding]:
    def look(facts: StateFacts) -> Finding:
        obligation = facts.obligation(key)
        if obligation is None:
            return Finding(0, f"No {key} obligation is on record.")
        return Finding(
            int(holds(obligation)), describe(obligation), _doubt(f"Article {obligation.article}", obligation.sourcing)
        )

    return look


def describe(obligation: DatedObligation) -> str:
    """One sentence: the article, whether it is open, the deadline and what gives it."""
    article = f"Article {obligation.article}"
    if not obligation.open:
        when = f" ({obligation.completed_on})" if obligation.completed_on else ""
        return f"{article}: {obligation.status.replace('-', ' ')}{when}."
    if obligation.deadline is None:
        return f"{article}: open, no deadline on record."
    day = day_in_words(obligation.deadline, "EN")
    given = f"extended at the {obligation.granted_at}" if obligation.granted_at else "the initial deadline"
    undecided = f"; decision of the {obligation.undecided_at} not documented" if obligation.undecided_at else ""
    return f"{article}: open, deadline {day} ({given}){undecided}."


def _has_statement(subject: str, words: str) -> Callable[[StateFacts], Finding]:
    def look(facts: StateFacts) -> Finding:
        found = facts.statements_about(subject)
        if not found:
            return Finding(0, f"No {words} on record.")
        latest = found[-1]
        reason = f"{words.capitalize()} on record as of {day_in_words(latest.since, 'EN')} ({latest.sourcing.source})."
        return Finding(1, reason, _doubt(words.capitalize(), latest.sourcing))

    return look


def _article_9(facts: StateFacts) -> Finding:
    statuses = {each.status for each in facts.statements_about("article_9")}
    if fulfilled := statuses & ARTICLE_9_FULFILLED:
        return Finding(0, f"Article 9: {sorted(fulfilled)[0].replace('-', ' ')}.")
    if facts.article_9_closed is None:
        return Finding(0, "The register of Article 9 measures is not known to be complete.", unknown=ARTICLE_9)
    day = day_in_words(facts.article_9_closed, "EN")
    under_way = " Legislation is under way." if "under-way" in statuses else ""
    doubt = f"Article 9: the register was complete on {day}; check what has come in since."
    return Finding(1, f"No Article 9 measures on record; the register was complete on {day}.{under_way}", doubt)


def _initial_due(facts: StateFacts) -> Finding:
    reporting = facts.reporting
    if reporting.initial_received:
        return Finding(0, "The initial report is on record.")
    if reporting.initial_missing:
        return Finding(1, f"{reporting.initial_missing}.", "Initial report: check what has come in since then.")
    return Finding(0, "It is not documented whether the initial report was received.", unknown=INITIAL_REPORTS)


def _initial_upcoming(facts: StateFacts) -> Finding:
    reporting = facts.reporting
    if reporting.initial_due_on is None:
        return Finding(0, "No day of entry into force is on record.")
    day = day_in_words(reporting.initial_due_on, "EN")
    upcoming = not reporting.initial_received and reporting.initial_upcoming
    return Finding(int(upcoming), f"The initial report {'is due on' if upcoming else 'fell due on'} {day}.")


def _missing_years(facts: StateFacts) -> Finding:
    years = facts.reporting.missing_years
    unknown = len(facts.reporting.undocumented_years)
    if years:
        return Finding(len(years), f"No report covering {list_in_words([str(year) for year in years], 'EN')}.")
    if unknown:
        told = f"No year is known to be missing; for {counted(unknown, 'year', 'years')} the register is not complete."
        return Finding(0, told, unknown=ANNUAL_REPORTS)
    return Finding(0, "No annual report is missing.")


def _reports_on_record(facts: StateFacts) -> Finding:
    years = facts.reporting.complete_years
    if not years:
        return Finding(0, "No annual report is on record for a year whose register is complete.")
    return Finding(len(years), f"Reports on record cover {list_in_words([str(year) for year in years], 'EN')}.")


def _of_the_year_awaited(facts: StateFacts) -> Finding:
    report = facts.reporting.of_the_year
    if report is None:
        return Finding(0, "No annual report falls due for the State this year.")
    if report.received_on is not None:
        return Finding(
            0, f"Report received on {day_in_words(report.received_on, 'EN')}, covering {report.year_covered}."
        )
    if report.possible:
        return Finding(0, f"A report covering {report.year_covered} may have come; its day is not known exactly.")
    due_on = day_in_words(report.due_on, "EN")
    return Finding(1, f"No report covering {report.year_covered}, due on {due_on}, is on record.")


def _of_the_year_overdue(facts: StateFacts) -> Finding:
    report, awaited = facts.reporting.of_the_year, _of_the_year_awaited(facts)
    overdue = bool(awaited.value) and report is not None and facts.on is not None and report.due_on < facts.on
    return Finding(int(overdue), awaited.reason)


def _of_the_year_received(facts: StateFacts) -> Finding:
    report, awaited = facts.reporting.of_the_year, _of_the_year_awaited(facts)
    return Finding(int(report is not None and report.received_on is not None), awaited.reason)


def _silent(facts: StateFacts) -> Finding:
    silence = facts.silence
    if silence is None:
        return Finding(0, "It was not looked at what was heard of the State.")
    years = list_in_words([str(year) for year in silence.years], "EN")
    if not silence.articles:
        return Finding(0, f"Something was heard in {years} on each obligation under way, or there is none.")
    word = "Article" if len(silence.articles) == 1 else "Articles"
    articles = f"{word} {list_in_words(silence.articles, 'EN')}"
    if not silence.known:
        told = f"Whether nothing was heard on {articles} in {years} is not known: registers are not complete."
        return Finding(0, told, unknown=ANNUAL_REPORTS)
    doubt = f"{articles}: look for statements at meetings and letters of {years} before relying on their absence."
    return Finding(
        len(silence.articles), f"On {articles} no report, statement or letter of {years} is on record.", doubt
    )


def _months_left(key: str) -> Callable[[StateFacts], Finding]:
    def look(facts: StateFacts) -> Finding:
        obligation = facts.obligation(key)
        if obligation is None:
            return Finding(None, f"No {key} obligation is on record, so no deadline is on record.")
        if facts.on is None or not obligation.dated or obligation.deadline is None:
            return Finding(None, describe(obligation))
        if obligation.passed:
            return Finding(None, f"{describe(obligation)} That day has passed.")
        months = whole_months(facts.on, obligation.deadline)
        reason = f"{describe(obligation)} Whole months left: {months}."
        return Finding(months, reason, _doubt(f"Article {obligation.article}", obligation.sourcing))

    return look


def _withdrawal(facts: StateFacts) -> Finding:
    if facts.withdrawal_effective_on is None:
        return Finding(0, "No notice of withdrawal is on record.")
    day = day_in_words(facts.withdrawal_effective_on, "EN")
    return Finding(1, f"Notice of withdrawal is on record, effective {day}.")


def _dated(facts: StateFacts) -> Finding:
    dated = [obligation for obligation in facts.obligations if obligation.dated]
    reason = " ".join(describe(obligation) for obligation in dated) or "No open obligation with a deadline on record."
    doubts = [_doubt(f"Article {obligation.article}", obligation.sourcing) for obligation in dated]
    return Finding(len(dated), reason, " ".join(doubt for doubt in doubts if doubt))


CRITERIA = (
    Criterion("compliance_concern", "An allegation or known use is on record (Article 1)", _compliance),
    Criterion("retains_items", "Keeps items for training and research (Article 3)", _retains),
    Criterion(
        "open_stockpile_obligation",
        "Stockpile destruction is not completed",
        _obligation("stockpile", lambda o: o.open),
    ),
    Criterion(
        "stockpile_deadline_passed", "The stockpile deadline has passed", _obligation("stockpile", lambda o: o.passed)
    ),
    Criterion("open_clearance_obligation", "Clearance is not completed", _obligation("clearance", lambda o: o.open)),
    Criterion(
        "clearance_deadline_passed", "The clearance deadline has passed", _obligation("clearance", lambda o: o.passed)
    ),
    Criterion(
        "clearance_extension_in_force",
        "An extension of the clearance deadline is in force",
        _obligation("clearance", lambda o: o.dated and bool(o.granted_at) and not o.passed),
    ),
    Criterion(
        "victim_assistance_responsibility",
        "Has responsibility for significant numbers of victims",
        _has_statement("victim_assistance", "responsibility for victims"),
    ),
    Criterion(
        "assistance_requested",
        "Has asked for assistance",
        _has_statement("assistance_requested", "request for assistance"),
    ),
    Criterion(
        "assistance_provided",
        "Has given assistance",
        _has_statement("assistance_provided", "assistance given to others"),
    ),
    Criterion("article_9_open", "Has not reported measures under Article 9", _article_9),
    Criterion("initial_report_due", "Still owes the initial report", _initial_due),
    Criterion("initial_report_upcoming", "The initial report is not due yet", _initial_upcoming),
    Criterion("missing_report_years", "Number of years known to be without report", _missing_years, counted=True),
    Criterion("reports_on_record", "Annual reports are on record", _reports_on_record, counted=True),
    Criterion("report_of_year_awaited", "The annual report due this year is not on record", _of_the_year_awaited),
    Criterion("report_of_year_overdue", "The annual report due this year is overdue", _of_the_year_overdue),
    Criterion("report_of_year_received", "The annual report due this year has been received", _of_the_year_received),
    Criterion(
        "silent_two_years",
        "Number of articles on which nothing was heard in the two last calendar years (3, 4 and 5; 3, 3.6 and 4)",
        _silent,
        counted=True,
    ),
    Criterion(
        "clearance_deadline_months",
        "Whole months left to the clearance deadline",
        _months_left("clearance"),
        counted=True,
        usual_most=12,
    ),
    Criterion(
        "stockpile_deadline_months",
        "Whole months left to the stockpile deadline",
        _months_left("stockpile"),
        counted=True,
        usual_most=12,
    ),
    Criterion("withdrawal_notified", "Has given notice of withdrawal", _withdrawal),
    Criterion("dated_obligation", "Has an open obligation with a deadline", _dated, counted=True),
)
