"""Who has rights in one body on a day and why, what ends soon, and what the Chair has arranged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import or_, select

from committees.models.access import Delegation, Opened, Opening, Recusal
from committees.models.papers import Paper, PaperState
from committees.models.terms import Representative
from committees.models.work import BodyFile
from committees.queries.access import grants_of
from committees.queries.offices import Offices
from committees.queries.offices_held import chair_days
from core.accounts.models import HeldRole, User
from core.db import db
from core.errors import NotFound
from core.periods import Period, in_force, row_in_force
from core.permissions import OF_A_BODY, RIGHTS, Grant, Role

HAND_OVER_DAYS = 60  # Source: Office practice
IN_A_BODY = [role for role, rights in RIGHTS.items() if rights & OF_A_BODY]


@dataclass(frozen=True)
class Access:
    """One reason why a person has rights in the body. grant.by is empty for a role given to the account."""

    account_id: int
    name: str
    grant: Grant

    @property
    def role(self) -> Role:
        return self.grant.role

    @property
    def last_day(self) -> date | None:
        return self.grant.period.last_day

    def ends_soon(self, on: date) -> bool:
        return self.last_day is not None and self.last_day < on + timedelta(days=HAND_OVER_DAYS)


@dataclass(frozen=True)
class HandOver:
    """An office that passes on soon. incoming: the State that follows, "" while none is elected."""

    office: str
    outgoing: str
    last_day: date
    incoming: str


def access_rows(offices: Offices, body: str, *, on: date) -> list[Access]:
    """Everybody who may sign in and has rights in the body on the day, once for each reason, by name."""
    acting = [row for row in offices.all_representatives() if row.account_id and row_in_force(row, on)]
    deputies = delegations_of(offices.convention, body, on=on)
    given = _roles_given(offices.convention, body, on=on)
    names = _names({row.account_id for row in (*acting, *deputies)} | {held.user_id for held in given})
    found = []
    for account_id, name in names.items():
        grants = grants_of(
            offices,
            [row for row in acting if row.account_id == account_id],
            [row for row in deputies if row.account_id == account_id],
        )
        grants = [grant for grant in grants if grant.body in (None, body) and grant.period.contains(on)]
        grants += [held.as_grant() for held in given if held.user_id == account_id]
        found += [Access(account_id, name, grant) for grant in grants]
    ranks = list(Role)
    return sorted(found, key=lambda each: (each.name.casefold(), ranks.index(each.role), each.grant.period.starts_on))


def hand_overs(offices: Offices, body: str, *, on: date, within: int = HAND_OVER_DAYS) -> list[HandOver]:
    """Seats and the chair that change hands within so many days, the soonest first."""
    found = []
    holdings = offices.holdings(body)
    for held in holdings:
        if held.period and held.holds(on) and (last := _ends_soon(held.period, on, within)):
            after = last + timedelta(days=1)
            follows = next((each.iso3 for each in holdings if each.seat == held.seat and each.holds(after)), "")
            found.append(_hand_over(offices, f"seat {held.seat}", held.iso3, last, follows))
    chairs = chair_days(offices, body)
    for iso3, period in chairs:
        if period.contains(on) and (last := _ends_soon(period, on, within)):
            after = last + timedelta(days=1)
            follows = next((each for each, days in chairs if days.contains(after)), "")
            found.append(_hand_over(offices, "chair", iso3, last, follows))
    return sorted(found, key=lambda each: (each.last_day, each.office))


def delegations_of(convention: str, body: str, *, on: date) -> Sequence[Any]:
    """Rows in force on the day or later, each with the person's name as `person`."""
    return db.session.execute(
        select(*Delegation.__table__.c, User.name.label("person"))
        .join(User, User.id == Delegation.account_id)
        .where(Delegation.convention == convention, Delegation.body == body, Delegation.ends_before > on)
        .order_by(Delegation.starts_on, Delegation.id)
    ).all()


