"""Forms of the people of a session."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from core.forms import ChoicesField, Form
from core.seen.forms import SeenForm
from meetings.models.timetable import Answer, Gender, Speaker, SpeakerRole
from meetings.queries.speakers import seen_of_speaker
from meetings.rules.panel import title_and_name
from meetings.workflow.speakers import LENGTHS, SpeakerFacts

GENDERS = [
    ("", _("not kept")),
    (Gender.WOMAN.value, _("woman")),
    (Gender.MAN.value, _("man")),
    (Gender.OTHER.value, _("other")),
]
BASES = [("", _("no gender is kept")), ("consent", _("the person agreed to it")), ("public", _("it is public"))]
ROLES = [(SpeakerRole.PANELLIST.value, _("panellist")), (SpeakerRole.MODERATOR.value, _("moderator"))]
ANSWERS = [
    (Answer.CONFIRMED.value, _("comes")),
    (Answer.DECLINED.value, _("does not come")),
    (Answer.AWAITED.value, _("has been asked, and has not answered")),
]


class SpeakerForm(SeenForm):
    """choices: code and name of every State."""

    role = SelectField(_("Role"), choices=ROLES)
    name = StringField(
        _("Name"),
        [InputRequired(_("Give the name.")), Length(max=LENGTHS["name"])],
        description=_("With title, as it is printed: “H.E. Name”."),
    )
    function = StringField(_("Function"), [Length(max=LENGTHS["function"])])
    organisation = StringField(_("Organisation"), [Length(max=LENGTHS["organisation"])])
    iso3 = SelectField(_("Speaks for"), description=_("Only for whoever speaks for a State."))
    email = StringField(_("E-mail"), [Length(max=254)], description=_("For the invitation."))
    gender = SelectField(_("Gender"), choices=GENDERS)
    gender_basis = SelectField(_("Kept because"), choices=BASES)

    def __init__(self, choices: Sequence[tuple[str, str]], **given: Any) -> None:
        super().__init__(**given)
        self.iso3.choices = [("", _("no State")), *choices]

    @property
    def facts(self) -> SpeakerFacts:
        title, name = title_and_name(" ".join(self.name.data.split()))
        return SpeakerFacts(
            role=SpeakerRole(self.role.data),
            name=name,
            title=title,
            function=" ".join((self.function.data or "").split()),
            organisation=" ".join((self.organisation.data or "").split()),
            iso3=self.iso3.data or None,
            email=(self.email.data or "").strip(),
            gender=Gender(self.gender.data) if self.gender.data else None,
            gender_basis=self.gender_basis.data or "",
        )


class PasteForm(Form):
    people = TextAreaField(
        _("Panel"),
        [InputRequired(_("Paste the list."))],
        description=_("One person on each line: “H.E. Name, Function, Organisation”."),
        render_kw={"rows": 8},
    )


class AnswerForm(Form):
    answer = RadioField(_("Answer"), [InputRequired(_("Choose one."))], choices=ANSWERS)
    note = StringField(_("How it was said"), [Length(max=300)], description=_("Such as: by e-mail of 3 June."))


class InvitationForm(Form):
    """people: those who may be invited, by their id."""

    people = ChoicesField(_("Whom to invite"), coerce=int)
    note = TextAreaField(_("Further words"), [Length(max=2000)], description=_("They stand in every invitation."))


def written(speaker: Speaker) -> dict[str, Any]:
    """The speaker as the form writes them."""
    return {
        "role": speaker.role.value,
        "name": " ".join(filter(None, (speaker.title, speaker.name))),
        "function": speaker.function,
        "organisation": speaker.organisation,
        "iso3": speaker.iso3 or "",
        "email": speaker.email,
        "gender": speaker.gender.value if speaker.gender else "",
        "gender_basis": speaker.gender_basis,
        "seen": seen_of_speaker(speaker),
    }
