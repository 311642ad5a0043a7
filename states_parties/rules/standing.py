"""The standing of a State under one Convention, on a day and through time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from conventions.definitions import Convention
from conventions.rules import entry_into_force_on, withdrawal_effective_on

INSTRUMENTS = ("ratification", "acceptance", "approval", "accession", "succession")
OF_SIGNATORIES = ("ratification", "acceptance", "approval")


class Standing(StrEnum):
    STATE_PARTY = "State Party"
    NOT_YET_IN_FORCE = "State Party not yet in force"
    SIGNATORY = "signatory"
    NOT_PARTY = "State not party"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Bond:
    """One tie of a State to a Convention, from signature or deposit to withdrawal.

    date_unknown: the instrument is known to be deposited, its day is not documented (Lebanon and the APMBC).
    """

    signature_on: date | None = None
    deposited_on: date | None = None
    entry_into_force_on: date | None = None
    withdrawal_notified_on: date | None = None
    withdrawal_effective_on: date | None = None
    instrument: str = ""
    date_unknown: bool = False


def standing_on(bonds: Sequence[Bond], on: date) -> Standing:
    """What documented days make of the State on that day.

    A bond without documented days changes nothing on any day: nobody can say on which day it began to count. Whoever
    shows the standing says beside it that such a bond is on record.
    """
    standing = Standing.NOT_PARTY
    for day, each in standing_history(bonds):
        if day > on:
            break
        standing = each
    return standing


def standing_history(bonds: Sequence[Bond]) -> list[tuple[date, Standing]]:
    """The days on which the standing changed, in order, each with the standing from that day on.

    Before the first of them the State is not party. Where one bond ends on the day the next begins, the next counts.
    """
    by_day = {day: standing for bond in sorted(bonds, key=_first_day) for day, standing in _changes(bond)}
    history: list[tuple[date, Standing]] = []
    for day, standing in sorted(by_day.items()):
        if not history or history[-1][1] is not standing:
            history.append((day, standing))
    return history


def _changes(bond: Bond) -> list[tuple[date, Standing]]:
    """The steps of one bond that count: a step already overtaken by a later one is left out.

    Entry into force may come before the deposit: a succession counts from independence (South Sudan).
    """
    steps = [
        (bond.signature_on, Standing.SIGNATORY),
        (bond.deposited_on, Standing.NOT_YET_IN_FORCE),
        (bond.entry_into_force_on, Standing.STATE_PARTY),
        (bond.withdrawal_effective_on, Standing.WITHDRAWN),
    ]
    dated = [(day, standing) for day, standing in steps if day is not None]
    return [
        (day, standing)
        for place, (day, standing) in enumerate(dated)
        if all(day < later for later, _ in dated[place + 1 :])
    ]


def bonds_shortcomings(bonds: Sequence[Bond], *, state: str, convention: Convention) -> list[str]:
    """All that is wrong with the bonds of one State to one Convention, alone and together, as sentences."""
    return [
        *(sentence for bond in bonds for sentence in bond_shortcomings(bond, state=state, convention=convention)),
        *_overlaps(bonds, state=state, convention=convention),
    ]


def bond_shortcomings(bond: Bond, *, state: str, convention: Convention) -> list[str]:
    """What is wrong with one bond, as sentences that name the State, the Convention and the days; empty: nothing.

    Source: APMBC art. 15 to 17 and 20, CCM art. 15 to 17 and 20; treaty text from knowledge: compare with the
    depositary's text.
    """
    sentences = [
        *_signature_shortcomings(bond, convention),
        *_deposit_shortcomings(bond, convention),
        *_entry_into_force_shortcomings(bond, convention),
        *_withdrawal_shortcomings(bond, convention),
    ]
    return [f"{state}, {convention.code}: {sentence}" for sentence in sentences]


def _signature_shortcomings(bond: Bond, convention: Convention) -> list[str]:
    """Open for signature until entry into force. Source: Article 15 of both."""
    if bond.signature_on is None:
        return []
    if bond.signature_on < convention.opened_on:
        return [f"signed on {bond.signature_on}, before the Convention was opened on {convention.opened_on}."]
    if bond.signature_on >= convention.in_force_on:
        return [f"signed on {bond.signature_on}, but signature ended before {convention.in_force_on}."]
    return []


def _deposit_shortcomings(bond: Bond, convention: Convention) -> list[str]:
    """Signatories ratify, accept or approve; all others accede. Source: Article 16 of both."""
    sentences = []
    deposited = bond.deposited_on is not None or bond.date_unknown
    if not deposited and bond.signature_on is None:
        sentences.append("neither a signature nor a deposit is given.")
    if deposited and bond.instrument not in INSTRUMENTS:
        sentences.append(f"the instrument “{bond.instrument}” is none of {', '.join(INSTRUMENTS)}.")
    if not deposited and bond.instrument:
        sentences.append(f"an instrument of {bond.instrument} is named, but no deposit.")
    if bond.instrument in OF_SIGNATORIES and bond.signature_on is None:
        sentences.append(f"{bond.instrument} is for signatories, and no signature is given; others accede.")
    if bond.instrument == "accession" and bond.signature_on is not None:
        sentences.append("accession is for States that did not sign; a signatory ratifies, accepts or approves.")
    if bond.deposited_on is None:
        return sentences
    if bond.date_unknown:
        sentences.append(f"the day of deposit is both given ({bond.deposited_on}) and marked as unknown.")
    if bond.signature_on is not None and bond.deposited_on < bond.signature_on:
        sentences.append(f"deposited on {bond.deposited_on}, before signing on {bond.signature_on}.")
    elif bond.deposited_on < convention.opened_on:
        sentences.append(f"deposited on {bond.deposited_on}, before the Convention opened on {convention.opened_on}.")
    return sentences


def _entry_into_force_shortcomings(bond: Bond, convention: Convention) -> list[str]:
    """Successions count from another day, so theirs is taken as given. Source: Article 17 of both."""
    if bond.deposited_on is None:
        return ["entry into force is given without a day of deposit."] if bond.entry_into_force_on else []
    by_rule = entry_into_force_on(convention, bond.deposited_on)
    if bond.entry_into_force_on is None:
        return [f"entry into force is missing; by Article 17 it is {by_rule}."]
    if bond.entry_into_force_on < convention.in_force_on:
        return [f"entry into force on {bond.entry_into_force_on} is before the Convention’s, {convention.in_force_on}."]
    if bond.entry_into_force_on != by_rule and bond.instrument != "succession":
        return [f"entry into force is given as {bond.entry_into_force_on}; by Article 17 it is {by_rule}."]
    return []


def _withdrawal_shortcomings(bond: Bond, convention: Convention) -> list[str]:
    """Six months after notice, or later for a State in armed conflict. Source: Article 20 of both."""
    notified_on, effective_on = bond.withdrawal_notified_on, bond.withdrawal_effective_on
    if notified_on is None:
        return ["a withdrawal takes effect without a notice."] if effective_on else []
    if bond.entry_into_force_on is None or notified_on < bond.entry_into_force_on:
        return [f"withdrawal was notified on {notified_on}, when the State was not a State Party."]
    earliest = withdrawal_effective_on(convention, notified_on)
    if effective_on is None:
        return [f"the withdrawal notified on {notified_on} has no day of effect; by Article 20 it is {earliest}."]
    if effective_on < earliest:
        return [f"the withdrawal notified on {notified_on} takes effect on {earliest} or later, not on {effective_on}."]
    return []


def _overlaps(bonds: Sequence[Bond], *, state: str, convention: Convention) -> list[str]:
    """A State is bound once at a time: a new bond begins when the withdrawal from the one before has taken effect."""
    sentences = []
    for earlier, later in pairwise(sorted(bonds, key=_first_day)):
        if earlier.withdrawal_effective_on is None or _first_day(later) < earlier.withdrawal_effective_on:
            begins = (
                f"the one that begins on {_first_day(later)}" if _first_day(later) != date.max else "an undated one"
            )
            sentences.append(f"{state}, {convention.code}: two memberships overlap; {begins} comes too early.")
    return sentences


def _first_day(bond: Bond) -> date:
    return min(
        (day for day in (bond.signature_on, bond.deposited_on, bond.entry_into_force_on) if day), default=date.max
    )
