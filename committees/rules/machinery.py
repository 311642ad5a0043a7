"""The machinery of a Convention as values, and what it would be if certain proposals were adopted together.

Mandates are amended first, then compositions and invitations change, then bodies are merged or discontinued; so the
outcome does not depend on the order of the proposals. Proposals that contradict each other are left out, all of them,
and told. Source of the kinds of proposals: CCM/CONF/2020/PM.2/WP.6, para 22.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from committees.rules.mandates import PointChange, amended, compare_points, joined
from core.errors import RuleViolation
from core.wording import list_in_words

AMEND = "amend the mandate"
MERGE = "merge into another body"
DISCONTINUE = "discontinue"
COMPOSITION = "change the composition"
INVITE = "add a standing invitation"
THEMATIC = ("working group", "coordinator")


@dataclass(frozen=True)
class Part:
    """One body of the machinery. role: of its seats. covers: the slugs of the bodies whose field is its own.

    open_tasks: on the day; effort_hours: those estimated for them.
    """

    slug: str
    name: str
    short: str
    kind: str
    role: str = "member"
    seats: int = 0
    renewed_each_time: int | None = None
    points: tuple[str, ...] = ()
    invited: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    open_tasks: int = 0
    effort_hours: int = 0

    @property
    def hours_per_seat(self) -> float | None:
        return round(self.effort_hours / self.seats, 1) if self.seats else None

    @property
    def points_per_seat(self) -> float | None:
        return round(len(self.points) / self.seats, 1) if self.seats else None


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


@dataclass(frozen=True)
class Totals:
    """seats: by their role. themes: working groups and coordinators."""

    bodies: int
    themes: int
    committees: int
    seats: Mapping[str, int]
    points: int
    open_tasks: int
    effort_hours: int

    @property
    def all_seats(self) -> int:
        return sum(self.seats.values())

    @property
    def points_per_seat(self) -> float | None:
        return round(self.points / self.all_seats, 1) if self.all_seats else None

    @property
    def hours_per_seat(self) -> float | None:
        return round(self.effort_hours / self.all_seats, 1) if self.all_seats else None


@dataclass(frozen=True)
class Comparison:
    """One body before and after; after None: it is discontinued. into: the body that takes its mandate over."""

    before: Part
    after: Part | None
    into: Part | None = None
    took_over: tuple[Part, ...] = ()

    @cached_property
    def points(self) -> list[PointChange]:
        return compare_points(self.before.points, self.after.points if self.after else ())

    @property
    def mandate_changes(self) -> bool:
        return self.after is not None and self.after.points != self.before.points

    @property
    def differs(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class Covered:
    """Whose field it is, and the body that covers it after; None: nobody."""

    topic: Part
    by: Part | None


@dataclass(frozen=True)
class Outcome:
    """applied: the numbers of the proposals that the machinery after has in it. into: discontinued body -> its heir."""

    before: Sequence[Part]
    after: Sequence[Part]
    applied: tuple[int, ...]
    left_out: Sequence[LeftOut] = ()
    into: Mapping[str, str] = field(default_factory=dict)

    @property
    def comparisons(self) -> list[Comparison]:
        after = {part.slug: part for part in self.after}
        before = {part.slug: part for part in self.before}
        heirs: dict[str, list[Part]] = defaultdict(list)
        for source, target in self.into.items():
            heirs[target].append(before[source])
        return [
            Comparison(
                part,
                after.get(part.slug),
                after.get(self.into.get(part.slug, "")),
                tuple(heirs.get(part.slug, ())) if part.slug in after else (),
            )
            for part in self.before
        ]

    @property
    def discontinued(self) -> list[Part]:
        standing = {part.slug for part in self.after}
        return [part for part in self.before if part.slug not in standing]

    @property
    def covered(self) -> list[Covered]:
        """Who covers the field of every body with elected seats."""
        by = {topic: part for part in self.after for topic in part.covers}
        return [Covered(part, by.get(part.slug)) for part in self.before if part.seats]

    @property
    def orphaned_tasks(self) -> int:
        """Open tasks of bodies that nobody takes over from."""
        return sum(part.open_tasks for part in self.discontinued if part.slug not in self.into)


def totals(parts: Iterable[Part]) -> Totals:
    listed = list(parts)
    seats: Counter[str] = Counter()
    for part in listed:
        seats[part.role] += part.seats
    return Totals(
        bodies=len(listed),
        themes=sum(part.kind in THEMATIC for part in listed),
        committees=sum(part.kind == "committee" for part in listed),
        seats={role: number for role, number in sorted(seats.items()) if number},
        points=sum(len(part.points) for part in listed),
        open_tasks=sum(part.open_tasks for part in listed),
        effort_hours=sum(part.effort_hours for part in listed),
    )


def outcome(machinery: Sequence[Part], changes: Sequence[Change]) -> Outcome:
    """The machinery with these proposals adopted, as far as they agree with it and with each other."""
    parts = {part.slug: part for part in machinery}
    left_out = contradictions(parts, changes)
    out = {number for each in left_out for number in each.numbers}
    agreed = [change for change in sorted(changes, key=lambda each: each.number) if change.number not in out]
    applied: list[int] = []
    for kind, act in ((AMEND, _amend), (COMPOSITION, _compose), (INVITE, _invite)):
        for change in agreed:
            if change.kind == kind:
                _attempt(act, parts, change, applied, left_out)
    into = _merge_all(parts, [change for change in agreed if change.kind == MERGE], applied)
    for change in agreed:
        if change.kind == DISCONTINUE:
            del parts[change.body]
            applied.append(change.number)
    return Outcome(tuple(machinery), tuple(parts.values()), tuple(sorted(applied)), tuple(left_out), into)


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


def _attempt(
    act: Callable[[Part, Change], Part],
    parts: dict[str, Part],
    change: Change,
    applied: list[int],
    left_out: list[LeftOut],
) -> None:
    part = parts[change.body]
    try:
        parts[change.body] = act(part, change)
    except RuleViolation as refusal:
        left_out.append(LeftOut((change.number,), f"Proposal {change.number}, {part.name}: {refusal.message}"))
    else:
        applied.append(change.number)


def _amend(part: Part, change: Change) -> Part:
    return replace(part, points=tuple(amended(part.points, added=change.added, dropped=change.dropped)))


def _compose(part: Part, change: Change) -> Part:
    if (change.seats, change.renewed_each_time) == (part.seats, part.renewed_each_time):
        raise RuleViolation("It has this composition already.")
    return replace(part, seats=change.seats or 0, renewed_each_time=change.renewed_each_time)


def _invite(part: Part, change: Change) -> Part:
    if change.institution in part.invited:
        raise RuleViolation(f"{change.institution} has a standing invitation already.")
    return replace(part, invited=(*part.invited, change.institution))


def _merge_all(parts: dict[str, Part], mergers: Sequence[Change], applied: list[int]) -> dict[str, str]:
    """A body that others are merged into is merged itself only after them. Returns each body with its last heir."""
    into: dict[str, str] = {}
    waiting = list(mergers)
    while waiting:
        targets = {change.into_body for change in waiting}
        change = next(each for each in waiting if each.body not in targets)
        waiting.remove(change)
        source, target = parts.pop(change.body), parts[change.into_body]
        parts[change.into_body] = replace(
            target,
            points=tuple(joined(target.points, source.points)),
            covers=(*target.covers, *source.covers),
            open_tasks=target.open_tasks + source.open_tasks,
            effort_hours=target.effort_hours + source.effort_hours,
        )
        into = {body: change.into_body if heir == source.slug else heir for body, heir in into.items()}
        into[source.slug] = change.into_body
        applied.append(change.number)
    return into
