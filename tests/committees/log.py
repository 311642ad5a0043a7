"""The demonstration log and paper, as tests use them."""

from datetime import date
from typing import Any

from committees.models.papers import Paper
from committees.models.work import Activity, ActivityKind
from committees.queries.papers import get_paper
from committees.rules.paper import Content
from committees.workflow.activities import record_activity
from committees.workflow.papers import draft_paper, save_version
from core.db import transaction
from tests.factories.states import NOTE, OFFICER

CODE, BODY, YEAR = "APMBC", "cooperative-compliance", 2021
ADDRESS = f"/apmbc/committees/{BODY}"
TODAY = date(2026, 11, 20)


def recorded(**facts: Any) -> Activity:
    usual = {"kind": ActivityKind.MEETING, "starts_on": date(2021, 7, 1), "ends_on": date(2021, 7, 1)}
    with transaction():
        return record_activity(
            CODE, BODY, **{**usual, "what": "its second meeting", "sourcing": NOTE, "by": OFFICER, **facts}
        )


def drafted_paper() -> Paper:
    with transaction():
        return draft_paper(CODE, BODY, YEAR, on=TODAY, by=OFFICER)


def text_of(paper: Paper) -> Content:
    return Content.from_json(get_paper(CODE, BODY, paper.year).versions[0].content)


def saved(paper: Paper, content: Content, *, based_on: int = 1, note: str = "") -> None:
    with transaction():
        save_version(paper, content, based_on=based_on, note=note, by=OFFICER)
