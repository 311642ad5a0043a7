"""The sections of the page of a dossier, in their order: each told by the subject it is about."""

from collections.abc import Callable, Sequence

from flask_babel import lazy_gettext as _

from core.clock import today
from core.look.panels import Panel
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.days import Reckoned
from extension_requests.queries.promises import Followed
from extension_requests.routes.completeness import completeness_panel
from extension_requests.routes.decision_panels import decision, promises
from extension_requests.routes.document_cards import documents
from extension_requests.routes.figures import figures_panel
from extension_requests.routes.group_panels import group
from extension_requests.routes.letter_panel import letters
from extension_requests.routes.sight import Sight
from extension_requests.rules.ahead import Standing, standing

MEANINGS = {Standing.DONE: "done", Standing.CAME_LATE: "soon", Standing.LATE: "late", Standing.NEXT: "soon"}


def days(dossier: Dossier, seen: Sight, reckoned: Reckoned) -> Panel | None:
    """Every day of the request with its rule and how it stands; what the days were before the meeting moved."""
    doubtful, came = bool(dossier.conflict) or dossier.after_discovery, dossier.received_on
    stand = [
        standing(each, dossier.state, dossier.round, on=today(), received_on=came, doubtful=doubtful)
        for each in reckoned.steps
    ]
    shown = {
        "steps": list(zip(reckoned.steps, stand, strict=True)),
        "meanings": MEANINGS,
        "before": reckoned.before,
    }
    return Panel("days", _("Days"), "extension_requests/_days.html", shown) if reckoned.steps else None


# Each tells of one dossier, or None where there is nothing to tell the person; it asks one query at most.
PANELS: Sequence[Callable[[Dossier, Sight, Reckoned], Panel | None]] = (
    days,
    completeness_panel,
    figures_panel,
    documents,
    group,
    letters,
    decision,
    promises,
)


def promises_among(panels: Sequence[Panel]) -> Sequence[Followed]:
    """What the decision asks for, as its section on the page shows it: it need not be read again."""
    return next((panel.shown["rows"] for panel in panels if panel.key == "promises"), ())


def panels_of(dossier: Dossier, seen: Sight, reckoned: Reckoned) -> list[Panel]:
    return [panel for tell in PANELS if (panel := tell(dossier, seen, reckoned))]
