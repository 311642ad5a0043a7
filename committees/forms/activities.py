"""Forms of the log of activities."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from committees.models.work import ActivityKind
from committees.workflow.activities import FACTS
from core.errors import RuleViolation
from core.forms import DayField, Form
from states_parties.forms import SourcedForm

KINDS = [
    (ActivityKind.MEETING.value, _("meeting: held …")),
    (ActivityKind.LETTERS.value, _("letters: sent …")),
    (ActivityKind.WORKSHOP.value, _("workshop: held …")),
    (ActivityKind.PANEL.value, _("panel: held …")),
    (ActivityKind.COOPERATION.value, _("cooperation: pursued …")),
    (ActivityKind.PAPER.value, _("paper: submitted …")),
    (ActivityKind.OTHER.value, _("other: begin with a verb")),
]


class ActivityForm(SourcedForm):
    kind = SelectField(_("Kind"), choices=KINDS, description=_("It gives the sentence its verb."))
    starts_on = DayField(_("First day"), [InputRequired(_("Give the day."))])
    ends_on = DayField(_("Last day"), [Optional()], description=_("Where it lasted longer than one day."))
    when_told = StringField(
        _("Time in words"),
        [Length(max=120)],
        description=_("In place of the days: “In the lead-up to the Nineteenth Meeting of the States Parties”."),
    )
    count = IntegerField(_("How many"), [Optional(), NumberRange(1, 999_999, _("Give a number from 1."))])
    what = StringField(
        _("What"),
        [InputRequired(_("Say what was done.")), Length(max=300)],
        description=_("“a workshop on reporting”; with a number before it, only the things: “tailored letters”."),
    )
    to_whom = StringField(_("To or for whom"), [Length(max=400)], description=_("Without “to” or “for”."))
    with_whom = StringField(_("Together with"), [Length(max=300)], description=_("Without “with”."))
    purpose = StringField(
        _("Purpose"), [Length(max=600)], description=_("“to encourage the submission of Article 7 reports”")
    )
    details = TextAreaField(_("Further sentences"), [Length(max=5000)])
    iso3s = StringField(_("States concerned"), [Length(max=800)], description=_("Codes, such as SDN YEM."))
    file_id = SelectField(_("File"), description=_("Whoever takes no part in the file does not see the entry."))
    private = BooleanField(_("Private: for the body only, left out of the paper"))

    def offer_files(self, files: Sequence[Any]) -> None:
        self.file_id.choices = [("", _("none")), *((str(file.id), file.title) for file in files)]

    @property
    def facts(self) -> dict[str, Any]:
        """As record_activity takes them."""
        texts = {name: self[name].data for name in ("what", "to_whom", "with_whom", "purpose", "details", "when_told")}
        return {
            **texts,
            "kind": ActivityKind(self.kind.data),
            "starts_on": self.starts_on.data,
            "ends_on": self.ends_on.data or self.starts_on.data,
            "count": self.count.data,
            "iso3s": tuple(self.iso3s.data.upper().replace(",", " ").split()),
            "private": self.private.data,
            "file_id": int(self.file_id.data) if self.file_id.data else None,
        }

    def refuse(self, refusal: RuleViolation) -> None:
        """What is said of a State belongs beside the field of States."""
        if refusal.field == "state":
            refusal = RuleViolation(refusal.message, source=refusal.source, field="iso3s")
        super().refuse(refusal)


def entered(activity: Any) -> dict[str, Any]:
    """What the form shows of an entry that is there."""
    return {
        **{name: getattr(activity, name) for name in FACTS},
        "kind": activity.kind.value,
        "confidence": activity.confidence.value,
        "iso3s": " ".join(activity.iso3s),
        "file_id": str(activity.file_id or ""),
        "ends_on": activity.ends_on if activity.ends_on != activity.starts_on else None,
    }


class ReasonForm(Form):
    """Why what was written does not stand."""

    reason = StringField(_("Reason"), [InputRequired(_("Say why.")), Length(max=200)])
