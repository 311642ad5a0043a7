"""Scenarios and proposals while they are drafted and changed."""

import re
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import func, select

from committees.models.reforms import ProposalKind, ProposalState, ReformProposal, Scenario
from committees.queries.offices import Offices
from committees.rules.bodies import check_composition
from committees.rules.mandates import amended, check_points
from committees.workflow.compositions import Rule, rule_of
from committees.workflow.subjects import hold_body
from core.audit.workflow import Actor, record
from core.db import Ref, db
from core.errors import RuleViolation
from states_parties.facts import Sourcing
from states_parties.rules.names import sort_key
from states_parties.workflow.subjects import check_source


@dataclass(frozen=True)
class ProposalDraft:
    """What is proposed; see committees.models.reforms.ReformProposal. What does not belong to the kind stays empty."""

    kind: ProposalKind
    title: str
    body: str
    into_body: str = ""
    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    seats: int | None = None
    renewed_each_time: int | None = None
    institution: str = ""
    document: str = ""
    paragraph: str = ""


def make_scenario(convention: str, *, title: str, description: str, sourcing: Sourcing, by: Actor) -> Scenario:
    """A scenario without proposals; its name in addresses is made from the title."""
    check_source(sourcing)
    title = _checked_title(title, 160)
    scenario = Scenario(
        convention=convention,
        slug=_slug(title),
        title=title,
        description=description.strip(),
        **asdict(sourcing),
    )
    if _find_scenario(convention, scenario.slug) is not None:
        raise RuleViolation("Another scenario of this Convention has this title, or nearly. Vary it.", field="title")
    db.session.add(scenario)
    db.session.flush()
    record("scenario:made", ref_to_scenario(scenario), scenario.title, by=by)
    return scenario


def change_scenario(
    convention: str, slug: str, *, title: str, description: str, sourcing: Sourcing, by: Actor
) -> Scenario:
    """Its title and description; its address stays."""
    scenario = hold_scenario(convention, slug)
    check_source(sourcing)
    before = scenario.title
    scenario.title, scenario.description = _checked_title(title, 160), description.strip()
    for name, value in asdict(sourcing).items():
        setattr(scenario, name, value)
    db.session.flush()
    titles = [before, scenario.title] if before != scenario.title else None
    record("scenario:changed", ref_to_scenario(scenario), scenario.title, by=by, title=titles)
    return scenario


def add_proposal(convention: str, slug: str, draft: ProposalDraft, *, sourcing: Sourcing, by: Actor) -> ReformProposal:
    """The next proposal of the scenario, under a number that none had before, removed ones among them."""
    scenario = hold_scenario(convention, slug)
    check_source(sourcing)
    check_draft(convention, draft)
    last = db.session.scalar(
        select(func.max(ReformProposal.number)).where(
            ReformProposal.convention == convention, ReformProposal.scenario == slug
        )
    )
    proposal = ReformProposal(
        convention=convention,
        scenario=slug,
        number=max(last or 0, scenario.highest_removed) + 1,
        state=ProposalState.PROPOSED,
        decided_on=None,
        **_columns(draft),
        **asdict(sourcing),
    )
    db.session.add(proposal)
    db.session.flush()
    record("proposal:added", ref_to_scenario(scenario), scenario.title, by=by, **_told(proposal))
    return proposal


def change_proposal(
    convention: str, slug: str, number: int, draft: ProposalDraft, *, sourcing: Sourcing, by: Actor
) -> ReformProposal:
    """While it is proposed. Its kind stays."""
    scenario, proposal = hold_proposal(convention, slug, number)
    check_source(sourcing)
    if draft.kind is not proposal.kind:
        raise RuleViolation("The kind of a proposal stays. Remove it and add another instead.", field="kind")
    check_draft(convention, draft)
    for name, value in {**_columns(draft), **asdict(sourcing)}.items():
        setattr(proposal, name, value)
    db.session.flush()
    record("proposal:changed", ref_to_scenario(scenario), scenario.title, by=by, **_told(proposal))
    return proposal


def remove_proposal(convention: str, slug: str, number: int, *, by: Actor) -> None:
    """While it is proposed; one that was decided stays on record. The others keep their numbers, and it its own."""
    scenario, proposal = hold_proposal(convention, slug, number)
    told = _told(proposal)
    scenario.highest_removed = max(scenario.highest_removed, number)
    db.session.delete(proposal)
    db.session.flush()
    record("proposal:removed", ref_to_scenario(scenario), scenario.title, by=by, **told)


