"""Who comes to a table with an office held elsewhere, by invitation, or because it presides over the Convention."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from committees.models.bodies import BodyKind, PlaceKind, PlaceOf
from committees.queries.holders import Holder, SeatState, seat_holders
from committees.queries.offices import Offices
from committees.rules.presidency import Presidency, past_president, president, president_designate
from core.periods import Period
from core.wording import day_in_words, span_in_words

PRESIDENCY_OFFICES = {
    PlaceOf.PRESIDENT: president,
    PlaceOf.DESIGNATE: president_designate,
    PlaceOf.PAST_PRESIDENT: past_president,
}


def place_holders(offices: Offices, body: str, *, on: date) -> Iterator[Holder]:
    for place in offices.places(body, on=on):
        if place.of in PRESIDENCY_OFFICES:
            held = PRESIDENCY_OFFICES[place.of](offices.order, on=on)
            yield _presiding(offices, place.of, held, on=on, place=place, body=body)
        elif place.of is PlaceOf.BODY:
            yield from _holders_elsewhere(offices, place, [place.name], on=on)
        elif place.of is PlaceOf.KIND:
            slugs = [row.slug for row in offices.bodies_on(on) if row.kind == place.name]
            yield from _holders_elsewhere(offices, place, slugs, on=on)
        elif place.of is PlaceOf.GENDER_FOCAL_POINTS:
            yield from _gender_focal_points(offices, place, on=on)
        else:
            yield _institution(place)


def presidency_holders(offices: Offices, *, on: date) -> Iterator[Holder]:
    for office, held in PRESIDENCY_OFFICES.items():
        if found := held(offices.order, on=on):
            yield _presiding(offices, office, found, on=on)


def _holders_elsewhere(offices: Offices, place: Any, slugs: Sequence[str], *, on: date) -> Iterator[Holder]:
    for slug in slugs:
        yield from seat_holders(offices, slug, on=on, via=place)


def _gender_focal_points(offices: Offices, place: Any, *, on: date) -> Iterator[Holder]:
    for row in offices.bodies_on(on):
        for person in offices.representatives(row.slug, on=on):
            if person.kind == "gender focal point":
                state = offices.states[person.iso3]
                yield Holder(
                    state=state,
                    name=state.name,
                    office=f"gender focal point of the {row.name_en}",
                    kind=place.kind,
                    chairs=False,
                    reason=f"Gender focal point of the {row.name_en} from {day_in_words(person.starts_on, 'EN')}.",
                    source=f"{person.source}; {place.source}",
                    confidence=str(person.confidence),
                    body=row.slug,
                    period=Period(person.starts_on, person.ends_before),
                    since=person.starts_on,
                    people=(person,),
                )


def _institution(place: Any) -> Holder:
    return Holder(
        state=None,
        name=place.name,
        office=place.kind.value,
        kind=place.kind,
        chairs=False,
        reason={
            PlaceKind.ASSISTS: "Assists the body in its work.",
            PlaceKind.STANDING_INVITATION: "Invited to every meeting.",
            PlaceKind.AD_HOC_INVITATION: "Invited where its help is needed.",
        }.get(place.kind, ""),
        source=place.source,
        confidence=str(place.confidence),
    )


def _presiding(
    offices: Offices, office: PlaceOf, held: Presidency | None, *, on: date, place: Any = None, body: str = ""
) -> Holder:
    kind = place.kind if place is not None else PlaceKind.CHAIR if office is PlaceOf.PRESIDENT else PlaceKind.MEMBER
    source = place.source if place is not None else "calendar of meetings"
    if held is None:
        return Holder(
            state=None,
            name=office.value,
            office=office.value,
            kind=kind,
            chairs=False,
            reason=f"{office.value}: the calendar of meetings names no State.",
            source=source,
            confidence="medium",
            seat_state=SeatState.NOT_DOCUMENTED,
        )
    state = offices.states[held.iso3]
    return Holder(
        state=state,
        name=state.name,
        office=office.value,
        kind=kind,
        chairs=kind is PlaceKind.CHAIR,
        reason=_presidency_in_words(office, held),
        source=source,
        confidence="high" if office is not PlaceOf.DESIGNATE else "medium",
        period=held.period if office is PlaceOf.PRESIDENT else None,
        since=held.period.starts_on if office is PlaceOf.PRESIDENT and held.period else None,
        ends_with=held.meeting.short if office is PlaceOf.PRESIDENT else "",
        ends=held.meeting.short if office is PlaceOf.PRESIDENT else "",
        seat_state=SeatState.HELD,
        people=_people_of_presidency(offices, body, held, on=on),
    )


def _people_of_presidency(offices: Offices, body: str, held: Presidency, *, on: date) -> tuple[Any, ...]:
    """Whoever acts for the presiding State in this body, else in the presidency."""
    slugs = [body, *(row.slug for row in offices.bodies.values() if row.kind is BodyKind.PRESIDENCY)]
    for slug in dict.fromkeys(slugs):
        if found := [each for each in offices.representatives(slug, on=on) if each.iso3 == held.iso3]:
            return tuple(found)
    return ()


def _presidency_in_words(office: PlaceOf, held: Presidency) -> str:
    verb = {PlaceOf.PAST_PRESIDENT: "presided", PlaceOf.DESIGNATE: "is to preside"}.get(office, "presides")
    person = f" ({held.meeting.president})" if held.meeting.president else ""
    told = held.period if office is not PlaceOf.DESIGNATE else None
    days = f", {span_in_words(told.starts_on, told.last_day)}" if told else ""
    return f"{office.value}: {verb} over the {held.meeting.name} ({held.meeting.short}){person}{days}."
