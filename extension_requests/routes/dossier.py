"""The page of one request."""

from datetime import date

from flask import render_template
from flask_babel import gettext as _

from conventions.registry import get_convention
from core.audit.queries import history_of
from core.clock import today
from core.permissions import Right, requires
from core.wording import day_in_words
from extension_requests.queries.days import days_of, marked
from extension_requests.queries.dossiers import dossier_and_state
from extension_requests.routes.counter import DOSSIER, address_of, blueprint
from extension_requests.routes.next_act import next_act, ways
from extension_requests.routes.panels import panels_of, promises_among
from extension_requests.routes.sight import sight_of
from extension_requests.rules.decisions import WITH_FINAL_TEXT
from extension_requests.rules.flags import flags
from extension_requests.workflow.transitions import ref_to


@blueprint.get(DOSSIER)
@requires(Right.READ_REGISTERS)
def dossier(convention: str, article: str, slug: str, number: int) -> str:
    found, state = dossier_and_state(convention, article, slug, number)
    seen, reckoned = sight_of(found), days_of(found)
    panels = panels_of(found, seen, reckoned)
    return render_template(
        "extension_requests/dossier.html",
        dossier=found,
        state=state,
        obligation=get_convention(convention).by_article(article),
        seen=seen,
        meeting=reckoned.meeting,
        granted=found.state in WITH_FINAL_TEXT,
        flags=flags(marked(found, reckoned.meeting), on=today()),
        next_act=next_act(found, state.slug, seen, reckoned, promises_among(panels)),
        ways=ways(found, state.slug, seen),
        panels=panels,
        here_below=address_of(found, state.slug),
        asked=_asked(found.asked_until, found.asked_months),
        history=history_of(ref_to(found)) if seen.inside else None,
    )


def _asked(until: date | None, months: int | None) -> str:
    if until is None:
        return ""
    told = day_in_words(until, "EN")
    return _("until %(day)s, %(months)s months", day=told, months=months) if months else _("until %(day)s", day=told)
