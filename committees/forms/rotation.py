"""Forms of the rotation: candidacies, proposals, nominations, the election."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from core.forms import DayField, Form
from states_parties.forms import SourcedForm

Choices = Sequence[tuple[str, str]]


class CandidacyForm(Form):
    state = SelectField(_("State"), [InputRequired(_("Choose the State."))])
    body = SelectField(_("Body"), [InputRequired(_("Choose the body."))])
    received_on = DayField(_("Received on"), [InputRequired(_("Give the day."))])
    source = StringField(
        _("How it came"),
        [InputRequired(_("Say how the candidacy came.")), Length(max=200)],
        description=_("For example: note verbale of 1 March 2026; e-mail of the mission."),
    )
    notes = TextAreaField(_("Notes"), [Length(max=2000)])

    def __init__(self, states: Choices, bodies: Choices, **given: Any) -> None:
        super().__init__(**given)
        self.state.choices, self.body.choices = [("", ""), *states], [("", ""), *bodies]


class CandidacyEndForm(Form):
    withdrawn_on = DayField(_("Withdrawn on"), [InputRequired(_("Give the day."))])


class SlateForm(Form):
    title = StringField(
        _("Title"),
        [InputRequired(_("Give the proposal a title.")), Length(max=160)],
        description=_("For example: First proposal of the President."),
    )
    notes = TextAreaField(_("Notes"), [Length(max=2000)])


class CopyForm(Form):
    title = StringField(_("Title of the copy"), [InputRequired(_("Give the copy a title.")), Length(max=160)])


class SuggestForm(Form):
    others = BooleanField(
        _("Where no candidate is left, propose other States Parties"),
        description=_("They have not offered to serve: ask them first."),
    )
    unknown_too = BooleanField(
        _("Also fill seats whose holder is not documented, up to the number renewed each time"),
        description=_("Whether these seats fall free is not on record here."),
    )


class NominationForm(Form):
    """seat: `body/number`."""

    state = SelectField(_("State"), [InputRequired(_("Choose the State."))])
    seat = SelectField(_("Seat"), [InputRequired(_("Choose the seat."))])
    reason = StringField(_("Reason"), [Length(max=300)])

    def __init__(self, states: Choices, seats: Choices, **given: Any) -> None:
        super().__init__(**given)
        self.state.choices, self.seat.choices = [("", ""), *states], [("", ""), *seats]


class ChairNominationForm(Form):
    """chair: `body/iso3`."""

    chair = SelectField(_("Chair"), [InputRequired(_("Choose who is to chair which body."))])
    reason = StringField(_("Reason"), [Length(max=300)])

    def __init__(self, chairs: Choices, **given: Any) -> None:
        super().__init__(**given)
        self.chair.choices = [("", ""), *chairs]


class RecordedElectionForm(SourcedForm):
    elected_on = DayField(
        _("Elected on"), [InputRequired(_("Give the day."))], description=_("One of the days of the meeting.")
    )
    decided_so = TextAreaField(
        _("The meeting decided so because"),
        [Length(max=500)],
        description=_("Only where the meeting elected against a rule of the office; the checks above name it."),
    )
