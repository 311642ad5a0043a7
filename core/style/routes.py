"""The page of parts, for whoever builds or changes pages."""

from flask import Blueprint, Response, render_template
from flask_babel import gettext as _

from core.forms import CountConfirmation
from core.permissions import Right, requires
from core.style.specimens import DUE, days_around, refused_form, specimen_table
from core.tables import export_response, table_page
from core.web import as_of

blueprint = Blueprint("style", __name__)


@blueprint.get("/style")
@requires(Right.KEEP_ACCOUNTS)
def parts() -> Response | str:
    table = specimen_table()
    return export_response(table, _("Specimens")) or render_template(
        "style/parts.html",
        page=table_page(table),
        form=refused_form(),
        confirmed=CountConfirmation(164),
        meanings={meaning: word for word, meaning in DUE.items()},
        days=days_around(as_of()),
    )
