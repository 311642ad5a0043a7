"""A page with one form for one act: sent, it is done and told where one came from, or refused beside its field."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from core.audit.queries import history_of
from core.db import transaction
from core.errors import RuleViolation
from core.forms import Form
from core.seen.forms import EditedText, SeenForm
from core.seen.guard import WrittenMeanwhile
from core.seen.shared import shared
from core.seen.workflow import leave
from core.web import acting


def act_page(
    form: Form,
    act: Callable[[], object],
    *,
    title: str,
    words: str,
    done: str,
    back: str,
    lead: str = "",
    template: str = "layout/act.html",
    text: EditedText | None = None,
    **shown: Any,
) -> ResponseReturnValue:
    """words: of the button. done: told at `back` once the act is done. lead: says what the act is about.

    template: one that extends layout/act.html; shown: names for it, of what is looked at before the act.
    text: what the form edits, where several may: they see each other, and what one saved while another was writing.
    """
    if form.validate_on_submit():
        try:
            with transaction():
                act()
                if text is not None:
                    leave(text.ref, by=acting())
        except RuleViolation as refusal:
            if text is not None and isinstance(refusal, WrittenMeanwhile) and isinstance(form, SeenForm):
                form.stand_beside(text.present())
            form.refuse(refusal)
        else:
            flash(done, "success")
            return redirect(back)
    if isinstance(form, SeenForm) and not form.is_submitted():
        form.remember()
    page = render_template(
        template, form=form, title=title, lead=lead, words=words, back=back, **_together(form, text), **shown
    )
    return (page, 422) if form.is_submitted() else page


def _together(form: Form, text: EditedText | None) -> dict[str, Any]:
    """Who else has the text open, and whose act it was that came in between."""
    if text is None:
        return {}
    theirs = form.theirs if isinstance(form, SeenForm) else ()
    last = history_of(text.ref, newest=1) if theirs else ()
    return {"shared": shared(text.ref, by=acting()), "theirs": theirs, "last_act": next(iter(last), None)}
