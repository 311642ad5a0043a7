"""The section of the dossier's page that lists its letters."""

from flask_babel import lazy_gettext as _

from core.look.panels import Panel
from core.permissions import Right, may
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.days import Reckoned
from extension_requests.queries.letters import letters_of_dossier
from extension_requests.routes.counter import address_of, slug_here
from extension_requests.routes.sight import Sight


def letters(dossier: Dossier, seen: Sight, reckoned: Reckoned) -> Panel | None:
    """For whoever reads letters and takes part: others see what left the house, among the documents."""
    if not seen.inside or not may(Right.READ_LETTERS, convention=dossier.convention):
        return None
    rows = letters_of_dossier(dossier)
    if not rows and not seen.keeps:
        return None
    return Panel(
        "letters",
        _("Letters"),
        "extension_requests/_letters.html",
        {
            "rows": rows,
            "reads_drafts": seen.keeps or seen.leads,
            "files": seen.keeps,
            "here_below": address_of(dossier, slug_here()),
        },
    )
