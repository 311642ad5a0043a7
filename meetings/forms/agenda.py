"""Forms of the agenda: an item, a list, how an agenda begins, a version."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from core.forms import Form
from meetings.models.agenda import ItemKind
from meetings.workflow.agenda import LONGEST_ANNOTATION, MOST_MINUTES, ItemText

OF_THE_AGENDA = 0  # among the choices of what an item stands under: the agenda itself


class ItemForm(Form):
    """revision: of the item when it was read."""

    revision = HiddenField()
    title = StringField(_("Title"), [InputRequired(_("Give the item a title.")), Length(max=300)])
    lead = StringField(_("Introduced by"), [Length(max=160)])
    minutes = IntegerField(
        _("Minutes reckoned"),
        [Optional(), NumberRange(0, MOST_MINUTES, _("Give a number from 0 to 6,000."))],
        description=_("Taken over when the item is placed in the timetable."),
    )
    annotation = TextAreaField(
        _("Annotation"),
        [Length(max=LONGEST_ANNOTATION)],
        description=_("What the annotated agenda says under the item."),
        render_kw={"rows": 6},
    )
    decision_expected = BooleanField(_("A decision is expected"))
    recurring = BooleanField(_("Taken over into the agenda of the next meeting"), default=True)
    internal = BooleanField(
        _("Only for the chair’s own script"), description=_("On no published agenda; it has no number.")
    )

    def written(self) -> ItemText:
        return ItemText(
            self.title.data or "",
            self.annotation.data or "",
            self.lead.data or "",
            self.minutes.data or 0,
            bool(self.decision_expected.data),
            bool(self.recurring.data),
            ItemKind.INTERNAL if self.internal.data else ItemKind.ITEM,
        )


class NewItemForm(ItemForm):
    under = SelectField(_("Under"), coerce=int, default=OF_THE_AGENDA)


class PlaceForm(Form):
    parent = SelectField(_("Under"), coerce=int)
    position = IntegerField(
        _("As which of its items"), [InputRequired(_("Give the place."))], description=_("1 is the first.")
    )


class ListForm(Form):
    text = TextAreaField(
        _("Items"),
        [InputRequired(_("Write one item to a line."))],
        description=_(
            "One to a line; a line indented further stands under the line above. Numbers before titles are left out."
        ),
        render_kw={"rows": 12, "spellcheck": "true"},
    )


class AgendaListForm(ListForm):
    under = SelectField(_("Under"), coerce=int, default=OF_THE_AGENDA)


class BeginForm(Form):
    source = SelectField(_("Begin with"))


class VersionForm(Form):
    """seen: the version that was the newest when the difference was read."""

    seen = HiddenField()
    name = StringField(_("Name of the version"), [InputRequired(_("Give the version a name.")), Length(max=120)])
    symbol = StringField(_("Symbol of the document"), [Length(max=60)])
