"""The figures of a vote, which add up or are refused. Source: rules of procedure of meetings of the States Parties."""

from dataclasses import dataclass

from core.errors import RuleViolation

SOURCE = "Rules of procedure of meetings of the States Parties"


@dataclass(frozen=True)
class Vote:
    """None: not told. took_part: how many cast a vote, abstentions among them."""

    in_favour: int | None
    against: int | None
    abstaining: int | None
    took_part: int | None


@dataclass(frozen=True)
class Count:
    in_favour: int
    against: int
    abstaining: int
    took_part: int

    @property
    def carried(self) -> bool:
        """Whether more of those present and voting were in favour than against: abstentions do not count."""
        return self.in_favour > self.against


def check_vote(vote: Vote | None) -> Count:
    """The figures of a vote that carried. RuleViolation as for `count_of`, and where no majority was in favour."""
    count = count_of(vote)
    if not count.carried:
        raise RuleViolation(
            "With these figures nothing was decided: more must be in favour than against.",
            field="votes_for",
            source=SOURCE,
        )
    return count


def count_of(vote: Vote | None) -> Count:
    """RuleViolation where a figure is missing, below 0, or they do not add up."""
    told = (vote.in_favour, vote.against, vote.abstaining, vote.took_part) if vote else ()
    figures = [each for each in told if each is not None]
    if len(figures) != 4:
        raise RuleViolation(
            "A vote has four figures: in favour, against, abstentions, and how many took part.", field="votes_for"
        )
    if min(figures) < 0:
        raise RuleViolation("Votes are counted from 0.", field="votes_for")
    count = Count(*figures)
    summed = count.in_favour + count.against + count.abstaining
    if summed != count.took_part:
        raise RuleViolation(
            f"{count.in_favour} in favour, {count.against} against and {count.abstaining} abstentions are {summed}, "
            f"not {count.took_part}.",
            field="took_part",
        )
    return count
