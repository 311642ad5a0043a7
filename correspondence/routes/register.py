"""The register of references: every number with its letter, and that none was passed over."""

from collections.abc import Sequence

from flask import Response, render_template
from flask_babel import gettext as _

from core.clock import day_of
from core.files import read_file
from core.permissions import Right, requires
from core.tables import Column, Table, export_response, table_page
from core.web import link, saved_as
from correspondence.models.campaigns import LetterState
from correspondence.queries.balance import fates_of, sent_of_letters
from correspondence.queries.history import earlier_fates, get_approved
from correspondence.queries.references import Registered, gaps_in_series, register_of
from correspondence.routes.counter import blueprint, readable, to_read
from correspondence.rules.balance import MEANINGS, Fate

BASE = "/<convention:convention>/letters/references"


@blueprint.get(BASE)
@requires(Right.READ_LETTERS)
def register(convention: str) -> str | Response:
    found = _read(register_of(convention))
    fates = _fates(found)
    table = Table(
        name=f"references-{convention.lower()}",
        columns=(
            Column("reference", _("Reference"), lambda row: row.reference.text, href=_letter),
            Column("state", _("State"), lambda row: row.state),
            Column("campaign", _("Campaign"), lambda row: row.campaign.title, href=_campaign),
            Column("series", _("Series"), lambda row: f"{row.series.prefix}/{row.series.year}", filter=True),
            Column("given", _("Given on"), lambda row: day_of(row.reference.allocated_at), kind="day"),
            Column("stands", _("Stands"), _stands, filter=True, meaning=_meaning),
            Column(
                "outcome",
                _("What became of it"),
                lambda row: _outcome(fates[row.reference.id]),
                filter=True,
                meaning=lambda row: MEANINGS.get(fates[row.reference.id].outcome, "neutral"),
            ),
            Column("why", _("Why it is void"), _why),
            Column("file", _("Word file"), lambda row: row.file.file_name, href=_file),
            Column("corrects", _("Corrects"), lambda row: row.corrects, href=_sought),
            Column("language", _("Language"), lambda row: row.letter.language, aside=True),
            Column("sha", _("SHA-256"), lambda row: row.file.sha256, aside=True),
        ),
        rows=found,
        noun=(_("reference"), _("references")),
        empty=(
            _("No reference has been given yet."),
            _("References are given when letters are approved, one to each, in a row."),
        ),
    )
    return export_response(table, _("References")) or render_template(
        "letters/register.html", convention=convention, page=table_page(table), gaps=gaps_in_series(convention)
    )


@blueprint.get(f"{BASE}/<int:approved_id>.docx")
@requires(Right.READ_LETTERS)
def approved_file(convention: str, approved_id: int) -> Response:
    """The very bytes that were approved under a reference, whether it stands or is void."""
    found, campaign_id = get_approved(convention, approved_id)
    to_read(convention, campaign_id)
    return saved_as(found.file_name, read_file(found.sha256))


def _read(found: Sequence[Registered]) -> list[Registered]:
    """Without the letters that a room keeps from the person of this request."""
    read = readable([row.campaign for row in found])
    return [row for row in found if row.campaign.id in read]


def _fates(found: Sequence[Registered]) -> dict[int, Fate]:
    """By reference: of the letter as it is, or of what was approved before it was written anew."""
    sent = sent_of_letters({row.letter.id for row in found})
    present = fates_of([(row.letter, row.campaign) for row in found if not row.earlier], sent)
    earlier = earlier_fates([(row.reference, row.file) for row in found if row.earlier], sent)
    return {**{row.reference.id: present[row.letter.id] for row in found if not row.earlier}, **earlier}


def _outcome(fate: Fate) -> str:
    return f"{fate.outcome.value}, {_('bounced')}" if fate.bounced else fate.outcome.value


def _why(row: Registered) -> str:
    """A letter that was void and then withdrawn is not there for the reason of its withdrawal."""
    withdrawn = row.letter.state is LetterState.WITHDRAWN and not row.earlier
    return row.letter.reason if withdrawn else row.reference.void_reason


def _stands(row: Registered) -> str:
    return _("void") if row.reference.voided_at else _("stands")


def _meaning(row: Registered) -> str:
    return "private" if row.reference.voided_at else "done"


def _letter(row: Registered) -> str:
    """The letter; where it was written anew, what its page tells of this reference."""
    anchor = f"reference-{row.reference.id}" if row.earlier else None
    return link(
        "correspondence.letter",
        convention=row.campaign.convention,
        campaign_id=row.campaign.id,
        slug=row.slug,
        _anchor=anchor,
    )


def _campaign(row: Registered) -> str:
    return link("correspondence.campaign", convention=row.campaign.convention, campaign_id=row.campaign.id)


def _file(row: Registered) -> str:
    return link("correspondence.approved_file", convention=row.campaign.convention, approved_id=row.file.id)


def _sought(row: Registered) -> str | None:
    return link("correspondence.register", convention=row.campaign.convention, q=row.corrects) if row.corrects else None
