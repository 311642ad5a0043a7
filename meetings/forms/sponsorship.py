"""Forms of the sponsorship programme."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from core.forms import DayField, Form
from meetings.models.sponsorship import SponsorshipRound
from meetings.workflow.sponsorship import RoundPlan
from states_parties.forms import SourcedForm

MOST = 100_000_000
AMOUNT = NumberRange(0, MOST)


class RoundForm(SourcedForm):
    title = StringField(_("Title"), [InputRequired(_("Give the round a title.")), Length(max=160)])
    meeting = SelectField(_("Meeting"), description=_("Where the round was for one meeting."))
    first_year = IntegerField(_("First year"), [InputRequired(_("Give the year.")), NumberRange(1997, 2200)])
    last_year = IntegerField(_("Last year"), [InputRequired(_("Give the year.")), NumberRange(1997, 2200)])
    meetings = IntegerField(
        _("Average of how many meetings"),
        [InputRequired(_("Give the number.")), NumberRange(1, 50)],
        description=_("1 for a round of one meeting; more where a report tells only the average."),
    )
    currency = StringField(_("Currency"), [InputRequired(_("Write the currency.")), Length(max=3)])
    told_amount = IntegerField(_("Contributions told"), [Optional(), AMOUNT], description=_("In whole units."))
    told_delegates = IntegerField(_("Delegates told"), [Optional(), NumberRange(0, 10_000)])
    told_states = IntegerField(_("States told"), [Optional(), NumberRange(0, 250)])
    told_donors = IntegerField(_("Donors told"), [Optional(), NumberRange(0, 250)])

    @property
    def plan(self) -> RoundPlan:
        return RoundPlan(
            title=self.title.data,
            first_year=self.first_year.data,
            last_year=self.last_year.data,
            meeting_id=int(self.meeting.data) if self.meeting.data else None,
            meetings=self.meetings.data,
            currency=self.currency.data,
            told_amount=self.told_amount.data,
            told_delegates=self.told_delegates.data,
            told_states=self.told_states.data,
            told_donors=self.told_donors.data,
        )


class ContributionForm(Form):
    donor = StringField(_("Donor"), [InputRequired(_("Say who gave it.")), Length(max=160)])
    amount = IntegerField(
        _("Amount"), [InputRequired(_("Give the amount.")), NumberRange(1, MOST)], description=_("In whole units.")
    )
    received_on = DayField(_("Received on"), [Optional()])


class SponsoredForm(Form):
    state = SelectField(_("State"), [InputRequired(_("Choose the State."))])
    name = StringField(_("Name"), [InputRequired(_("Write the name.")), Length(max=120)])
    travel = IntegerField(_("Travel"), [InputRequired(_("Give the amount, 0 for none.")), AMOUNT])
    lodging = IntegerField(_("Lodging"), [InputRequired(_("Give the amount, 0 for none.")), AMOUNT])
    allowance = IntegerField(_("Allowance"), [InputRequired(_("Give the amount, 0 for none.")), AMOUNT])


def written_round(row: SponsorshipRound) -> dict[str, Any]:
    """The round as its form writes it."""
    kept = (
        *("title", "first_year", "last_year", "meetings", "currency", "source", "notes"),
        *("told_amount", "told_delegates", "told_states", "told_donors"),
    )
    return {
        **{name: getattr(row, name) for name in kept},
        "meeting": str(row.meeting_id or ""),
        "confidence": row.confidence.value,
    }
