"""Made-up things for the page of parts to show. They stand for nothing."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from core.forms import DayField, Form
from core.tables import Column, Table

DUE = {"overdue": "late", "due soon": "soon", "met": "done", "open": "neutral", "under embargo": "private"}


@dataclass(frozen=True)
class Specimen:
    name: str
    region: str
    standing: str
    reports: int | None
    due_on: date | None


SPECIMENS = [
    Specimen("Angola", "Africa", "due soon", 17, date(2026, 12, 31)),
    Specimen("Chad", "Africa", "overdue", 9, date(2025, 1, 1)),
    Specimen("Costa Rica", "Americas", "met", 21, None),
    Specimen("Côte d’Ivoire", "Africa", "met", 14, None),
    Specimen("Croatia", "Eastern Europe", "open", 23, date(2026, 3, 1)),
    Specimen("Ecuador", "Americas", "open", 20, date(2026, 12, 31)),
    Specimen("Lao People’s Democratic Republic", "Asia-Pacific", "under embargo", None, None),
    Specimen("Türkiye", "Europe", "open", 18, date(2028, 12, 31)),
]


def specimen_table() -> Table:
    return Table(
        name="specimens",
        columns=(
            Column("name", _("State"), lambda row: row.name, href=lambda row: "#table"),
            Column("region", _("Region"), lambda row: row.region, filter=True),
            Column(
                "standing",
                _("Obligation"),
                lambda row: row.standing,
                filter=True,
                meaning=lambda row: DUE[row.standing],
            ),
            Column("reports", _("Reports"), lambda row: row.reports, kind="number"),
            Column("due_on", _("Deadline"), lambda row: row.due_on, kind="day"),
        ),
        rows=SPECIMENS,
        noun=(_("State"), _("States")),
        sort="name",
        page_size=6,
    )


class SpecimenForm(Form):
    title = StringField(_("Title"), [InputRequired(_("Give the campaign a title."))])
    dated_on = DayField(_("Date on the letters"), [InputRequired()], description=_("A working day in Geneva."))
    language = SelectField(_("Language"), choices=[("EN", "English"), ("FR", "Français")])
    note = TextAreaField(_("Note"))
    form_of_letter = RadioField(
        _("Form"), choices=[("letter", _("Letter")), ("note", _("Note verbale"))], default="letter"
    )
    copies = BooleanField(_("Copies to capitals"))


def refused_form() -> SpecimenForm:
    """A form as it comes back when two things are wrong."""
    form = SpecimenForm()
    form.title.errors = [_("Give the campaign a title.")]
    form.dated_on.errors = [_("“2021-02-30” is not a day. Write it as year-month-day, for example 2021-03-03.")]
    return form


def days_around(on: date) -> list[date]:
    return [on + timedelta(days=days) for days in (-800, -200, -12, -1, 0, 1, 12, 200, 800)]
