"""Forms of questions and answers."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from core.forms import DayField, Form
from core.seen.forms import SeenForm
from extension_requests.models.analysis import Question, QuestionState
from extension_requests.queries.questions import seen_of_question
from meetings.forms.papers import LANGUAGE_NAMES

LANGUAGES = [(code, LANGUAGE_NAMES[code]) for code in ("EN", "FR", "ES", "AR", "RU", "ZH")]


class QuestionForm(SeenForm):
    text = TextAreaField(_("Question"), [InputRequired(_("Write the question.")), Length(max=4000)])
    item = SelectField(_("On which item of the checklist"))


def written(question: Question) -> dict[str, str]:
    """As the form writes it."""
    return {"seen": seen_of_question(question), "text": question.text, "item": question.item}


class AskForm(Form):
    answer_due_on = DayField(
        _("Answers asked for by"), [InputRequired(_("Give the day."))], description=_("Usually four weeks from today.")
    )


class AnswerForm(Form):
    settled_as = SelectField(
        _("What became of it"),
        choices=[
            (QuestionState.ANSWERED.value, _("the State answered")),
            (QuestionState.DECLINED.value, _("the State declined to answer")),
            (QuestionState.OVERDUE.value, _("no answer came by its day")),
        ],
    )
    answered_on = DayField(_("Answered on"), [Optional()], description=_("Only where the State answered."))
    answer = TextAreaField(
        _("What the State answered"),
        [Length(max=10_000)],
        description=_("In full or in short; the analysis is drafted with it. Where it declined: what it said."),
    )


class AnswersForm(Form):
    file = FileField(_("File"), [FileRequired(_("Choose the file."))], description=_("A Word file (.docx) or a PDF."))
    language = SelectField(_("Language"), choices=LANGUAGES)
    dated_on = DayField(_("Dated"), [InputRequired(_("Give the day."))])
    note = TextAreaField(_("Note"), [Length(max=1000)])


class CloseForm(Form):
    """Nothing to fill in: the page says what follows."""
