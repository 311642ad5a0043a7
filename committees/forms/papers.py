"""Forms of the yearly paper. The form of its text has a field for every paragraph."""

import re
from collections.abc import Collection, Mapping
from typing import Any
from uuid import uuid4

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from committees.rules.paper import MEMBERS, Content, Paragraph, Section, added, arranged, left_out, removed, rewritten
from committees.rules.paper_facts import Facts, fact_answered, fact_taken
from committees.rules.papertext import one_paragraph
from core.forms import DayField, Form
from states_parties.forms import SourcedForm

LATER, TAKE, STANDS = "", "take", "stands"
ANSWERS = [
    (LATER, _("decide later")),
    (TAKE, _("take the words of the log")),
    (STANDS, _("my text stands")),
]
AN_EMPTY_LINE = re.compile(r"\n\s*\n")
BETWEEN_NEW = "\n\n"
NEW = {Section.ACTIVITIES: "new_activity", Section.PRIORITIES: "new_priority"}


class YearForm(Form):
    year = SelectField(_("Year of the activities"), coerce=int)


class PriorityForm(SourcedForm):
    text = TextAreaField(
        _("The body will …"),
        [InputRequired(_("Say what the body sets out to do.")), Length(max=1000)],
        description=_("Begin with a verb: “Continue its exchange with civil society”."),
    )


class CirculationForm(Form):
    comments_until = DayField(
        _("Comments until"), [InputRequired(_("Give the day."))], description=_("The last day for comments.")
    )


class CommentForm(Form):
    text = TextAreaField(_("Comment"), [InputRequired(_("Write the comment.")), Length(max=5000)])


class FinalForm(Form):
    """based_on: the version that was read before it was called final."""

    based_on = HiddenField()


class TextForm(Form):
    """based_on: the version that was read before writing."""

    based_on = HiddenField()
    members = TextAreaField(_("Members"), [Length(max=2000)])
    new_activity = TextAreaField(
        _("Further paragraphs on activities"), [Length(max=20_000)], description=_("An empty line between them.")
    )
    new_priority = TextAreaField(
        _("Further priorities"), [Length(max=20_000)], description=_("An empty line between them.")
    )
    note = StringField(_("What changed"), [Length(max=200)], description=_("For the list of versions."))

    def written(self, base: Content, facts: Facts) -> Content:
        """The text as the form says it. What the form does not show stays as it is."""
        content = base
        places = {}
        for id in (MEMBERS, *(each.id for each in base.paragraphs if f"text-{each.id}" in self)):
            content = self._place_written(content, base, facts, id)
        for paragraph in base.paragraphs:
            if f"text-{paragraph.id}" not in self:
                continue
            if not self[f"text-{paragraph.id}"].data.strip() and may_go(paragraph, facts):
                content = removed(content, paragraph.id)
                continue
            content = left_out(content, paragraph.id, one_paragraph(self[f"out-{paragraph.id}"].data))
            if (place := self[f"place-{paragraph.id}"].data) is not None:
                places[paragraph.id] = place
        content = arranged(content, places)
        for section, name in NEW.items():
            for text in map(one_paragraph, AN_EMPTY_LINE.split(self[name].data)):
                content = added(content, f"own-{uuid4().hex[:12]}", section, text) if text else content
        return content

    def _place_written(self, content: Content, base: Content, facts: Facts, id: str) -> Content:
        """A text that was changed by hand was changed in view of the fact beside it."""
        text = one_paragraph(self[MEMBERS if id == MEMBERS else f"text-{id}"].data)
        answer = self[f"fact-{id}"].data if f"fact-{id}" in self else LATER
        if answer == TAKE:
            return fact_taken(content, facts, id)
        before = base.find(id)
        changed = text != (before.text if before else base.members)
        content = rewritten(content, id, text)
        return fact_answered(content, facts, id) if answer == STANDS or changed else content


def may_go(paragraph: Paragraph, facts: Facts) -> bool:
    """Whether the paragraph may be taken out for good: it was written by hand, or its fact is gone."""
    return not paragraph.rests_on_fact or facts.find(paragraph.id) is None


def text_form(
    content: Content,
    facts: Facts,
    *,
    version: int,
    closed: Collection[str] = (),
    fresh: Mapping[str, Any] | None = None,
) -> TextForm:
    """The form of that version. closed: ids of paragraphs that the person does not see.

    fresh: not what was sent, but the text given and these values besides.
    """
    numbers = content.numbers()
    fields: dict[str, Any] = {}
    values: dict[str, Any] = {"based_on": version, "members": content.members, **(fresh or {})}
    for section in Section:
        for place, paragraph in enumerate(content.of(section), start=1):
            if paragraph.id not in closed:
                fields |= _fields_of(paragraph, facts, numbers)
                values |= {
                    f"text-{paragraph.id}": paragraph.text,
                    f"place-{paragraph.id}": place,
                    f"out-{paragraph.id}": paragraph.left_out,
                }
    if facts.members != content.members_drafted:
        fields[f"fact-{MEMBERS}"] = SelectField(_("What the roster says now"), choices=ANSWERS)
    form_class = type("TextFormOfVersion", (TextForm,), fields)
    form: TextForm = form_class(data=values) if fresh is None else form_class(formdata=None, data=values)
    return form


def _fields_of(paragraph: Paragraph, facts: Facts, numbers: Mapping[str, int]) -> dict[str, Any]:
    number = numbers.get(paragraph.id)
    name = _("Paragraph %(number)s", number=number) if number else _("Paragraph left out")
    fact = facts.find(paragraph.id)
    fields = {
        f"text-{paragraph.id}": TextAreaField(name, [Length(max=5000)]),
        f"place-{paragraph.id}": IntegerField(_("Place"), [Optional()]),
        f"out-{paragraph.id}": StringField(_("Left out, because"), [Length(max=200)]),
    }
    if paragraph.rests_on_fact and fact is not None and fact.sentence != paragraph.drafted:
        fields[f"fact-{paragraph.id}"] = SelectField(_("What the log says now"), choices=ANSWERS)
    return fields
