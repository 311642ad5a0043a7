"""The text of the analysis: begun from the facts, written section by section, put before the group as versions."""

from collections.abc import Collection
from datetime import date

from conventions.registry import get_convention
from core.audit.workflow import Actor
from core.db import db
from core.docx.blocks import check_paper_text
from core.errors import RuleViolation
from core.seen.guard import check_seen, digest_of
from extension_requests.models.analysis import AnalysisSection, AnalysisVersion
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.analysis import analysis_now, get_section, newest_version, versions_of
from extension_requests.queries.analysis_facts import analysis_facts
from extension_requests.rules.analysis import LONGEST, Content, tidied
from extension_requests.rules.drafting import drafts_of
from extension_requests.rules.machine import Act, RequestState, Who
from extension_requests.sections import sections_of
from extension_requests.workflow.transitions import advance, tell


def begin_draft(dossier: Dossier, *, override_reason: str, who: Collection[Who], on: date, by: Actor) -> None:
    """Each section is drafted from the facts. override_reason: why, although the check shows gaps; "" where none.

    RuleViolation while something is missing and no reason is given, or input is awaited; then nothing has changed.
    """
    dossier.override_reason = override_reason.strip()
    advance(dossier, Act.BEGIN_DRAFT, who=who, on=on, by=by, although=dossier.override_reason)
    plans = sections_of(dossier.convention, dossier.article)
    drafts = drafts_of(analysis_facts(dossier, on=on), plans)
    db.session.add_all(
        AnalysisSection(
            dossier_id=dossier.id,
            key=plan.key,
            place=place,
            text=drafts[plan.key],
            changed=False,
            saved_at=by.at,
            saved_by=by.name,
        )
        for place, plan in enumerate(plans, start=1)
    )
    db.session.flush()


def save_section(dossier: Dossier, key: str, text: str, *, seen: str, on: date, by: Actor) -> None:
    """The section says this. seen: the digest of the text that was open. What a version holds stays there.

    Once a version is before the group, another text makes the next one, and members agree anew.
    WrittenMeanwhile where somebody else saved it since; then nothing has changed.
    """
    check_written(dossier)
    row = get_section(dossier, key)
    check_seen(seen, digest_of_section(row), "this section")
    text = tidied(text)
    if len(text) > LONGEST:
        raise RuleViolation("The section is too long: 20,000 characters at most.", field="text")
    check_paper_text(text, "Section", field="text")
    if text == row.text:
        return
    drafted = drafts_of(analysis_facts(dossier, on=on), sections_of(dossier.convention, dossier.article))
    row.text, row.changed, row.saved_at, row.saved_by = text, text != drafted[key], by.at, by.name
    db.session.flush()
    tell("request:section-saved", dossier, by=by, section=key)
    _new_version_of_a_changed_text(dossier, on=on, by=by)


def follow_facts(dossier: Dossier, *, on: date, by: Actor) -> int:
    """Sections that nobody changed by hand say what the facts say now; how many did not."""
    check_written(dossier)
    now = analysis_now(dossier, on=on)
    following = list(now.following)
    if not following:
        return 0
    for key in following:
        row = now.rows[key]
        row.text, row.saved_at, row.saved_by = now.drafts[key], by.at, by.name
    db.session.flush()
    tell("request:facts-followed", dossier, by=by, sections=", ".join(following))
    _new_version_of_a_changed_text(dossier, on=on, by=by)
    return len(following)


def put_before_group(dossier: Dossier, *, on: date, by: Actor) -> AnalysisVersion:
    """The whole text, with its tables, is a version that members agree to. RuleViolation where it is no other."""
    check_written(dossier)
    content, before = analysis_now(dossier, on=on).content, newest_version(dossier)
    if before is not None and Content.from_json(before.text) == content:
        raise RuleViolation(f"Version {before.number} says the same already.")
    if all(each.empty for each in content.sections):
        raise RuleViolation("The analysis is empty: write at least one section.")
    return _made(dossier, content, by=by)


def show_to_state(dossier: Dossier, *, shown_on: date, on: date, by: Actor) -> None:
    """The State that asks has seen the newest version. Source: practice of both Conventions."""
    number = _check_shown(dossier, shown_on, on=on)
    dossier.state_saw_draft_on, dossier.state_saw_version = shown_on, number
    db.session.flush()
    tell("request:shown-to-state", dossier, by=by, version=number, shown_on=shown_on.isoformat())


def show_to_committee(dossier: Dossier, *, shown_on: date, on: date, by: Actor) -> None:
    """The Coordination Committee has seen the newest version. Source: practice of the CCM."""
    if not get_convention(dossier.convention).committee_sees_analyses:
        raise RuleViolation(f"Under the {dossier.convention} no committee but the group itself sees the draft.")
    number = _check_shown(dossier, shown_on, on=on)
    dossier.committee_saw_draft_on, dossier.committee_saw_version = shown_on, number
    db.session.flush()
    tell("request:shown-to-committee", dossier, by=by, version=number, shown_on=shown_on.isoformat())


def digest_of_section(row: AnalysisSection) -> str:
    return digest_of({"key": row.key, "text": row.text})


def check_written(dossier: Dossier) -> None:
    if dossier.state is not RequestState.DRAFTING:
        raise RuleViolation(f"The analysis is written while it is being drafted; the request is {dossier.state.value}.")


def _new_version_of_a_changed_text(dossier: Dossier, *, on: date, by: Actor) -> None:
    before = newest_version(dossier)
    if before is None:
        return
    content = analysis_now(dossier, on=on).content
    if Content.from_json(before.text) != content:
        _made(dossier, content, by=by)


def _made(dossier: Dossier, content: Content, *, by: Actor) -> AnalysisVersion:
    number = max((each.number for each in versions_of(dossier)), default=0) + 1
    made = AnalysisVersion(
        dossier_id=dossier.id,
        number=number,
        request_version=dossier.version,
        text=content.to_json(),
        made_at=by.at,
        made_by=by.name,
    )
    db.session.add(made)
    db.session.flush()
    tell("request:version-made", dossier, by=by, version=number)
    return made


def _check_shown(dossier: Dossier, shown_on: date, *, on: date) -> int:
    """The number of the version that was shown: the newest."""
    check_written(dossier)
    newest = newest_version(dossier)
    if newest is None:
        raise RuleViolation("Put a version before the group first: that is what is shown.")
    if shown_on > on:
        raise RuleViolation("It cannot have been shown on a day to come.", field="shown_on")
    return newest.number
