"""Where the letters of a campaign go, by the contacts in force on a day and what became of the last mail to them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import func, select

from core.db import db
from core.outbox.models import MessageState, OutboxMessage
from correspondence.models.campaigns import Campaign, Letter
from correspondence.rules.gate import Address, Way, ways
from states_parties.queries.missions import addresses_in_capitals, missions_addressed


def ways_of(campaign: Campaign, letters: Sequence[Letter], *, on: date) -> Mapping[str, Way]:
    """How each letter goes and what is wrong with its address, by State; three reads."""
    addressees = {letter.iso3: letter.addressee for letter in letters}
    addresses = addresses_on(list(addressees), on=on)
    emails = [each for address in addresses.values() for each in (address.email, address.capital) if each]
    found = ways(addressees, addresses, bounced(emails), copies=campaign.copy_to_capital, on=on)
    return {way.iso3: way for way in found}


def addresses_on(iso3s: Collection[str], *, on: date) -> Mapping[str, Address]:
    missions = missions_addressed(iso3s, on=on)
    capitals = addresses_in_capitals(iso3s, on=on)
    return {
        iso3: Address(mission.email, mission.address_lines, mission.confirmed_on, capitals.get(iso3, ""))
        for iso3, mission in missions.items()
    }


def bounced(emails: Collection[str]) -> set[str]:
    """Of these addresses those, in small letters, at which the last message was refused, or from which it came back."""
    written = {email.lower() for email in emails}
    refused = OutboxMessage.state == MessageState.REFUSED
    last = (
        select(func.max(OutboxMessage.id))
        .where(func.lower(OutboxMessage.address).in_(written), OutboxMessage.accepted_at.is_not(None) | refused)
        .group_by(func.lower(OutboxMessage.address))
    )
    rows = db.session.scalars(
        select(OutboxMessage.address).where(OutboxMessage.id.in_(last), OutboxMessage.bounced_at.is_not(None) | refused)
    )
    return {address.lower() for address in rows}
