"""Forms of a draft before its committee and its approval."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, RadioField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length, Optional

from core.forms import DayField, Form
from correspondence.models.approval import RemarkKind


class CirculationForm(Form):
    closes_on = DayField(_("Closes on"), [InputRequired(_("Give the day on which silence is consent."))])
    closes_time = TimeField(
        _("At"),
        [InputRequired(_("Give the time, such as 12:00."))],
        description=_("Where the office is."),
    )
    note = TextAreaField(_("Note to the members"), [Optional(), Length(max=2000)])
    tell = BooleanField(_("Tell them by mail"))
    untold = BooleanField(_("I tell them myself: their silence may count as consent"))


class WhyForm(Form):
    reason = TextAreaField(_("Reason"), [InputRequired(_("Say why.")), Length(max=500)])


class RemarkForm(Form):
    kind = RadioField(
        _("What it is"),
        choices=[
            (RemarkKind.COMMENT.value, _("Comment: the letters may go")),
            (RemarkKind.OBJECTION.value, _("Objection: the letters may not go like this")),
        ],
        validators=[InputRequired(_("Choose one: silence is not broken by a comment."))],
    )
    text = TextAreaField(_("In words"), [InputRequired(_("Write what you have to say.")), Length(max=5000)])


class SettlementForm(Form):
    settlement = TextAreaField(
        _("How it was settled"), [InputRequired(_("Write how it was settled.")), Length(max=5000)]
    )


class ApprovalForm(Form):
    """manifest: the digest of what was seen; seen: its marks."""

    manifest = HiddenField()
    seen = HiddenField()
    other_than_circulated = TextAreaField(
        _("Why letters are approved that the committee was not shown"), [Optional(), Length(max=300)]
    )


class CancelForm(Form):
    reason = TextAreaField(_("Reason"), [Optional(), Length(max=300)])
