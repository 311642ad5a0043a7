"""What the page of a dossier says of the group and its work."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _

from core.look.panels import Panel
from core.web import link
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.days import Reckoned
from extension_requests.queries.group_work import GroupWork, group_work
from extension_requests.routes.counter import address_of, slug_here
from extension_requests.routes.sight import Sight
from extension_requests.rules.machine import IN_ANALYSIS, RequestState

Way = tuple[str, str, str, bool]  # words, address, what is told of it, for the group alone


def group(dossier: Dossier, seen: Sight, reckoned: Reckoned) -> Panel | None:
    """The group, its questions and inputs as far as the person reads them, and the analysis."""
    if not dossier.body:
        return None
    here = address_of(dossier, slug_here())
    ways = list(_ways(dossier, seen, here))
    return Panel("group", _("Group and analysis"), "extension_requests/_work_of_group.html", {"ways": ways})


def _ways(dossier: Dossier, seen: Sight, here: dict[str, Any]) -> Iterator[Way]:
    yield _("Who analyses the request"), link("extension_requests.request_group", **here), "", False
    if seen.inside and dossier.version:
        work = group_work(dossier)
        yield _("Questions to the State"), link("extension_requests.questions", **here), _asked(work), True
        yield _("Expert inputs"), link("extension_requests.inputs", **here), _inputs(work, dossier), True
    if dossier.issued_on is not None:
        yield _("Analysis"), link("extension_requests.analysis", **here), dossier.symbol, False
    elif seen.inside and dossier.state in (*IN_ANALYSIS, RequestState.DEFERRED):
        yield _("Analysis"), link("extension_requests.analysis", **here), _analysis(dossier), True


def _asked(work: GroupWork) -> str:
    if not work.questions and not work.drafts:
        return _("none written yet")
    told = _("%(settled)s of %(asked)s settled", settled=work.settled, asked=work.questions) if work.questions else ""
    drafts = _("%(number)s not sent yet", number=work.drafts) if work.drafts else ""
    return ", ".join(filter(None, (told, drafts)))


def _inputs(work: GroupWork, dossier: Dossier) -> str:
    told = (
        _("%(came)s of %(invited)s came", came=work.came, invited=work.invited) if work.invited else _("nobody asked")
    )
    return ", ".join(filter(None, (told, _("closed") if dossier.inputs_closed_on else "")))


def _analysis(dossier: Dossier) -> str:
    return _("being drafted") if dossier.state is RequestState.DRAFTING else ""
