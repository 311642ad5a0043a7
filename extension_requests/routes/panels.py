"""The sections of the page of a dossier, in their order: each told by the subject it is about."""

from collections.abc import Callable, Sequence

from flask_babel import lazy_gettext as _

from core.look.panels import Panel
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.days import Reckoned
from extension_requests.routes.completeness import completeness_panel
from extension_requests.routes.decision_panels import decision, promises
from extension_requests.routes.document_cards import documents
from extension_requests.routes.figures import figures_panel
from extension_requests.routes.group_panels import group
from extension_requests.routes.letter_panel import letters
from extension_requests.routes.sight import Sight


def days(dossier: Dossier, seen: Sight, reckoned: Reckoned) -> Panel | None:
    """Every day of the request with its rule; what the days were before the meeting moved."""
    shown = {"steps": reckoned.steps, "before": reckoned.before, "meeting": reckoned.meeting}
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


def panels_of(dossier: Dossier, seen: Sight, reckoned: Reckoned) -> list[Panel]:
    return [panel for tell in PANELS if (panel := tell(dossier, seen, reckoned))]
