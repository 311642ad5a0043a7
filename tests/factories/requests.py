"""Extension requests for tests: a group with a chair and a member, a dossier, files that can be put on file."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from docx import Document
from flask.testing import FlaskClient
from lxml import html

from committees.models.bodies import Body
from committees.models.terms import Chairing
from core.accounts.models import User
from core.audit.workflow import Actor
from core.db import transaction
from extension_requests.document_files import Upload
from extension_requests.models.dossiers import Dossier
from extension_requests.rules.machine import RequestState
from states_parties.models import State
from tests.factories.accounts import make_account
from tests.factories.offices import (
    SOURCED,
    make_body,
    make_composition,
    make_meeting,
    make_representative,
    make_term,
)
from tests.factories.states import added, make_obligation, make_party, make_state

ON = date(2026, 11, 20)  # the day on which the clock of the tests stands
ISU = Actor("Ada Officer", datetime(2026, 11, 20, 9, 0, tzinfo=UTC))
GROUPS = {"APMBC": "article-5-implementation", "CCM": "analysis-group-article-4"}
INITIAL = {"APMBC": date(2028, 3, 1), "CCM": date(2028, 3, 1)}


@dataclass(frozen=True)
class Group:
    """Chad asks; it sits in the group itself, with Chile, which chairs, and Zambia."""

    convention: str
    body: Body
    asking: State
    chair: State
    member: State

    def person(self, state: State) -> User:
        """The account, without any role, of somebody who represents the State in the group."""
        account = make_account(None)
        with transaction():
            make_representative(
                self.body, state.iso3, date(2020, 1, 1), account_id=account.id, person_name=account.name
            )
        return account


def make_group(convention: str = "CCM") -> Group:
    """Meetings on 20 November each year, 23MSP in 2025 to 27MSP in 2029; the article's deadline is 1 March 2028."""
    chad, chile, zambia = make_state("Chad"), make_state("Chile"), make_state("Zambia")
    for state in (chad, chile, zambia):
        make_party(state, convention, in_force_on=date(2018, 3, 1))
    for number in range(23, 28):
        make_meeting(f"{number}MSP", date(2002 + number, 11, 20), convention)
    body = make_body(GROUPS[convention], convention)
    make_composition(body, seats=3)
    for seat, state in enumerate((chad, chile, zambia), start=1):
        make_term(body, seat, state.iso3, "23MSP")
    added(Chairing(convention=convention, body=body.slug, iso3=chile.iso3, until_at="24MSP", **SOURCED))
    article = "5" if convention == "APMBC" else "4"
    make_obligation(chad, article, convention, initial_deadline=INITIAL[convention])
    return Group(convention, body, chad, chile, zambia)


def make_dossier(group: Group, state: RequestState = RequestState.ANTICIPATED, **columns: Any) -> Dossier:
    """Of Chad, considered at the 25MSP of 2027. From SUBMITTED on a request is there: until 1 March 2030."""
    coming = (RequestState.ANTICIPATED, RequestState.ANNOUNCED, RequestState.NOT_SUBMITTED, RequestState.LAPSED)
    asked = {} if state in coming else {"received_on": date(2026, 11, 2), "version": 1, "asked_until": date(2030, 3, 1)}
    usual = {
        "convention": group.convention,
        "article": "5" if group.convention == "APMBC" else "4",
        "iso3": group.asking.iso3,
        "number": 1,
        "state": state,
        "state_since": date(2026, 10, 1),
        "deadline": date(2028, 3, 1),
        "meeting": "25MSP",
        "opened_on": date(2026, 10, 1),
        "body": group.body.slug,
        "created_at": ISU.at,
        "created_by": ISU.name,
    }
    return added(Dossier(**{**usual, **asked, **columns}))


def word_file(*paragraphs: str, name: str = "request.docx", field: str = "file") -> Upload:
    document = Document()
    for each in paragraphs or ("We ask for more time.",):
        document.add_paragraph(each)
    file = BytesIO()
    document.save(file)
    return Upload(file.getvalue(), name, field)


def address(dossier: Dossier, state: State, below: str = "") -> str:
    return f"/{dossier.convention.lower()}/requests/{dossier.article}/{state.slug}/{dossier.number}{below}"


def token_of(client: FlaskClient) -> str:
    """What proves that a form sent by the client came from the house."""
    page = html.fromstring(client.get("/account").get_data(as_text=True))
    return str(page.xpath("//input[@name='csrf_token']/@value")[0])
