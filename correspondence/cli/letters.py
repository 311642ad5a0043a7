"""flask letters: tailored letters of one template for one audience, written into a folder."""

from datetime import date
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from config import Config
from conventions.registry import get_convention
from core.clock import today
from core.commands import refusals_as_sentences
from core.web import parse_day
from core.wording import counted
from correspondence.catalogues import catalogues
from correspondence.papers.files import ManifestRow, file_name, manifest_csv
from correspondence.queries.campaigns import get_template, press_in_use
from correspondence.rules.audience import EVERYBODY
from correspondence.rules.bodies import FORMS, TemplateContent
from correspondence.rules.days import check_not_in_the_future
from correspondence.workflow.campaigns import Brief, WrittenLetter, compose_letters, press_letter

group = AppGroup("letters", help="Tailored letters to States.")


@group.command("render")
@click.argument("template")
@click.option("--convention", required=True, help="APMBC or CCM.")
@click.option("--on", "on_text", default="", help="The day of the registers, as 2021-03-03; otherwise today.")
@click.option("--dated", "dated_text", default="", help="The date on the letters; otherwise the day of the registers.")
@click.option("--form", type=click.Choice(list(FORMS)), default="letter", show_default=True)
@click.option("--audience", default=EVERYBODY, show_default=True, help="A condition over the criteria.")
@click.option("--signatory", default="", help="Name of the person who signs.")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="A new or empty folder.")
@refusals_as_sentences
def render(
    template: str,
    convention: str,
    on_text: str,
    dated_text: str,
    form: str,
    audience: str,
    signatory: str,
    out: Path,
) -> None:
    """Write the letters of TEMPLATE (for example article-7) and manifest.csv into a folder."""
    on = parse_day(on_text, field="--on") if on_text else today()
    check_not_in_the_future(on, today=today())
    dated_on = parse_day(dated_text, field="--dated") if dated_text else on
    brief = _brief(convention.upper(), on, dated_on, audience, signatory)
    content = TemplateContent.from_json(
        get_template(get_convention(brief.convention).code, template, form).versions[0].content
    )
    press = press_in_use(content)
    letters = compose_letters(content, press, brief, catalogues())
    _check_empty(out)
    out.mkdir(parents=True, exist_ok=True)
    with click.progressbar(letters, label=f"Writing {counted(len(letters), 'letter', 'letters')}") as progress:
        rows = [_write(press_letter(press, composed), out) for composed in progress]
    (out / "manifest.csv").write_text(manifest_csv(rows), encoding="utf-8")
    if doubtful := sum(1 for row in rows if row.to_check):
        click.echo(f"{doubtful} of them have something to check: see the column to_check.", err=True)
    click.echo(f"{counted(len(rows), 'letter', 'letters')} and manifest.csv are in {out}.")


def _brief(convention: str, on: date, dated_on: date, audience: str, signatory: str) -> Brief:
    config: Config = current_app.config["CHANCERY"]
    return Brief(convention, on, dated_on, audience, signatory, config.reports_address, config.house_address)


def _check_empty(out: Path) -> None:
    if out.exists() and any(out.iterdir()):
        raise click.UsageError(f"{out} is not empty; nothing was written.")


def _write(letter: WrittenLetter, out: Path) -> ManifestRow:
    facts = letter.composed.facts
    name = file_name(facts.slug, facts.iso3, letter.composed.language)
    (out / name).write_bytes(letter.file)
    return ManifestRow(
        iso3=facts.iso3,
        state=facts.list_name,
        language=letter.composed.language,
        addressee=letter.composed.values["addressee"],
        reasons=tuple((each.id, each.reason) for each in letter.composed.chosen),
        to_check=tuple(letter.composed.doubts),
        file=name,
        sha256=letter.sha256,
    )
