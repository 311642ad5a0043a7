"""Who was elected at a meeting, body by body: read from the terms of the offices."""

from dataclasses import dataclass

from committees.queries.offices import Offices
from conventions.models import Meeting
from states_parties.queries.as_of import states_by_name


@dataclass(frozen=True)
class Elected:
    """body: its name. states: the names of the States whose terms begin with the meeting."""

    body: str
    states: tuple[str, ...]


def elected_at(meeting: Meeting) -> list[Elected]:
    """In the order of the bodies; none where nothing is on record."""
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
