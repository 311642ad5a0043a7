"""Who may do what: roles of the office, the rights each role carries, and the guard on every view.

A role may be bound to one Convention, to one body and to a period: when the office ends, the right ends.
"""

import enum
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any, TypeVar

from flask import abort, current_app, g
from flask_login import current_user

from core.clock import today
from core.periods import Period


class Role(enum.StrEnum):
    ADMINISTRATOR = "administrator"
    ISU_OFFICER = "isu-officer"
    PRESIDENT = "president"
    CHAIR = "chair"
    MEMBER = "member"
    ANALYST = "analyst"
    OBSERVER = "observer"


class Right(enum.StrEnum):
    READ_REGISTERS = "read registers"
    READ_CONTACTS = "read contacts"
    KEEP_REGISTERS = "keep registers"
    READ_LETTERS = "read letters"
    DRAFT_LETTERS = "draft letters"
    APPROVE_LETTERS = "approve letters of one's office"
    SEND_LETTERS = "send letters and settle what became of them"
    KEEP_TEMPLATES = "keep letter templates"
    KEEP_ACCOUNTS = "keep accounts"
    READ_AUDIT = "read audit"
    READ_METRICS = "read metrics"
    READ_OPENED_WORK = "read what a committee opens"
    READ_COMMITTEE_WORK = "read the work of a committee"
    COMMENT_COMMITTEE_WORK = "comment the work of a committee"
    KEEP_COMMITTEE_WORK = "keep the work of a committee"
    PLAN_ROTATION = "plan the rotation"
    KEEP_OFFICES = "keep offices and mandates"
    KEEP_MEETINGS = "keep meetings, agendas, timetables and papers"
    PLAN_SESSIONS = "plan the sessions of a committee"
    APPROVE_CONCEPT_NOTES = "approve the concept notes of a committee"
    LEAD_MEETINGS = "lead a meeting in the room"
    READ_PARTICIPANTS = "read who takes part in a meeting"
    KEEP_REQUESTS = "keep extension requests and record what meetings decide on them"
    READ_ANALYSIS = "read what a group works on extension requests"
    WORK_ON_ANALYSIS = "check and analyse extension requests for a group"
    AGREE_TO_ANALYSIS = "agree to an analysis for a State"
    LEAD_ANALYSIS = "lead the analysis of extension requests"


# Rights in one body: a role bound to a body gives them there only. All others hold for the whole Convention.
OF_A_BODY = frozenset(
    {
        Right.READ_OPENED_WORK,
        Right.READ_COMMITTEE_WORK,
        Right.COMMENT_COMMITTEE_WORK,
        Right.KEEP_COMMITTEE_WORK,
        Right.PLAN_SESSIONS,
        Right.APPROVE_CONCEPT_NOTES,
        Right.LEAD_MEETINGS,
        Right.READ_ANALYSIS,
        Right.WORK_ON_ANALYSIS,
        Right.AGREE_TO_ANALYSIS,
        Right.LEAD_ANALYSIS,
    }
)
# What only the holder of an office does, or somebody in their place: no administrator.
OF_OFFICES = frozenset({Right.AGREE_TO_ANALYSIS, Right.LEAD_ANALYSIS})

_EVERYONE = frozenset({Right.READ_REGISTERS})
_COMMITTEE = _EVERYONE | {
    Right.READ_CONTACTS,
    Right.READ_LETTERS,
    Right.READ_OPENED_WORK,
    Right.READ_COMMITTEE_WORK,
    Right.COMMENT_COMMITTEE_WORK,
    Right.READ_PARTICIPANTS,
    Right.READ_ANALYSIS,
}
_GROUP = _COMMITTEE | {Right.WORK_ON_ANALYSIS, Right.AGREE_TO_ANALYSIS}

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.ADMINISTRATOR: frozenset(Right) - OF_OFFICES,
    Role.ISU_OFFICER: _COMMITTEE
    | {
        Right.KEEP_REQUESTS,
        Right.WORK_ON_ANALYSIS,
        Right.KEEP_REGISTERS,
        Right.DRAFT_LETTERS,
        Right.APPROVE_LETTERS,
        Right.SEND_LETTERS,
        Right.KEEP_TEMPLATES,
        Right.KEEP_COMMITTEE_WORK,
        Right.PLAN_ROTATION,
        Right.KEEP_OFFICES,
        Right.KEEP_MEETINGS,
        Right.PLAN_SESSIONS,
        Right.LEAD_MEETINGS,
    },
    Role.PRESIDENT: _COMMITTEE | {Right.DRAFT_LETTERS, Right.APPROVE_LETTERS, Right.PLAN_ROTATION, Right.LEAD_MEETINGS},
    Role.CHAIR: _GROUP
    | {
        Right.LEAD_ANALYSIS,
        Right.DRAFT_LETTERS,
        Right.APPROVE_LETTERS,
        Right.KEEP_COMMITTEE_WORK,
        Right.PLAN_SESSIONS,
        Right.APPROVE_CONCEPT_NOTES,
        Right.LEAD_MEETINGS,
    },
    Role.MEMBER: _GROUP,
    Role.ANALYST: _EVERYONE | {Right.READ_ANALYSIS, Right.WORK_ON_ANALYSIS},
    Role.OBSERVER: _EVERYONE | {Right.READ_OPENED_WORK},
}

