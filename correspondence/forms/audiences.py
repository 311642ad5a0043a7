"""The form of an audience: criteria chosen or a condition written, exceptions by name."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Field, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from core.errors import RuleViolation
from core.forms import Form
from core.numbers import whole_number
from correspondence.rules.audience import LONGEST_CONDITION, Audience, NamedState
from correspondence.rules.exceptions import lines_of, names_of, text_of
from correspondence.rules.groups import AtMost, Bound, Groups, condition_of, groups_of
from states_parties.catalogues import Criterion
from states_parties.facts import StateFacts
from states_parties.queries.states import unknown_state
from states_parties.rules.names import sort_key

GROUPS = ("all_of", "any_of", "none_of")


class GroupsField(Field):
    """Boxes to tick beside each criterion, under all of, one of, none of; a number beside those that are counted."""

    data: Groups

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.process_errors: list[str] = []
        self.object_data = self.data = data if isinstance(data, Groups) else Groups()
        if formdata:
            self.data = Groups(**{group: self._ticked(formdata, group) for group in GROUPS})

    def bound(self, criterion: Criterion) -> Bound:
        """The count asked for beside a criterion; where it is not chosen, what is usually asked."""
        usual = 1 if criterion.usual_most is None else AtMost(criterion.usual_most)
        chosen = (group[criterion.name] for group in vars(self.data).values() if criterion.name in group)
        return next(chosen, usual)

    def _ticked(self, formdata: Any, group: str) -> Mapping[str, Bound]:
        return {name: _bound(formdata, name) for name in formdata.getlist(group)}


def _bound(formdata: Any, name: str) -> Bound:
    number = whole_number(formdata.get(f"least-{name}", ""))
    if formdata.get(f"bound-{name}") == "at most" and number is not None:
        return AtMost(number)
    return max(1, number or 1)


class AudienceForm(Form):
    """written: the condition as the page showed it, so that what was changed is what counts."""

    groups = GroupsField()
    written = HiddenField()
    audience = StringField(
        _("Condition"),
        [
            InputRequired(_("Say who is written to: tick a box, or write “always” for every State Party.")),
            Length(max=LONGEST_CONDITION),
        ],
        description=_("Made from the boxes above. It can also be written: names with and, or, not, parentheses."),
    )
    also = TextAreaField(
        _("Also, by name"),
        [Optional(), Length(max=20000)],
        description=_("One State a line, a colon, the reason. “Chad: asked for the letter.”"),
    )
    besides = TextAreaField(
        _("Left out, by name"),
        [Optional(), Length(max=20000)],
        description=_("The same. These States get no letter although they meet the condition."),
    )

    def settle(self) -> None:
        """One condition: what was written, where that was changed; else what was chosen. Refuses as parsing does.

        Empty where the condition was emptied, or the last box: nobody is meant by that, and not everybody.
        """
        text = " ".join((self.audience.data or "").split())
        chosen = self.groups.data
        as_shown = self.is_submitted() and text == (self.written.data or "")
        emptied = not text and bool(self.written.data)
        if (as_shown and chosen != (_groups(text) or Groups())) or (not text and chosen and not emptied):
            text = condition_of(chosen) if chosen else ""
        self.audience.data = self.written.data = text
        self.audience.raw_data = [text]
        self.groups.data = _groups(text) or Groups()

    @property
    def by_hand(self) -> bool:
        """Whether the condition says more than boxes can show."""
        return bool(self.audience.data) and _groups(self.audience.data) is None

    def whom(self, states: Sequence[StateFacts]) -> Audience:
        """RuleViolation for an exception that names no State, or gives no reason."""
        known = names_of(states)
        return Audience(
            self.audience.data,
            also=_named(self.also.data or "", known, field="also"),
            besides=_named(self.besides.data or "", known, field="besides"),
        )


def shown(audience: Audience, states: Sequence[StateFacts]) -> dict[str, Any]:
    """What the fields of the form show of an audience that is on record."""
    names = {facts.iso3: facts.list_name for facts in states}
    return {
        "audience": audience.condition,
        "written": audience.condition,
        "groups": _groups(audience.condition) or Groups(),
        "also": text_of(audience.also, names),
        "besides": text_of(audience.besides, names),
    }


def _groups(text: str) -> Groups | None:
    try:
        return groups_of(text)
    except RuleViolation:
        return None  # told beside the field when the audience is chosen


def _named(text: str, known: Mapping[str, str], *, field: str) -> tuple[NamedState, ...]:
    found = []
    for line in lines_of(text, field=field):
        iso3 = known.get(sort_key(line.state))
        if iso3 is None:
            raise RuleViolation(f"Line {line.number}: {unknown_state(line.state)}", field=field)
        found.append(NamedState(iso3, line.reason))
    return tuple(found)


class SavedAudienceForm(AudienceForm):
    name = StringField(_("Name"), [InputRequired(_("Give the audience a name.")), Length(max=120)])
    notes = TextAreaField(_("What it is for"), [Optional(), Length(max=1000)])
