"""Forms of the dossier itself: opened, announced, aimed at a meeting, withdrawn."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from core.forms import DayField, Form


class OpenForm(Form):
    state = SelectField(_("State"))
    article = SelectField(_("Article"))
    after_discovery = BooleanField(_("It concerns areas or stocks that were found after the deadline"))
    source = StringField(
        _("Source"), [Length(max=200)], description=_("Where it is written, for example a note verbale of the State.")
    )


class AnnounceForm(Form):
    announced_on = DayField(_("Announced on"), [InputRequired(_("Give the day."))])
    source = StringField(
        _("Source"),
        [InputRequired(_("Say where the State announced it.")), Length(max=200)],
        description=_("The statement or the letter, for example: statement at the intersessional meetings."),
    )


class AimForm(Form):
    meeting = SelectField(_("Meeting"))
    reason = StringField(_("Reason"), [InputRequired(_("Say why.")), Length(max=300)])


class WithdrawForm(Form):
    reason = TextAreaField(
        _("Why there will be no request, and where it is written"),
        [InputRequired(_("Say why.")), Length(max=1000)],
        description=_("The State withdrew it, has completed, or leaves the Convention."),
    )
