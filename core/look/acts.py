"""A page with one form for one act: sent, it is done and told where one came from, or refused beside its field."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from core.db import transaction
from core.errors import RuleViolation
from core.forms import Form


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
    **shown: Any,
) -> ResponseReturnValue:
    """words: of the button. done: told at `back` once the act is done. lead: says what the act is about.

    template: one that extends layout/act.html; shown: names for it, of what is looked at before the act.
    """
    if form.validate_on_submit():
        try:
            with transaction():
                act()
        except RuleViolation as refusal:
            form.refuse(refusal)
        else:
            flash(done, "success")
            return redirect(back)
    page = render_template(template, form=form, title=title, lead=lead, words=words, back=back, **shown)
    return (page, 422) if form.is_submitted() else page
