"""The correspondence with one State: every letter with what became of it, and what came back."""

from flask import Response, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.permissions import Right, requires
from core.tables import Column, Table, export_response, table_page
from core.web import link
from correspondence.queries.history import Written, correspondence_with
from correspondence.routes.counter import blueprint, readable, settles_mail
from correspondence.rules.balance import MEANINGS
from states_parties.queries.states import get_state


@blueprint.get("/<convention:convention>/letters/states/<slug>")
@requires(Right.READ_LETTERS)
def with_state(convention: str, slug: str) -> ResponseReturnValue:
    state = get_state(slug)
    if state.slug != slug:
        return redirect(link("correspondence.with_state", convention=convention, slug=state.slug))
    found = correspondence_with(state.iso3, convention=convention, all_mail=settles_mail(convention))
    read = readable([row.campaign for row in found.letters])
    letters = [row for row in found.letters if row.campaign.id in read]
    table = Table(
        name=f"correspondence-{convention.lower()}-{state.slug}",
        columns=(
            Column("campaign", _("Letter"), lambda row: row.campaign.title, href=lambda row: _letter(row, state.slug)),
            Column("reference", _("Reference"), lambda row: row.reference),
            Column("dated_on", _("Dated"), lambda row: row.campaign.dated_on, kind="day"),
            Column("left_on", _("Left"), lambda row: row.left_on, kind="day"),
            Column(
                "outcome",
                _("What became of it"),
                lambda row: row.fate.outcome.value,
                filter=True,
                meaning=lambda row: MEANINGS.get(row.fate.outcome, "neutral"),
            ),
            Column("came", _("What came of it"), _came),
            Column("reason", _("Reason"), lambda row: row.fate.reason),
            Column("corrections", _("Corrections"), _corrections),
            Column("to", _("To"), _to, aside=True),
            Column("language", _("Language"), lambda row: row.letter.language, aside=True),
            Column("file", _("Word file"), lambda row: row.file and row.file.file_name, href=_file),
            Column("replies", _("Replies"), lambda row: len(row.replies) or None, kind="number", aside=True),
        ),
        rows=letters,
        noun=(_("letter"), _("letters")),
        empty=(_("No letter to the State has been drafted under this Convention."), ""),
    )
    title = _("Correspondence with %(state)s", state=state.list_en)
    exported: Response | None = export_response(table, title)
    return exported or render_template(
        "letters/with_state.html",
        convention=convention,
        title=title,
        state=state,
        page=table_page(table),
        letters=letters,
        mails=found.mails,
        settles=settles_mail(convention),
    )


def _letter(row: Written, slug: str) -> str:
    return link("correspondence.letter", convention=row.campaign.convention, campaign_id=row.campaign.id, slug=slug)


def _file(row: Written) -> str | None:
    if row.file is None:
        return None
    return link("correspondence.approved_file", convention=row.campaign.convention, approved_id=row.file.id)


def _came(row: Written) -> str:
    found = [_("replied")] if row.fate.replied or row.replies else []
    return ", ".join([*found, *([_("bounced")] if row.fate.bounced else [])])


def _to(row: Written) -> str:
    return ", ".join(
        f"{sent.address.splitlines()[0]} ({_('by post')})" if sent.channel == "post" else sent.address
        for sent in row.sent
        if row.earlier or not sent.void_reason
    )


def _corrections(row: Written) -> str:
    told = [_("corrects %(reference)s", reference=row.corrects)] if row.corrects else []
    by = [reference or _("a draft") for reference in row.corrected_by]
    return "; ".join([*told, *(_("corrected by %(reference)s", reference=each) for each in by)])
