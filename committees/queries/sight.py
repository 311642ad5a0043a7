"""Files from which a person is kept by recusal, and what a body has opened to its observers."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import CompoundSelect, Select, func, or_, select, union

from committees.models.access import Delegation, Opened, Opening, Recusal
from committees.models.terms import Representative
from committees.models.work import BodyFile
from core.accounts.models import User
from core.db import db
from core.periods import in_force


@dataclass(frozen=True)
class OpenedWork:
    """Ids of files and papers, and whether the whole work plan or log is open."""

    files: frozenset[int] = frozenset()
    papers: frozenset[int] = frozenset()
    work_plan: bool = False
    activities: bool = False


def files_closed_to(account_id: int, convention: str, body: str | None = None, *, on: date) -> frozenset[int]:
    """Ids of the files that concern a State the person acts for anywhere, or from which it is recused.

    A person whose address is that of a representative counts as acting for the State, though nobody tied them yet.

    body: None for the files of every body.

    Source: no State takes part in what is said of it (office practice; for requests CCM/MSP/2019/12).
    """
    own = _kept_to(account_id, on=on)
    recused = select(Recusal.file_id).where(Recusal.iso3.in_(own), in_force(Recusal, on))
    return frozenset(
        db.session.scalars(
            select(BodyFile.id).where(
                BodyFile.convention == convention,
                *([BodyFile.body == body] if body is not None else ()),
                or_(BodyFile.iso3.in_(own), BodyFile.id.in_(recused)),
            )
        )
    )


def states_acted_for(account_id: int | None, *, on: date) -> frozenset[str]:
    """The States the person represents in any body, or in whose place they act for the Chair."""
    return frozenset(db.session.scalars(_acts_for(account_id, on=on))) if account_id else frozenset()


def states_kept_to(account_id: int | None, *, on: date) -> frozenset[str]:
    """The same, and the States whose representative has the address of the account, though nobody tied them yet.

    For what is kept from somebody, never for what they may do: an address is typed by hand.
    """
    return frozenset(db.session.scalars(_kept_to(account_id, on=on))) if account_id else frozenset()


def _acts_for(account_id: int, *, on: date) -> CompoundSelect[tuple[str]]:
    return union(*_offices_of(account_id, on=on))


def _kept_to(account_id: int, *, on: date) -> CompoundSelect[tuple[str]]:
    untied = (
        select(Representative.iso3)
        .join(User, func.lower(User.email) == func.lower(Representative.email))
        .where(User.id == account_id, Representative.account_id.is_(None), in_force(Representative, on))
    )
    return union(*_offices_of(account_id, on=on), untied)


def _offices_of(account_id: int, *, on: date) -> list[Select[str]]:
    return [
        select(Representative.iso3).where(Representative.account_id == account_id, in_force(Representative, on)),
        select(Delegation.chair_iso3).where(Delegation.account_id == account_id, in_force(Delegation, on)),
    ]


def opened_work(convention: str, body: str, *, on: date) -> OpenedWork:
    rows = db.session.execute(
        select(Opening.opened, Opening.subject_id).where(
            Opening.convention == convention, Opening.body == body, in_force(Opening, on)
        )
    ).all()
    return OpenedWork(
        files=frozenset(id for kind, id in rows if kind is Opened.FILE),
        papers=frozenset(id for kind, id in rows if kind is Opened.PAPER),
        work_plan=any(kind is Opened.WORK_PLAN for kind, _ in rows),
        activities=any(kind is Opened.ACTIVITIES for kind, _ in rows),
    )
