"""Proposals to change the machinery, and which of them cannot be adopted together.

Source of the kinds of proposals: CCM/CONF/2020/PM.2/WP.6, para 22.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from committees.rules.machinery import Part
from core.wording import list_in_words

AMEND = "amend the mandate"
MERGE = "merge into another body"
DISCONTINUE = "discontinue"
COMPOSITION = "change the composition"
INVITE = "add a standing invitation"


@dataclass(frozen=True)
class Change:
    """A proposal as the machinery sees it; see committees.models.reforms.ReformProposal."""

    number: int
    kind: str
    body: str
    into_body: str = ""
    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    seats: int | None = None
    renewed_each_time: int | None = None
    institution: str = ""


@dataclass(frozen=True)
class LeftOut:
    """The numbers of proposals that were left out, and why, in a sentence."""

    numbers: tuple[int, ...]
    sentence: str


def contradictions(parts: Mapping[str, Part], changes: Sequence[Change]) -> list[LeftOut]:
    """Proposals that cannot be adopted together, or speak of a body that is not there on the day."""
    found = [
        LeftOut((change.number,), f"Proposal {change.number}: “{slug}” is no body on this day.")
        for change in changes
        for slug in dict.fromkeys(filter(None, (change.body, change.into_body)))
        if slug not in parts
    ]
    absent = {number for each in found for number in each.numbers}
    there = [change for change in changes if change.number not in absent]
    for slug, part in parts.items():
        own = [change for change in there if change.body == slug]
        found += _about_one_body(part, own, [change for change in there if change.into_body == slug], parts)
    return found + _circles(parts, [change for change in there if change.kind == MERGE])


def _about_one_body(
    part: Part, own: Sequence[Change], into_it: Sequence[Change], parts: Mapping[str, Part]
) -> list[LeftOut]:
    found = []
    mergers = [change for change in own if change.kind == MERGE]
    endings = [change for change in own if change.kind == DISCONTINUE]
    composed = [change for change in own if change.kind == COMPOSITION]
    if len(mergers) > 1:
        targets = list_in_words([f"into the {parts[change.into_body].name}" for change in mergers], "EN")
        found.append(_left_out(mergers, f"the {part.name} cannot be merged more than once: {targets}."))
    if len(endings) > 1:
        found.append(_left_out(endings, f"the {part.name} can be discontinued only once."))
    if mergers and endings:
        found.append(_left_out([*mergers, *endings], f"the {part.name} is either merged or discontinued, not both."))
    if endings and into_it:
        found.append(
            _left_out([*into_it, *endings], f"nothing can be merged into the {part.name} while it is discontinued.")
        )
    if len(composed) > 1:
        found.append(_left_out(composed, f"the {part.name} cannot have several compositions."))
    lost = [
        change
        for change in own
        if (change.kind in (COMPOSITION, INVITE) and (mergers or endings)) or (change.kind == AMEND and endings)
    ]
    if lost:
        ends = [*mergers, *endings]
        found.append(_left_out([*lost, *ends], f"the {part.name} cannot be changed and cease to exist at once."))
    return found


def _circles(parts: Mapping[str, Part], mergers: Sequence[Change]) -> list[LeftOut]:
    """Bodies merged into each other in a circle: none would be left."""
    by_body = {change.body: change for change in mergers}
    found, told = [], set()
    for change in mergers:
        path: list[Change] = []
        present: Change | None = change
        while present is not None and present not in path:
            path.append(present)
            present = by_body.get(present.into_body)
        if present is change and change.number not in told:
            told |= {each.number for each in path}
            names = list_in_words([f"the {parts[each.body].name}" for each in path], "EN")
            found.append(_left_out(path, f"{names} are merged into each other, and none would be left."))
    return found


def _left_out(changes: Iterable[Change], sentence: str) -> LeftOut:
    numbers = tuple(sorted({change.number for change in changes}))
    listed = list_in_words([str(number) for number in numbers], "EN")
    heading = "Proposal" if len(numbers) == 1 else "Proposals"
    return LeftOut(numbers, f"{heading} {listed}: {sentence}")
