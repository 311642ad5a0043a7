"""What of a body's work the person signed in may see: all of it, without their own State's files, or what is opened."""

from dataclasses import dataclass
from datetime import date

from flask_login import current_user

from committees.queries.sight import OpenedWork, files_closed_to, opened_work
from core.clock import today
from core.permissions import Right, may


@dataclass(frozen=True)
class Sight:
    """of_the_body: sees the work of the body. closed: files in which the person's State takes no part.

    opened: what observers see; asked only of those who do not see the work itself.
    """

    of_the_body: bool
    closed: frozenset[int]
    opened: OpenedWork

    @property
    def work_plan(self) -> bool:
        return self.of_the_body or self.opened.work_plan

    @property
    def activities(self) -> bool:
        return self.of_the_body or self.opened.activities

    def file(self, file_id: int | None) -> bool:
        """Whether what belongs to this file may be seen; None: it belongs to none."""
        if file_id is None:
            return True
        return file_id not in self.closed and (self.of_the_body or file_id in self.opened.files)

    def paper(self, paper_id: int) -> bool:
        return self.of_the_body or paper_id in self.opened.papers


def sight(convention: str, body: str, *, on: date) -> Sight:
    """For the person signed in, today. on: the day of the page; an as-of day opens nothing that is closed today."""
    inside = may(Right.READ_COMMITTEE_WORK, convention=convention, body=body)
    closed = [files_closed_to(current_user.id, convention, body, on=day) for day in {on, today()}]
    return Sight(
        of_the_body=inside,
        closed=frozenset().union(*closed),
        opened=OpenedWork() if inside else opened_work(convention, body, on=today()),
    )
