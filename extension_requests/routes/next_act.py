"""What comes next in a dossier: the act, by whom, by when, why, and the way to it for whoever may do it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from conventions.registry import get_convention
from core.clock import today
from core.web import link
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.analysis import newest_version
from extension_requests.queries.days import Reckoned
from extension_requests.queries.promises import Followed
from extension_requests.routes.counter import address_of
from extension_requests.routes.sight import Sight
from extension_requests.rules.ahead import WHO, main_act, next_step
from extension_requests.rules.guards import Situation, not_shown
from extension_requests.rules.machine import Act, RequestState, Transition, Who, possible
from extension_requests.rules.promises import PromiseState
from extension_requests.rules.timetable import Step

# The page on which each act is done. An act without one is the house's own.
PAGES: Mapping[Act, str] = {
    Act.ANNOUNCE: "extension_requests.announce_request",
    Act.SUBMIT: "extension_requests.submit_request",
    Act.ACKNOWLEDGE: "extension_requests.acknowledge_request",
    Act.OPEN_CHECK: "extension_requests.open_check_of_request",
    Act.REVISE: "extension_requests.revise_request",
    Act.PRESENT: "extension_requests.present_request",
    Act.GRANT: "extension_requests.grant_request",
    Act.GRANT_SHORTER: "extension_requests.grant_less",
    Act.REFUSE: "extension_requests.refuse_request",
    Act.DEFER: "extension_requests.defer_request",
    Act.BRING_AGAIN: "extension_requests.bring_request_again",
    Act.COMPLETE: "extension_requests.complete_request",
    Act.WITHDRAW: "extension_requests.withdraw_request",
    Act.ASK: "extension_requests.ask_questions",
    Act.CLOSE_ROUND: "extension_requests.close_question_round",
    Act.BEGIN_DRAFT: "extension_requests.begin_analysis",
    Act.ADOPT: "extension_requests.agree_to_analysis",
    Act.ISSUE: "extension_requests.issue_analysis",
}


@dataclass(frozen=True)
class NextAct:
    """href: for whoever may do it, else empty. step: by when, where that is known. missing: what must come before."""

    words: str
    who: str
    href: str
    step: Step | None
    source: str
    missing: Sequence[str] = ()


def next_act(
    dossier: Dossier, slug: str, seen: Sight, reckoned: Reckoned, promises: Sequence[Followed]
) -> NextAct | None:
    """The main act that follows, or the next promise, else the last one missed; None where the request has ended."""
    if dossier.state is RequestState.FOLLOW_UP:
        return _next_promise(dossier, slug, seen, promises)
    following = main_act(dossier.state, dossier.round)
    return _as_next(following, dossier, slug, seen, reckoned) if following else None


def ways(dossier: Dossier, slug: str, seen: Sight) -> Sequence[tuple[str, str]]:
    """(words, address) of every act that the person may do now."""
    return [
        (each.words, link(PAGES[each.act], **address_of(dossier, slug)))
        for each in possible(dossier.state, seen.who)
        if each.act in PAGES and (each.act is not Act.GRANT_SHORTER or get_convention(dossier.convention).grants_less)
    ]


def _as_next(found: Transition, dossier: Dossier, slug: str, seen: Sight, reckoned: Reckoned) -> NextAct:
    may_do = found.who in seen.who and found.act in PAGES
    return NextAct(
        words=found.words,
        who=WHO[found.who],
        href=link(PAGES[found.act], **address_of(dossier, slug)) if may_do else "",
        step=next_step(reckoned.steps, dossier.state, dossier.round),
        source=found.source,
        missing=_not_shown(dossier) if found.act is Act.ADOPT and seen.inside else (),
    )


def _next_promise(dossier: Dossier, slug: str, seen: Sight, promises: Sequence[Followed]) -> NextAct | None:
    missed = [each for each in promises if each.stands is PromiseState.MISSED]
    promise = next((each for each in promises if each.stands is PromiseState.DUE), missed[-1] if missed else None)
    if promise is None:
        return None
    way = link("extension_requests.record_as_kept", promise_id=promise.id, **address_of(dossier, slug))
    return NextAct(
        words=_("Record what the State sends: %(what)s", what=promise.what),
        who=WHO[Who.ISU],
        href=way if seen.keeps else "",
        step=Step(None, promise.what, promise.due_on, promise.text, _("Decision on the request")),
        source="",
    )


def _not_shown(dossier: Dossier) -> Sequence[str]:
    """Who outside the group has not seen the version before it; one query."""
    newest = newest_version(dossier)
    return not_shown(
        Situation(
            on=today(),
            deadline=dossier.deadline,
            analysis_version=newest.number if newest else 0,
            state_saw_version=dossier.state_saw_version or 0,
            needs_committee=bool(get_convention(dossier.convention).committee_sees_analyses),
            committee_saw_version=dossier.committee_saw_version or 0,
        )
    )
