"""Questions of the group to the State: written, sent in rounds, answered."""

from collections.abc import Collection
from datetime import date

from core.audit.workflow import Actor
from core.db import db
from core.docx.blocks import check_paper_text
from core.docx.papers import write_paper
from core.errors import NotFound, RuleViolation
from core.seen.guard import check_seen
from correspondence.queries.campaigns import house_style_file
from extension_requests.document_files import Upload
from extension_requests.models.analysis import Question, QuestionState
from extension_requests.models.documents import DossierDocument
from extension_requests.models.dossiers import Dossier
from extension_requests.papers.questions import file_name, questions_paper
from extension_requests.queries.questions import drafts_of, last_number, questions_of, seen_of_question
from extension_requests.queries.readings import checklist_for
from extension_requests.rules.documents import DocumentKind
from extension_requests.rules.machine import Act, Who
from extension_requests.rules.occasions import Occasion
from extension_requests.rules.questions import (
    check_answer_day,
    check_answered,
    check_overdue,
    check_questions_written,
)
from extension_requests.workflow.documents import file_upload
from extension_requests.workflow.letters import draft_letter
from extension_requests.workflow.transitions import advance, name_of, tell


def draft_question(dossier: Dossier, *, text: str, item: str, by: Actor) -> Question:
    """A question for the next round; numbers run on through all rounds."""
    check_questions_written(dossier.state)
    question = Question(
        dossier_id=dossier.id,
        number=last_number(dossier) + 1,
        round=dossier.round + 1,
        item=_item(dossier, item),
        text=_text(text),
        drafted_by=by.name,
    )
    db.session.add(question)
    db.session.flush()
    tell("request:question-drafted", dossier, by=by, question=question.number, item=question.item)
    return question


def change_question(dossier: Dossier, question: Question, *, text: str, item: str, seen: str, by: Actor) -> None:
    """One that was not sent yet says something else. seen: what `seen_of_question` said as it was read.

    WrittenMeanwhile where somebody has changed it since; then nothing has changed.
    """
    _check_draft(question)
    check_seen(seen, seen_of_question(question), f"question {question.number}")
    question.text, question.item = _text(text), _item(dossier, item)
    db.session.flush()
    tell("request:question-changed", dossier, by=by, question=question.number)


def remove_question(dossier: Dossier, question: Question, *, by: Actor) -> None:
    """One that was not sent yet is taken back; drafts after it move up, so that no number is missing."""
    _check_draft(question)
    number, text = question.number, question.text
    db.session.delete(question)
    db.session.flush()
    for later in questions_of(dossier):
        if later.number > number:
            later.number -= 1
            db.session.flush()
    tell("request:question-removed", dossier, by=by, question=number, text=text)


def ask(dossier: Dossier, *, answer_due_on: date, who: Collection[Who], on: date, by: Actor) -> None:
    """All drafts go to the State as one round: their document is on file for the group, the letter to it in draft.

    RuleViolation where no question is written, or no time is left to answer. A letter that cannot be drafted yet does
    not hold up the group: the history says why, and the ISU drafts it.
    """
    check_answer_day(answer_due_on, on=on, field="answer_due_on")
    drafts = drafts_of(dossier)
    advance(
        dossier,
        Act.ASK,
        who=who,
        on=on,
        by=by,
        answer_due_on=answer_due_on.isoformat(),
        questions=", ".join(str(each.number) for each in drafts),
    )
    dossier.round += 1
    for each in drafts:
        each.state, each.round, each.asked_on, each.answer_due_on = (
            QuestionState.ASKED,
            dossier.round,
            on,
            answer_due_on,
        )
    db.session.flush()
    paper = questions_paper(dossier, name_of(dossier), drafts, asked_on=on, answer_due_on=answer_due_on)
    upload = Upload(write_paper(house_style_file(), paper), file_name(dossier))
    file_upload(dossier, DocumentKind.QUESTIONS, upload, language="EN", dated_on=on, by=by)
    _draft_letter(dossier, drafts[0].number, on=on, by=by)


def settle_question(
    dossier: Dossier,
    question: Question,
    state: QuestionState,
    *,
    answered_on: date | None,
    answer: str,
    on: date,
    by: Actor,
) -> None:
    """The State answered, declined, or its time passed without an answer; an answer may be corrected.

    RuleViolation for a question that was not sent.
    """
    if question.state is QuestionState.DRAFT or question.asked_on is None or question.answer_due_on is None:
        raise RuleViolation(f"Question {question.number} has not been sent yet.")
    if state is QuestionState.ANSWERED:
        check_answered(question.asked_on, answered_on, text=answer, on=on)
    elif state is QuestionState.OVERDUE:
        check_overdue(question.answer_due_on, on=on)
    elif state is not QuestionState.DECLINED:
        raise RuleViolation("Say whether it was answered, declined, or is overdue.", field="settled_as")
    check_paper_text(answer, "Answer", field="answer")
    before, question.state = question.state, state
    question.answered_on = answered_on if state is QuestionState.ANSWERED else None
    question.answer = answer.strip()
    db.session.flush()
    tell("request:question-settled", dossier, by=by, question=question.number, was=before.value, now=state.value)


def file_answers(
    dossier: Dossier, upload: Upload, *, dated_on: date, language: str, note: str, by: Actor
) -> DossierDocument:
    """The document in which the State answers, open to everybody."""
    if not dossier.round:
        raise RuleViolation("No question has been sent to the State yet.")
    return file_upload(dossier, DocumentKind.ANSWERS, upload, language=language, dated_on=dated_on, note=note, by=by)


def close_round(dossier: Dossier, *, who: Collection[Who], on: date, by: Actor) -> None:
    """Every question of the round is settled: the request is checked on."""
    advance(dossier, Act.CLOSE_ROUND, who=who, on=on, by=by, round=dossier.round)


def _draft_letter(dossier: Dossier, first: int, *, on: date, by: Actor) -> None:
    """first: number of the first question of the round; after a revised request earlier ones may still be open."""
    try:
        with db.session.begin_nested():
            draft_letter(dossier, Occasion.QUESTIONS, dated_on=on, by=by, mark=f"from question {first}")
    except (RuleViolation, NotFound) as refusal:
        tell("request:letter-not-drafted", dossier, by=by, because=str(refusal))


def _check_draft(question: Question) -> None:
    if question.state is not QuestionState.DRAFT:
        raise RuleViolation(f"Question {question.number} has been sent: it stays as it is.")


def _text(text: str) -> str:
    if not text.strip():
        raise RuleViolation("Write the question.", field="text")
    check_paper_text(text, "Question", field="text")
    return text.strip()


def _item(dossier: Dossier, item: str) -> str:
    if item and checklist_for(dossier).item(item) is None:
        raise RuleViolation(f"The checklist has no item “{item[:10]}”.", field="item")
    return item
