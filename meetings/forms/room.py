"""Forms of the room: the floor, limits, statements received, decisions as taken, action points."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from core.forms import DayField, Form
from meetings.models.decisions import How
from meetings.rules.speakers_list import Standing

STANDING_NAMES = {
    Standing.GUEST: _("guest of the host or the President"),
    Standing.GROUP: _("group of States"),
    Standing.MINISTER: _("minister"),
    Standing.CONCERNED: _("State concerned"),
    Standing.PARTY: _("State Party"),
    Standing.NOT_PARTY: _("State not party"),
    Standing.UNITED_NATIONS: _("United Nations"),
    Standing.ICRC: _("ICRC"),
    Standing.CAMPAIGN: _("ICBL-CMC"),
    Standing.OTHER: _("other organisation"),
    Standing.REPLY: _("right of reply"),
}
HOW_NAMES = {How.CONSENSUS: _("by consensus"), How.VOTE: _("by a vote"), How.SILENCE: _("under silence")}


class FloorForm(Form):
    """as_what: empty for what the registers say."""

    who = StringField(_("State or organisation"), [InputRequired(_("Write who asks for the floor.")), Length(max=160)])
    as_what = SelectField(_("Speaks as"))

    def __init__(self) -> None:
        super().__init__()
        chosen = (Standing.MINISTER, Standing.CONCERNED, Standing.REPLY, Standing.GROUP, Standing.GUEST, Standing.OTHER)
        self.as_what.choices = [("", _("by its name")), *((each.value, STANDING_NAMES[each]) for each in chosen)]


class LimitsForm(Form):
    """In half minutes at the finest: numbers as people say them."""

    national = IntegerField(
        _("In a national capacity, seconds"), [InputRequired(), NumberRange(30, 3600, _("From 30 to 3,600 seconds."))]
    )
    group = IntegerField(
        _("For a group, seconds"), [InputRequired(), NumberRange(30, 3600, _("From 30 to 3,600 seconds."))]
    )


class StatementForm(Form):
    who = StringField(_("State or organisation"), [InputRequired(_("Write whose statement it is.")), Length(max=160)])
    item = SelectField(_("Item"), coerce=int)
    file = FileField(
        _("Statement"), [FileRequired(_("Choose the file."))], description=_("A Word file (.docx) or a PDF.")
    )


class DecisionForm(Form):
    """taken_on: asked for where it was not recorded in the room."""

    taken_on = DayField(_("Taken on"), [InputRequired(_("Give the day on which it was taken."))])
    item = SelectField(_("Item"), coerce=int)
    text = TextAreaField(
        _("Decision as taken"),
        [InputRequired(_("Write the decision as it was taken.")), Length(max=8000)],
        render_kw={"rows": 6},
    )
    how = RadioField(_("Taken"), choices=[(each.value, HOW_NAMES[each]) for each in How], default=How.CONSENSUS.value)
    votes_for = IntegerField(_("Votes in favour"), [Optional()], description=_("Only of a vote."))
    votes_against = IntegerField(_("Votes against"), [Optional()])
    abstentions = IntegerField(_("Abstentions"), [Optional()])
    took_part = IntegerField(_("States that took part in the vote"), [Optional()])
    follow_up = StringField(_("To be done about it"), [Length(max=400)])
    responsible = StringField(_("By whom"), [Length(max=160)])
    due_on = DayField(_("Until"), [Optional()])


class FollowUpForm(Form):
    done_on = DayField(_("Done on"), [InputRequired(_("Give the day on which it was done."))])
    evidence = StringField(_("What shows it"), [InputRequired(_("Say what shows that it was done.")), Length(max=400)])


class ActionPointForm(Form):
    title = StringField(_("What is to be done"), [InputRequired(_("Say what is to be done.")), Length(max=200)])
    body = SelectField(_("Whose task it is"))
    owner = RadioField(_("Who answers for it"), default="chair")
    due_on = DayField(_("Until"), [InputRequired(_("Give the day until which it is to be done."))])
    item = SelectField(_("Item"), coerce=int)


class MinutesForm(Form):
    """seen: the number of the version that was read before writing."""

    text = TextAreaField(_("Minutes"), [Length(max=60000)], render_kw={"rows": 14})
    seen = HiddenField()
