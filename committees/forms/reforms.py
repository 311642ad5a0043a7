"""Forms of mandates, scenarios and proposals."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from committees.models.reforms import ProposalKind
from committees.rules.mandates import points_typed
from committees.workflow.mandates import Decision
from committees.workflow.reforms import ProposalDraft
from conventions.meeting_order import FormalMeeting
from core.forms import ChoicesField, DayField, Form
from states_parties.forms import SourcedForm

ONE_A_LINE = _("One point a line, each a sentence. Bullets and numbers are taken away.")


def meeting_choices(meetings: Sequence[FormalMeeting]) -> list[tuple[str, str]]:
    """The newest first."""
    return [(each.short, f"{each.short}, {each.name}") for each in reversed(meetings) if each.closes_on]


class _Decided(Form):
    @property
    def decision(self) -> Decision:
        fields: Any = self
        return Decision(fields.meeting.data, fields.document.data.strip(), fields.paragraph.data.strip())


class MandateForm(_Decided, SourcedForm):
    """follows: the version that was on the page."""

    points = TextAreaField(
        _("Points of the mandate"),
        [InputRequired(_("Write at least one point."))],
        description=ONE_A_LINE,
        render_kw={"rows": 12},
    )
    meeting = SelectField(_("Decided at"))
    document = StringField(_("Document"), [Length(max=80)], description=_("The symbol, such as APLC/MSP.18/2020/10."))
    paragraph = StringField(_("Paragraph"), [Length(max=40)])
    starts_on = DayField(
        _("In force from"),
        [Optional()],
        description=_("Leave it empty for the day after the close of the meeting that decided."),
    )
    follows = HiddenField()

    def offer(self, meetings: Sequence[FormalMeeting]) -> None:
        self.meeting.choices = [("", _("no formal meeting")), *meeting_choices(meetings)]

    @property
    def written(self) -> list[str]:
        return points_typed(self.points.data)

    @property
    def followed(self) -> int:
        return int(self.follows.data) if (self.follows.data or "").isdecimal() else 0


class CorrectionForm(MandateForm):
    starts_on = DayField(_("In force from"), [InputRequired(_("Give the day."))])


class ScenarioForm(SourcedForm):
    title = StringField(_("Title"), [InputRequired(_("Give a title.")), Length(max=160)])
    description = TextAreaField(
        _("Description"),
        [Length(max=2000)],
        description=_("What the proposals have in common, and who asked for them."),
    )


class ProposalForm(SourcedForm):
    """What all kinds of proposals have; each kind adds its own fields."""

    title = StringField(_("Title"), [InputRequired(_("Give a title.")), Length(max=200)])
    document = StringField(
        _("Proposed in"), [Length(max=80)], description=_("Symbol of the document, such as CCM/CONF/2020/PM.2/WP.6.")
    )
    paragraph = StringField(_("Paragraph"), [Length(max=40)])

    def draft(self, kind: ProposalKind, body: str) -> ProposalDraft:
        return ProposalDraft(
            kind=kind,
            title=self.title.data,
            body=body,
            document=self.document.data,
            paragraph=self.paragraph.data,
            **self.own(),
        )

    def own(self) -> dict[str, Any]:
        return {}


class AmendmentForm(ProposalForm):
    added = TextAreaField(_("Points to add"), description=ONE_A_LINE, render_kw={"rows": 4})
    dropped = ChoicesField(_("Points to drop"))

    def own(self) -> dict[str, Any]:
        return {"added": tuple(points_typed(self.added.data)), "dropped": tuple(self.dropped.data or ())}


class MergerForm(ProposalForm):
    into_body = SelectField(
        _("Into"), description=_("That body takes over the mandate; this one is discontinued, and its seats go.")
    )

    def own(self) -> dict[str, Any]:
        return {"into_body": self.into_body.data}


class RecompositionForm(ProposalForm):
    seats = IntegerField(_("Elected seats"), [InputRequired(_("Give the number."))])
    renewed_each_time = IntegerField(
        _("Seats filled anew at each meeting"), [Optional()], description=_("Leave it empty where no rule says so.")
    )

    def own(self) -> dict[str, Any]:
        return {"seats": self.seats.data, "renewed_each_time": self.renewed_each_time.data}


class InvitationForm(ProposalForm):
    institution = StringField(
        _("Institution"),
        [InputRequired(_("Name the institution.")), Length(max=80)],
        description=_("As it is called in lists, such as GICHD."),
    )

    def own(self) -> dict[str, Any]:
        return {"institution": self.institution.data}


FORMS: dict[ProposalKind, type[ProposalForm]] = {
    ProposalKind.AMEND: AmendmentForm,
    ProposalKind.MERGE: MergerForm,
    ProposalKind.DISCONTINUE: ProposalForm,
    ProposalKind.COMPOSITION: RecompositionForm,
    ProposalKind.INVITE: InvitationForm,
}


class MeetingDecisionForm(_Decided):
    meeting = SelectField(_("At the meeting"))
    document = StringField(_("Document"), [Length(max=80)], description=_("The report in which the decision stands."))
    paragraph = StringField(_("Paragraph"), [Length(max=40)])


class AdoptionForm(MeetingDecisionForm):
    """expected: the fingerprint of what was shown."""

    expected = HiddenField()
