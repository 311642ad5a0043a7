"""Forms of programmes: a choice, its options, what they foresee and cost, and the adoption of one."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from conventions.kinds import MEETING_KINDS, UN_LANGUAGES, Naming
from core.forms import ChoicesField, DayField, Form
from core.seen.forms import SeenForm
from meetings.forms.sessions import LANGUAGE_NAMES
from meetings.models.programmes import OptionMeeting
from meetings.rules.programmes import Foreseen
from meetings.workflow.programmes import Adoption

OF_PROGRAMMES = [kind for kind in MEETING_KINDS.values() if kind.naming in (Naming.COUNTED, Naming.OF_THE_YEAR)]


class ChoiceForm(Form):
    title = StringField(_("Title"), [InputRequired(_("Give the choice a title.")), Length(max=200)])
    first_year = IntegerField(_("From which year on"), [InputRequired(_("Give the year.")), NumberRange(1997, 2099)])
    background = TextAreaField(_("Background"), [Length(max=4000)])
    source = StringField(_("Source"), [InputRequired(_("Name the source.")), Length(max=200)])


class OptionForm(SeenForm):
    title = StringField(_("Title"), [InputRequired(_("Give the option a title.")), Length(max=200)])
    comments = TextAreaField(
        _("Comments"), [Length(max=4000)], description=_("What speaks for it and against it, one line each.")
    )


class ForeseenForm(Form):
    kind = SelectField(_("Kind"), choices=[(kind.key, kind.title) for kind in OF_PROGRAMMES])
    least = IntegerField(_("Days, at least"), [InputRequired(_("Say how long.")), NumberRange(1, 31)])
    most = IntegerField(_("Days, at most"), [InputRequired(_("Say how long.")), NumberRange(1, 31)])
    sessions_a_day = IntegerField(_("Sessions a day"), [InputRequired(_("Say how many.")), NumberRange(1, 4)])
    opens_on = DayField(_("Opens on"), [Optional()], description=_("Proposed for the first year; empty: not yet."))
    city = StringField(_("City"), [Length(max=80)])
    languages = ChoicesField(_("Interpretation"), choices=[(code, LANGUAGE_NAMES[code]) for code in UN_LANGUAGES])
    payer = StringField(_("Who pays"), [Length(max=160)])

    @property
    def foreseen(self) -> Foreseen:
        return Foreseen(
            self.kind.data,
            self.least.data,
            self.most.data,
            self.sessions_a_day.data,
            tuple(self.languages.data or ()),
            self.opens_on.data,
        )


class CostForm(Form):
    what = StringField(_("What"), [InputRequired(_("Say what is to be paid.")), Length(max=200)])
    payer = StringField(_("Who pays"), [InputRequired(_("Say who pays.")), Length(max=160)])
    francs = IntegerField(
        _("Swiss francs a year"),
        [Optional(), NumberRange(0, 100_000_000)],
        description=_("Empty: nobody has reckoned it yet."),
    )
    source = StringField(_("Source"), [InputRequired(_("Name the source.")), Length(max=200)])


class AdoptForm(Form):
    """The day and the length of each meeting of the option, then what was decided; `adopt_form` gives it its fields."""

    decided_on: Any
    decision: Any

    def adoptions(self, meetings: Sequence[OptionMeeting]) -> Mapping[int, Adoption]:
        return {
            each.position: Adoption(self[f"opens_{each.position}"].data, int(self[f"length_{each.position}"].data))
            for each in meetings
        }


def adopt_form(meetings: Sequence[tuple[str, OptionMeeting]]) -> AdoptForm:
    """For these meetings, each with what the Convention calls it, as proposed until it is changed."""
    fields: dict[str, Any] = {}
    proposed: dict[str, Any] = {}
    for title, each in meetings:
        fields[f"opens_{each.position}"] = DayField(
            _("%(meeting)s: first day", meeting=title), [Optional()], description=_("Empty: not fixed yet.")
        )
        fields[f"length_{each.position}"] = SelectField(
            _("%(meeting)s: days", meeting=title),
            choices=[(str(days), str(days)) for days in range(each.days_least, each.days_most + 1)],
        )
        proposed |= {f"opens_{each.position}": each.opens_on, f"length_{each.position}": str(each.days_most)}
    fields["decided_on"] = DayField(_("Decided on"), [InputRequired(_("Give the day."))])
    fields["decision"] = StringField(
        _("Decision"),
        [InputRequired(_("Say which meeting decided it, and where that is written.")), Length(max=300)],
        description=_("For example: final report of the meeting, paragraph 40."),
    )
    form: AdoptForm = type("AdoptFormOfOption", (AdoptForm,), fields)(data=proposed)
    return form
