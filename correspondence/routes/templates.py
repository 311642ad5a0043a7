"""Letter templates: reading, editing one paragraph at a time, comparing versions, trying one on a State."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.db import transaction
from core.errors import NotFound, RuleViolation
from core.forms import Form
from core.numbers import whole_number
from core.permissions import Right, requires
from core.web import acting, as_of, link
from correspondence.catalogues import catalogues
from correspondence.forms.campaigns import NoteForm, ParagraphForm, TextsForm
from correspondence.models.campaigns import Letter
from correspondence.models.templates import LetterTemplate, TemplateVersion
from correspondence.queries import campaigns as queries
from correspondence.reviewing.reading import read_letter
from correspondence.routes.counter import blueprint, brief_for
from correspondence.rules.bodies import FORMS, LANGUAGES, Paragraph, TemplateContent
from correspondence.rules.differences import changes_between
from correspondence.rules.editing import (
    position,
    with_new_paragraph,
    with_paragraph,
    with_paragraph_moved,
    with_subject,
    without_paragraph,
)
from correspondence.workflow.campaigns import compose_letters, letter_values, press_letter
from correspondence.workflow.templates import save_version
from states_parties.facts import StateFacts
from states_parties.queries.facts import parties
from states_parties.queries.states import get_state

BASE = "/<convention:convention>/letters/templates"
ONE = f"{BASE}/<slug>/<form>"
Change = Callable[[TemplateContent], TemplateContent]


@blueprint.get(BASE)
@requires(Right.READ_LETTERS)
def templates(convention: str) -> str:
    return render_template(
        "letters/templates.html", convention=convention, templates=queries.templates_of(convention), forms=FORMS
    )


@blueprint.get(ONE)
@requires(Right.READ_LETTERS)
def template(convention: str, slug: str, form: str) -> str:
    found = queries.get_template(convention, slug, form)
    version = _asked_version(found)
    language = request.args.get("language", "EN")
    return render_template(
        "letters/template.html",
        convention=convention,
        template=found,
        version=version,
        content=TemplateContent.from_json(version.content),
        text_language=language if language in LANGUAGES else "EN",
        newest=version is found.versions[0],
        note_form=NoteForm(based_on=version.number),
        forms=FORMS,
    )


@blueprint.get(f"{ONE}/versions/<int:older>/<int:newer>")
@requires(Right.READ_LETTERS)
def compare(convention: str, slug: str, form: str, older: int, newer: int) -> str:
    found = queries.get_template(convention, slug, form)
    before, after = (TemplateContent.from_json(_version(found, number).content) for number in (older, newer))
    return render_template(
        "letters/compare.html",
        convention=convention,
        template=found,
        older=older,
        newer=newer,
        name=after.name,
        changes=changes_between(before, after),
    )


@blueprint.get(f"{ONE}/preview")
@requires(Right.READ_LETTERS)
def preview(convention: str, slug: str, form: str) -> str:
    """The newest version as one State would get it, as of the day of the page; nothing is kept."""
    found = queries.get_template(convention, slug, form)
    content = TemplateContent.from_json(found.versions[0].content)
    states = parties(convention, on=as_of())
    asked = request.args.get("state", "")
    chosen = _party_among(states, asked, convention) if asked else None
    letter = _letter_for(content, convention, chosen.iso3) if chosen else None
    return render_template(
        "letters/preview.html",
        convention=convention,
        template=found,
        name=content.name,
        states=states,
        chosen=chosen,
        letter=letter,
        read=read_letter(content, letter) if letter else (),
    )


@blueprint.route(f"{ONE}/subject", methods=["GET", "POST"])
@requires(Right.KEEP_TEMPLATES)
def edit_subject(convention: str, slug: str, form: str) -> str | Response | tuple[str, int]:
    found = queries.get_template(convention, slug, form)
    content = TemplateContent.from_json(found.versions[0].content)
    entry = TextsForm(data={**content.subject, "based_on": found.versions[0].number})
    return _edit(found, entry, _("Subject"), lambda present: with_subject(present, entry.texts))


@blueprint.route(f"{ONE}/paragraphs/<id>", methods=["GET", "POST"])
@requires(Right.KEEP_TEMPLATES)
def edit_paragraph(convention: str, slug: str, form: str, id: str) -> str | Response | tuple[str, int]:
    found = queries.get_template(convention, slug, form)
    content = TemplateContent.from_json(found.versions[0].content)
    present = content.paragraphs[position(content, id)]
    entry = ParagraphForm(data={**_entries(present), "based_on": found.versions[0].number})
    entry.id.render_kw = {"readonly": True}

    def change(content: TemplateContent) -> TemplateContent:
        return with_paragraph(content, _paragraph(entry, like=present))

    return _edit(found, entry, _("Paragraph “%(id)s”", id=id), change)


@blueprint.route(f"{ONE}/paragraphs/<id>/after", methods=["GET", "POST"])
@requires(Right.KEEP_TEMPLATES)
def add_paragraph(convention: str, slug: str, form: str, id: str) -> str | Response | tuple[str, int]:
    found = queries.get_template(convention, slug, form)
    entry = ParagraphForm(data={"part": "body", "tailors": True, "based_on": found.versions[0].number})
    heading = _("New paragraph after “%(id)s”", id=id)
    return _edit(found, entry, heading, lambda content: with_new_paragraph(content, _paragraph(entry), after=id))


@blueprint.post(f"{ONE}/paragraphs/<id>/move/<direction>")
@requires(Right.KEEP_TEMPLATES)
def move_paragraph(convention: str, slug: str, form: str, id: str, direction: str) -> Response:
    found = queries.get_template(convention, slug, form)
    note = f"Paragraph {id} moved {'up' if direction == 'up' else 'down'}"
    _save(found, NoteForm(), note, lambda content: with_paragraph_moved(content, id, up=direction == "up"))
    return redirect(_address(found))


@blueprint.route(f"{ONE}/paragraphs/<id>/remove", methods=["GET", "POST"])
@requires(Right.KEEP_TEMPLATES)
def remove_paragraph(convention: str, slug: str, form: str, id: str) -> str | Response:
    found = queries.get_template(convention, slug, form)
    content = TemplateContent.from_json(found.versions[0].content)
    paragraph = content.paragraphs[position(content, id)]
    entry = NoteForm(data={"based_on": found.versions[0].number})
    if entry.validate_on_submit():
        _save(found, entry, f"Paragraph {id} removed", lambda present: without_paragraph(present, id))
        flash(_("The paragraph is removed from new letters. Older versions keep it."), "success")
        return redirect(_address(found))
    return render_template(
        "letters/remove_paragraph.html", convention=convention, template=found, paragraph=paragraph, form=entry
    )


def _edit(found: LetterTemplate, entry: TextsForm, heading: str, change: Change) -> str | Response | tuple[str, int]:
    if entry.validate_on_submit():
        try:
            _save(found, entry, entry.note.data, change)
        except RuleViolation as refusal:
            entry.refuse(refusal)
        else:
            flash(_("Saved as version %(number)s.", number=found.versions[0].number), "success")
            return redirect(_address(found))
    page = render_template(
        "letters/edit.html",
        convention=found.convention,
        template=found,
        form=entry,
        heading=heading,
        fields=catalogues().fields.values(),
        criteria=catalogues().criteria.values(),
    )
    return (page, 422) if entry.is_submitted() else page


def _save(found: LetterTemplate, entry: Form, note: str, change: Change) -> None:
    based_on = whole_number(str(entry["based_on"].data))
    if based_on is None:
        raise RuleViolation("The form does not say which version was edited. Open the page again.")
    with transaction():
        content = change(TemplateContent.from_json(found.versions[0].content))
        save_version(found, content, catalogues(), by=acting(), note=note, based_on=based_on)


def _asked_version(found: LetterTemplate) -> TemplateVersion:
    number = whole_number(request.args.get("version", ""))
    return found.versions[0] if number is None else _version(found, number)


def _version(found: LetterTemplate, number: int) -> TemplateVersion:
    for version in found.versions:
        if version.number == number:
            return version
    raise NotFound(f"The template has no version {number}.")


def _party_among(states: Sequence[StateFacts], asked: str, convention: str) -> StateFacts:
    """The State Party asked for; NotFound for a State that is none on the day, or for what is no State."""
    state = get_state(asked)
    for facts in states:
        if facts.iso3 == state.iso3:
            return facts
    raise NotFound(
        f"{state.list_en} is no State Party to the {convention} on {as_of().isoformat()}: it gets no letter."
    )


def _letter_for(content: TemplateContent, convention: str, iso3: str) -> Letter:
    """A letter that is written to be looked at only."""
    brief = brief_for(convention, as_of=as_of(), dated_on=as_of(), audience="always", signatory_name="")
    press = queries.press_in_use(content)
    [composed] = compose_letters(content, press, replace(brief, only=(iso3,)), catalogues())
    return Letter(**letter_values(press_letter(press, composed)))


def _entries(paragraph: Paragraph) -> dict[str, object]:
    return {
        **paragraph.texts,
        "id": paragraph.id,
        "when": paragraph.when,
        "part": paragraph.part,
        "tailors": paragraph.tailors,
    }


def _paragraph(entry: ParagraphForm, *, like: Paragraph | None = None) -> Paragraph:
    """What the form says; a paragraph that exists keeps its id, and its table if it is one."""
    return replace(
        like or Paragraph(entry.id.data.strip(), "", {}),
        when=" ".join(entry.when.data.split()),
        texts=entry.texts,
        part=entry.part.data,
        tailors=entry.tailors.data,
    )


def _address(found: LetterTemplate) -> str:
    return link("correspondence.template", convention=found.convention, slug=found.slug, form=found.form)
