"""The clues to the letter that a mail belongs to: what it says, held against what the house sent and knows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, func, select

from core.db import db
from core.outbox.models import OutboxMessage
from correspondence.models.approval import ApprovedLetter, Reference
from correspondence.models.campaigns import Dispatch, Letter
from correspondence.rules.incoming import Nature
from correspondence.rules.mail import Mail
from correspondence.rules.matching import (
    PUBLIC_PROVIDERS,
    Clue,
    MatchConfidence,
    failed_proof,
    references_in,
    states_of_domain,
)
from correspondence.rules.reply_address import dispatch_of
from states_parties.models import Mission, State


@dataclass(frozen=True)
class House:
    """The office's own address, and the key that its reply addresses are made with."""

    address: str
    key: str


def clues_of(mail: Mail, nature: Nature, house: House) -> list[Clue]:
    """Everything about a mail that speaks for a letter, or against, in the order in which it is to be believed."""
    found = [*_address_clues(mail, house), *_thread_clues(mail, nature), *_reference_clues(mail)]
    more = _reported_clues(nature, found) if nature.reported else _sender_clues(mail, found)
    return [*found, *more, *_proof_clues(mail)]


def is_own_message(header_id: str) -> bool:
    """Whether the house sent a message with that Message-ID."""
    if not header_id:
        return False
    return db.session.scalar(select(OutboxMessage.id).where(OutboxMessage.message_id == header_id)) is not None


def _address_clues(mail: Mail, house: House) -> Iterable[Clue]:
    start = f"{house.address.lower().rpartition('@')[0]}+d"
    for address in mail.recipients:
        dispatch_id = dispatch_of(address, house.address, house.key)
        row = _dispatched(Dispatch.id == dispatch_id).first() if dispatch_id is not None else None
        if row is not None:
            yield _clue("It was sent to the address made for", row)
        elif address.startswith(start):
            yield Clue("The address it was sent to carries a tag that was not made here.", doubt=True)


def _thread_clues(mail: Mail, nature: Nature) -> Iterable[Clue]:
    """The nearest mail of ours in the thread; one to another State besides is told as well.

    Of a report only what it encloses is certain: anybody can name a Message-ID that they have seen.
    """
    ids = (*nature.returned_ids, *nature.named_ids) if nature.reported else mail.answers
    sure = nature.returned_ids if nature.reported else ids
    messages = {
        row.message_id: row
        for row in db.session.execute(select(*OutboxMessage.__table__.c).where(OutboxMessage.message_id.in_(ids)))
    }
    numbers = [row.id for row in messages.values()]
    letters = {row.message_id: row for row in _dispatched(Dispatch.message_id.in_(numbers))}
    says = "It is about" if nature.reported else "It answers"
    states: set[str] = set()
    for message in (messages[id] for id in ids if id in messages):
        row = letters.get(message.id)
        confidence = MatchConfidence.CERTAIN if message.message_id in sure else MatchConfidence.LIKELY
        iso3 = row.iso3 if row is not None else ""
        if iso3 in states:
            continue
        states.add(iso3)
        if row is not None:
            yield _clue(f"{says} the mail that carried", row, confidence)
        else:
            words = f"{says} a mail of the office to {message.address}."
            yield Clue(words, confidence, message_id=message.id)


def _reference_clues(mail: Mail) -> Iterable[Clue]:
    found = references_in(f"{mail.subject}\n{mail.text}")
    if not found:
        return
    rows = db.session.execute(
        select(Reference.text, Letter.id, Letter.iso3, State.list_en)
        .join(Letter, Letter.id == Reference.letter_id)
        .join(State, State.iso3 == Letter.iso3)
        .where(Reference.text.in_(found))
    )
    by_text = {row.text: row for row in rows}
    for text in found:
        if (row := by_text.get(text)) is not None:
            words = f"It names the reference {text}, of a letter to {row.list_en}."
            yield Clue(words, MatchConfidence.LIKELY, row.iso3, row.id, message_id_of(row.id, reference=text))


def _sender_clues(mail: Mail, found: Sequence[Clue]) -> Iterable[Clue]:
    """What the sender's address says; a doubt where what is certain otherwise comes from a stranger to that State."""
    if not mail.sender_address:
        return
    states = _states_with(Mission.email, mail.sender_address)
    if len(states) == 1:
        [(iso3, name)] = states.items()
        yield Clue(f"Its sender’s address is a contact of {name}.", MatchConfidence.LIKELY, iso3)
    elif states:
        yield Clue(f"Its sender’s address is a contact of {' and '.join(states.values())}.", MatchConfidence.POSSIBLE)
    else:
        domain, states = Domains().states_of(mail.sender_address)
        if len(states) == 1:
            [(iso3, name)] = states.items()
            yield Clue(f"Its sender’s domain {domain} is one of {name}.", MatchConfidence.POSSIBLE, iso3)
    certain = [clue for clue in found if clue.confidence is MatchConfidence.CERTAIN]
    of_them = bool(states.keys() & {clue.iso3 for clue in certain})
    if certain and len(states) != 1 and not of_them and not _was_written_to(mail, certain):
        yield Clue("Its sender is no contact of the State, and not of its domain.", doubt=True)


