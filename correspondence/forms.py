"""Forms of letters."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from core.forms import DayField, Form


class CampaignForm(Form):
    """What a new campaign is to be. `template` holds slug/form."""

    title = StringField(_("Title of the campaign"), [InputRequired(_("Give the campaign a title.")), Length(max=200)])
    template = SelectField(_("Template"))
    as_of = DayField(
        _("As of"),
        [InputRequired(_("Give the day of the registers."))],
        description=_("The letters say what the registers say on this day."),
    )
    dated_on = DayField(_("Date on the letters"), [InputRequired(_("Give the date on the letters."))])
    audience = StringField(
        _("Audience"),
        [InputRequired(_("Say who is written to.")), Length(max=500)],
        description=_(
            "always: every State Party in force. Otherwise criteria with and, or, not; they are listed below."
        ),
    )
    signatory_name = StringField(
        _("Signed by"), [Length(max=200)], description=_("Name of the person; the office is in the template.")
    )


class HouseStyleForm(Form):
    name = StringField(_("Name"), [InputRequired(_("Give the house style a name.")), Length(max=200)])
    file = FileField(_("Word file"), [FileRequired(_("Choose a Word file (.docx)."))])


class VersionNoteForm(Form):
    """The frame of an edited template; its paragraphs come as rows of their own."""

    note = StringField(_("What changed, in a few words"), [InputRequired(_("Say what changed.")), Length(max=300)])


class ActForm(Form):
    """A button that needs nothing but the protection against forgery."""
