"""Forms of the outbox."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from core.forms import Form


class NoticeForm(Form):
    """One text to several addresses, each with a message of its own."""

    title = StringField(_("Title, for the office only"), [InputRequired(), Length(max=200)])
    addresses = TextAreaField(
        _("Addresses"), [InputRequired()], description=_("One e-mail address on each line; a name may stand before it.")
    )
    subject = StringField(_("Subject"), [InputRequired(), Length(max=200)])
    text = TextAreaField(_("Text"), [InputRequired(), Length(max=20_000)])


class ReasonForm(Form):
    reason = StringField(_("Why"), [InputRequired(), Length(max=300)])


class SettleForm(ReasonForm):
    """What nobody can know, a person decides."""

    decision = RadioField(
        _("What it counts as"),
        [InputRequired()],
        choices=[
            ("sent", _("It counts as sent, and is not sent again")),
            ("again", _("It is sent again; it may then arrive twice")),
        ],
    )
