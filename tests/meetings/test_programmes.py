"""Programmes weighed against each other: figures, acts, and what adopting one makes of the calendar."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from conventions.models import Meeting, MeetingState
from core.audit.models import AuditEntry
from core.audit.workflow import Actor
from core.db import db
from core.errors import NotFound
from meetings.models.programmes import OptionState
from meetings.queries.programmes import get_choice
from meetings.rules.programmes import Foreseen, figures, range_in_words
from meetings.workflow.programmes import (
    Adoption,
    add_cost,
    add_option,
    adopt_option,
    drop_cost,
    drop_meeting,
    foresee_meeting,
    open_choice,
)
from tests.factories.meetings import make_meeting_of_days
from tests.factories.offices import make_meeting
from tests.states_parties.refusals import refused

BY = Actor("Ada Officer", datetime(2026, 10, 1, 9, 0, tzinfo=UTC))
HERE = ("CCM", "programme-from-2027")
DECIDED = {"decided_on": date(2026, 9, 18), "decision": "3RC, para. 40", "by": BY}
SIX = ("AR", "ZH", "EN", "FR", "RU", "ES")
BOTH = {1: Adoption(date(2027, 9, 14), 4), 2: Adoption(date(2027, 5, 24), 2)}


def test_the_two_options_of_2020_in_figures() -> None:
    """Source: CCM paper on the programme of meetings (2020), paras. 11 and 12: 4-5 days; 3-4 days and 2 days."""
    longer = figures([Foreseen("MSP", 4, 5, 2, SIX)])
    both = figures([Foreseen("MSP", 3, 4, 2, SIX), Foreseen("intersessional", 2, 2, 2, ("EN", "FR", "ES"))])
    assert (longer.days, longer.formal_days, longer.interpreted) == ((4, 5), (4, 5), (8, 10))
    assert (both.days, both.formal_days, both.interpreted) == ((5, 6), (3, 4), (10, 12))
    assert range_in_words(4, 5, "day", "days") == "4 to 5 days"
    assert range_in_words(1, 1, "day", "days") == "1 day"


def test_days_without_interpreters_need_none() -> None:
    assert figures([Foreseen("intersessional", 2, 2, 2, ())]).interpreted == (0, 0)


def adopted(option: int = 2, meetings: Mapping[int, Adoption] = BOTH, **more: object) -> list[Meeting]:
    return adopt_option(*HERE, option, meetings, **{**DECIDED, **more})  # type: ignore[arg-type]


def test_adopting_an_option_makes_its_meetings_and_keeps_the_other_on_record(registers: Flask) -> None:
    made = adopted()
    assert [(each.short, each.full_name, each.starts_on, each.ends_on, each.state) for each in made] == [
        ("14MSP", "Fourteenth Meeting of States Parties", date(2027, 9, 14), date(2027, 9, 17), MeetingState.PLANNED),
        ("IM2027", "2027 Intersessional Meeting", date(2027, 5, 24), date(2027, 5, 25), MeetingState.PLANNED),
    ]
    assert made[1].languages == ["EN", "FR", "ES"]
    choice = get_choice(*HERE)
    assert [each.row.state for each in choice.options] == [OptionState.NOT_ADOPTED, OptionState.ADOPTED]
    assert {each.row.decision for each in choice.options} == {"3RC, para. 40"}
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.act, entry.details["meetings"]) == ("programme:adopted", "14MSP, IM2027")


def test_a_choice_is_made_once(registers: Flask) -> None:
    adopted()
    said = "Option 2 was adopted on 18 September 2026; the choice is made."
    assert refused(lambda: adopted(1, {1: Adoption(None, 4)}), field="") == said
    assert refused(lambda: add_option(*HERE, title="Third", comments="", by=BY), field="") == said


@pytest.mark.parametrize(
    ("opens_on", "length", "said"),
    [
        (date(2027, 9, 14), 5, "would last 5 days; the option foresees 3 to 4 days."),
        (date(2027, 9, 14), 2, "would last 2 days; the option foresees 3 to 4 days."),
        (date(2026, 9, 14), 3, "opens in 2027, the first year of the programme."),
    ],
)
def test_what_the_option_does_not_foresee_is_refused(registers: Flask, opens_on: date, length: int, said: str) -> None:
    assert said in refused(lambda: adopted(meetings={**BOTH, 1: Adoption(opens_on, length)}), field="")


def test_a_year_that_has_such_a_meeting_already_is_left_alone(registers: Flask) -> None:
    make_meeting_of_days("14MSP", date(2027, 9, 6), date(2027, 9, 8), "CCM")
    said = refused(adopted, field="")
    assert said == "The calendar of 2027 has the 14MSP already, 6 to 8 September 2027. Move that one instead."


def test_a_meeting_that_waits_without_days_gets_them(registers: Flask) -> None:
    waiting = make_meeting("14MSP", None, "CCM", full_name="Fourteenth Meeting of States Parties")
    made = adopted()
    assert made[0] is waiting
    assert waiting.starts_on == date(2027, 9, 14)
    assert len(db.session.scalars(select(Meeting).filter_by(convention="CCM", short="14MSP")).all()) == 1


def test_a_meeting_may_be_adopted_before_its_day_is_fixed(registers: Flask) -> None:
    made = adopted(1, {1: Adoption(None, 5)})
    assert [(each.short, each.starts_on) for each in made] == [("14MSP", None)]


def test_a_decision_is_needed_and_something_to_decide_on(registers: Flask) -> None:
    assert "Say which meeting decided it" in refused(lambda: adopted(decision=" "), field="decision")
    add_option(*HERE, title="Nothing at all", comments="", by=BY)
    assert "foresees no meeting yet" in refused(lambda: adopted(3, {}), field="")


def test_a_choice_is_built_up_line_by_line(app: Flask) -> None:
    open_choice("APMBC", title="Éléments: two weeks?", first_year=2028, background="", source="test", by=BY)
    here = ("APMBC", "elements-two-weeks")
    option = add_option(*here, title="One", comments="Short.", by=BY)
    msp = Foreseen("MSP", 3, 4, 2, ("EN",), date(2028, 11, 20))
    foresee_meeting(*here, option.number, msp, city="Geneva", payer="States Parties", by=BY)
    cost = add_cost(*here, 1, what="Room", payer="ISU", francs=9000, source="offer", by=BY)
    [found] = get_choice(*here).options
    assert (found.foreseen, [each.francs for each in found.costs]) == ([msp], [9000])
    drop_meeting(*here, 1, 1, by=BY)
    drop_cost(*here, 1, cost.id, by=BY)
    [found] = get_choice(*here).options
    assert (found.meetings, found.costs) == ([], [])
    with pytest.raises(NotFound):
        drop_meeting(*here, 1, 1, by=BY)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (Foreseen("MSP", 5, 4, 2, SIX), "most"),
        (Foreseen("summit", 3, 4, 2, SIX), "kind"),
        (Foreseen("MSP", 3, 4, 2, SIX, date(2028, 9, 1)), "opens_on"),
    ],
)
def test_a_meeting_that_cannot_be_foreseen_is_refused(registers: Flask, wrong: Foreseen, field: str) -> None:
    assert refused(lambda: foresee_meeting(*HERE, 1, wrong, city="", payer="", by=BY), field=field)


def test_two_choices_of_one_title_are_refused(app: Flask) -> None:
    def opened() -> None:
        open_choice("APMBC", title="Two weeks", first_year=2028, background="", source="test", by=BY)

    opened()
    assert refused(opened, field="") == "There is a choice of this title already."
