"""What the machinery would be if certain proposals were adopted together.

Mandates are amended first, then compositions and invitations change, then bodies are merged or discontinued; so the
outcome does not depend on the order of the proposals. Proposals that contradict each other are left out, all of them,
and told.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from committees.rules.contradictions import (
    AMEND,
    COMPOSITION,
    DISCONTINUE,
    INVITE,
    MERGE,
    Change,
    LeftOut,
    contradictions,
)
from committees.rules.machinery import Part
from committees.rules.mandates import PointChange, amended, compare_points, joined
from core.errors import RuleViolation


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