GIVEN_BY_OFFICES = RIGHTS[Role.PRESIDENT] | RIGHTS[Role.CHAIR] | RIGHTS[Role.MEMBER]


@dataclass(frozen=True)
class Grant:
    """A role held by a person: where (None: both Conventions, every body) and for which period.

    by: how the person came to it, in words; empty for a role that was given to the account.
    """

    role: Role
    period: Period
    convention: str | None = None
    body: str | None = None
    by: str = ""

    def gives(
        self,
        right: Right,
        *,
        on: date,
        convention: str | None = None,
        body: str | None = None,
        anywhere: bool = False,
    ) -> bool:
        """What belongs to both Conventions (None) needs a role bound to neither. anywhere: for either one suffices.

        body: where a right in a body is asked for; None: in whichever body; "": in what belongs to no body, such as a
        plenary, for which a role bound to a body does not suffice.
        """
        in_scope = anywhere or self.convention is None or self.convention == convention
        if right in OF_A_BODY and self.body is not None and body is not None:
            in_scope = in_scope and self.body == body
        return in_scope and right in RIGHTS[self.role] and self.period.contains(on)


def holds(
    grants: Iterable[Grant],
    right: Right,
    *,
    on: date,
    convention: str | None = None,
    body: str | None = None,
    anywhere: bool = False,
) -> bool:
    return any(grant.gives(right, on=on, convention=convention, body=body, anywhere=anywhere) for grant in grants)


View = TypeVar("View", bound=Callable[..., Any])


def requires(right: Right, *, anywhere: bool = False) -> Callable[[View], View]:
    """Guards a view: the person signed in holds the right today, for the Convention and the body in the address.

    Without one in the address the right is needed for both; `anywhere`: for one of them, whichever.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not current_user.is_authenticated:
                return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
            if not may(right, convention=kwargs.get("convention"), body=kwargs.get("body"), anywhere=anywhere):
                abort(403)
            return view(*args, **kwargs)

        guarded.guard = right  # type: ignore[attr-defined]
        guarded.anywhere = anywhere  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return guard


def signed_in(view: View) -> View:
    """Guards a view that concerns only the person's own account: whoever is signed in, whatever their roles."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not current_user.is_authenticated:
            return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
        return view(*args, **kwargs)

    guarded.guard = "signed in"  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


def public(view: View) -> View:
    """Marks a view that needs no sign-in."""
    view.guard = "public"  # type: ignore[attr-defined]
    return view


def may(
    right: Right,
    *,
    convention: str | None = None,
    body: str | None = None,
    anywhere: bool = False,
    by_office: bool = True,
) -> bool:
    """Whether the person of this request holds the right today; templates hide what would be refused.

    by_office: False where they are known to act for no State, so that no office can give it.
    """
    if not current_user.is_authenticated:
        return False
    code = convention.upper() if convention else None

    def held(grants: Iterable[Grant]) -> bool:
        return holds(grants, right, on=today(), convention=code, body=body, anywhere=anywhere)

    return held(current_user.grants) or (by_office and right in GIVEN_BY_OFFICES and held(grants_by_office()))


def grants_by_office() -> Sequence[Grant]:
    """What follows from the offices that the person represents a State in: read once for a request."""
    if "grants by office" not in g:
        setattr(g, "grants by office", office_grants_of(current_user.id))
    grants: Sequence[Grant] = g.get("grants by office")
    return grants


def office_grants_of(account_id: int) -> list[Grant]:
    """The same of any account, past and coming ones among them, the oldest first."""
    sources: Iterable[Callable[[int], Sequence[Grant]]] = current_app.extensions["grant sources"]
    found = [grant for source in sources for grant in source(account_id)]
    return sorted(found, key=lambda grant: (grant.period.starts_on, grant.convention or "", grant.body or ""))


def last_right_ended_on() -> date | None:
    """The last day on which the person of this request held any role; None where they hold one or never held any."""
    if not current_user.is_authenticated:
        return None
    grants = [*current_user.grants, *grants_by_office()]
    if any(grant.period.contains(today()) for grant in grants):
        return None
    return max((day for grant in grants if (day := grant.period.last_day) and day < today()), default=None)
