"""The look of letters: the shipped Word file, and the secretariat's own in its place."""

from flask import Response, flash, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from core.db import transaction
from core.docx.house_style import PLACEHOLDERS, STYLES
from core.errors import RuleViolation
from core.permissions import Right, requires
from core.web import acting, link, saved_as
from correspondence.catalogues import catalogues
from correspondence.forms.campaigns import ActForm, HouseStyleForm
from correspondence.press import shipped_house_style
from correspondence.queries import campaigns as queries
from correspondence.routes.counter import blueprint
from correspondence.workflow.house_styles import accept_house_style, retire_house_style

BASE = "/letters/house-style"


@blueprint.route(BASE, methods=["GET", "POST"])
@requires(Right.KEEP_TEMPLATES)
def house_styles() -> str | AnyResponse | tuple[str, int]:
    form = HouseStyleForm()
    if form.validate_on_submit():
        try:
            with transaction():
                accept_house_style(form.name.data, form.file.data.read(), catalogues(), by=acting())
        except RuleViolation as refusal:
            form.refuse(refusal)
        else:
            flash(_("New campaigns use this house style from now on."), "success")
            return redirect(link("correspondence.house_styles"))
    page = render_template(
        "letters/house_styles.html",
        form=form,
        styles=queries.house_styles(),
        placeholders=(*PLACEHOLDERS, "body"),
        style_names=STYLES,
    )
    return (page, 422) if form.is_submitted() else page


@blueprint.get(f"{BASE}/shipped.docx")
@requires(Right.KEEP_TEMPLATES)
def shipped_style_file() -> Response:
    """A start for one's own: open it in Word, change it, upload it."""
    return saved_as("house-style.docx", shipped_house_style())


@blueprint.get(f"{BASE}/<int:style_id>.docx")
@requires(Right.KEEP_TEMPLATES)
def house_style_file(style_id: int) -> Response:
    return saved_as(f"house-style-{style_id}.docx", queries.get_house_style(style_id).file)


@blueprint.route(f"{BASE}/<int:style_id>/retire", methods=["GET", "POST"])
@requires(Right.KEEP_TEMPLATES)
def retire_style(style_id: int) -> str | AnyResponse:
    style = queries.get_house_style(style_id)
    if ActForm().validate_on_submit():
        with transaction():
            retire_house_style(style, by=acting())
        flash(_("The house style is retired. Campaigns drafted with it keep it."), "success")
        return redirect(link("correspondence.house_styles"))
    return render_template("letters/retire_style.html", style=style)
