"""Forms of what a meeting decides: presented, granted, not granted, deferred, put to silence; and of the clauses."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from core.forms import DayField, Form
from core.seen.forms import SeenForm
from extension_requests.rules.clauses import ClauseKind, ClauseText
from extension_requests.rules.decisions import Decided, Mode, Outcome
from extension_requests.rules.silence import Silence
from meetings.rules.votes import Vote

A_FIGURE = [Optional(), NumberRange(0, 1000, _("Give a number from 0."))]
A_YEAR = [Optional(), NumberRange(1999, 2100, _("Give a year from 1999 to 2100."))]
ZONES = [("Europe/Zurich", _("Geneva")), ("America/New_York", _("New York")), ("UTC", "UTC")]
MODES = [
    (Mode.CONSENSUS.value, _("by consensus")),
    (Mode.VOTE.value, _("by a vote")),
    (Mode.SILENCE.value, _("by the silence procedure on record")),
]


# Made before the fields of all decisions: fields stand on the page in the order in which they are made.
GRANTED_UNTIL = DayField(_("Granted until"), [InputRequired(_("Name the day."))])
REASON = TextAreaField(_("Reason the meeting gave"), [InputRequired(_("Say what reason.")), Length(max=2000)])


class PresentForm(Form):
    presented_on = DayField(_("Presented on"), [InputRequired(_("Give the day."))])


class DecisionForm(Form):
    """What all decisions have in common."""

    decided_on = DayField(
        _("Decided on"),
        [InputRequired(_("Give the day."))],
        description=_("A silence procedure decides on the day it closes, whatever stands here."),
    )
    mode = SelectField(_("How"), choices=MODES)
    votes_for = IntegerField(_("Votes in favour of it"), A_FIGURE, description=_("Only of a vote."))
    votes_against = IntegerField(_("Votes against it"), A_FIGURE)
    abstaining = IntegerField(_("Abstentions"), A_FIGURE)
    took_part = IntegerField(_("How many took part"), A_FIGURE)
    document = StringField(
        _("Document"), [Length(max=80)], description=_("Where the decision stands, for example: APLC/MSP.22/2025/9.")
    )
    paragraph = StringField(_("Paragraph"), [Length(max=40)])
    in_register = BooleanField(_("Enter it in the meeting’s register of decisions too"))

    def decided(self, outcome: Outcome) -> Decided:
        figures = (self.votes_for.data, self.votes_against.data, self.abstaining.data, self.took_part.data)
        until, reason = self._fields.get("granted_until"), self._fields.get("reason")
        return Decided(
            outcome=outcome,
            mode=Mode(self.mode.data),
            decided_on=self.decided_on.data,
            granted_until=until.data if until else None,
            reason=reason.data or "" if reason else "",
            vote=Vote(*figures) if any(each is not None for each in figures) else None,
            document=self.document.data or "",
            paragraph=self.paragraph.data or "",
        )


class GrantForm(DecisionForm):
    granted_until = GRANTED_UNTIL


class RefusalForm(DecisionForm):
    """Of what was not granted, or put off."""

    reason = REASON


class BringAgainForm(Form):
    meeting = SelectField(_("Meeting"))


class SilenceForm(Form):
    """The text, and from when to when there is time to object, by the clock of a place."""

    text = TextAreaField(_("Text put to silence"), [InputRequired(_("Write the text.")), Length(max=8000)])
    opened_on = DayField(_("Opened on"), [InputRequired(_("Give the day."))])
    opened_at = TimeField(_("Hour of opening"), [InputRequired(_("Give the hour, such as 9:00."))])
    closes_on = DayField(_("Closes on"), [InputRequired(_("Give the day."))])
    closes_at = TimeField(_("Hour of closing"), [InputRequired(_("Give the hour, such as 18:00."))])
    zone = SelectField(_("Clock of"), choices=ZONES)

    @property
    def silence(self) -> Silence:
        zone = ZoneInfo(self.zone.data)
        return Silence(
            datetime.combine(self.opened_on.data, self.opened_at.data, zone).astimezone(UTC),
            datetime.combine(self.closes_on.data, self.closes_at.data, zone).astimezone(UTC),
        )


class ObjectionForm(Form):
    state = SelectField(_("State that objected"))
    said_on = DayField(_("Said on"), [InputRequired(_("Give the day."))])
    said_at = TimeField(_("Hour"), [InputRequired(_("Give the hour, such as 9:00."))])
    zone = SelectField(_("Clock of"), choices=ZONES)
    objection = TextAreaField(_("What it said"), [Length(max=2000)])

    @property
    def moment(self) -> datetime:
        return datetime.combine(self.said_on.data, self.said_at.data, ZoneInfo(self.zone.data)).astimezone(UTC)


class ClauseForm(SeenForm):
    kind = SelectField(_("What it asks for"), choices=[(each.value, each.value) for each in ClauseKind])
    text = TextAreaField(_("Clause"), [InputRequired(_("Write the clause.")), Length(max=4000)])
    day = IntegerField(
        _("Due on day"),
        [Optional(), NumberRange(1, 31, _("Give a day from 1 to 31."))],
        description=_("Of each year from the first to the last; leave all four empty for terms."),
    )
    month = IntegerField(_("of month"), [Optional(), NumberRange(1, 12, _("Give a month from 1 to 12."))])
    first_year = IntegerField(_("First year"), A_YEAR)
    last_year = IntegerField(_("Last year"), A_YEAR)

    @property
    def clause(self) -> ClauseText:
        return ClauseText(
            ClauseKind(self.kind.data),
            self.text.data or "",
            self.month.data,
            self.day.data,
            self.first_year.data,
            self.last_year.data,
        )


class DraftForm(Form):
    until = DayField(
        _("Until"),
        [Optional()],
        description=_("The day to be granted; leave it empty for the day the request asks for."),
    )


class RemoveForm(Form):
    """Nothing to fill in: the page says what follows."""
