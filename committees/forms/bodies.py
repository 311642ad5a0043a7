"""Forms of the acts on bodies: established, composed, discontinued, and places given in them."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from committees.forms.terms import MEETING, SUCH_AS
from committees.models.bodies import BodyKind, ChairRule, PlaceKind, PlaceOf
from committees.rules.bodies import MOST_MEETINGS, MOST_SEATS
from committees.workflow.compositions import Rule
from core.forms import DayField
from states_parties.forms import SourcedForm


class CompositionForm(SourcedForm):
    seats = IntegerField(
        _("Elected seats"), [InputRequired(_("Give the number, 0 for none.")), NumberRange(0, MOST_SEATS)]
    )
    seat_role = SelectField(_("Seats are for"), choices=[("member", _("members")), ("coordinator", _("coordinators"))])
    term_meetings = IntegerField(
        _("A term lasts"),
        [InputRequired(_("Give the number of meetings.")), NumberRange(1, MOST_MEETINGS)],
        description=_("Formal meetings after the election, with whose close the term ends: 2 for two years."),
    )
    renewed_each_time = IntegerField(
        _("Replaced at each meeting"),
        [Optional(), NumberRange(0, MOST_SEATS)],
        description=_("Empty where no rule says so."),
    )
    chair_rule = SelectField(_("Chair"), choices=[(rule.value, rule.value) for rule in ChairRule])
    holder_stays = BooleanField(_("Whoever holds a seat stays until replaced"))
    decided_at = StringField(_("Decided at"), [Length(max=20)], description=SUCH_AS)
    starts_on = DayField(_("From"), [InputRequired(_("Give the first day."))])

    @property
    def rule(self) -> Rule:
        return Rule(
            seats=self.seats.data,
            seat_role=self.seat_role.data,
            term_meetings=self.term_meetings.data,
            renewed_each_time=self.renewed_each_time.data,
            chair_rule=ChairRule(self.chair_rule.data),
            holder_stays=self.holder_stays.data,
        )


class BodyForm(CompositionForm):
    name_en = StringField(_("Name in English"), [InputRequired(_("Give the name.")), Length(max=160)])
    name_fr = StringField(_("Name in French"), [Length(max=160)])
    name_es = StringField(_("Name in Spanish"), [Length(max=160)])
    short = StringField(_("Short name"), [Length(max=40)])
    kind = SelectField(_("Kind"), choices=[(kind.value, kind.value) for kind in BodyKind])


class DiscontinuationForm(SourcedForm):
    meeting = StringField(_("Decided at"), MEETING, description=SUCH_AS)


class PlaceForm(SourcedForm):
    kind = SelectField(_("Takes part as"), choices=[(kind.value, kind.value) for kind in PlaceKind])
    of = SelectField(_("Whose place it is"), choices=[(of.value, of.value) for of in PlaceOf])
    name = StringField(
        _("Name"),
        [Length(max=80)],
        description=_(
            "Of the institution; of the body as in addresses; of the kind of bodies. Empty for the presidency."
        ),
    )
    starts_on = DayField(_("From"), [InputRequired(_("Give the first day."))])
