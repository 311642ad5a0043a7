"""For each obligation about which a request was made: the chain of grants replayed and held against the register."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from conventions.queries import meeting_order
from conventions.registry import get_convention
from extension_requests.queries.on_file import RequestOnFile, requests_on_file
from extension_requests.rules.chains import Link, Replayed, replay
from states_parties.facts import DatedObligation
from states_parties.queries.as_of import Registers


@dataclass(frozen=True)
class Chain:
    """obligation: as the register has it on the day, None where it has none."""

    convention: str
    article: str
    iso3: str
    name: str
    slug: str
    obligation: DatedObligation | None
    requests: Sequence[RequestOnFile]
    replayed: Replayed


def chains(convention: str, *, on: date, iso3: str | None = None) -> Sequence[Chain]:
    """By article and State; requests count that were considered by the day. For one State all its obligations."""
    order = meeting_order(convention)
    asked: dict[tuple[str, str], list[RequestOnFile]] = defaultdict(list)
    for each in requests_on_file(convention, iso3=iso3, order=order):
        if each.meeting is None or each.meeting.closes_on is None or each.meeting.closes_on <= on:
            asked[each.article, each.iso3].append(each)
    states = sorted({of for _article, of in asked})
    registers = Registers(get_convention(convention), on, [iso3] if iso3 else states)
    return [_chain(registers, requests) for requests in asked.values()]


def _chain(registers: Registers, requests: Sequence[RequestOnFile]) -> Chain:
    first = requests[0]
    found = next((each for each in registers.obligations_of(first.iso3) if each.article == first.article), None)
    links = [
        Link(each.number, each.meeting_short, each.deadline, each.outcome, each.granted_until) for each in requests
    ]
    if found is None:
        replayed = replay(None, links, None)
    else:
        replayed = replay(found.initial_deadline, links, found.deadline, undecided_at=found.undecided_at)
    return Chain(first.convention, first.article, first.iso3, first.name, first.slug, found, requests, replayed)
