"""The follow-up of decisions: what was asked for of one request and of all, kept, missed, or no longer due."""

from datetime import date

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.clock import today
from core.look.acts import act_page
from core.permissions import Right, requires
from core.tables import Column, Table, export_response, table_page
from core.web import acting, as_of, link
from core.wording import day_in_words
from extension_requests.forms.documents import uploaded
from extension_requests.forms.promises import CompletionForm, DroppedForm, KeptForm
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.promises import Followed, promises_of, promises_under
from extension_requests.routes.counter import DOSSIER, acting_as, blueprint, dossier_address, dossier_of_page
from extension_requests.rules.machine import Who
from extension_requests.rules.promises import MEANINGS
from extension_requests.workflow.promises import complete, drop_promise, promise_of, settle_promise
from extension_requests.workflow.transitions import hold_dossier

PROMISE = f"{DOSSIER}/promises/<int:promise_id>"


@blueprint.get("/<convention:convention>/requests/promises")
@requires(Right.READ_REGISTERS)
def promises(convention: str) -> ResponseReturnValue:
    """All States, all years. `?year=2027`; `?format=csv` or `xlsx` saves the list."""
    table = _table(convention)
    if saved := export_response(table, _("Promises after decisions, %(convention)s", convention=convention)):
        return saved
    return render_template("extension_requests/promises.html", page=table_page(table))


@blueprint.route(PROMISE, methods=["GET", "POST"])
@requires(Right.KEEP_REQUESTS)
def record_as_kept(convention: str, article: str, slug: str, number: int, promise_id: int) -> ResponseReturnValue:
    found = dossier_of_page(convention, article, slug, number)
    acting_as(found, Who.ISU)
    promise, clause = promise_of(found, promise_id)
    form = KeptForm(data=_offered(found, promise_id))
    return act_page(
        form,
        lambda: settle_promise(
            hold_dossier(found.id),
            promise.id,
            kept_on=form.kept_on.data,
            evidence=form.evidence.data,
            upload=uploaded(form.file),
            language=form.language.data,
            on=today(),
            by=acting(),
        ),
        title=_("%(what)s due on %(day)s: it came", what=clause.kind.value.capitalize(), day=_told(promise.due_on)),
        lead=clause.text,
        words=_("Record it as kept"),
        done=_("It is recorded as kept."),
        back=dossier_address(found, slug),
    )


@blueprint.route(f"{PROMISE}/drop", methods=["GET", "POST"])
@requires(Right.KEEP_REQUESTS)
def record_as_dropped(convention: str, article: str, slug: str, number: int, promise_id: int) -> ResponseReturnValue:
    found = dossier_of_page(convention, article, slug, number)
    acting_as(found, Who.ISU)
    promise, clause = promise_of(found, promise_id)
    form = DroppedForm()
    return act_page(
        form,
        lambda: drop_promise(hold_dossier(found.id), promise.id, reason=form.evidence.data, by=acting()),
        title=_("%(what)s of %(day)s: no longer due", what=clause.kind.value.capitalize(), day=_told(promise.due_on)),
        lead=clause.text,
        words=_("Record that it is no longer due"),
        done=_("It is no longer due."),
        back=dossier_address(found, slug),
    )


@blueprint.route(f"{DOSSIER}/complete", methods=["GET", "POST"])
@requires(Right.KEEP_REQUESTS)
def complete_request(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    found = dossier_of_page(convention, article, slug, number)
    seen, form = acting_as(found, Who.ISU), CompletionForm()
    return act_page(
        form,
        lambda: complete(
            hold_dossier(found.id),
            completed_on=form.completed_on.data,
            declaration=uploaded(form.file),
            language=form.language.data,
            who=seen.who,
            on=today(),
            by=acting(),
        ),
        title=_("The State declared completion"),
        lead=_(
            "The obligation under Article %(article)s is fulfilled in the register, the dossier is closed, and what "
            "was still to come is no longer due.",
            article=article,
        ),
        words=_("Record the declaration"),
        done=_("The obligation is fulfilled. The dossier is closed."),
        back=dossier_address(found, slug),
    )


def _offered(dossier: Dossier, promise_id: int) -> dict[str, object]:
    """A report on record stands in the form already."""
    found = next((each for each in promises_of(dossier, on=today()) if each.id == promise_id), None)
    if found is None or found.offered_on is None:
        return {}
    return {"kept_on": found.offered_on, "evidence": f"{found.offered}, received on {_told(found.offered_on)}"}


def _told(day: date) -> str:
    return day_in_words(day, "EN")


def _table(convention: str) -> Table:
    def page_of(row: Followed) -> str:
        return link(
            "extension_requests.dossier", convention=convention, article=row.article, slug=row.slug, number=row.number
        )

    return Table(
        "promises",
        [
            Column("state", _("State"), lambda row: row.state, href=page_of),
            Column("article", _("Article"), lambda row: row.article, filter=True),
            Column("request", _("Request"), lambda row: row.number, kind="number"),
            Column("year", _("Year"), lambda row: row.due_on.year, kind="number", filter=True),
            Column("what", _("What"), lambda row: row.what, filter=True),
            Column("due", _("Due on"), lambda row: row.due_on, kind="day"),
            Column(
                "stands",
                _("Stands"),
                lambda row: row.stands.value,
                filter=True,
                meaning=lambda row: MEANINGS[row.stands],
            ),
            Column("kept", _("Came on"), lambda row: row.kept_on, kind="day"),
            Column("evidence", _("Shown by"), lambda row: row.evidence or _on_record(row)),
            Column("clause", _("Clause"), lambda row: row.text, aside=True),
        ],
        promises_under(convention, on=as_of()),
        noun=(_("promise"), _("promises")),
        empty=(
            _("No decision is followed up."),
            _("What a decision asks for is listed here from the day a request is granted."),
        ),
    )


def _on_record(row: Followed) -> str:
    return _("on record: %(report)s", report=row.offered) if row.offered else ""
