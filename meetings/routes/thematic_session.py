"""Planning a thematic session inside a meeting, with the concept note that goes with it."""

from datetime import time

from flask import redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.db import transaction
from core.errors import RuleViolation
from core.permissions import Right, requires
from core.web import acting
from meetings.forms.sessions import ThematicForm
from meetings.routes.counter import MEETING, blueprint, meeting_address, meeting_of_page, refuse_other_bodies
from meetings.routes.sessions import offer_bodies
from meetings.routes.thematic import note_address
from meetings.workflow.concept_notes import plan_thematic_session


@blueprint.route(f"{MEETING}/sessions/thematic", methods=["GET", "POST"])
@requires(Right.PLAN_SESSIONS)
def new_thematic_session(convention: str, meeting: str) -> ResponseReturnValue:
    row = meeting_of_page(convention, meeting)
    usual = {"day": row.starts_on, "starts": time(13), "ends": time(15), "zone": row.zone, "mode": row.format}
    form = ThematicForm(data={**usual, "interpretation": row.languages})
    offer_bodies(form, convention)
    if form.validate_on_submit():
        try:
            refuse_other_bodies(convention, form.plan.body)
            with transaction():
                session = plan_thematic_session(row, form.plan, form.theme.data, by=acting(), read=form.read)
        except RuleViolation as refusal:
            form.refuse(refusal)
        else:
            return redirect(note_address(row, session))
    page = render_template(
        "layout/act.html",
        form=form,
        title=_("Plan a thematic session"),
        lead=_("%(meeting)s. The session gets a concept note, which you write next.", meeting=row.full_name),
        words=_("Plan it and write the note"),
        back=meeting_address(row),
    )
    return (page, 422) if form.is_submitted() else page
