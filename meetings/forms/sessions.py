"""Forms of sessions."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length

from conventions.kinds import UN_LANGUAGES
from core.forms import ChoicesField, DayField, Form
from core.seen.forms import SeenForm
from meetings.forms.asking import AskingForm
from meetings.forms.invitations import CountForm
from meetings.models.sessions import Mode, Session, SessionKind
from meetings.queries.sessions import seen_of
from meetings.rules.concept_notes import titled
from meetings.rules.sessions import SessionPlan

Choices = Sequence[tuple[str, str]]
LANGUAGE_NAMES: dict[str, Any] = {
    "AR": _("Arabic"),
    "ZH": _("Chinese"),
    "EN": _("English"),
    "FR": _("French"),
    "RU": _("Russian"),
    "ES": _("Spanish"),
}
KIND_NAMES: dict[SessionKind, Any] = {
    SessionKind.PLENARY: _("plenary"),
    SessionKind.THEMATIC: _("thematic session"),
    SessionKind.INFORMAL: _("informal consultation"),
    SessionKind.CLOSED: _("closed"),
    SessionKind.CEREMONY: _("ceremony"),
    SessionKind.SIDE_EVENT: _("side event"),
}
MODE_NAMES: Mapping[str, Any] = {Mode.IN_PERSON: _("in person"), Mode.VIRTUAL: _("virtual"), Mode.HYBRID: _("hybrid")}


class SessionForm(AskingForm, SeenForm):
    title = StringField(_("Title"), [InputRequired(_("Give the session a title.")), Length(max=200)])
    kind = SelectField(_("Kind"), choices=[(kind.value, name) for kind, name in KIND_NAMES.items()])
    body = SelectField(_("Led by"))
    day = DayField(_("Day"), [InputRequired(_("Give the day."))])
    starts = TimeField(_("Starts at"), [InputRequired(_("Give the time at which it starts."))])
    ends = TimeField(_("Ends at"), [InputRequired(_("Give the time at which it ends."))])
    zone = StringField(
        _("Time zone"),
        [InputRequired(_("Name the zone.")), Length(max=40)],
        description=_("Where the clocks are, such as Europe/Zurich. Calendars show everybody their own time."),
    )
    second_time = BooleanField(
        _("The second time"), description=_("Only on the night clocks are set back: the later of the two.")
    )
    mode = SelectField(_("Held"), choices=[(mode.value, MODE_NAMES[mode]) for mode in Mode])
    room = StringField(_("Room"), [Length(max=120)])
    interpretation = ChoicesField(_("Interpretation"), choices=[(code, LANGUAGE_NAMES[code]) for code in UN_LANGUAGES])

    all_the_same = BooleanField(_("I have read this, and it is meant so all the same"))

    def offer(self, bodies: Choices, *, unled: bool) -> None:
        """unled: whether the person may plan sessions that no body leads."""
        nobody: list[tuple[str, Any]] = [("", _("nobody in particular: a session of the meeting"))] if unled else []
        self.body.choices = [*nobody, *bodies]

    @property
    def plan(self) -> SessionPlan:
        return self.plan_of(title=self.title.data, kind=self.kind.data)

    def plan_of(self, *, title: str, kind: str) -> SessionPlan:
        return SessionPlan(
            title=title,
            day=self.day.data,
            starts=self.starts.data,
            ends=self.ends.data,
            kind=kind,
            zone=self.zone.data.strip(),
            second_time=self.second_time.data,
            mode=self.mode.data,
            room=self.room.data or "",
            interpretation=tuple(self.interpretation.data or ()),
            body=self.body.data,
        )


class ThematicForm(SessionForm):
    """A session of which the theme makes the title."""

    title = None
    kind = None
    theme = StringField(
        _("Theme"),
        [InputRequired(_("Say what the session is about.")), Length(max=180)],
        description=_("Such as: Strengthening compliance measures."),
    )

    @property
    def plan(self) -> SessionPlan:
        return self.plan_of(title=titled(self.theme.data), kind=SessionKind.THEMATIC.value)


class ReasonForm(Form):
    reason = TextAreaField(_("Reason"), [InputRequired(_("Say why.")), Length(max=300)])


class CancelForm(CountForm, ReasonForm):
    """Why, after the page said how many cancellations would leave."""


def written(session: Session) -> dict[str, Any]:
    """The session as the form writes it."""
    names = ("title", "body", "day", "starts", "ends", "zone", "second_time", "room", "interpretation")
    return {
        **{name: getattr(session, name) for name in names},
        "kind": session.kind.value,
        "mode": session.mode.value,
        "seen": seen_of(session),
    }
