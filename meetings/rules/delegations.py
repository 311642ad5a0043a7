"""Who is meant by what the chair types: groups and organisations by the names they are called in a room."""

from difflib import get_close_matches
from typing import NamedTuple

from meetings.rules.speakers_list import Standing
from states_parties.rules.names import sort_key


class Organisation(NamedTuple):
    name: str
    standing: Standing


# Name on the list -> other names. Source: lists of participants of both Conventions' meetings.
_KNOWN: dict[Standing, dict[str, tuple[str, ...]]] = {
    Standing.GROUP: {
        "European Union": ("EU",),
        "African Group": ("Group of African States",),
        "Group of Latin American and Caribbean States": ("GRULAC",),
        "Group of Arab States": ("Arab Group", "League of Arab States"),
        "Non-Aligned Movement": ("NAM",),
        "Association of Southeast Asian Nations": ("ASEAN",),
    },
    Standing.UNITED_NATIONS: {
        "United Nations": ("UN",),
        "United Nations Mine Action Service": ("UNMAS",),
        "United Nations Office for Disarmament Affairs": ("UNODA",),
        "United Nations Development Programme": ("UNDP",),
        "United Nations Children’s Fund": ("UNICEF",),
        "United Nations Institute for Disarmament Research": ("UNIDIR",),
    },
    Standing.ICRC: {"International Committee of the Red Cross": ("ICRC",)},
    Standing.CAMPAIGN: {
        "International Campaign to Ban Landmines - Cluster Munition Coalition": ("ICBL-CMC", "ICBL", "CMC"),
    },
    Standing.OTHER: {
        "Geneva International Centre for Humanitarian Demining": ("GICHD",),
        "International Federation of Red Cross and Red Crescent Societies": ("IFRC",),
        "Organization of American States": ("OAS",),
        "HALO Trust": ("HALO", "The HALO Trust"),
        "Mines Advisory Group": ("MAG",),
        "Norwegian People’s Aid": ("NPA",),
        "Humanity & Inclusion": ("HI", "Handicap International"),
        "Danish Refugee Council": ("DRC Humanitarian Disarmament and Peacebuilding",),
        "Swiss Foundation for Mine Action": ("FSD",),
        "Implementation Support Unit": ("ISU",),
    },
}


def organisation_named(text: str) -> Organisation | None:
    return _BY_KEY.get(sort_key(text))


def near_organisations(text: str) -> list[str]:
    """The names most like it, on the list as they would stand there."""
    near = get_close_matches(sort_key(text), _BY_KEY, n=3, cutoff=0.75)
    return list(dict.fromkeys(_BY_KEY[each].name for each in near))


def organisation_names() -> list[str]:
    return sorted({each.name for each in _BY_KEY.values()})


_BY_KEY = {
    sort_key(spelt): Organisation(name, standing)
    for standing, known in _KNOWN.items()
    for name, others in known.items()
    for spelt in (name, *others)
}
