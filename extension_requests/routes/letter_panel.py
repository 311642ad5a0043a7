"""The section of the dossier's page that lists its letters."""

from flask_babel import lazy_gettext as _

from core.look.panels import Panel
from core.permissions import Right, may
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.days import Reckoned
from extension_requests.queries.letters import CONFIDENTIAL, letters_of_dossier
from extension_requests.routes.counter import address_of, slug_here
from extension_requests.routes.sight import Sight


def letters(dossier: Dossier, seen: Sight, reckoned: Reckoned) -> Panel | None:
    """For whoever reads letters and takes part; those with questions of the group only for the group."""
    if seen.recused or not may(Right.READ_LETTERS, convention=dossier.convention):
        return None
    rows = [each for each in letters_of_dossier(dossier) if seen.inside or each.occasion not in CONFIDENTIAL]
    if not rows and not seen.keeps:
        return None
    return Panel(
        "letters",
        _("Letters"),
        "extension_requests/_letters.html",
        {
            "rows": rows,
            "files": seen.keeps,
            "here_below": address_of(dossier, slug_here()),
        },
    )
