"""Sections of the dossier's page: what was decided, and what came of it."""

from flask_babel import lazy_gettext as _

from core.clock import now, today
from core.look.panels import Panel
from extension_requests.models.decisions import SilenceProcedure
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.days import Reckoned
from extension_requests.queries.decisions import decided_on, silence_of
from extension_requests.queries.promises import promises_around
from extension_requests.routes.counter import address_of, slug_here
from extension_requests.routes.sight import Sight
from extension_requests.rules.decisions import WITH_FINAL_TEXT
from extension_requests.rules.machine import OPEN, RequestState
from extension_requests.rules.promises import MEANINGS
from extension_requests.rules.silence import where_it_stands

BEFORE = (RequestState.ANTICIPATED, RequestState.ANNOUNCED, RequestState.NOT_SUBMITTED, RequestState.LAPSED)
TO_DECIDE = (RequestState.ISSUED, RequestState.PRESENTED)


def decision(dossier: Dossier, seen: Sight, reckoned: Reckoned) -> Panel | None:
    """What the meeting decided, what was put to silence, and the way to the text: the draft for the group alone."""
    if dossier.state in BEFORE:
        return None
    rows, silence = decided_on(dossier)
    text = seen.inside or dossier.state in WITH_FINAL_TEXT
    if not rows and not silence and not text:
        return None
    shown = {
        "rows": rows,
        "silence": silence,
        "silence_stands": where_it_stands(silence_of(silence), at=now()).value if silence else "",
        "text": text,
        "draft": dossier.state in OPEN,
        "opens": seen.keeps and dossier.state in TO_DECIDE,
        "breaks": seen.keeps and _can_be_broken(dossier, silence),
        "here_below": address_of(dossier, slug_here()),
    }
    return Panel("decision", _("Decision"), "extension_requests/_decision.html", shown)


def promises(dossier: Dossier, seen: Sight, reckoned: Reckoned) -> Panel | None:
    """What the decision asks for; of a renewal, how the promises of the request before were kept."""
    if dossier.state not in WITH_FINAL_TEXT and dossier.number == 1:
        return None
    rows, before = promises_around(dossier, on=today())
    if not rows and before is None:
        return None
    shown = {
        "rows": rows,
        "before": before,
        "before_address": {**address_of(dossier, slug_here()), "number": dossier.number - 1},
        "meanings": MEANINGS,
        "settles": seen.keeps,
        "inside": seen.inside,
        "here_below": address_of(dossier, slug_here()),
    }
    return Panel("promises", _("What the decision asks for"), "extension_requests/_promises.html", shown)


def _can_be_broken(dossier: Dossier, silence: SilenceProcedure | None) -> bool:
    """Until the decision is on record, and only that of the meeting that decides."""
    if silence is None or dossier.state is not RequestState.PRESENTED:
        return False
    return silence.broken_at is None and silence.meeting == dossier.meeting
