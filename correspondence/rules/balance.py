"""What became of each State of a campaign's audience: every one in exactly one place, so that the sheet adds up."""

import enum
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace


class Outcome(enum.StrEnum):
    SENT = "sent"
    EXCLUDED = "not written to"  # by the rule of the audience, or by name
    WITHDRAWN = "withdrawn"  # taken back by a person
    STOPPED = "stopped"  # its reason was gone when its turn came
    FAILED = "failed"
    UNKNOWN = "unknown"
    PENDING = "pending"
    VOID = "void"


MEANINGS = {
    Outcome.SENT: "done",
    Outcome.FAILED: "late",
    Outcome.UNKNOWN: "late",
    Outcome.PENDING: "soon",
    Outcome.VOID: "soon",
}


@dataclass(frozen=True)
class Copy:
    """One dispatch of a letter. message: state of its message, empty while it has none. void: it left never."""

    role: str = "to"
    channel: str = "e-mail"
    message: str = ""
    posted: bool = False
    bounced: bool = False
    delivered: bool = False
    replied: bool = False
    void: bool = False
    reason: str = ""

    @property
    def left(self) -> bool:
        return self.posted or self.message == "accepted"

    @property
    def came_back(self) -> bool:
        """And nothing says that it arrived all the same. Only mail tells so."""
        bounced = self.bounced and self.message == "accepted" and not self.posted
        return bounced and not (self.delivered or self.replied)

    @property
    def given_up(self) -> bool:
        """It came back, and a person has decided what happens instead: it counts no more, unless it arrived."""
        return self.came_back and self.void

    @property
    def waits(self) -> bool:
        """Whether it may still leave."""
        if self.left or self.void:
            return False
        return self.channel == "post" or self.message in ("", "due", "claimed", "handing over")


@dataclass(frozen=True)
class StateInCampaign:
    """letter: state of its letter, empty where none was written. reason: why it is in or out, or the letter's end."""

    iso3: str
    included: bool
    letter: str = ""
    reason: str = ""
    copies: Sequence[Copy] = field(default=())


@dataclass(frozen=True)
class Fate:
    outcome: Outcome
    reason: str = ""
    bounced: bool = False
    replied: bool = False

    @property
    def came_back(self) -> bool:
        """It left, and no copy to the mission arrived."""
        return self.outcome is Outcome.SENT and self.bounced


@dataclass(frozen=True)
class Balance:
    """total: the States of the snapshot, counted by themselves. bounced, replied: among those sent."""

    total: int
    counts: Mapping[Outcome, int]
    bounced: int = 0
    replied: int = 0

    @property
    def written_to(self) -> int:
        return self.total - self.counts[Outcome.EXCLUDED]

    @property
    def counted(self) -> int:
        return sum(self.counts.values())

    @property
    def adds_up(self) -> bool:
        return self.counted == self.total


def balance_of(fates: Iterable[Fate], *, total: int) -> Balance:
    found = list(fates)
    counts = Counter(fate.outcome for fate in found)
    return Balance(
        total=total,
        counts={outcome: counts[outcome] for outcome in Outcome},
        bounced=sum(fate.bounced for fate in found),
        replied=sum(fate.replied for fate in found),
    )


def fate_of(state: StateInCampaign, *, closed: str = "") -> Fate:
    """Where the State stands on the sheet; the copies to capitals do not decide it, but may be replied to.

    closed: why nothing of the campaign leaves any more; empty while something may.
    """
    to = [copy for copy in state.copies if copy.role == "to" and not copy.given_up]
    left = [copy for copy in to if copy.left]
    came_back = all(copy.came_back for copy in left)
    unsure = [copy for copy in to if copy.message == "unknown"]
    if unsure and came_back:
        return Fate(Outcome.UNKNOWN, unsure[-1].reason)
    if left:
        return Fate(
            Outcome.SENT,
            bounced=came_back and not any(copy.waits for copy in to),
            replied=any(copy.replied for copy in state.copies),
        )
    fate = _not_left(state, to)
    return Fate(Outcome.WITHDRAWN, closed) if fate.outcome is Outcome.PENDING and closed else fate


def fate_of_earlier(copies: Iterable[Copy], reason: str) -> Fate:
    """What became of a letter that has another reference now: what left has left, whatever was decided afterwards."""
    as_they_were = [replace(copy, void=copy.void and not copy.left) for copy in copies]
    fate = fate_of(StateInCampaign("", True, "void", reason, as_they_were))
    return replace(fate, reason=fate.reason or reason)


def _not_left(state: StateInCampaign, to: Sequence[Copy]) -> Fate:
    match state.letter:
        case "":
            return Fate(Outcome.PENDING, "No letter yet.") if state.included else Fate(Outcome.EXCLUDED, state.reason)
        case "withdrawn":
            return Fate(Outcome.WITHDRAWN, state.reason)
        case "void":
            return Fate(Outcome.VOID, state.reason)
        case "draft":
            return Fate(Outcome.PENDING, "Not approved yet.")
    live = [copy for copy in to if not copy.void]
    if not live:  # a letter whose approval stands, but whose sending was stopped
        return Fate(Outcome.WITHDRAWN, to[-1].reason) if to else Fate(Outcome.PENDING, "It has no address.")
    if waiting := [copy for copy in live if copy.waits]:
        return Fate(Outcome.PENDING, _why_it_waits(waiting[-1]))
    return _ended(live[-1])


def _why_it_waits(copy: Copy) -> str:
    if copy.channel == "post":
        return "Not posted yet."
    return {"": "Not scheduled yet.", "due": copy.reason or "Waits for its time."}.get(copy.message, "On its way.")


def _ended(copy: Copy) -> Fate:
    outcomes = {"stopped": Outcome.STOPPED, "withdrawn": Outcome.WITHDRAWN}
    return Fate(outcomes.get(copy.message, Outcome.FAILED), copy.reason)
