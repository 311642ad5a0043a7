"""Forms of the group: who leads and reads, who takes no part, what is said among its members."""

from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from core.forms import ChoicesField, Form


class AssignForm(Form):
    lead = SelectField(
        _("Leads the analysis"), description=_("In a group without a chair, this State acts as the chair does.")
    )
    readers = ChoicesField(_("Read the request for the group"))


class RecuseForm(Form):
    state = SelectField(_("State"))
    reason = StringField(_("Reason"), [InputRequired(_("Say why.")), Length(max=200)])


class CommentForm(Form):
    text = TextAreaField(_("Comment"), [InputRequired(_("Write the comment.")), Length(max=5000)])
