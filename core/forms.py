"""Forms of the house: protected against forgery, days as ISO text with a sentence when they are wrong."""

from collections.abc import Sequence
from typing import Any

from flask_babel import get_locale
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, SelectMultipleField, ValidationError
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput

from core.errors import RuleViolation, Shortcomings
from core.form_words import HouseWords
from core.periods import FIRST_DAY, LAST_DAY
from core.wording import day_in_words


class Form(FlaskForm):
    """A form that can show a refused act where it was asked for."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> HouseWords:
            return HouseWords()

    def refuse(self, refusal: RuleViolation) -> None:
        """Puts the sentences of a refusal beside the field it names, or above the form."""
        sentences: Sequence[str] = refusal.items if isinstance(refusal, Shortcomings) else [refusal.message]
        if refusal.source and refusal.source not in refusal.message:
            sentences = [*sentences[:-1], f"{sentences[-1]} {_('Source')}: {refusal.source}."]
        target: Any = self._fields.get(refusal.field)
        if target is None:
            self.form_errors.extend(sentences)
        else:
            target.errors = [*target.errors, *sentences]


class DayField(DateField):
    """A civil day, written 2021-03-03 or picked."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Write the day as year-month-day, for example 2021-03-03.")) from None
        if self.data is not None and not FIRST_DAY <= self.data <= LAST_DAY:
            self.data = None
            first, last = (day_in_words(each, get_locale().language.upper()) for each in (FIRST_DAY, LAST_DAY))
            raise ValueError(_("Write a day from %(first)s to %(last)s.", first=first, last=last))


class ChoicesField(SelectMultipleField):
    """Several of a few things, each with a box to tick. needed: what is said where none is; empty: none need be."""

    option_widget = CheckboxInput()

    def __init__(self, *arguments: Any, needed: Any = "", **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.needed = needed
        self.flags.required = bool(needed)  # of all together: a validator would ask for each box

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.needed and not self.data:
            raise ValidationError(self.needed)


class CountConfirmation(Form):
    """For an act that reaches very many: their number is typed, or nothing happens."""

    typed = IntegerField(_("How many"), [InputRequired()])

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count

    def validate_typed(self, field: IntegerField) -> None:
        if field.data != self.count:
            raise ValidationError(_("Type %(count)s, the number this act reaches.", count=self.count))
