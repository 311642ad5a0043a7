"""Acts on the yearly paper: drafting, writing, circulating, commenting, calling it final."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from committees.forms.activities import ReasonForm
from committees.forms.papers import (
    BETWEEN_NEW,
    NEW,
    CirculationForm,
    CommentForm,
    FinalForm,
    TextForm,
    YearForm,
    text_form,
)
from committees.models.papers import Paper, PaperVersion
from committees.queries.activities import log_of, years_of
from committees.queries.papers import (
    find_paper,
    get_comment,
    label_of,
    papers_of,
    takes_comments,
    version_of,
    waiting_in_words,
)
from committees.routes.counter import blueprint, body_of_page
from committees.routes.papers import BASE, ONE, OpenPaper, facts_beside, headings, open_paper, paper_address
from committees.rules.paper import MEMBERS, WHOLE_PAPER, Content, Section, removed
from committees.rules.paper_versions import Conflict, merged
from committees.workflow.papers import (
    circulate,
    comment,
    draft_paper,
    finalise,
    follow_log,
    ref_to_paper,
    reopen,
    save_version,
    settle_comment,
)
from core.clock import today
from core.db import transaction
from core.errors import NotFound, RuleViolation
from core.look.acts import act_page
from core.look.words import day
from core.numbers import whole_number
from core.permissions import Right, requires
from core.seen.guard import WrittenMeanwhile
from core.seen.shared import shared
from core.seen.workflow import leave
from core.web import acting, link


@blueprint.route(f"{BASE}/new", methods=["GET", "POST"])
@requires(Right.KEEP_COMMITTEE_WORK)
def new_paper(convention: str, body: str) -> ResponseReturnValue:
    row = body_of_page(convention, body)
    written = {each.year for each in papers_of(convention, body)}
    years = {*years_of(log_of(convention, body)), today().year} - written
    form = YearForm()
    form.year.choices = [(year, label_of(year)) for year in sorted(years, reverse=True) if year <= today().year]
    if form.validate_on_submit():
        try:
            with transaction():
                draft_paper(convention, body, form.year.data, on=today(), by=acting())
        except RuleViolation as refusal:
            form.refuse(refusal)
        else:
            flash(_("The paper is drafted from the log. Read it, and edit what should be said otherwise."), "success")
            return redirect(paper_address(convention, body, form.year.data))
    page = render_template(
        "layout/act.html",
        form=form,
        title=_("Draft the yearly paper"),
        lead=_("%(body)s: one paragraph for each activity of the year and for each priority.", body=row.name_en),
        words=_("Draft the paper"),
        back=link("committees.papers", convention=convention, body=body),
    )
    return (page, 422) if form.is_submitted() else page


@blueprint.route(f"{ONE}/edit", methods=["GET", "POST"])
@requires(Right.KEEP_COMMITTEE_WORK)
def edit_paper(convention: str, body: str, year: int) -> ResponseReturnValue:
    opened = open_paper(convention, body, year)
    base = _version_read(opened.paper)
    content = Content.from_json(base.content)
    text = ref_to_paper(opened.paper)
    form = text_form(content, opened.facts, version=base.number, closed=opened.closed)
    conflicts: Sequence[Conflict] = ()
    if form.validate_on_submit():
        mine = form.written(content, opened.facts)
        try:
            with transaction():
                leave(text, by=acting())
                saved = save_version(opened.paper, mine, based_on=base.number, note=form.note.data.strip(), by=acting())
        except WrittenMeanwhile as refusal:
            form, content, conflicts = _both_texts(opened, content, mine, note=form.note.data)
            form.refuse(refusal)
        except RuleViolation as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved as version %(number)s.", number=saved.number), "success")
            return redirect(paper_address(convention, body, year))
    page = render_template(
        "committees/edit_paper.html",
        body=opened.body,
        paper=opened.paper,
        form=form,
        based_on=form.based_on.data,
        sections=[
            (section, heading, _editable(form, content, section)) for section, heading in headings(opened.body).items()
        ],
        facts=facts_beside(opened),
        members_now=opened.facts.members,
        theirs={each.id: each.theirs for each in conflicts},
        back=paper_address(convention, body, year),
        MEMBERS=MEMBERS,
        shared=shared(text, by=acting()),
    )
    return (page, 422) if request.method == "POST" else page


@blueprint.post(f"{ONE}/follow")
@requires(Right.KEEP_COMMITTEE_WORK)
def paper_follow(convention: str, body: str, year: int) -> ResponseReturnValue:
    """The text follows what changed in the log since it was drafted."""
    opened = open_paper(convention, body, year)
    try:
        with transaction():
            told = follow_log(opened.paper, based_on=opened.paper.versions[0].number, by=acting())
    except RuleViolation as refusal:
        flash(refusal.message, "danger")
    else:
        flash(ngettext("%(num)s change taken over.", "%(num)s changes taken over.", len(told)), "success")
    return redirect(paper_address(convention, body, year))


@blueprint.route(f"{ONE}/circulate", methods=["GET", "POST"])
@requires(Right.KEEP_COMMITTEE_WORK)
def circulate_paper(convention: str, body: str, year: int) -> ResponseReturnValue:
    opened = open_paper(convention, body, year)
    form = CirculationForm(data={"comments_until": opened.paper.comments_until})
    return act_page(
        form,
        lambda: circulate(opened.paper, comments_until=form.comments_until.data, on=today(), by=acting()),
        title=_("Circulate the paper"),
        lead=_(
            "Members read version %(number)s here and comment on its paragraphs until the day given, included.",
            number=opened.paper.versions[0].number,
        ),
        words=_("Circulate to the members"),
        done=_("The paper is circulated; members can comment."),
        back=paper_address(convention, body, year),
    )


@blueprint.route(f"{ONE}/comments/<paragraph>", methods=["GET", "POST"])
@requires(Right.COMMENT_COMMITTEE_WORK)
def comment_paper(convention: str, body: str, year: int, paragraph: str) -> ResponseReturnValue:
    opened = open_paper(convention, body, year)
    place = _place(opened, paragraph)
    form = CommentForm()
    return act_page(
        form,
        lambda: comment(opened.paper, paragraph, form.text.data, on=today(), by=acting()),
        title=_("Comment on the paper"),
        lead=place,
        words=_("Send the comment"),
        done=_("The comment stands beside the paragraph."),
        back=f"{paper_address(convention, body, year)}#{paragraph}",
    )


@blueprint.post(f"{ONE}/comments/<int:said>/settle")
@requires(Right.KEEP_COMMITTEE_WORK)
def settle_paper_comment(convention: str, body: str, year: int, said: int) -> ResponseReturnValue:
    opened = open_paper(convention, body, year)
    found = get_comment(opened.paper.id, said)
    if found.paragraph in opened.closed:
        raise NotFound(f"The paper has no comment {said}.")
    try:
        with transaction():
            settle_comment(opened.paper, found, by=acting())
    except RuleViolation as refusal:
        flash(refusal.message, "danger")
    else:
        flash(_("The comment is settled; it stays on record."), "success")
    return redirect(f"{paper_address(convention, body, year)}#{found.paragraph}")


@blueprint.route(f"{ONE}/final", methods=["GET", "POST"])
@requires(Right.KEEP_COMMITTEE_WORK)
def final_paper(convention: str, body: str, year: int) -> ResponseReturnValue:
    opened = open_paper(convention, body, year)
    form = FinalForm(data={"based_on": opened.paper.versions[0].number})
    return act_page(
        form,
        lambda: finalise(opened.paper, based_on=whole_number(str(form.based_on.data)) or 0, by=acting()),
        title=_("Make the paper final"),
        lead=" ".join(_told_before_final(opened.paper, form.based_on.data)),
        words=_("Make version %(number)s final", number=form.based_on.data),
        done=_("The paper is final."),
        back=paper_address(convention, body, year),
    )


@blueprint.route(f"{ONE}/reopen", methods=["GET", "POST"])
@requires(Right.KEEP_COMMITTEE_WORK)
def reopen_paper(convention: str, body: str, year: int) -> ResponseReturnValue:
    opened = open_paper(convention, body, year)
    form = ReasonForm()
    return act_page(
        form,
        lambda: reopen(opened.paper, reason=form.reason.data, by=acting()),
        title=_("Reopen the paper"),
        lead=_(
            "It is a draft again. The text that was final stays as version %(number)s.",
            number=opened.paper.versions[0].number,
        ),
        words=_("Reopen it"),
        done=_("The paper is a draft again."),
        back=paper_address(convention, body, year),
    )


def _told_before_final(paper: Paper, number: object) -> Iterator[str]:
    """What the act means, and what stands against it."""
    yield _(
        "Version %(number)s becomes the paper. Its text is not changed any more, unless the paper is reopened.",
        number=number,
    )
    if waiting := waiting_in_words(paper):
        yield _("Comments are to be settled first: %(waiting)s.", waiting=waiting)
    if paper.comments_until and takes_comments(paper, on=today()):
        yield _("Members were told that they may comment until %(day)s; that ends now.", day=day(paper.comments_until))


def _version_read(paper: Paper) -> PaperVersion:
    """The version that the form sent was written on, else the newest."""
    number = whole_number(request.form.get("based_on", ""))
    return paper.versions[0] if number is None else version_of(paper, number)


def _both_texts(
    opened: OpenPaper, base: Content, mine: Content, *, note: str
) -> tuple[TextForm, Content, Sequence[Conflict]]:
    """The form with what one wrote and what was saved in between, on the newest version; that version; conflicts.

    What the newest version has no place for stands among the further paragraphs.
    """
    present = find_paper(opened.paper.convention, opened.paper.body, opened.paper.year)
    assert present is not None
    newest = Content.from_json(present.versions[0].content)
    both, conflicts = merged(base, mine, newest)
    fresh: dict[str, str] = {"note": note}
    for paragraph in both.paragraphs:
        if newest.find(paragraph.id) is None:
            name = NEW[paragraph.section]
            fresh[name] = BETWEEN_NEW.join(filter(None, (fresh.get(name), paragraph.text)))
            both = removed(both, paragraph.id)
    form = text_form(both, opened.facts, version=present.versions[0].number, closed=opened.closed, fresh=fresh)
    return form, newest, conflicts


def _editable(form: TextForm, content: Content, section: Section) -> Sequence[Any]:
    return [each for each in content.of(section) if f"text-{each.id}" in form]


def _place(opened: OpenPaper, paragraph: str) -> str:
    """What the comment is about, in words; NotFound for a place that the person does not see."""
    content = opened.content(opened.paper.versions[0].number)
    if paragraph == WHOLE_PAPER:
        return _("On the whole paper")
    if paragraph == MEMBERS:
        return content.members
    found = content.find(paragraph)
    if found is None or paragraph in opened.closed:
        raise NotFound("The paper has no such paragraph.")
    number = content.numbers().get(paragraph)
    return f"{number}. {found.text}" if number else found.text
