"""A form of a text that others may change meanwhile: what they wrote stands beside what was written here."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from wtforms import Field, HiddenField

from core.db import Ref
from core.differences import Piece, words
from core.forms import Form
from core.seen.guard import digest_of
from core.wording import day_in_words


@dataclass(frozen=True)
class Theirs:
    """One field in which the text on record differs from what was sent. pieces: the two put together.

    taken: nobody wrote in that field here, so that theirs stands in the form now.
    """

    label: str
    said: str
    pieces: Sequence[Piece]
    taken: bool = False


@dataclass(frozen=True)
class EditedText:
    """What a form edits. present: what stands on record now, as the form writes it, with `seen`."""

    ref: Ref
    present: Callable[[], Mapping[str, Any]]


class SeenForm(Form):
    """seen: what the text on record, and each field, was as the form was opened. theirs: what others saved since."""

    seen = HiddenField()
    theirs: Sequence[Theirs] = ()

    @property
    def seen_before(self) -> str:
        """What the text on record was as the form was opened."""
        return (self.seen.data or "").partition(" ")[0]

    def remember(self) -> None:
        """What stands in the fields is what was seen: to be called once they are filled, before they are shown."""
        fields = [f"{field.short_name}:{_mark(field.data)}" for field in _written(self)]
        self.seen.raw_data, self.seen.data = None, " ".join([self.seen_before, *fields])

    def stand_beside(self, present: Mapping[str, Any]) -> None:
        """Theirs is taken over where nobody wrote here; elsewhere what was written here stays, theirs beside it.

        Sent again, the text as it stands now was seen.
        """
        was = dict(each.split(":", 1) for each in (self.seen.data or "").split(" ")[1:] if ":" in each)
        untouched = {field.short_name for field in _written(self) if was.get(field.short_name) == _mark(field.data)}
        self.theirs = theirs_of(self, present, untouched)
        for field in _written(self):
            if field.short_name in untouched and field.short_name in present:
                field.raw_data, field.data = None, present[field.short_name]
        marks = [f"{name}:{_mark(present[name])}" for name in was if name in present]
        self.seen.raw_data, self.seen.data = None, " ".join([str(present["seen"]), *marks])


def theirs_of(form: Form, present: Mapping[str, Any], untouched: Collection[str] = ()) -> list[Theirs]:
    """present: by the name of the field. untouched: names of fields in which nothing was written here."""
    found = []
    for field in _written(form):
        name, value = field.short_name, present.get(field.short_name)
        if name not in present or _plain(field.data) == _plain(value):
            continue
        mine, said = in_words(field, field.data), in_words(field, value)
        longer = isinstance(value, str) and not getattr(field, "choices", None)
        pieces = words(mine, said) if longer else ()
        found.append(Theirs(field.label.text, said, pieces, taken=name in untouched))
    return found


def _written(form: Form) -> list[Any]:
    """The fields that a person writes in."""
    return [field for field in form if not isinstance(field, HiddenField)]


def _plain(value: Any) -> Any:
    """The same for what a form was filled with and for what a browser sends of it."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, list | tuple):
        return tuple(sorted(map(str, value)))
    return "" if value is None else value


def _mark(value: Any) -> str:
    return digest_of({"field": _plain(value)})[:8]


def in_words(field: Field, value: Any) -> str:
    """The value as the form shows it."""
    names = {each[0]: str(each[1]) for each in getattr(field, "choices", None) or ()}
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return day_in_words(value, get_locale().language.upper())
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, list | tuple):
        return ", ".join(names.get(each, str(each)) for each in value)
    return names.get(value, "" if value is None else str(value))
