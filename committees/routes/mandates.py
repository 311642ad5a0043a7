"""The mandate of a body: the version of the day, its history, what is proposed; amended, corrected, as a sheet."""

from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from committees.forms.reforms import CorrectionForm, MandateForm
from committees.papers.mandate_sheet import mandate_sheet
from committees.queries.bodies import get_body, get_mandate, mandates_of
from committees.queries.offices import Offices
from committees.queries.reforms import proposals_about, state_on
from committees.routes.counter import blueprint, history_of_body, word_file
from committees.routes.sight import sight
from committees.rules.composition_words import composition_in_words, places_in_words
from committees.rules.mandates import compare_points
from committees.workflow.mandates import amend_mandate, correct_mandate
from conventions.queries import meeting_order
from conventions.registry import get_convention
from core.look.acts import act_page
from core.numbers import whole_number
from core.permissions import Right, may, requires
from core.web import acting, as_of, link


@blueprint.get("/<convention:convention>/committees/<body>/mandate")
@requires(Right.READ_REGISTERS)
def mandate(convention: str, body: str) -> str:
    """Two versions side by side where the address names them."""
    on, row, offices = as_of(), get_body(convention, body), Offices(convention)
    versions = mandates_of(convention, body)
    composition = offices.composition(body, on=on)
    member = may(Right.READ_COMMITTEE_WORK, convention=convention)
    return render_template(
        "committees/mandate.html",
        body=row,
        on=on,
        present=offices.mandate(body, on=on),
        versions=versions,
        compared=_compared(versions),
        composition=composition,
        composition_words=composition_in_words(composition) if composition else "",
        places=places_in_words(offices.places(body, on=on), offices.names),
        proposals=[(each, state_on(each, on)) for each in proposals_about(convention, body)] if member else (),
        history=history_of_body(row, sight(convention, body, on=as_of())),
    )


@blueprint.get("/<convention:convention>/committees/<body>/mandate.docx")
@requires(Right.READ_REGISTERS)
def mandate_paper(convention: str, body: str) -> Response:
    on, row, offices = as_of(), get_body(convention, body), Offices(convention)
    paper = mandate_sheet(
        row,
        convention_title=get_convention(convention).title["EN"],
        composition=offices.composition(body, on=on),
        places=offices.places(body, on=on),
        mandate=offices.mandate(body, on=on),
        versions=offices.mandates(body, on=on),
        names=offices.names,
        on=on,
    )
    return word_file(paper, f"{convention.lower()}-mandate-{body}-{on}")


@blueprint.route("/<convention:convention>/committees/<body>/mandate/amend", methods=["GET", "POST"])
@requires(Right.KEEP_OFFICES)
def amend(convention: str, body: str) -> ResponseReturnValue:
    row = get_body(convention, body)
    newest = next(iter(mandates_of(convention, body)), None)
    points, follows = ("\n".join(newest.points), newest.version) if newest else ("", 0)
    form = MandateForm(data={"points": points, "follows": str(follows)})
    form.offer(meeting_order(convention).meetings)
    return act_page(
        form,
        lambda: amend_mandate(
            convention,
            body,
            points=form.written,
            decision=form.decision,
            starts_on=form.starts_on.data,
            follows=form.followed,
            sourcing=form.sourcing,
            by=acting(),
        ),
        title=_("Amend the mandate") if newest else _("Record the mandate"),
        lead=_("%(body)s: what is written here becomes version %(number)s.", body=row.name_en, number=follows + 1),
        words=_("Record version %(number)s", number=follows + 1),
        done=_("Version %(number)s of the mandate is on record.", number=follows + 1),
        back=link("committees.mandate", convention=convention, body=body),
    )


@blueprint.route(
    "/<convention:convention>/committees/<body>/mandate/versions/<int:version>/correct", methods=["GET", "POST"]
)
@requires(Right.KEEP_OFFICES)
def correct(convention: str, body: str, version: int) -> ResponseReturnValue:
    row, found = get_body(convention, body), get_mandate(convention, body, version)
    form = CorrectionForm(
        data={
            "points": "\n".join(found.points),
            "meeting": found.decided_at,
            "document": found.document,
            "paragraph": found.paragraph,
            "starts_on": found.starts_on,
            "source": found.source,
            "confidence": found.confidence.value,
            "notes": found.notes,
        }
    )
    form.offer(meeting_order(convention).meetings)
    return act_page(
        form,
        lambda: correct_mandate(
            convention,
            body,
            version,
            points=form.written,
            decision=form.decision,
            starts_on=form.starts_on.data,
            sourcing=form.sourcing,
            by=acting(),
        ),
        title=_("Correct version %(number)s of the mandate", number=version),
        lead=_(
            "%(body)s: for mistakes in the record only. A decision that changes the mandate makes a new version.",
            body=row.name_en,
        ),
        words=_("Correct the version"),
        done=_("Version %(number)s is corrected; what it said before is in the history.", number=version),
        back=link("committees.mandate", convention=convention, body=body),
    )


def _compared(versions: Any) -> dict[str, Any] | None:
    """The versions that the address names, older first, and their points side by side; None without two of them."""
    by_number = {row.version: row for row in versions}
    asked = [whole_number(request.args.get(name, "")) for name in ("older", "newer")]
    found = [by_number[number] for number in sorted({each for each in asked if each is not None and each in by_number})]
    if len(found) != 2:
        return None
    return {"older": found[0], "newer": found[1], "points": compare_points(found[0].points, found[1].points)}
