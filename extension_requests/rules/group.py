"""Which States of a group may lead or read a request. Source: mandates of the groups; CCM/MSP/2019/12."""

from collections.abc import Collection, Mapping

from core.errors import RuleViolation
from core.wording import list_in_words


def check_assigned(lead: str | None, readers: Collection[str], *, taking_part: Mapping[str, str]) -> None:
    """Only States that take part are assigned. taking_part: code -> name."""
    asked = {*readers, *([lead] if lead else [])}
    if strangers := sorted(asked - set(taking_part)):
        raise RuleViolation(
            f"{list_in_words(strangers, 'EN')} does not take part in the analysis of this request.",
            field="readers" if lead not in strangers else "lead",
        )


def may_assign(*, chair: bool, isu: bool, chaired: bool) -> bool:
    """The chair assigns; the ISU where no member chairs the group. Source: practice of the CCM's groups."""
    return chair or (isu and not chaired)
