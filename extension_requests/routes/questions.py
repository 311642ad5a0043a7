"""The questions of the group to the State, with their answers; what the group alone reads."""

from flask import Response, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from core.clock import today
from core.db import Ref, transaction
from core.docx.papers import write_paper
from core.errors import RuleViolation
from core.look.acts import act_page
from core.permissions import Right, requires
from core.seen.forms import EditedText
from core.web import acting, link, saved_as
from correspondence.queries.campaigns import house_style_file
from extension_requests.forms.documents import uploaded
from extension_requests.forms.questions import AnswerForm, AnswersForm, AskForm, CloseForm, QuestionForm, written
from extension_requests.models.analysis import QuestionState
from extension_requests.models.dossiers import Dossier
from extension_requests.papers.questions import file_name, questions_paper
from extension_requests.queries.questions import drafts_of, get_question, questions_of
from extension_requests.queries.readings import checklist_for
from extension_requests.routes.counter import (
    DOSSIER,
    acting_as,
    address_of,
    blueprint,
    dossier_of_page,
    inside,
    working,
)
from extension_requests.rules.machine import RequestState, Who
from extension_requests.rules.questions import WRITTEN_IN, usual_answer_day
from extension_requests.workflow.questions import (
    ask,
    change_question,
    close_round,
    draft_question,
    file_answers,
    remove_question,
    settle_question,
)
from extension_requests.workflow.transitions import hold_dossier, name_of
from states_parties.queries.states import get_state

QUESTIONS = f"{DOSSIER}/questions"
MEANINGS = {
    QuestionState.DRAFT: "neutral",
    QuestionState.ASKED: "soon",
    QuestionState.ANSWERED: "done",
    QuestionState.DECLINED: "late",
    QuestionState.OVERDUE: "late",
}


@blueprint.get(QUESTIONS)
@requires(Right.READ_ANALYSIS)
def questions(convention: str, article: str, slug: str, number: int) -> str:
    found = dossier_of_page(convention, article, slug, number)
    seen, rows = inside(found), questions_of(found)
    checklist = checklist_for(found)
    clarifying = found.state is RequestState.CLARIFYING
    return render_template(
        "extension_requests/questions.html",
        dossier=found,
        state=get_state(slug),
        rounds=[
            (each, [row for row in rows if row.round == each and row.asked_on]) for each in range(found.round, 0, -1)
        ],
        drafts=[row for row in rows if row.state is QuestionState.DRAFT],
        items={item.code: item.title for item in checklist.items},
        meanings=MEANINGS,
        writes=seen.works and found.state in WRITTEN_IN,
        asks=seen.leads and found.state is RequestState.IN_COMPLETENESS,
        settles=seen.keeps,
        closes=seen.keeps and clarifying,
        here_below=address_of(found, slug),
        on=today(),
    )


@blueprint.get(f"{QUESTIONS}.docx")
@requires(Right.READ_ANALYSIS)
def questions_draft_file(convention: str, article: str, slug: str, number: int) -> Response:
    """What would be sent, as it stands."""
    found = dossier_of_page(convention, article, slug, number)
    inside(found)
    paper = questions_paper(
        found, name_of(found), drafts_of(found), asked_on=today(), answer_due_on=usual_answer_day(today())
    )
    return saved_as(f"draft-{file_name(found)}", write_paper(house_style_file(), paper))


