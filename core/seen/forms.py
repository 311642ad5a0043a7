"""A form of a text that others may change meanwhile: what they wrote stands beside what was written here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from wtforms import Field, HiddenField

from core.db import Ref
from core.differences import Piece, words
from core.forms import Form
from core.wording import day_in_words


@dataclass(frozen=True)
class Theirs:
    """One field in which the text on record differs from what was written here. pieces: the two put together."""

    label: str
    said: str
    pieces: Sequence[Piece]


@dataclass(frozen=True)
class EditedText:
    """What a form edits. present: what stands on record now, as the form writes it, with `seen`."""

    ref: Ref
    present: Callable[[], Mapping[str, Any]]


class SeenForm(Form):
    """seen: what the text on record was as the form was opened. theirs: what others saved of it since."""

    seen = HiddenField()
    theirs: Sequence[Theirs] = ()

    def stand_beside(self, present: Mapping[str, Any]) -> None:
        """What was written here stays in the fields; the next time it is sent, the text as it stands now was seen."""
        self.theirs = theirs_of(self, present)
        self.seen.raw_data = None
        self.seen.data = present["seen"]


def theirs_of(form: Form, present: Mapping[str, Any]) -> list[Theirs]:
    """present: by the name of the field."""
    found = []
    for name, value in present.items():
        field: Any = form._fields.get(name)
        if field is None or isinstance(field, HiddenField) or (field.data or "") == (value or ""):
            continue
        mine, said = in_words(field, field.data), in_words(field, value)
        longer = isinstance(value, str) and not getattr(field, "choices", None)
        found.append(Theirs(field.label.text, said, words(mine, said) if longer else ()))
    return found


def in_words(field: Field, value: Any) -> str:
    """The value as the form shows it."""
    names = {each[0]: str(each[1]) for each in getattr(field, "choices", None) or ()}
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return day_in_words(value, get_locale().language.upper())
    if isinstance(value, list | tuple):
        return ", ".join(names.get(each, str(each)) for each in value)
    return names.get(value, "" if value is None else str(value))