def recusals_of(convention: str, body: str, *, on: date) -> Sequence[Any]:
    """Rows in force on the day or later, each with the title of its file, by title."""
    return db.session.execute(
        select(*Recusal.__table__.c, BodyFile.title)
        .join(BodyFile, BodyFile.id == Recusal.file_id)
        .where(BodyFile.convention == convention, BodyFile.body == body, _not_over(Recusal, on))
        .order_by(BodyFile.title, Recusal.starts_on, Recusal.id)
    ).all()


def openings_of(convention: str, body: str, *, on: date) -> Sequence[Any]:
    """Rows in force on the day or later, each with the title of the file or the label of the paper."""
    return db.session.execute(
        select(*Opening.__table__.c, BodyFile.title, Paper.label)
        .outerjoin(BodyFile, (Opening.opened == Opened.FILE) & (BodyFile.id == Opening.subject_id))
        .outerjoin(Paper, (Opening.opened == Opened.PAPER) & (Paper.id == Opening.subject_id))
        .where(Opening.convention == convention, Opening.body == body, _not_over(Opening, on))
        .order_by(Opening.starts_on, Opening.id)
    ).all()


def papers_to_open(convention: str, body: str) -> Sequence[Any]:
    """Rows of the yearly papers that are no drafts, the newest first."""
    return db.session.execute(
        select(*Paper.__table__.c)
        .where(Paper.convention == convention, Paper.body == body, Paper.state != PaperState.DRAFT)
        .order_by(Paper.year.desc())
    ).all()


def get_of_body(model: Any, row_id: int, convention: str, body: str) -> Any:
    """A delegation, opening, file or representative of the body; NotFound, also for one of another body."""
    found = db.session.get(model, row_id)
    if found is None or (found.convention, found.body) != (convention, body):
        raise NotFound(f"There is no {NOUNS[model]} {row_id} here.")
    return found


def get_recusal(recusal_id: int, convention: str, body: str) -> Recusal:
    found = db.session.get(Recusal, recusal_id)
    if found is None:
        raise NotFound(f"There is no recusal {recusal_id} here.")
    get_of_body(BodyFile, found.file_id, convention, body)
    return found


def addresses_of(account_ids: set[int]) -> dict[int, str]:
    """The e-mail addresses of accounts, shut-out ones marked."""
    rows = db.session.execute(select(User.id, User.email, User.deactivated_at).where(User.id.in_(account_ids)))
    return {row.id: f"{row.email} (shut out)" if row.deactivated_at else row.email for row in rows}


NOUNS = {Delegation: "delegation", Opening: "opening", BodyFile: "file", Representative: "representative"}


def _roles_given(convention: str, body: str, *, on: date) -> Sequence[HeldRole]:
    return db.session.scalars(
        select(HeldRole).where(
            in_force(HeldRole, on),
            HeldRole.role.in_(IN_A_BODY),
            or_(HeldRole.convention.is_(None), HeldRole.convention == convention),
            or_(HeldRole.body.is_(None), HeldRole.body == body),
        )
    ).all()


def _names(account_ids: set[int]) -> dict[int, str]:
    """Of those who may sign in."""
    statement = select(User.id, User.name).where(User.id.in_(account_ids), User.deactivated_at.is_(None))
    return {row.id: row.name for row in db.session.execute(statement.order_by(User.id))}


def _not_over(model: Any, on: date) -> Any:
    return or_(model.ends_before.is_(None), model.ends_before > on)


def _ends_soon(period: Period, on: date, within: int) -> date | None:
    """The last day, where it lies within so many days."""
    last_day = period.last_day
    return last_day if last_day and last_day < on + timedelta(days=within) else None


def _hand_over(offices: Offices, office: str, outgoing: str, last: date, incoming: str) -> HandOver:
    return HandOver(office, offices.states[outgoing].name, last, offices.states[incoming].name if incoming else "")
