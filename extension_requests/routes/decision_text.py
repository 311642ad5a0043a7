"""The text of a decision: its clauses, drafted by rule and changed by the group, and the paper."""

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.clock import today
from core.db import Ref
from core.look.acts import act_page
from core.permissions import Right, requires
from core.seen.forms import EditedText
from core.web import acting, link, saved_as
from extension_requests.forms.decisions import ClauseForm, DraftForm, RemoveForm
from extension_requests.models.decisions import Clause
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.decisions import clauses_of, last_decision, seen_of_clause, text_of_clause
from extension_requests.routes.counter import DOSSIER, address_of, blueprint, dossier_of_page, inside
from extension_requests.routes.sight import Sight, sight_of
from extension_requests.rules.clauses import due_in_words
from extension_requests.rules.decisions import WITH_FINAL_TEXT
from extension_requests.rules.machine import OPEN
from extension_requests.workflow.clauses import add_clause, change_clause, draft_anew, get_clause, remove_clause
from extension_requests.workflow.decision_text import decision_file
from extension_requests.workflow.transitions import hold_dossier
from states_parties.queries.states import get_state

TEXT = f"{DOSSIER}/decision"


@blueprint.get(TEXT)
@requires(Right.READ_REGISTERS)
def decision_text(convention: str, article: str, slug: str, number: int) -> str:
    """The draft for the group alone, the final text for everybody."""
    found, seen = _readable(convention, article, slug, number)
    return render_template(
        "extension_requests/decision.html",
        dossier=found,
        state=get_state(slug),
        clauses=[(each, due_in_words(text_of_clause(each))) for each in clauses_of(found)],
        final=found.state in WITH_FINAL_TEXT,
        changes=_changes(found, seen),
        here_below=address_of(found, slug),
    )


@blueprint.get(f"{TEXT}.docx")
@requires(Right.READ_REGISTERS)
def decision_docx(convention: str, article: str, slug: str, number: int) -> Response:
    found, _seen = _readable(convention, article, slug, number)
    decision = last_decision(found)
    final = found.state in WITH_FINAL_TEXT
    dated_on = decision.decided_on if final and decision else today()
    symbol = decision.document if final and decision else ""
    file = decision_file(found, clauses_of(found), dated_on=dated_on, final=final, symbol=symbol)
    name = f"{'' if final else 'draft-'}decision-{convention}-{article}-{slug}-{number}".lower()
    return saved_as(f"{name}.docx", file)


@blueprint.route(f"{TEXT}/draft", methods=["GET", "POST"])
@requires(Right.WORK_ON_ANALYSIS)
def draft_decision(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    found = _to_write(convention, article, slug, number)
    form, present = DraftForm(), len(clauses_of(found))
    return act_page(
        form,
        lambda: draft_anew(hold_dossier(found.id), until=form.until.data, on=today(), by=acting()),
        title=_("Draft the decision by rule"),
        lead=_("The %(number)s clauses that stand there now are replaced, changes by hand with them.", number=present)
        if present
        else _("The clauses follow from the request: terms, plans and reports by their days, the end of an interim."),
        words=_("Draft it"),
        done=_("The decision is drafted. Read every clause."),
        back=_back(found, slug),
    )


@blueprint.route(f"{TEXT}/clauses/new", methods=["GET", "POST"])
@requires(Right.WORK_ON_ANALYSIS)
def add_clause_to(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    found = _to_write(convention, article, slug, number)
    form = ClauseForm()
    return act_page(
        form,
        lambda: add_clause(hold_dossier(found.id), form.clause, by=acting()),
        title=_("Add a clause"),
        lead=_("It comes after the others."),
        words=_("Add it"),
        done=_("The clause is added."),
        back=_back(found, slug),
    )


@blueprint.route(f"{TEXT}/clauses/<int:clause_id>", methods=["GET", "POST"])
@requires(Right.WORK_ON_ANALYSIS)
def change_clause_of(convention: str, article: str, slug: str, number: int, clause_id: int) -> ResponseReturnValue:
    found = _to_write(convention, article, slug, number)
    row = get_clause(found, clause_id)
    form = ClauseForm(data=_entries(row))
    return act_page(
        form,
        lambda: change_clause(hold_dossier(found.id), row.id, form.clause, seen=form.seen_before, by=acting()),
        title=_("Change clause %(place)s", place=row.place),
        words=_("Change it"),
        done=_("The clause is changed."),
        back=_back(found, slug),
        text=EditedText(Ref("clause", str(row.id)), lambda: _entries(get_clause(found, clause_id))),
    )


@blueprint.route(f"{TEXT}/clauses/<int:clause_id>/remove", methods=["GET", "POST"])
@requires(Right.WORK_ON_ANALYSIS)
def remove_clause_of(convention: str, article: str, slug: str, number: int, clause_id: int) -> ResponseReturnValue:
    found = _to_write(convention, article, slug, number)
    row = get_clause(found, clause_id)
    return act_page(
        RemoveForm(),
        lambda: remove_clause(hold_dossier(found.id), row.id, by=acting()),
        title=_("Take clause %(place)s out", place=row.place),
        lead=row.text,
        words=_("Take it out"),
        done=_("The clause is out."),
        back=_back(found, slug),
    )


def _readable(convention: str, article: str, slug: str, number: int) -> tuple[Dossier, Sight]:
    """404 as long as the text is the group's alone, for whoever is not of it."""
    found = dossier_of_page(convention, article, slug, number)
    seen = sight_of(found)
    if found.state not in WITH_FINAL_TEXT and not seen.inside:
        abort(404)
    return found, seen


def _to_write(convention: str, article: str, slug: str, number: int) -> Dossier:
    """403 for whoever does not work on the request."""
    found = dossier_of_page(convention, article, slug, number)
    seen = inside(found)
    if not (seen.works or seen.who):
        abort(403)
    return found


def _changes(dossier: Dossier, seen: Sight) -> bool:
    return dossier.state in OPEN and seen.inside and bool(seen.works or seen.who)


def _entries(row: Clause) -> dict[str, object]:
    return {
        "seen": seen_of_clause(row),
        "kind": row.kind.value,
        "text": row.text,
        "day": row.due_day,
        "month": row.due_month,
        "first_year": row.first_year,
        "last_year": row.last_year,
    }


def _back(dossier: Dossier, slug: str) -> str:
    return link("extension_requests.decision_text", **address_of(dossier, slug))
