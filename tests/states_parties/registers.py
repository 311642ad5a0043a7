"""The shipped registers as values of the rules, read with the csv module alone."""

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path

from core.periods import span_of
from states_parties.rules.deadlines import GrantedExtension
from states_parties.rules.standing import Bond, Standing, standing_on

ROOT = Path(__file__).resolve().parents[2]
BOUND = (Standing.STATE_PARTY, Standing.NOT_YET_IN_FORCE)


def rows(register: str, **values: str) -> list[dict[str, str]]:
    with (ROOT / register).open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if all(row[column] == value for column, value in values.items())]


def bonds(convention: str) -> dict[str, list[Bond]]:
    by_state: dict[str, list[Bond]] = defaultdict(list)
    for row in rows("states_parties/registers/memberships.csv", convention=convention):
        by_state[row["iso3"]].append(
            Bond(
                signature_on=day(row["signature_on"]),
                deposited_on=day(row["deposited_on"]),
                entry_into_force_on=day(row["entry_into_force_on"]),
                withdrawal_notified_on=day(row["withdrawal_notified_on"]),
                withdrawal_effective_on=day(row["withdrawal_effective_on"]),
                instrument=row["instrument"],
                date_unknown=bool(row["instrument"]) and not row["deposited_on"],
            )
        )
    return by_state


def of_standing(convention: str, *standings: Standing, on: date) -> set[str]:
    return {iso3 for iso3, ties in bonds(convention).items() if standing_on(ties, on) in standings}


def parties(convention: str, *, on: date) -> dict[str, date]:
    """Each State bound by deposit on the day, with its entry into force."""
    ties = bonds(convention)
    return {
        iso3: in_force_on
        for iso3 in of_standing(convention, *BOUND, on=on)
        if (in_force_on := ties[iso3][-1].entry_into_force_on)
    }


def initial_reports(convention: str) -> dict[str, date]:
    """The last day on which each initial report on record may have come."""
    return {
        row["iso3"]: span_of(row["received_on"] or row["report_year"])[1]
        for row in rows("states_parties/registers/article7_reports.csv", convention=convention, kind="initial")
    }


def extensions(convention: str, iso3: str, article: str) -> list[GrantedExtension]:
    """Decided on the closing day of the meeting; 2RC without part means its last part."""
    closed = {
        row["short"].partition("-PM")[0]: day(row["ends_on"])
        for row in rows("conventions/registers/meetings.csv", convention=convention)
    }
    return [
        GrantedExtension(
            int(row["order"]),
            date.fromisoformat(row["extended_to"]),
            row["granted_at"],
            closed.get(f"{row['granted_at']}-2", closed.get(row["granted_at"])),
        )
        for row in rows(
            "states_parties/registers/deadline_extensions.csv", convention=convention, iso3=iso3, article=article
        )
    ]


def initial_deadline_of(convention: str, iso3: str, article: str) -> date | None:
    [row] = rows("states_parties/registers/deadlines.csv", convention=convention, iso3=iso3, article=article)
    return day(row["initial_deadline"])


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
