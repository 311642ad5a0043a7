"""Forms of the concept note: its text, comments, reopening."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from core.forms import Form
from meetings.rules.concept_notes import LONGEST, NAMES, Conflict, Content, Part, documents_of, objectives_of, taken

MINE, THEIRS = "mine", "theirs"
ANSWERS = [(MINE, _("my text stands")), (THEIRS, _("take what was saved in between"))]
MINUTES = (InputRequired(_("Give the minutes.")),)
TEXT = (Length(max=LONGEST),)


class NoteForm(Form):
    """based_on: the version that was read before writing."""

    based_on = HiddenField()
    theme = StringField(
        _("Theme"), [InputRequired(_("Say what the session is about."))], description=_("It makes the title.")
    )
    members = StringField(
        _("Members"), [Length(max=500)], description=_("Leave it empty: the roster of the day fills it in.")
    )
    background = TextAreaField(
        _("Background"),
        TEXT,
        description=_("An empty line between paragraphs; a line that begins with “- ” is a point."),
    )
    purpose = StringField(
        _("Purpose line"), [Length(max=500)], description=_("It leads to the objectives: “The session is meant to:”")
    )
    objectives = TextAreaField(
        _("Objectives"), TEXT, description=_("One on each line, five to eight, each beginning with a verb.")
    )
    format = TextAreaField(
        _("Format"), TEXT, description=_("How the session runs. The limit for interventions is added by itself.")
    )
    least_minutes = IntegerField(_("Intervention, at least"), MINUTES, description=_("Minutes."))
    most_minutes = IntegerField(_("Intervention, at most"), MINUTES, description=_("Minutes."))
    panel_minutes = IntegerField(_("Each on the panel"), MINUTES, description=_("Minutes."))
    interventions = IntegerField(
        _("Interventions"),
        [InputRequired(_("Give a number, or 0."))],
        description=_("From the floor; 0: not reckoned."),
    )
    discussion = TextAreaField(
        _("Discussion"), TEXT, description=_("Words before moderator and panel, who are added by themselves.")
    )
    documents = TextAreaField(
        _("Background documents"), TEXT, description=_("One on each line: the title, then its https address.")
    )
    remark = StringField(_("What changed"), [Length(max=200)], description=_("For the list of versions."))

    def written(self, base: Content) -> Content:
        """The text as the form says it; a part answered with “theirs” is as the base has it."""
        content = Content(
            theme=" ".join(self.theme.data.split()),
            members=_one_line(self.members.data),
            background=_lines(self.background.data),
            purpose=_one_line(self.purpose.data),
            objectives=objectives_of(self.objectives.data or ""),
            format=_lines(self.format.data),
            least_minutes=self.least_minutes.data,
            most_minutes=self.most_minutes.data,
            panel_minutes=self.panel_minutes.data,
            interventions=self.interventions.data,
            discussion=_lines(self.discussion.data),
            documents=documents_of(self.documents.data or ""),
        )
        for part in Part:
            if f"answer-{part}" in self and self[f"answer-{part}"].data == THEIRS:
                content = taken(content, base, part)
        return content


class CommentForm(Form):
    text = TextAreaField(_("Comment"), [InputRequired(_("Write the comment.")), Length(max=5000)])


class ApprovalForm(Form):
    """based_on: the version that was read before it was approved. file_read: the SHA-256 of its Word file then."""

    based_on = HiddenField()
    file_read = HiddenField()


class ShowForm(Form):
    """Nothing but the button."""


class ReopenForm(Form):
    reason = StringField(_("Why"), [InputRequired(_("Say why.")), Length(max=200)])


def note_form(
    content: Content, *, version: int, conflicts: Sequence[Conflict] = (), answered: Sequence[str] = (), **fresh: Any
) -> NoteForm:
    """The form of that version.

    conflicts: parts that two people changed, each with a question which text stands; answered: the names of such
    questions in the form that was sent. fresh: not what was sent, but the text given and these values besides.
    """
    parts = [each.part for each in conflicts] or [part for part in Part if f"answer-{part}" in answered]
    questions = {f"answer-{part}": SelectField(_("Which text stands"), choices=ANSWERS) for part in parts}
    values: dict[str, Any] = {"based_on": version, **_values(content), **fresh}
    form_class = type("NoteFormOfVersion", (NoteForm,), questions)
    form: NoteForm = form_class(formdata=None, data=values) if conflicts or fresh else form_class(data=values)
    return form


def _values(content: Content) -> dict[str, Any]:
    """As they stand in the fields, which bear the names of the parts."""
    minutes = ("least_minutes", "most_minutes", "panel_minutes", "interventions")
    texts = {part.value: content.in_words(part) for part in NAMES if part is not Part.LIMITS}
    return {**texts, **{name: getattr(content, name) for name in minutes}}


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())


def _lines(text: str | None) -> str:
    """Without blanks at the ends of lines, and with one kind of line end."""
    return "\n".join(line.rstrip() for line in (text or "").strip().splitlines())
