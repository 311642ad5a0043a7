"""How long pages of extension requests take with 500 of them, in process: `python -m bench.requests`.

Every State has a request under each article that allows one, until there are 500; every third is being analysed, with
ten questions and four versions on file. Medians; beside the time that passed stands the processor's, which a busy
machine does not lengthen as much.
"""

import statistics
import tempfile
from datetime import date, timedelta
from itertools import islice, product
from pathlib import Path

import structlog
from sqlalchemy import insert, select

from bench.pages import NOW, office, questions, timed
from core.audit.workflow import Actor
from core.db import db, transaction
from core.files import store_file
from core.permissions import Role
from extension_requests.groups import group_for
from extension_requests.models.analysis import Question, QuestionState
from extension_requests.models.documents import DocumentKind, DossierDocument, Visibility
from extension_requests.models.dossiers import Dossier
from extension_requests.rules.machine import RequestState
from states_parties.models import State
from tests.factories.accounts import sign_in

MANY = 500
OBLIGATIONS = (("CCM", "4"), ("CCM", "3"), ("APMBC", "5"))
STATES = (RequestState.IN_COMPLETENESS, RequestState.ANTICIPATED, RequestState.FOLLOW_UP)
NUMBER = 9  # no request of the past has it
BY = Actor("bench", NOW)
# name, address, the most questions besides those about the person, the most milliseconds of the processor
PAGES = (
    ("dossier being analysed", f"/ccm/requests/4/afghanistan/{NUMBER}", 12, 30),
    ("board and list, 394 requests", "/ccm/requests", None, None),
    ("board of one meeting", "/ccm/requests?meeting=3RC", None, None),
    ("what was asked and granted", "/apmbc/requests/overview", None, None),
    ("deadlines and requests", "/apmbc/requests/deadlines", None, None),
    ("State page", "/ccm/states/afghanistan", None, None),
    ("desk", "/ccm/", None, None),
)


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    with tempfile.TemporaryDirectory() as folder:
        app = office(Path(folder))
        client = app.test_client()
        with app.app_context():
            sign_in(client, role=Role.ADMINISTRATOR)
            with transaction():
                _fill()
        print(f"{'what':<32}{'p50 ms':>9}{'p50 CPU':>9}")
        for name, address, most, limit in PAGES:
            passed, processor, size = timed(client, address)
            asked = questions(app, client, address)
            figures = f"{statistics.median(passed):>9.1f}{statistics.median(processor):>9.1f}"
            kept = "" if most is None else f" of at most {most}"
            wanted = "" if limit is None else f"  (at most {limit} ms CPU)"
            print(f"{name:<32}{figures}  {size / 1024:.0f} KB, {asked} questions{kept}{wanted}")


def _fill() -> None:
    states = db.session.scalars(select(State.iso3).order_by(State.list_en)).all()
    sha256 = store_file(b"The request.", at=BY.at)
    for place, ((convention, article), iso3) in enumerate(islice(product(OBLIGATIONS, states), MANY)):
        dossier = _dossier(convention, article, iso3, STATES[place % len(STATES)])
        db.session.add(dossier)
        db.session.flush()
        if dossier.state is RequestState.IN_COMPLETENESS:
            _work(dossier, sha256)


def _dossier(convention: str, article: str, iso3: str, state: RequestState) -> Dossier:
    came = {} if state is RequestState.ANTICIPATED else {"received_on": date(2026, 1, 5), "version": 4}
    return Dossier(
        convention=convention,
        article=article,
        iso3=iso3,
        number=NUMBER,
        state=state,
        state_since=date(2026, 2, 2),
        deadline=date(2027, 3, 1),
        meeting="3RC" if convention == "CCM" else "23MSP",
        opened_on=date(2025, 1, 1),
        body=group_for(convention, article),
        created_at=BY.at,
        created_by=BY.name,
        **came,
    )


def _work(dossier: Dossier, sha256: str) -> None:
    asked = {"state": QuestionState.ASKED, "asked_on": date(2026, 3, 2), "answer_due_on": date(2026, 4, 2)}
    db.session.execute(
        insert(Question),
        [
            {"dossier_id": dossier.id, "number": each, "round": 1, "text": "Why?", "drafted_by": "bench", **asked}
            for each in range(1, 11)
        ],
    )
    db.session.execute(
        insert(DossierDocument),
        [
            {
                "dossier_id": dossier.id,
                "kind": DocumentKind.REQUEST,
                "version": version,
                "language": "EN",
                "visibility": Visibility.PUBLIC,
                "dated_on": date(2026, 1, 5) + timedelta(days=version),
                "file_name": "request.pdf",
                "media_type": "application/pdf",
                "sha256": sha256,
                "words": "The request. " * 2000,
                "added_at": BY.at,
                "added_by": BY.name,
            }
            for version in range(1, 5)
        ],
    )


if __name__ == "__main__":
    main()