def hold_scenario(convention: str, slug: str) -> Scenario:
    """Nobody else changes its proposals until this transaction ends. RuleViolation for an unknown one."""
    scenario = db.session.scalars(
        select(Scenario)
        .where(Scenario.convention == convention, Scenario.slug == slug)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if scenario is None:
        raise RuleViolation(f"“{slug[:60]}” is no scenario of the {convention}.", field="scenario")
    return scenario


def hold_proposal(convention: str, slug: str, number: int) -> tuple[Scenario, ReformProposal]:
    """A proposal not decided yet, with its scenario held."""
    scenario = hold_scenario(convention, slug)
    proposal = db.session.scalars(
        select(ReformProposal)
        .filter_by(convention=convention, scenario=slug, number=number)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if proposal is None:
        raise RuleViolation(f"There is no proposal {number} in “{scenario.title}”.", field="number")
    if proposal.state is not ProposalState.PROPOSED:
        raise RuleViolation(
            f"Proposal {number} was decided at the {proposal.decided_at or 'meeting'} ({proposal.state.value}); "
            "it stays on record as it is.",
            field="number",
        )
    return scenario, proposal


def ref_to_scenario(scenario: Any) -> Ref:
    """scenario: a row or an object of scenarios."""
    return Ref("scenario", f"{scenario.convention}/{scenario.slug}")


def check_draft(convention: str, draft: ProposalDraft) -> None:
    """The proposal says something about a body that still exists, and could be adopted as it stands."""
    _checked_title(draft.title, 200)
    for field, text, longest in (("document", draft.document, 80), ("paragraph", draft.paragraph, 40)):
        if len(text) > longest:
            raise RuleViolation(f"The {field} is longer than {longest} characters.", field=field)
    held = {slug: hold_body(convention, slug) for slug in sorted({draft.body, draft.into_body} - {""})}
    _check_exists(held[draft.body], "body")
    offices = Offices(convention)
    if draft.kind is ProposalKind.MERGE:
        if draft.into_body == draft.body:
            raise RuleViolation("A body cannot be merged into itself.", field="into_body")
        if not draft.into_body:
            raise RuleViolation("Say into which body.", field="into_body")
        _check_exists(held[draft.into_body], "into_body")
    elif draft.kind is ProposalKind.AMEND:
        _check_amendment(offices, draft)
    elif draft.kind is ProposalKind.COMPOSITION:
        _check_composition(offices, draft)
    elif draft.kind is ProposalKind.INVITE and not 0 < len(draft.institution.strip()) <= 80:
        raise RuleViolation("Name the institution in up to 80 characters.", field="institution")


def rule_proposed(proposal: Any, present: Any) -> Rule:
    """How the body would be composed. proposal: one to change the composition, or its draft. present: a row."""
    return replace(rule_of(present), seats=proposal.seats, renewed_each_time=proposal.renewed_each_time)


def _check_amendment(offices: Offices, draft: ProposalDraft) -> None:
    if not draft.added and not draft.dropped:
        raise RuleViolation("Write a point to add, or tick one to drop.", field="added")
    if draft.added:
        check_points(draft.added, field="added")
    mandate = offices.newest_mandate(draft.body)
    amended(mandate.points if mandate else (), added=draft.added, dropped=draft.dropped)


def _check_composition(offices: Offices, draft: ProposalDraft) -> None:
    present = offices.newest_composition(draft.body)
    if present is None:
        raise RuleViolation("The body has no composition on record that could be changed.", field="body")
    if draft.seats is None:
        raise RuleViolation("Give the number of elected seats.", field="seats")
    rule = rule_proposed(draft, present)
    check_composition(rule.seats, rule.term_meetings, rule.renewed_each_time)
    if rule == rule_of(present):
        raise RuleViolation("The body has this composition already. Nothing would change.", field="seats")


def _check_exists(body: Any, field: str) -> None:
    if body.ends_before is not None:
        raise RuleViolation(f"The {body.name_en} was discontinued on {body.ends_before}.", field=field)


def _checked_title(title: str, longest: int) -> str:
    if not title.strip():
        raise RuleViolation("Give a title.", field="title")
    if len(title.strip()) > longest:
        raise RuleViolation(f"The title is longer than {longest} characters.", field="title")
    return title.strip()


def _slug(title: str) -> str:
    """RuleViolation for a title without letters or figures."""
    slug = re.sub(r"[^a-z0-9]+", "-", sort_key(title).lower()).strip("-")[:60].strip("-")
    if not slug or slug == "new":
        raise RuleViolation("Write the title in words.", field="title")
    return slug


def _find_scenario(convention: str, slug: str) -> Scenario | None:
    return db.session.scalars(select(Scenario).filter_by(convention=convention, slug=slug)).one_or_none()


def _columns(draft: ProposalDraft) -> dict[str, Any]:
    values = asdict(draft)
    return {
        name: list(value) if isinstance(value, tuple) else value.strip() if type(value) is str else value
        for name, value in values.items()
    }


def _told(proposal: ReformProposal) -> dict[str, Any]:
    return {
        "number": proposal.number,
        "kind": proposal.kind.value,
        "title": proposal.title,
        "body": proposal.body,
        "into": proposal.into_body or None,
        "added": "; ".join(proposal.added) or None,
        "dropped": "; ".join(proposal.dropped) or None,
        "seats": proposal.seats,
        "institution": proposal.institution or None,
    }
