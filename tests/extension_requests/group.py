"""A request before its group, for tests: Zambia asks and sits in the group; Chile chairs it, Peru is a member."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from committees.models.bodies import Body
from committees.models.terms import Chairing
from committees.models.work import BodyFile
from core.accounts.models import User
from core.audit.workflow import Actor
from core.db import transaction
from core.permissions import Role
from extension_requests.models.dossiers import Dossier
from extension_requests.rules.machine import RequestState
from states_parties.models import State
from tests.committees.offices import represented_by
from tests.factories.accounts import make_account
from tests.factories.meetings import make_meeting_of_days
from tests.factories.offices import SOURCED, make_body, make_composition, make_meeting, make_term
from tests.factories.states import added, make_obligation, make_party, make_state

ON = date(2026, 11, 20)  # the day of the clock of tests
BY = Actor("Ada Officer", datetime(2026, 11, 20, 9, 0, tzinfo=UTC))
ADDRESS = "/apmbc/requests/5/zambia/1"


@dataclass(frozen=True)
class Group:
    body: Body
    dossier: Dossier
    zambia: State
    chile: State
    peru: State

    def person_of(self, state: State) -> User:
        """Somebody without a role of their own who represents the State in the group."""
        return represented_by(self.body, state)


def make_group(**columns: Any) -> Group:
    """The request was received in time, and is being checked; the group has its file about it."""
    zambia, chile, peru = make_state("Zambia"), make_state("Chile"), make_state("Peru")
    for state in (zambia, chile, peru):
        make_party(state)
    make_obligation(zambia, initial_deadline=date(2027, 12, 1))
    make_meeting("23MSP", date(2025, 12, 5))
    make_meeting_of_days("24MSP", date(2027, 6, 14), date(2027, 6, 18))
    make_meeting("25MSP", date(2028, 6, 16))
    body = make_body("article-5-implementation", name_en="Committee on Article 5 Implementation")
    make_composition(body)
    for seat, state in enumerate((zambia, chile, peru), start=1):
        make_term(body, seat, state.iso3, "23MSP")
    added(Chairing(convention="APMBC", body=body.slug, iso3=chile.iso3, until_at="24MSP", **SOURCED))
    file = added(
        BodyFile(convention="APMBC", body=body.slug, title="Request", iso3=zambia.iso3, opened_on=date(2026, 10, 1))
    )
    usual = {
        "convention": "APMBC",
        "article": "5",
        "iso3": zambia.iso3,
        "number": 1,
        "state": RequestState.IN_COMPLETENESS,
        "state_since": date(2026, 10, 1),
        "deadline": date(2027, 12, 1),
        "meeting": "24MSP",
        "opened_on": date(2026, 1, 1),
        "received_on": date(2026, 9, 15),
        "asked_until": date(2030, 12, 1),
        "asked_months": 36,
        "version": 1,
        "body": body.slug,
        "file_id": file.id,
        "created_at": BY.at,
        "created_by": BY.name,
    }
    return Group(body, added(Dossier(**{**usual, **columns})), zambia, chile, peru)


def chair_of_another(group: Group) -> User:
    """Chairs another body, and nothing else."""
    account = make_account(None)
    with transaction():
        other = make_body("victim-assistance")
        make_composition(other)
        make_term(other, 1, group.peru.iso3, "23MSP")
        added(Chairing(convention="APMBC", body=other.slug, iso3=group.peru.iso3, until_at="24MSP", **SOURCED))
    return represented_by(other, group.peru, account=account)


def isu() -> User:
    return make_account(Role.ISU_OFFICER)
