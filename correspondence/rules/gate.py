"""Where letters go, and what stands in the way: the check of contacts before a letter is approved."""

import enum
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.periods import add_months
from states_parties.rules.contacts import Contact, contact_shortcomings

FRESH_MONTHS = 12  # office practice: a contact not confirmed for longer is doubted
EMAIL, POST, NOWHERE = "e-mail", "post", ""


class Problem(enum.StrEnum):
    NO_ADDRESS = "no address"
    MALFORMED = "malformed e-mail address"
    BOUNCED = "last message came back"
    NO_EMAIL = "no e-mail address"
    SHARED = "address of two States"
    UNCONFIRMED = "not confirmed of late"
    NO_COPY = "no address in the capital"


BLOCKING = (Problem.NO_ADDRESS, Problem.MALFORMED)
EXPLAINED = {
    Problem.NO_ADDRESS: "The letter can go nowhere: add a contact, or withdraw the letter.",
    Problem.MALFORMED: "Nothing is sent to what is not one plain address: correct the contact, or withdraw the letter.",
    Problem.BOUNCED: "The last message to the address came back: the letter goes by post.",
    Problem.NO_EMAIL: "The letter goes by post.",
    Problem.SHARED: "Another State of the campaign has the same address. Each letter goes there on its own.",
    Problem.UNCONFIRMED: f"The contact was not confirmed in {FRESH_MONTHS} months. The letter goes there all the same.",
    Problem.NO_COPY: "No copy goes to the capital: no focal point with an e-mail address is on record.",
}


@dataclass(frozen=True)
class Address:
    """Where a State is written to, as the register has it on a day. lines: of the envelope."""

    email: str = ""
    lines: str = ""
    confirmed_on: date | None = None
    capital: str = ""


@dataclass(frozen=True)
class Way:
    """How one letter goes. to: role, channel and address of each copy; empty: nowhere."""

    iso3: str
    to: tuple[tuple[str, str, str], ...]
    problems: Sequence[Problem]

    @property
    def blocked_by(self) -> list[str]:
        return [problem.value for problem in self.problems if problem in BLOCKING]

    @property
    def blocked(self) -> bool:
        return bool(self.blocked_by)


def ways(
    addressees: Mapping[str, str],
    addresses: Mapping[str, Address],
    bounced: Collection[str],
    *,
    copies: bool,
    on: date,
) -> list[Way]:
    """How each letter goes. addressees: the lines above the letter, by State. bounced: addresses in small letters."""
    shared = _shared(addresses[iso3].email for iso3 in addressees if iso3 in addresses)
    return [
        _way(iso3, lines, addresses.get(iso3, Address()), bounced, shared, copies=copies, on=on)
        for iso3, lines in addressees.items()
    ]


def _way(
    iso3: str,
    addressee: str,
    address: Address,
    bounced: Collection[str],
    shared: Collection[str],
    *,
    copies: bool,
    on: date,
) -> Way:
    problems = _of_email(address.email, bounced)
    by_post = bool(address.lines.strip())
    if not problems:
        to = [("to", EMAIL, address.email)]
        problems += [Problem.SHARED] if address.email.lower() in shared else []
    elif Problem.MALFORMED in problems or not by_post:
        to, problems = [], problems if Problem.MALFORMED in problems else [*problems, Problem.NO_ADDRESS]
    else:
        to = [("to", POST, addressee)]
    if by_post or address.email:
        fresh = address.confirmed_on is not None and on < add_months(address.confirmed_on, FRESH_MONTHS)
        problems += [] if fresh else [Problem.UNCONFIRMED]
    if copies and to:
        usable = not _of_email(address.capital, bounced)
        problems += [] if usable else [Problem.NO_COPY]
        to += [("copy", EMAIL, address.capital)] if usable and address.capital.lower() != address.email.lower() else []
    return Way(iso3, tuple(to), problems)


def _of_email(email: str, bounced: Collection[str]) -> list[Problem]:
    if not email:
        return [Problem.NO_EMAIL]
    found = contact_shortcomings(Contact(post_name="mission", language="EN", email=email))
    if any(field == "email" for field, _sentence in found):
        return [Problem.MALFORMED]
    return [Problem.BOUNCED] if email.lower() in bounced else []


def _shared(emails: Iterable[str]) -> set[str]:
    counts = Counter(email.lower() for email in emails if email)
    return {email for email, count in counts.items() if count > 1}
