"""The filters of the audit page."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from core.audit.queries import Sought
from core.audit.words import act_words, in_words
from core.forms import DayField


class SearchForm(FlaskForm):
    """Sent by GET, so that a search has an address; it changes nothing and needs no token."""

    class Meta:
        csrf = False

    person = StringField(_("Person"), [Optional(), Length(max=200)])
    act = SelectField(_("Act"), [Optional()])
    kind = SelectField(_("Kind of object"), [Optional()])
    text = StringField(_("Name or number of the object"), [Optional(), Length(max=300)])
    first_day = DayField(_("From"), [Optional()])
    last_day = DayField(_("Until"), [Optional()])

    def offer(self, kinds: list[str]) -> None:
        """The choices: kinds of object that occur, and every act that the house knows."""
        everything = SelectChoice("", _("All"))
        self.kind.choices = [everything, *(SelectChoice(kind, kind.replace("-", " ")) for kind in kinds)]
        self.act.choices = [
            everything,
            *(SelectChoice(act, f"{act.split(':')[0]}: {in_words(act)}") for act in sorted(act_words)),
        ]

    def sought(self) -> Sought:
        return Sought(
            person=(self.person.data or "").strip(),
            act=self.act.data or "",
            kind=self.kind.data or "",
            text=(self.text.data or "").strip(),
            first_day=self.first_day.data,
            last_day=self.last_day.data,
        )
