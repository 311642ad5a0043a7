"""Forms of letters."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from core.forms import DayField, Form
from correspondence.forms.audiences import AudienceForm
from correspondence.rules.bodies import LANGUAGES, PARTS

AS_THE_TEMPLATE = "template"


class CampaignForm(AudienceForm):
    """What a new campaign is to be. template: slug/form. signatory: unit, president, or chair: and the body's slug.

    kind, parent: of the calendar of correspondence, and the campaign that this one follows; brought by the address.
    """

    title = StringField(_("Title of the campaign"), [InputRequired(_("Give the campaign a title.")), Length(max=200)])
    template = SelectField(_("Template"))
    signatory = SelectField(
        _("Whose letters they are"),
        default=AS_THE_TEMPLATE,
        description=_("Whoever holds that office on the day approves them."),
    )
    signatory_name = StringField(
        _("Signed by"), [Length(max=200)], description=_("Name of the person; the office is in the template.")
    )
    as_of = DayField(
        _("As of"),
        [InputRequired(_("Give the day of the registers."))],
        description=_("The letters say what the registers say on this day."),
    )
    dated_on = DayField(_("Date on the letters"), [InputRequired(_("Give the date on the letters."))])
    copy_to_capital = BooleanField(
        _("Copy to the focal point in the capital"), description=_("Where one with an e-mail address is on record.")
    )
    kind = HiddenField()
    parent = HiddenField()

    @property
    def signing(self) -> tuple[str | None, str]:
        """Signatory and body; None: as the template says."""
        signatory, _colon, body = self.signatory.data.partition(":")
        return (None if signatory == AS_THE_TEMPLATE else signatory), body


class RedraftForm(Form):
    """The same campaign from the registers of another day."""

    as_of = DayField(_("As of"), [InputRequired(_("Give the day of the registers."))], description=_("Usually today."))
    dated_on = DayField(_("Date on the letters"), [InputRequired(_("Give the date on the letters."))])
    signatory_name = StringField(_("Signed by"), [Length(max=200)])
    digest = HiddenField()


class HouseStyleForm(Form):
    name = StringField(_("Name"), [InputRequired(_("Give the house style a name.")), Length(max=200)])
    file = FileField(_("Word file"), [FileRequired(_("Choose a Word file (.docx)."))])


class TextsForm(Form):
    """One text in every language, and what the edit is about. based_on: the version that was read before editing."""

    EN = TextAreaField(_("English"))
    FR = TextAreaField(_("French"))
    ES = TextAreaField(_("Spanish"))
    note = StringField(_("What changes, in a few words"), [InputRequired(_("Say what changes.")), Length(max=300)])
    based_on = HiddenField()

    @property
    def texts(self) -> dict[str, str]:
        """The texts by language, line ends as the house writes them."""
        return {code: self[code].data.replace("\r\n", "\n").strip() for code in LANGUAGES}


class ParagraphForm(TextsForm):
    id = StringField(
        _("Name of the paragraph"),
        [InputRequired(_("Give the paragraph a name.")), Length(max=60)],
        description=_("Small letters, digits and hyphens; shown beside the paragraph and in the manifest."),
    )
    when = StringField(
        _("Condition"),
        [InputRequired(_("Say when the paragraph is in a letter.")), Length(max=500)],
        description=_("always, none of the others, or criteria with and, or, not."),
    )
    part = SelectField(_("Part of the letter"), choices=[(part, part) for part in PARTS])
    tailors = BooleanField(
        _("Counts as tailored"), description=_("A State with a tailored paragraph does not get “none of the others”.")
    )


class NoteForm(Form):
    """A small act on a template: it makes a version too."""

    based_on = HiddenField()


class ActForm(Form):
    """A button that needs nothing but the protection against forgery."""
