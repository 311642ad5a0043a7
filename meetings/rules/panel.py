"""The panel of a thematic session: a list of people read from pasted text, the time they need, and its balance."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from core.errors import Shortcomings
from core.wording import counted, list_in_words
from states_parties.rules.names import sort_key

MOST_PASTED = 40  # lines. Office practice
SMALLEST_GROUP = 3  # people on record from whom on a balance is told: it shall tell of nobody alone. Office practice
TITLES = ("H.E.", "Dr.", "Dr", "Prof.", "Amb.", "Ambassador", "Mr.", "Mr", "Ms.", "Ms", "Mrs.", "Mrs", "Sr.", "Sra.")
_MARK = re.compile(r"^(?:[-•*–]|\d{1,2}[.)])\s+")


@dataclass(frozen=True)
class PastedPerson:
    title: str
    name: str
    function: str
    organisation: str


@dataclass(frozen=True)
class OnPanel:
    """One person as the rules weigh them. gender: "" where it is not on record. region: of the State they speak for."""

    name: str
    organisation: str
    gender: str = ""
    region: str = ""


class TimeBudget(NamedTuple):
    """In minutes. room: how many interventions of the longest kind fit in what the panel leaves; least: of the
    shortest."""

    session: int
    panel: int
    floor: int
    room_at_most: int
    room_at_least: int

    @property
    def over(self) -> int:
        return max(0, self.panel + self.floor - self.session)


def people_pasted(text: str, *, known: Sequence[str] = ()) -> list[PastedPerson]:
    """One person on each line: "H.E. Name, Function, Organisation". known: names that are on the list already.

    Shortcomings names each line that cannot be read; then nobody is taken over.
    """
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if len(lines) > MOST_PASTED:
        raise Shortcomings(
            [f"{len(lines):,} lines, more than {MOST_PASTED}: paste the people of one session"], what="The list"
        )
    if not lines:
        raise Shortcomings(["it is empty"], what="The list")
    seen = {sort_key(name): "is on the list already" for name in known}
    people, wrong = [], []
    for number, line in lines:
        try:
            person = _person(line)
            if why := seen.get(sort_key(person.name)):
                raise ValueError(f"{person.name} {why}")
        except ValueError as error:
            wrong.append(f"line {number}: {error}")
            continue
        seen[sort_key(person.name)] = f"stands in line {number} already"
        people.append(person)
    if wrong:
        raise Shortcomings(wrong, what="Nobody was taken over")
    return people


def title_and_name(text: str) -> tuple[str, str]:
    """ "H.E. Dr. Ada Person" -> "H.E. Dr.", "Ada Person"."""
    titles, name = [], text.strip()
    while (first := name.split(" ", 1)[0]) in TITLES and " " in name:
        titles.append(first)
        name = name.split(" ", 1)[1].strip()
    return " ".join(titles), name


def time_budget(
    *, session: int, on_panel: int, panel_minutes: int, least: int, most: int, interventions: int
) -> TimeBudget:
    """What the panel needs and what is left to the floor. Source: Office practice: speakers x limit + panel."""
    panel = on_panel * panel_minutes
    left = max(0, session - panel)
    return TimeBudget(session, panel, interventions * most, left // most, left // least)


def gender_balance(people: Sequence[OnPanel]) -> str:
    """ "2 of 5 are women" among those who agreed that it is kept; "" where so few did that it would tell of one person.

    Source: Oslo Action Plan, action 3; the smallest group is Office practice.
    """
    known = [person.gender for person in people if person.gender]
    if len(known) < SMALLEST_GROUP:
        return ""
    women = known.count("woman")
    told = f"{women} of {len(known)} {'is a woman' if women == 1 else 'are women'}"
    unknown = len(people) - len(known)
    return f"{told}; of {counted(unknown, 'person', 'persons')} it is not on record" if unknown else told


def balance_remarks(people: Sequence[OnPanel]) -> Iterator[str]:
    """One gender alone; several people from one organisation; more than half of those with a State from one region."""
    known = [person.gender for person in people if person.gender]
    if len(known) >= SMALLEST_GROUP and len(set(known)) == 1 and known[0] in ("woman", "man"):
        yield f"All on the panel whose gender is on record are {'women' if known[0] == 'woman' else 'men'}."
    organisations = Counter(person.organisation for person in people if person.organisation)
    for organisation, count in organisations.items():
        if count > 1:
            names = [person.name for person in people if person.organisation == organisation]
            yield f"{list_in_words(names, 'EN')} come from one organisation: {organisation}."
    regions = Counter(person.region for person in people if person.region)
    for region, count in regions.items():
        if count > 1 and count * 2 > sum(regions.values()):
            yield f"{count} of {sum(regions.values())} who speak for a State come from one region: {region}."


def _person(line: str) -> PastedPerson:
    """ValueError says what is missing."""
    parts = [part.strip() for part in _MARK.sub("", " ".join(line.replace("**", "").split())).split(",")]
    parts = [part for part in parts if part]
    title, name = title_and_name(parts[0]) if parts else ("", "")
    if not name or not any(letter.isalpha() for letter in name):
        raise ValueError("no name")
    if len(parts) < 2:
        raise ValueError(f"“{name[:60]}” has no function; write “Name, Function, Organisation”")
    function, organisation = ", ".join(parts[1:-1]), parts[-1]
    if not function:
        function, organisation = organisation, ""
    for what, text, longest in (("name", name, 120), ("function", function, 300), ("organisation", organisation, 200)):
        if len(text) > longest:
            raise ValueError(f"the {what} is longer than {longest} characters")
    if len(title) > 40:
        raise ValueError("too many titles before the name")
    return PastedPerson(title, name, function, organisation)
