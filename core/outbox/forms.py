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
    """Why something is paused, stopped or withdrawn."""

    reason = TextAreaField(_("Reason"), [InputRequired(_("Give the reason.")), Length(max=300)])


class SettleForm(Form):
    """What nobody can know, a person decides."""

    sent = RadioField(
        _("What became of it"),
        choices=[("yes", _("It counts as sent")), ("no", _("It is sent again, under the same Message-ID"))],
        validators=[InputRequired(_("Choose one."))],
    )
    reason = TextAreaField(
        _("How you know, or why it is sent again"), [InputRequired(_("Give the reason.")), Length(max=300)]
    )
