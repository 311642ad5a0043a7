"""A page on which a text is edited says now and then that it is still open, and hears who else has it open."""

from flask import Blueprint, render_template, request

from core.db import transaction
from core.permissions import Right, requires
from core.seen.shared import shared, text_of
from core.seen.workflow import keep_open
from core.web import acting

blueprint = Blueprint("seen", __name__)


@blueprint.post("/open-texts")
@requires(Right.READ_REGISTERS, anywhere=True)
def still_open() -> str:
    by = acting()
    text = text_of(request.form.get("text", ""), of=by.id)
    with transaction():
        keep_open(text, by=by)
    return render_template("layout/_others.html", shared=shared(text, by=by))