@blueprint.route(f"{QUESTIONS}/new", methods=["GET", "POST"])
@requires(Right.WORK_ON_ANALYSIS)
def write_question(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    found = dossier_of_page(convention, article, slug, number)
    working(found)
    form = _question_form(found)
    return act_page(
        form,
        lambda: draft_question(hold_dossier(found.id), text=form.text.data, item=form.item.data, by=acting()),
        title=_("Write a question"),
        lead=_("It is a draft until the chair of the group sends the round."),
        words=_("Add the question"),
        done=_("The question is added."),
        back=questions_address(found, slug),
    )


@blueprint.route(f"{QUESTIONS}/<int:question_number>/change", methods=["GET", "POST"])
@requires(Right.WORK_ON_ANALYSIS)
def change_one_question(
    convention: str, article: str, slug: str, number: int, question_number: int
) -> ResponseReturnValue:
    found = dossier_of_page(convention, article, slug, number)
    working(found)
    row = get_question(found, question_number)
    form, text = _question_form(found, **written(row)), Ref("question", str(row.id))

    def act() -> None:
        held = hold_dossier(found.id)
        change_question(
            held,
            get_question(held, question_number),
            text=form.text.data,
            item=form.item.data,
            seen=form.seen_before,
            by=acting(),
        )

    return act_page(
        form,
        act,
        title=_("Change question %(number)s", number=question_number),
        words=_("Save the question"),
        done=_("The question is saved."),
        back=questions_address(found, slug),
        text=EditedText(text, lambda: written(get_question(found, question_number))),
    )


@blueprint.post(f"{QUESTIONS}/<int:question_number>/remove")
@requires(Right.WORK_ON_ANALYSIS)
def remove_one_question(
    convention: str, article: str, slug: str, number: int, question_number: int
) -> ResponseReturnValue:
    found = dossier_of_page(convention, article, slug, number)
    working(found)
    try:
        with transaction():
            held = hold_dossier(found.id)
            remove_question(held, get_question(held, question_number), by=acting())
    except RuleViolation as refusal:
        flash(refusal.message, "danger")
    else:
        flash(_("The draft is taken out; its words stay in the history."), "success")
    return redirect(questions_address(found, slug))


@blueprint.route(f"{QUESTIONS}/ask", methods=["GET", "POST"])
@requires(Right.AGREE_TO_ANALYSIS)
def ask_questions(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    """For the chair alone, or the State that leads."""
    found = dossier_of_page(convention, article, slug, number)
    seen = acting_as(found, Who.CHAIR)
    count = len(drafts_of(found))
    form = AskForm(data={"answer_due_on": usual_answer_day(today())})
    return act_page(
        form,
        lambda: ask(
            hold_dossier(found.id), answer_due_on=form.answer_due_on.data, who=seen.who, on=today(), by=acting()
        ),
        title=_("Send questions to the State"),
        lead=ngettext(
            "%(num)s question goes to %(state)s as one round. Its text does not change any more.",
            "%(num)s questions go to %(state)s as one round. Their text does not change any more.",
            count,
            state=get_state(slug).list_en,
        ),
        words=_("Send the round"),
        done=_("The round is on its way: its document is on file, and the ISU sends the letter."),
        back=questions_address(found, slug),
    )


@blueprint.route(f"{QUESTIONS}/<int:question_number>/answer", methods=["GET", "POST"])
@requires(Right.KEEP_REQUESTS)
def settle_one_question(
    convention: str, article: str, slug: str, number: int, question_number: int
) -> ResponseReturnValue:
    found = dossier_of_page(convention, article, slug, number)
    acting_as(found, Who.ISU)
    row = get_question(found, question_number)
    known = {"answered_on": row.answered_on, "answer": row.answer}
    if row.state not in (QuestionState.DRAFT, QuestionState.ASKED):
        known["settled_as"] = row.state.value
    form = AnswerForm(data=known)

    def act() -> None:
        held = hold_dossier(found.id)
        settle_question(
            held,
            get_question(held, question_number),
            QuestionState(form.settled_as.data),
            answered_on=form.answered_on.data,
            answer=form.answer.data or "",
            on=today(),
            by=acting(),
        )

    return act_page(
        form,
        act,
        title=_("What became of question %(number)s", number=question_number),
        lead=row.text,
        words=_("Record it"),
        done=_("It is recorded."),
        back=questions_address(found, slug),
    )


@blueprint.route(f"{QUESTIONS}/answers", methods=["GET", "POST"])
@requires(Right.KEEP_REQUESTS)
def file_answers_of_state(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    found = dossier_of_page(convention, article, slug, number)
    acting_as(found, Who.ISU)
    form = AnswersForm()
    if not form.is_submitted():
        form.dated_on.data = today()

    def act() -> None:
        upload = uploaded(form.file)
        assert upload is not None  # the form has asked for it
        file_answers(
            hold_dossier(found.id),
            upload,
            dated_on=form.dated_on.data,
            language=form.language.data,
            note=form.note.data or "",
            by=acting(),
        )

    return act_page(
        form,
        act,
        title=_("Put the answers on file"),
        lead=_("The document in which the State answers is open to everybody."),
        words=_("Put on file"),
        done=_("The answers are on file. Record question by question what was answered."),
        back=questions_address(found, slug),
    )


@blueprint.route(f"{QUESTIONS}/close", methods=["GET", "POST"])
@requires(Right.KEEP_REQUESTS)
def close_question_round(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    found = dossier_of_page(convention, article, slug, number)
    seen = acting_as(found, Who.ISU)
    return act_page(
        CloseForm(),
        lambda: close_round(hold_dossier(found.id), who=seen.who, on=today(), by=acting()),
        title=_("Close the round of questions"),
        lead=_("The request is checked on with the answers; a further round can follow."),
        words=_("Close the round"),
        done=_("The round is closed."),
        back=questions_address(found, slug),
    )


def questions_address(dossier: Dossier, slug: str) -> str:
    return link("extension_requests.questions", **address_of(dossier, slug))


def _question_form(dossier: Dossier, **values: str) -> QuestionForm:
    form = QuestionForm(data=values)
    items = [(item.code, f"{item.code}: {item.title}") for item in checklist_for(dossier).items]
    form.item.choices = [("", _("none in particular")), *items]
    return form
