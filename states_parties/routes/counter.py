"""The blueprint that the files of this counter share, and what several of them need."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from core.db import transaction
from core.errors import RuleViolation
from core.forms import Form
from core.web import link
from states_parties.facts import Sourcing

blueprint = Blueprint("states_parties", __name__)


def act_page(
    form: Form, act: Callable[[], object], *, title: str, words: str, done: str, back: str, lead: str = ""
) -> ResponseReturnValue:
    """A form for one act. Sent, it is done and told at `back`; or refused, with the sentence where it belongs."""
    if form.validate_on_submit():
        try:
            with transaction():
                act()
        except RuleViolation as refusal:
            form.refuse(refusal)
        else:
            flash(done, "success")
            return redirect(back)
    page = render_template("states_parties/act.html", form=form, title=title, lead=lead, words=words, back=back)
    return (page, 422) if form.is_submitted() else page


def state_address(convention: str, slug: str) -> str:
    """The page of a State under a Convention."""
    return link("desk.state", convention=convention, slug=slug)


def state_addresses(convention: str) -> Callable[[Any], str]:
    """The address of the State of a row (its slug), put together once for a list of many."""
    before, after = state_address(convention, "-state-").split("-state-")
    return lambda row: f"{before}{row.slug}{after}"


def doubt(sourcing: Sourcing | None) -> str:
    """The confidence in a fact where it is not high; empty where it is."""
    return sourcing.confidence if sourcing is not None and sourcing.uncertain else ""


def doubt_meaning(_row: Any) -> str:
    return "soon"
