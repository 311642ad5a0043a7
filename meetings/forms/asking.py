"""A form of an act that may be asked about first, because something stands against it."""

from typing import Any

from wtforms import BooleanField, HiddenField

from core.errors import RuleViolation, ToBeAsked
from core.forms import Form


class AskingForm(Form):
    """all_the_same: asked only once something stands against the act. asked: what was told then, one to a line."""

    asked = HiddenField()
    all_the_same: BooleanField

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.all_the_same.flags.unasked = not self.asked.data

    @property
    def read(self) -> list[str]:
        """What the person was told, and means all the same."""
        return (self.asked.data or "").splitlines() if self.all_the_same.data else []

    def refuse(self, refusal: RuleViolation) -> None:
        if isinstance(refusal, ToBeAsked):
            self.asked.raw_data, self.asked.data = None, "\n".join(refusal.sentences)
            self.all_the_same.flags.unasked = self.all_the_same.data = False
        super().refuse(refusal)
