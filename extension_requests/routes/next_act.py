"""What comes next in a dossier: the act, by whom, by when, why, and the way to it for whoever may do it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.web import link
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.days import Reckoned
from extension_requests.routes.counter import address_of
from extension_requests.routes.sight import Sight
from extension_requests.rules.ahead import WHO, main_act, next_step
from extension_requests.rules.decisions import MAY_SHORTEN
from extension_requests.rules.machine import Act, Transition, possible
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
    """href: for whoever may do it, else empty. step: by when, where that is known."""

    words: str
    who: str
    href: str
    step: Step | None
    source: str


def next_act(dossier: Dossier, slug: str, seen: Sight, reckoned: Reckoned) -> NextAct | None:
    """The main act that follows; None where the request has ended."""
    following = main_act(dossier.state, dossier.round)
    return _as_next(following, dossier, slug, seen, reckoned) if following else None


def ways(dossier: Dossier, slug: str, seen: Sight) -> Sequence[tuple[str, str]]:
    """(words, address) of every act that the person may do now."""
    return [
        (each.words, link(PAGES[each.act], **address_of(dossier, slug)))
        for each in possible(dossier.state, seen.who)
        if each.act in PAGES and (each.act is not Act.GRANT_SHORTER or dossier.convention in MAY_SHORTEN)
    ]


def _as_next(found: Transition, dossier: Dossier, slug: str, seen: Sight, reckoned: Reckoned) -> NextAct:
    may_do = found.who in seen.who and found.act in PAGES
    return NextAct(
        words=found.words,
        who=WHO[found.who],
        href=link(PAGES[found.act], **address_of(dossier, slug)) if may_do else "",
        step=next_step(reckoned.steps, dossier.state, dossier.round),
        source=found.source,
    )
