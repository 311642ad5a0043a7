"""The yearly paper of a body: drafted, written in versions, circulated, final. A final text is not touched."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select

from committees.models.papers import Paper, PaperComment, PaperState, PaperVersion
from committees.queries.offices import Offices
from committees.queries.papers import facts_for, find_paper, label_of, waiting_in_words
from committees.rules.paper import MEMBERS, WHOLE_PAPER, Content
from committees.rules.paper_facts import drafted, redrafted
from committees.rules.papertext import check_text_of
from committees.workflow.subjects import hold_body, read_again
from conventions.registry import get_convention
from core.audit.workflow import Actor, record
from core.db import Ref, db
from core.errors import RuleViolation
from core.seen.guard import WrittenMeanwhile


def draft_paper(convention: str, body: str, year: int, *, on: date, by: Actor) -> Paper:
    """The body has a paper for the year, drafted from its log and its priorities, as version 1."""
    held = hold_body(convention, body)
    first_year = get_convention(convention).in_force_on.year
    if not first_year <= year <= on.year:
        raise RuleViolation(f"{year} is not a year from {first_year} to {on.year}.", field="year")
    if find_paper(convention, body, year) is not None:
        raise RuleViolation(f"The body has a paper for {year} already.", field="year")
    facts = facts_for(Offices(convention), body, year)
    if not facts.facts:
        raise RuleViolation(
            f"The log holds nothing for {year}, and there are no priorities: there is nothing to draft from.",
            field="year",
        )
    paper = Paper(convention=convention, body=body, year=year, label=label_of(year), versions=[])
    db.session.add(paper)
    db.session.flush()
    _add_version(paper, drafted(facts), by=by, note="Drafted from the log")
    record("paper:drafted", ref_to_paper(paper), _title(paper, held), by=by, year=year)
    return paper


def save_version(paper: Paper, content: Content, *, based_on: int, note: str, by: Actor) -> PaperVersion:
    """The next version of the text. WrittenMeanwhile where another came after the one that was read."""
    held, paper = _hold(paper)
    _check_open(paper)
    newest = paper.versions[0]
    if newest.number != based_on:
        raise WrittenMeanwhile(
            f"{newest.written_by} saved version {newest.number} while you were writing on version {based_on}."
            " Nothing of yours is lost: your text is below, with what was saved in between. Look at it and save again."
        )
    check_text_of(content)
    if len(note) > 200:
        raise RuleViolation("Say in up to 200 characters what changed.", field="note")
    if Content.from_json(newest.content) == content:
        raise RuleViolation(f"Nothing differs from version {newest.number}.")
    version = _add_version(paper, content, by=by, note=note.strip())
    record(
        "paper:saved",
        ref_to_paper(paper),
        _title(paper, held),
        by=by,
        version=version.number,
        note=note.strip() or None,
    )
    return version


def follow_log(paper: Paper, *, based_on: int, by: Actor) -> Sequence[str]:
    """The text follows what changed in the log, in the priorities and among the members; what was edited stays.

    Returns what is told of it, one sentence each.
    """
    facts = facts_for(Offices(paper.convention), paper.body, paper.year)
    redraft = redrafted(Content.from_json(paper.versions[0].content), facts)
    save_version(paper, redraft.content, based_on=based_on, note="Follows the log", by=by)
    return redraft.told


def circulate(paper: Paper, *, comments_until: date, on: date, by: Actor) -> None:
    """The members may comment until that day, included."""
    held, paper = _hold(paper)
    _check_open(paper)
    if comments_until < on:
        raise RuleViolation(f"{comments_until} has passed already: nobody could comment.", field="comments_until")
    paper.state, paper.comments_until = PaperState.CIRCULATED, comments_until
    db.session.flush()
    told = {"version": paper.versions[0].number, "comments_until": comments_until.isoformat()}
    record("paper:circulated", ref_to_paper(paper), _title(paper, held), by=by, **told)


def comment(paper: Paper, paragraph: str, text: str, *, on: date, by: Actor) -> PaperComment:
    """paragraph: its id, "members", or "paper" for the whole."""
    held, paper = _hold(paper)
    content = Content.from_json(paper.versions[0].content)
    if paper.state is not PaperState.CIRCULATED or paper.comments_until is None:
        raise RuleViolation("Comments are taken while the paper is circulated; it is not now.", field="text")
    if on > paper.comments_until:
        raise RuleViolation(f"Comments were taken until {paper.comments_until}.", field="text")
    if paragraph not in (WHOLE_PAPER, MEMBERS) and content.find(paragraph) is None:
        raise RuleViolation("The paragraph is no longer in the text. Comment on the whole paper.", field="text")
    if not text.strip() or len(text) > 5000:
        raise RuleViolation("Write a comment of up to 5,000 characters.", field="text")
    said = PaperComment(
        paper_id=paper.id,
        paragraph=paragraph,
        text=text.strip(),
        author_id=by.id,
        author_name=by.name,
        made_at=by.at,
    )
    db.session.add(said)
    db.session.flush()
    record("paper:commented", ref_to_paper(paper), _title(paper, held), by=by, place=paragraph, comment=said.id)
    return said


def settle_comment(paper: Paper, said: PaperComment, *, by: Actor) -> None:
    """The comment has been dealt with; it stays on record."""
    held, paper = _hold(paper)
    read_again(said)
    if said.settled_at is not None:
        raise RuleViolation(f"{said.settled_by} settled this comment already.")
    said.settled_at, said.settled_by = by.at, by.name
    db.session.flush()
    record("paper:comment-settled", ref_to_paper(paper), _title(paper, held), by=by, comment=said.id)


def finalise(paper: Paper, *, based_on: int, by: Actor) -> None:
    """The newest version, the one that was read, is the paper; refused while a comment waits for an answer."""
    held, paper = _hold(paper)
    _check_open(paper)
    newest = paper.versions[0]
    if newest.number != based_on:
        raise RuleViolation(
            f"{newest.written_by} saved version {newest.number} after you read version {based_on}. Read it first."
        )
    if waiting := waiting_in_words(paper):
        raise RuleViolation(f"Not every comment is settled: {waiting}.", source="Office practice")
    if not Content.from_json(newest.content).numbers():
        raise RuleViolation("Every paragraph is left out: an empty paper cannot be final.")
    paper.state = PaperState.FINAL
    db.session.flush()
    record("paper:final", ref_to_paper(paper), _title(paper, held), by=by, version=newest.number)


def reopen(paper: Paper, *, reason: str, by: Actor) -> None:
    """A final paper is a draft again; the text that was final stays as its version."""
    held, paper = _hold(paper)
    if paper.state is not PaperState.FINAL:
        raise RuleViolation("The paper is not final: there is nothing to reopen.", field="reason")
    if not reason.strip() or len(reason.strip()) > 200:
        raise RuleViolation("Say in up to 200 characters why the paper is reopened.", field="reason")
    paper.state, paper.comments_until = PaperState.DRAFT, None
    db.session.flush()
    told = {"version": paper.versions[0].number, "reason": reason.strip()}
    record("paper:reopened", ref_to_paper(paper), _title(paper, held), by=by, **told)


def ref_to_paper(paper: Paper) -> Ref:
    return Ref("activities paper", str(paper.id))


def _hold(paper: Paper) -> tuple[Any, Paper]:
    """The body, held, and the paper with its versions as they stand now that nobody else writes."""
    held = hold_body(paper.convention, paper.body)
    present = find_paper(paper.convention, paper.body, paper.year)
    assert present is not None
    return held, present


def _check_open(paper: Paper) -> None:
    if paper.state is PaperState.FINAL:
        raise RuleViolation("The paper is final. Reopen it first, and say why.")


def _add_version(paper: Paper, content: Content, *, by: Actor, note: str) -> PaperVersion:
    highest = db.session.scalar(select(func.max(PaperVersion.number)).where(PaperVersion.paper_id == paper.id))
    version = PaperVersion(
        paper_id=paper.id,
        number=(highest or 0) + 1,
        content=content.to_json(),
        note=note,
        written_at=by.at,
        written_by=by.name,
    )
    paper.versions.insert(0, version)
    db.session.flush()
    return version


def _title(paper: Paper, held: Any) -> str:
    return f"Activities and priorities {paper.label}, {held.name_en}"
