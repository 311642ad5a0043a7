"""Who may approve a campaign on a day: by the roster, by delegation, or by a role where the roster names nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from committees.models.bodies import BodyKind
from committees.queries.offices import Offices
from committees.queries.offices_held import COORDINATED
from core.accounts.queries import get_account
from core.audit.models import AuditEntry
from core.db import db
from core.permissions import Grant, Right, Role, holds, office_grants_of
from correspondence.models.campaigns import Campaign, Signatory
from correspondence.queries.signing import Leader, body_signing, leaders

OF_THE_OFFICE = (Role.ADMINISTRATOR, Role.ISU_OFFICER)
AUTHORS_ACTS = ("campaign:drafted", "campaign:redrafted", "letter:redrafted")


@dataclass(frozen=True)
class SigningOffice:
    """Whose letters they are, on a day. body: the body whose head signs, "" for the Unit. name: of the office."""

    signatory: Signatory
    body: str
    name: str
    heads: tuple[Leader, ...]

    @property
    def heads_in_words(self) -> str:
        return " and ".join(leader.words for leader in self.heads)

    @property
    def people(self) -> list[str]:
        return [person for leader in self.heads for person in leader.people]


def signing_office(offices: Offices, campaign: Campaign, *, on: date) -> SigningOffice:
    body = body_signing(offices, campaign.signatory, campaign.body)
    if campaign.signatory is Signatory.UNIT:
        return SigningOffice(campaign.signatory, "", "Implementation Support Unit", ())
    name = "President" if campaign.signatory is Signatory.PRESIDENT else _head_of(offices.bodies[body])
    return SigningOffice(campaign.signatory, body, name, tuple(leaders(offices, body, on=on)))


def capacity_of(office: SigningOffice, campaign: Campaign, account_id: int, *, on: date) -> str:
    """In which capacity the person may approve the campaign that day, in words; empty: they may not."""
    account = get_account(account_id)
    if not account.active:
        return ""
    given = [held.as_grant() for held in account.roles_held]
    by_office = office_grants_of(account_id)
    if not holds([*given, *by_office], Right.APPROVE_LETTERS, on=on, convention=campaign.convention):
        return ""
    if office.signatory is Signatory.UNIT:
        return "ISU officer" if _any(given, Role.ISU_OFFICER, campaign.convention, None, on) else ""
    role = Role.PRESIDENT if office.signatory is Signatory.PRESIDENT else Role.CHAIR
    body = None if role is Role.PRESIDENT else office.body
    found = _any(by_office, role, campaign.convention, body, on) or _any(
        by_office, Role.CHAIR, campaign.convention, office.body, on
    )
    if found is not None:
        return _capital(found.by)
    if not office.heads and _any(given, role, campaign.convention, body, on):
        return f"{office.name}, by a role given to the account"
    return ""


def drafts_for(grants: Sequence[Grant], signatory: str, body: str, *, convention: str, on: date) -> bool:
    """Whether whoever holds these writes letters in that name that day: the office, or the head who signs them."""
    return any(
        grant.gives(Right.DRAFT_LETTERS, on=on, convention=convention) and _signs(grant, signatory, body)
        for grant in grants
    )


def approves_for(grants: Sequence[Grant], campaign: Campaign, *, on: date) -> bool:
    """Whether the letters would wait for whoever holds these that day; `capacity_of` decides when it is done."""
    return any(
        grant.gives(Right.APPROVE_LETTERS, on=on, convention=campaign.convention)
        and (grant.role not in OF_THE_OFFICE if campaign.signatory is not Signatory.UNIT else True)
        and _signs(grant, campaign.signatory, campaign.body)
        for grant in grants
    )


def _signs(grant: Grant, signatory: str, body: str) -> bool:
    match grant.role:
        case role if role in OF_THE_OFFICE:
            return True
        case Role.PRESIDENT:
            return signatory == Signatory.PRESIDENT
        case Role.CHAIR:
            return signatory == Signatory.CHAIR and grant.body in (None, body)
    return False


def authors_of(campaign: Campaign) -> set[int]:
    """Accounts of those who drafted the letters, or wrote the draft anew."""
    entries = select(AuditEntry.actor_id).where(
        AuditEntry.subject_kind == "campaign",
        AuditEntry.subject_id == str(campaign.id),
        AuditEntry.act.in_(AUTHORS_ACTS),
    )
    return {id for id in (campaign.drafted_by_id, *db.session.scalars(entries)) if id is not None}


def _head_of(row: Any) -> str:
    """Chair of the Committee on …; a coordinator bears the name of the body."""
    if row.kind is BodyKind.COORDINATOR:
        return str(row.name_en)
    return f"{'Coordinators' if row.kind in COORDINATED else 'Chair'} of the {row.name_en}"


def _any(grants: list[Grant], role: Role, convention: str, body: str | None, on: date) -> Grant | None:
    """A grant of that role, in that body where one is named, in force on the day."""
    for grant in grants:
        in_scope = grant.convention in (None, convention) and (body is None or grant.body == body)
        if grant.role is role and in_scope and grant.period.contains(on):
            return grant
    return None


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
