"""Forms of participants: delegations, persons, tables pasted or chosen, presence."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import BooleanField, Field, HiddenField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, Optional

from core.forms import ChoicesField, DayField, Form
from core.seen.forms import SeenForm
from meetings.models.people import Credentials, Delegate, Invitation, MeetingDelegation, OrganisationKind
from meetings.models.timetable import Gender
from meetings.queries.people import seen_of_delegation
from meetings.workflow.delegates import Person
from meetings.workflow.delegations import DelegationPlan

INVITATION_NAMES = {
    Invitation.NONE: _("not invited"),
    Invitation.INVITED: _("invited"),
    Invitation.PROVISIONAL: _("invited provisionally"),
    Invitation.ACCEPTED: _("accepted"),
    Invitation.DECLINED: _("declined"),
    Invitation.APPROVED: _("approved by the meeting"),
}
CREDENTIALS_NAMES = {
    Credentials.NONE: _("none yet"),
    Credentials.COPY: _("copy received"),
    Credentials.ORIGINAL: _("original received"),
    Credentials.IN_ORDER: _("found in order"),
}
KIND_NAMES = {
    OrganisationKind.UNITED_NATIONS: _("United Nations"),
    OrganisationKind.INTERNATIONAL: _("international organisation"),
    OrganisationKind.NAMED: _("named in the rules of procedure"),
    OrganisationKind.OTHER: _("other organisation, to be approved by the meeting"),
}
GENDER_NAMES = {Gender.WOMAN: _("woman"), Gender.MAN: _("man"), Gender.OTHER: _("other")}
NOT_SAID = ("", _("not said"))


class RegistrationForm(Form):
    notify_by = DayField(_("Delegations are notified by"), [InputRequired(_("Give the day."))])
    source = StringField(
        _("Source"),
        [InputRequired(_("Say where the day stands.")), Length(max=200)],
        description=_("Such as: note verbale of the depositary of 21 January 2020."),
    )


class DelegationForm(SeenForm):
    invitation = SelectField(_("Invitation"), choices=[(each.value, words) for each, words in INVITATION_NAMES.items()])
    notified_on = DayField(_("Notified on"), [Optional()], description=_("The day the note reached the secretariat."))
    notified_by = StringField(
        _("By"), [Length(max=200)], description=_("Such as: note verbale 123/2021 of the Permanent Mission.")
    )
    credentials = SelectField(
        _("Credentials"), choices=[(each.value, words) for each, words in CREDENTIALS_NAMES.items()]
    )
    credentials_on = DayField(_("Credentials on"), [Optional()], description=_("The day they came, or were examined."))

    @property
    def plan(self) -> DelegationPlan:
        return DelegationPlan(
            invitation=Invitation(self.invitation.data),
            notified_on=self.notified_on.data,
            notified_by=self.notified_by.data.strip(),
            credentials=Credentials(self.credentials.data),
            credentials_on=self.credentials_on.data,
        )


class NewDelegationForm(DelegationForm):
    state = SelectField(_("State"))
    organisation = StringField(_("Organisation"), [Length(max=200)], description=_("Where no State is chosen."))
    kind = SelectField(
        _("Kind of organisation"),
        choices=[("", _("none: a State")), *((each.value, words) for each, words in KIND_NAMES.items())],
    )

    def validate_organisation(self, field: Field) -> None:
        if bool(self.state.data) == bool((field.data or "").strip()):
            raise ValidationError(_("Choose a State, or write the name of an organisation: one of the two."))

    def validate_kind(self, field: Field) -> None:
        if not self.state.data and not field.data:
            raise ValidationError(_("Say what kind of organisation it is."))


class PersonForm(Form):
    title = StringField(_("Title"), [Length(max=40)], description=_("Such as: H.E. Ms., Dr."))
    name = StringField(_("Name"), [InputRequired(_("Write the name.")), Length(max=120)])
    function = StringField(_("Function"), [Length(max=300)])
    head = BooleanField(_("Heads the delegation"))
    first_day = DayField(_("Present from"), [Optional()], description=_("Left empty: throughout the meeting."))
    last_day = DayField(_("Present until"), [Optional()])
    consent_on = DayField(
        _("Agreed on"),
        [Optional()],
        description=_("The day on which the person agreed that the next two answers are kept, for figures only."),
    )
    gender = SelectField(
        _("Gender"), choices=[NOT_SAID, *((each.value, words) for each, words in GENDER_NAMES.items())]
    )
    survivor = SelectField(_("Survivor"), choices=[NOT_SAID, ("yes", _("yes")), ("no", _("no"))])
    consent_seen = HiddenField()

    @property
    def consent_read(self) -> date | None:
        """The day of consent that stood on the page when it was opened."""
        try:
            return date.fromisoformat((self.consent_seen.raw_data or [""])[0])
        except ValueError:
            return None

    @property
    def person(self) -> Person:
        return Person(
            name=self.name.data,
            title=self.title.data,
            function=self.function.data,
            head=self.head.data,
            gender=Gender(self.gender.data) if self.gender.data else None,
            survivor=self.survivor.data == "yes" if self.survivor.data else None,
            consent_on=self.consent_on.data,
            first_day=self.first_day.data,
            last_day=self.last_day.data,
        )


class ParticipantsForm(Form):
    pasted = TextAreaField(
        _("Rows"), description=_("Paste them from a spreadsheet, the line with the names of the columns first.")
    )
    file = FileField(_("Or a file"), description=_("CSV or XLSX."))
    only_check = BooleanField(_("Only check"), description=_("Tells what would be added; nothing is written."))

    def validate_pasted(self, field: Field) -> None:
        if not (field.data or "").strip() and not self.file.data:
            raise ValidationError(_("Paste the rows, or choose a file."))


class PresenceForm(Form):
    present = ChoicesField(_("Present"), coerce=int)

    def offer(self, delegations: Sequence[tuple[int, str]]) -> None:
        self.present.choices = list(delegations)


def written_delegation(row: MeetingDelegation) -> dict[str, Any]:
    """The delegation as its form writes it."""
    return {
        "invitation": row.invitation.value,
        "notified_on": row.notified_on,
        "notified_by": row.notified_by,
        "credentials": row.credentials.value,
        "credentials_on": row.credentials_on,
        "seen": seen_of_delegation(row),
    }


def written_person(row: Delegate) -> dict[str, Any]:
    """The person as the form writes them."""
    kept = ("title", "name", "function", "head", "first_day", "last_day", "consent_on")
    return {
        **{name: getattr(row, name) for name in kept},
        "consent_seen": row.consent_on.isoformat() if row.consent_on else "",
        "gender": row.gender.value if row.gender else "",
        "survivor": "" if row.survivor is None else "yes" if row.survivor else "no",
    }