def _was_written_to(mail: Mail, clues: Sequence[Clue]) -> bool:
    """Whether what is answered went to the very address that the answer comes from."""
    ids = [clue.message_id for clue in clues if clue.message_id is not None]
    addresses = db.session.scalars(select(OutboxMessage.address).where(OutboxMessage.id.in_(ids)))
    return mail.sender_address in {address.lower() for address in addresses}


def _proof_clues(mail: Mail) -> Iterable[Clue]:
    if proof := failed_proof(mail.all_of("authentication-results")):
        yield Clue(f"The mail server doubts that its sender is who they say ({proof}).", doubt=True)


def _reported_clues(nature: Nature, found: Sequence[Clue]) -> Iterable[Clue]:
    """Whom a report is about: the newest message to that address; a doubt where another address is meant."""
    addresses = [each.address for each in nature.reported if each.address]
    known = next((clue.message_id for clue in found if clue.message_id is not None), None)
    if known is not None:
        sent_to = db.session.scalar(select(OutboxMessage.address).where(OutboxMessage.id == known)) or ""
        if addresses and sent_to.lower() not in addresses:
            yield Clue(f"It is about {addresses[0]}, and our mail went to {sent_to}.", doubt=True)
        return
    for address in addresses[:1]:
        row = db.session.execute(
            select(OutboxMessage.id)
            .where(func.lower(OutboxMessage.address) == address)
            .order_by(OutboxMessage.id.desc())
            .limit(1)
        ).first()
        letter = _dispatched(Dispatch.message_id == row.id).first() if row else None
        if letter is not None:
            yield _clue(f"It is about {address}, where the last mail from here carried", letter, MatchConfidence.LIKELY)
        elif row is not None:
            words = f"It is about {address}, to which the office wrote."
            yield Clue(words, MatchConfidence.LIKELY, message_id=row.id)


def _dispatched(where: ColumnElement[bool]) -> Any:
    return db.session.execute(
        select(Dispatch.message_id, Letter.id, Letter.iso3, Reference.text.label("reference"), State.list_en)
        .join(Letter, Letter.id == Dispatch.letter_id)
        .join(ApprovedLetter, ApprovedLetter.id == Dispatch.approved_letter_id)
        .join(Reference, Reference.id == ApprovedLetter.reference_id)
        .join(State, State.iso3 == Letter.iso3)
        .where(where)
        .order_by(Dispatch.id)
    )


def _clue(says: str, row: Any, confidence: MatchConfidence = MatchConfidence.CERTAIN) -> Clue:
    words = f"{says} {row.reference} to {row.list_en}."
    return Clue(words, confidence, row.iso3, row.id, row.message_id)


def _states_with(column: Any, address: str) -> dict[str, str]:
    rows = db.session.execute(
        select(State.iso3, State.list_en)
        .join(Mission, Mission.iso3 == State.iso3)
        .where(func.lower(column) == address)
        .distinct()
        .order_by(State.list_en)
    )
    return {row.iso3: row.list_en for row in rows}


class Domains:
    """Whose a domain is, by the contacts on record, now or once, and by the codes of States."""

    def states_of(self, address: str) -> tuple[str, dict[str, str]]:
        domain, found = states_of_domain(address, self.of_contacts, self.by_code)
        return domain, {iso3: self.names[iso3] for iso3 in sorted(found)}

    @cached_property
    def of_contacts(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for row in db.session.execute(select(Mission.iso3, Mission.email).where(Mission.email != "")):
            domain = row.email.rpartition("@")[2].lower()
            if domain not in PUBLIC_PROVIDERS:
                found[domain].add(row.iso3)
        return found

    @cached_property
    def by_code(self) -> Mapping[str, str]:
        return {row.iso2.lower(): row.iso3 for row in self._states}

    @cached_property
    def names(self) -> Mapping[str, str]:
        return {row.iso3: row.list_en for row in self._states}

    @cached_property
    def _states(self) -> Sequence[Any]:
        return db.session.execute(select(State.iso3, State.iso2, State.list_en)).all()


def message_id_of(letter_id: int, *, reference: str = "") -> int | None:
    """The message to the mission itself, where there are several. reference: only what left under that one."""
    return db.session.scalar(
        select(Dispatch.message_id)
        .join(ApprovedLetter, ApprovedLetter.id == Dispatch.approved_letter_id)
        .join(Reference, Reference.id == ApprovedLetter.reference_id)
        .where(
            Dispatch.letter_id == letter_id,
            Dispatch.message_id.is_not(None),
            Reference.text == reference if reference else Reference.text != "",
        )
        .order_by(Dispatch.role.desc(), Dispatch.sequence.desc())
        .limit(1)
    )
