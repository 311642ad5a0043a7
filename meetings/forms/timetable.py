"""Forms of the timetable: a piece, where it stands, a list, a version with its warnings."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField, StringField, TimeField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from core.forms import Form
from meetings.forms.agenda import ListForm, VersionForm
from meetings.forms.asking import AskingForm
from meetings.models.timetable import SlotKind

KINDS = [
    (SlotKind.ITEM.value, _("an item or a part of it")),
    (SlotKind.PANEL.value, _("a panel")),
    (SlotKind.BREAK.value, _("a break")),
    (SlotKind.OTHER.value, _("something else")),
]
_MINUTES = NumberRange(1, 720, _("Give a number from 1 to 720."))


class PieceForm(Form):
    session = SelectField(_("Session"), coerce=int)
    starts = TimeField(
        _("Begins at"), [Optional()], description=_("On the clocks of the room. Empty: after what is there.")
    )
    minutes = IntegerField(_("Minutes"), [Optional(), _MINUTES])
    title = StringField(_("Title of its own"), [Length(max=300)], description=_("Empty: as the item is called."))
    shift = BooleanField(_("Shift later ones where it needs their time"), default=True)


class NewPieceForm(PieceForm):
    item = SelectField(_("Item"), coerce=int)
    kind = RadioField(_("What it is"), choices=KINDS, default=SlotKind.ITEM.value)


class ProposedPieceForm(AskingForm, NewPieceForm):
    """Into one session, which is known."""

    session = None
    all_the_same = BooleanField(_("I have read this, and it is meant so all the same"))


class OwnPieceForm(AskingForm, PieceForm):
    """Within its session."""

    session = None
    all_the_same = BooleanField(_("I have read this, and it is meant so all the same"))


class TakeOutForm(Form):
    """One button."""


class PartForm(Form):
    minutes = IntegerField(_("Minutes of the first part"), [InputRequired(_("Say after how many minutes.")), _MINUTES])


class ExchangeForm(Form):
    other = SelectField(_("With"), coerce=int)


class TimetableListForm(ListForm):
    session = SelectField(_("Session"), coerce=int)

    def __init__(self) -> None:
        super().__init__()
        self.text.label.text = _("Pieces")
        self.text.description = _(
            "One to a line, as “10:00 Opening 30”. Without a time a piece follows the one before; a number or title of "
            "the agenda finds its item."
        )


class TimetableVersionForm(VersionForm):
    """warnings: those that stood on the page, one to a line, so that others that came since are noticed."""

    warnings = HiddenField()
    acknowledged = BooleanField(_("I have read these warnings, and the timetable is issued with them"))
    tell = BooleanField(_("Tell those concerned by mail"), default=True)
