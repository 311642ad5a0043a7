"""Forms of meetings in the calendar."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Field, HiddenField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from conventions.days import Days
from conventions.kinds import MEETING_KINDS, UN_LANGUAGES
from conventions.models import Meeting
from conventions.workflow import FORMATS, MeetingDescription, seen_of
from core.forms import ChoicesField, DayField, Form
from core.numbers import whole_number
from meetings.forms.sessions import LANGUAGE_NAMES, MODE_NAMES

Choices = Sequence[tuple[str, str]]


class KindForm(Form):
    """The first step of a new meeting: what kind, of which year, of which conference or body."""

    kind = SelectField(_("Kind"), choices=[(kind.key, kind.title) for kind in MEETING_KINDS.values()])
    year = StringField(_("Year"), [InputRequired(_("Give the year.")), Length(max=4)])
    conference = SelectField(_("Prepares"), description=_("Only for a preparatory meeting: which Review Conference."))
    body = SelectField(_("Body that meets"), description=_("Only for a meeting of one body."))

    def offer(self, conferences: Sequence[str], bodies: Choices) -> None:
        self.conference.choices = [("", _("none")), *((short, short) for short in conferences)]
        self.body.choices = [("", _("none")), *bodies]

    def validate_year(self, field: Field) -> None:
        year = whole_number(field.data or "")
        if year is None or not 1997 <= year <= 2099:
            raise ValidationError(_("Write the year in four figures, for example 2027."))

    def validate_conference(self, field: Field) -> None:
        if self.kind.data == "preparatory" and not field.data:
            raise ValidationError(_("Choose the Review Conference that is prepared."))


class DescriptionForm(Form):
    """seen: the meeting as it stood when the form was opened; empty for a new one."""

    seen = HiddenField()
    full_name = StringField(_("Full name"), [InputRequired(_("Give the full name.")), Length(max=200)])
    city = StringField(_("City"), [Length(max=80)])
    host_state = SelectField(_("Host State"))
    venue = StringField(_("Venue"), [Length(max=160)])
    format = SelectField(_("Held"), choices=[(each, MODE_NAMES[each]) for each in FORMATS])
    zone = StringField(_("Time zone"), [InputRequired(_("Name the zone.")), Length(max=40)])
    presidency_state = SelectField(_("Presidency"))
    president = StringField(_("President"), [Length(max=120)])
    languages = ChoicesField(_("Interpretation"), choices=[(code, LANGUAGE_NAMES[code]) for code in UN_LANGUAGES])
    source = StringField(
        _("Source"),
        [InputRequired(_("Name the source.")), Length(max=200)],
        description=_("Who decided it, or where it is announced."),
    )
    confidence = SelectField(_("Confidence"), choices=[(each, each) for each in ("high", "medium", "low")])
    notes = TextAreaField(_("Notes"), [Length(max=2000)])

    def offer(self, states: Choices) -> None:
        self.host_state.choices = self.presidency_state.choices = [("", _("not known")), *states]

    def description(self, kind: str, body: str) -> MeetingDescription:
        """kind, body: what the form does not ask for."""
        return MeetingDescription(
            full_name=self.full_name.data,
            kind=kind,
            city=self.city.data or "",
            host_state=self.host_state.data,
            format=self.format.data,
            presidency_state=self.presidency_state.data,
            president=self.president.data or "",
            zone=self.zone.data,
            venue=self.venue.data or "",
            languages=list(self.languages.data or ()),
            body=body,
            source=self.source.data,
            confidence=self.confidence.data,
            notes=(self.notes.data or "").replace("\r\n", "\n"),
        )


class NewMeetingForm(DescriptionForm):
    short = StringField(
        _("Short name"),
        [InputRequired(_("Give the short name.")), Length(max=19)],
        description=_("By it the meeting is named in addresses and papers; it stays as it is."),
    )
    starts_on = DayField(_("First day"), [Optional()], description=_("Leave both empty while they are not fixed."))
    ends_on = DayField(_("Last day"), [Optional()])

    @property
    def days(self) -> Days:
        return Days(self.starts_on.data, self.ends_on.data)


class MoveForm(Form):
    """The confirmation of a move: the days that were shown, those the meeting had then, and why."""

    starts_on = DayField(validators=[Optional()], widget=HiddenInput())
    ends_on = DayField(validators=[Optional()], widget=HiddenInput())
    was_starts_on = DayField(validators=[Optional()], widget=HiddenInput())
    was_ends_on = DayField(validators=[Optional()], widget=HiddenInput())
    shift = HiddenField()
    reason = TextAreaField(
        _("Reason"),
        [InputRequired(_("Say why: the reason stays beside the old days.")), Length(max=300)],
        description=_("It stays beside the old days, and everybody reads it."),
    )

    @property
    def days(self) -> Days:
        return Days(self.starts_on.data, self.ends_on.data)

    @property
    def was(self) -> Days:
        return Days(self.was_starts_on.data, self.was_ends_on.data)

    @property
    def with_sessions(self) -> bool:
        return bool(self.shift.data == "yes")


def written(meeting: Meeting) -> dict[str, Any]:
    """The meeting as the form writes it."""
    return {
        "full_name": meeting.full_name,
        "city": meeting.city,
        "host_state": meeting.host_state,
        "venue": meeting.venue,
        "format": meeting.format,
        "zone": meeting.zone,
        "presidency_state": meeting.presidency_state,
        "president": meeting.president,
        "languages": meeting.languages,
        "source": meeting.source,
        "confidence": meeting.confidence,
        "notes": meeting.notes,
        "seen": seen_of(meeting),
    }
