"""The yearly papers of a body: the list, one paper as its readers see it, versions side by side, the Word file."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from committees.models.papers import Paper, PaperComment, PaperState
from committees.papers.yearly import yearly_paper
from committees.queries.activities import log_of
from committees.queries.offices import Offices
from committees.queries.papers import (
    PaperOnList,
    activity_key,
    comments_of,
    facts_for,
    get_paper,
    papers_of,
    priorities_of,
    priority_key,
    takes_comments,
    version_of,
)
from committees.routes.counter import blueprint, body_of_page, word_file
from committees.routes.sight import Sight, sight
from committees.rules.paper import MEMBERS, TITLE, WHOLE_PAPER, Content, Section
from committees.rules.paper_facts import Facts, redrafted
from committees.rules.paper_versions import changes_between
from committees.rules.sentences import doer
from committees.workflow.papers import ref_to_paper
from conventions.registry import get_convention
from core.audit.queries import history_of
from core.clock import day_of, today
from core.docx.papers import PaperDocument
from core.errors import NotFound
from core.numbers import whole_number
from core.permissions import Right, may, requires
from core.tables import Column, Table, export_response, table_page
from core.web import as_of, link

BASE = "/<convention:convention>/committees/<body>/papers"
ONE = f"{BASE}/<int:year>"
NO_FACTS = Facts("", "", "", ())
MEANINGS = {PaperState.DRAFT: "neutral", PaperState.CIRCULATED: "soon", PaperState.FINAL: "done"}
WITHHELD = "[This paragraph belongs to a file in which your State takes no part.]"


class FactBeside(NamedTuple):
    """What the log or the list of priorities says of a paragraph. href: where it is kept."""

    name: str
    href: str
    sentence: str
    source: str


@dataclass(frozen=True)
class OpenPaper:
    """A paper that the person may read. closed: ids of the paragraphs withheld from them in all but the final text.

    facts: what it rests on today as far as the person sees it; nothing for observers.
    """

    paper: Paper
    body: Any
    sight: Sight
    facts: Facts
    log: Sequence[Any]
    closed: frozenset[str]

    def content(self, number: int) -> Content:
        """The text of a version; what is withheld says so. Observers see the newest, without what was left out of it.

        NotFound for a version that is not there, or not opened.
        """
        version = version_of(self.paper, number)
        newest = version is self.paper.versions[0]
        if not (newest or self.sight.of_the_body):
            raise NotFound(f"Version {number} of this paper is not opened to you.")
        closed = frozenset() if newest and self.paper.state is PaperState.FINAL else self.closed
        content = Content.from_json(version.content)
        return replace(
            content,
            paragraphs=tuple(
                replace(each, text=WITHHELD, left_out="") if each.id in closed else each
                for each in content.paragraphs
                if self.sight.of_the_body or not each.left_out
            ),
        )

    @property
    def versions(self) -> Sequence[Any]:
        """Those that the person may read, the newest first."""
        return self.paper.versions if self.sight.of_the_body else self.paper.versions[:1]

    def news(self) -> Sequence[str]:
        """What the log, the priorities and the roster say that the newest version does not know, sentence by sentence.

        A final text does not follow them.
        """
        if not self.sight.of_the_body or self.paper.state is PaperState.FINAL:
            return ()
        content = self.content(self.paper.versions[0].number)
        seen = tuple(each for each in content.paragraphs if each.id not in self.closed)
        return redrafted(replace(content, paragraphs=seen), self.facts).told


@blueprint.get(BASE)
@requires(Right.READ_OPENED_WORK)
def papers(convention: str, body: str) -> str | Response:
    row = body_of_page(convention, body)
    seen = sight(convention, body, on=as_of())
    table = _table(row, [each for each in papers_of(convention, body) if seen.paper(each.id)], seen.of_the_body)
    return export_response(table, _("Papers, %(body)s", body=row.name_en)) or render_template(
        "committees/papers.html",
        body=row,
        page=table_page(table),
        keeps=may(Right.KEEP_COMMITTEE_WORK, convention=convention, body=body),
    )


@blueprint.get(ONE)
@requires(Right.READ_OPENED_WORK)
def paper(convention: str, body: str, year: int) -> str:
    opened = open_paper(convention, body, year)
    found, inside = opened.paper, opened.sight.of_the_body
    asked = whole_number(request.args.get("version", ""))
    version = found.versions[0] if asked is None else version_of(found, asked)
    newest = version is found.versions[0]
    content = opened.content(version.number)
    return render_template(
        "committees/paper.html",
        body=opened.body,
        paper=found,
        version=version,
        newest=newest,
        content=content,
        headings=headings(opened.body),
        numbers=content.numbers(),
        left_out=[each for each in content.paragraphs if each.left_out],
        facts=facts_beside(opened),
        news=opened.news() if newest else (),
        comments=_comments_by_place(opened, content),
        keeps=may(Right.KEEP_COMMITTEE_WORK, convention=convention, body=body),
        comments_taken=newest and _takes_comments(found),
        inside=inside,
        closed=opened.closed,
        versions=opened.versions,
        on=today(),
        history=history_of(ref_to_paper(found)) if inside else None,
        MEMBERS=MEMBERS,
        WHOLE_PAPER=WHOLE_PAPER,
    )


@blueprint.get(f"{ONE}/compare/<int:older>/<int:newer>")
@requires(Right.READ_OPENED_WORK)
def compare_paper(convention: str, body: str, year: int, older: int, newer: int) -> str:
    opened = open_paper(convention, body, year)
    before, after = opened.content(older), opened.content(newer)
    return render_template(
        "committees/compare_paper.html",
        body=opened.body,
        paper=opened.paper,
        older=older,
        newer=newer,
        changes=changes_between(before, after),
        numbers={**before.numbers(), **after.numbers()},
        MEMBERS=MEMBERS,
    )


@blueprint.get(f"{ONE}.docx")
@requires(Right.READ_OPENED_WORK)
def paper_file(convention: str, body: str, year: int) -> ResponseReturnValue:
    """The newest version, or the one asked for, in the house style in use."""
    opened = open_paper(convention, body, year)
    newest = opened.paper.versions[0].number
    number = whole_number(request.args.get("version", "")) or newest
    final = is_final(opened, number)
    name = f"activities-{body}-{opened.paper.label}{'' if final else f'-draft-{number}'}"
    return word_file(paper_document(opened, number), name)


def open_paper(convention: str, body: str, year: int) -> OpenPaper:
    """NotFound where there is no paper, or it is not opened to the person.

    Paragraphs on files in which the person takes no part are withheld; the final text is for everybody.
    """
    row = body_of_page(convention, body)
    seen = sight(convention, body, on=as_of())
    found = get_paper(convention, body, year)
    if not seen.paper(found.id):
        raise NotFound(f"The paper for {year} is not opened to you.")
    log = log_of(convention, body)
    closed = frozenset(activity_key(each.number) for each in log if not seen.file(each.file_id))
    facts = facts_for(Offices(convention), body, year) if seen.of_the_body else NO_FACTS
    visible = tuple(fact for fact in facts.facts if fact.key not in closed)
    return OpenPaper(found, row, seen, replace(facts, facts=visible), log, closed)


def paper_document(opened: OpenPaper, number: int) -> PaperDocument:
    """A version as the person sees it, ready for the house style."""
    return yearly_paper(
        opened.content(number),
        doer(opened.body.kind),
        on=day_of(version_of(opened.paper, number).written_at),
        version=number,
        final=is_final(opened, number),
        convention_title=get_convention(opened.paper.convention).title["EN"],
    )


def is_final(opened: OpenPaper, number: int) -> bool:
    """Only the newest version of a final paper is."""
    return opened.paper.state is PaperState.FINAL and number == opened.paper.versions[0].number


def paper_address(convention: str, body: str, year: int) -> str:
    return link("committees.paper", convention=convention, body=body, year=year)


def headings(body: Any) -> dict[Section, str]:
    """The sections as the paper names them."""
    return {Section.ACTIVITIES: f"Activities of {doer(body.kind)}", Section.PRIORITIES: "Priorities for Implementation"}


def facts_beside(opened: OpenPaper) -> Mapping[str, FactBeside]:
    """By the id of the paragraph that rests on it."""
    convention, body, year = opened.paper.convention, opened.paper.body, opened.paper.year
    log = link("committees.activities", convention=convention, body=body, year=year)
    listed = link("committees.priorities", convention=convention, body=body, year=year)
    sources = {activity_key(row.number): row.source for row in opened.log}
    if opened.sight.of_the_body:
        sources |= {priority_key(row.id): row.source for row in priorities_of(convention, body, year)}
    return {
        fact.key: FactBeside(_("Log, entry %(number)s", number=fact.number), log, fact.sentence, sources[fact.key])
        if fact.section is Section.ACTIVITIES
        else FactBeside(_("Priority %(number)s", number=fact.number), listed, fact.sentence, sources[fact.key])
        for fact in opened.facts.facts
    }


def _comments_by_place(opened: OpenPaper, content: Content) -> Mapping[str, Sequence[PaperComment]]:
    """Of those who see the work; comments on a paragraph that is gone stand with those on the whole paper."""
    if not opened.sight.of_the_body:
        return {}
    places: dict[str, list[PaperComment]] = defaultdict(list)
    for said in comments_of(opened.paper.id):
        there = said.paragraph == MEMBERS or content.find(said.paragraph) is not None
        if said.paragraph not in opened.closed:
            places[said.paragraph if there else WHOLE_PAPER].append(said)
    return places


def _takes_comments(paper: Paper) -> bool:
    """From the person signed in, today."""
    asked = may(Right.COMMENT_COMMITTEE_WORK, convention=paper.convention, body=paper.body)
    return asked and takes_comments(paper, on=today())


def _table(body: Any, rows: Sequence[PaperOnList], of_the_body: bool) -> Table:
    comments = Column("comments", _("Open comments"), lambda row: row.open_comments or None, "number")
    return Table(
        name=f"papers-{body.convention.lower()}-{body.slug}",
        columns=(
            Column(
                "paper",
                _("Paper"),
                lambda row: f"{TITLE} {row.label}",
                href=lambda row: paper_address(body.convention, body.slug, row.year),
            ),
            Column(
                "state", _("State"), lambda row: row.state.value, filter=True, meaning=lambda row: MEANINGS[row.state]
            ),
            Column("versions", _("Versions"), lambda row: row.versions, "number"),
            Column("written_on", _("Last version"), lambda row: day_of(row.written_at), "day"),
            Column("written_by", _("By"), lambda row: row.written_by),
            *([comments] if of_the_body else ()),
        ),
        rows=rows,
        noun=(_("paper"), _("papers")),
        empty=(
            _("There is no paper of this body yet."),
            _("It is drafted once a year from the log of activities and the priorities."),
        ),
    )
