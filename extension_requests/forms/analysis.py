"""Forms of the analysis."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from core.forms import ChoicesField, DayField, Form
from meetings.forms.papers import KIND_NAMES


class BeginForm(Form):
    override_reason = TextAreaField(
        _("Why it is begun although something is missing"),
        [Length(max=1000)],
        description=_("Only where the check shows gaps; the reason stays on record."),
    )


class SectionForm(Form):
    """seen: the text that was read before writing."""

    seen = HiddenField()
    text = TextAreaField(_("Text"), [Length(max=20_000)], description=_("An empty line between paragraphs."))


class ShownForm(Form):
    shown_on = DayField(_("Shown on"), [InputRequired(_("Give the day."))])


class AgreeForm(Form):
    """version: the one that was read."""

    version = HiddenField()
    state = SelectField(_("For which State"))
    answer = RadioField(
        _("Answer"),
        [InputRequired(_("Say whether the State agrees."))],
        choices=[("agrees", _("The State agrees to this version")), ("objects", _("The State does not agree"))],
    )
    reason = TextAreaField(_("Why it does not agree"), [Length(max=2000)])


class SymbolForm(Form):
    kind = SelectField(_("Series"), choices=[(each.value, words) for each, words in KIND_NAMES.items()])
    symbol = StringField(
        _("Symbol"),
        [Length(max=60)],
        description=_("As the United Nations gave it. Left empty, the next one of the series is reserved."),
    )
    items = ChoicesField(_("Agenda items"), coerce=int)


class IssueForm(Form):
    issued_on = DayField(_("Issued on"), [InputRequired(_("Give the day."))])
