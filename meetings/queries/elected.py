"""Who was elected at a meeting: read from the calendar of meetings and from the terms of the offices."""

from collections.abc import Sequence
from dataclasses import dataclass

from committees.queries.offices import Offices
from conventions.models import Meeting
from states_parties.queries.as_of import states_by_name


@dataclass(frozen=True)
class Elected:
    """office: a body, or an office of one person. states: of a body those whose terms begin with the meeting."""

    office: str
    states: tuple[str, ...] = ()
    person: str = ""


def elected_at(meeting: Meeting, following: Meeting | None) -> list[Elected]:
    """The presidencies of the meeting and of the one that follows, then the bodies in their order.

    None where nothing is on record.
    """
    presidencies = [_presidency("President of the meeting", meeting)]
    if following is not None:
        presidencies.append(_presidency(f"President of the {following.full_name}", following))
    return [*(each for each in presidencies if each.person or each.states), *_bodies(meeting)]


def _presidency(office: str, meeting: Meeting) -> Elected:
    return Elected(office, _names([meeting.presidency_state]) if meeting.presidency_state else (), meeting.president)


def _bodies(meeting: Meeting) -> list[Elected]:
    offices = Offices(meeting.convention)
    chosen = {
        slug: {each.iso3 for each in offices.holdings(slug) if each.term.elected_at == meeting.short}
        for slug in offices.bodies
    }
    states = states_by_name(set().union(*chosen.values()))
    return [
        Elected(body.name_en, tuple(state.list_en for state in states if state.iso3 in chosen[slug]))
        for slug, body in offices.bodies.items()
        if chosen[slug]
    ]


def _names(iso3s: Sequence[str]) -> tuple[str, ...]:
    return tuple(state.list_en for state in states_by_name(iso3s))
