"""Whom to invite to a session."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from core.forms import Form
from core.numbers import whole_number
from meetings.models.calendar import InvitationAnswer

ANSWERS = [
    (InvitationAnswer.ACCEPTED.value, _("comes")),
    (InvitationAnswer.TENTATIVE.value, _("perhaps")),
    (InvitationAnswer.DECLINED.value, _("does not come")),
]


class PeopleForm(Form):
    """confirmed: the number of people that was shown before; empty before anything was."""

    addresses = TextAreaField(
        _("People"),
        [InputRequired(), Length(max=20_000)],
        description=_("One on each line: Ana Silva <ana.silva@state.example>, or the address alone."),
        render_kw={"rows": 8},
    )
    confirmed = HiddenField()


class AnswerForm(Form):
    answer = RadioField(_("Answer"), [InputRequired(_("Choose one."))], choices=ANSWERS)
    note = StringField(
        _("How it was said"),
        [InputRequired(_("Say how it reached you.")), Length(max=300)],
        description=_("Such as: by telephone on 3 June; by mail from the assistant’s address."),
    )


class CountForm(Form):
    """mails: how many the page said would leave."""

    mails = HiddenField()

    def shown_before(self, now: int) -> int | None:
        """The number that was shown, before the page shows that of now; None where it is none."""
        told = whole_number(self.mails.data or "")
        self.mails.data = str(now)
        return told
