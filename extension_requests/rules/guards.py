"""What must hold before an act on a request, apart from its state and from who acts: one function for each act.

Each returns what is still missing, in sentences; nothing, where the act may be done.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from core.wording import counted, day_in_words, list_in_words
from extension_requests.rules.machine import Act


@dataclass(frozen=True)
class Situation:
    """What a dossier holds at the moment. on: the day of the act.

    documents: the kinds on file, as words. gaps: items that the article asks for and the request, as read, lacks.
    unread: items that fewer than two have read in this version. differing: items whose readers differ, unsettled.
    draft_questions: numbers not sent yet; unsettled_questions: sent, and neither answered, declined nor noted.
    inputs_awaited: organisations invited that neither answered nor declined. members: States of the group that take
    part, by name; agreed, objecting: of these, to the newest version of the analysis. needs_committee: whether the
    analysis is shown to the Coordination Committee before. state_saw_version, committee_saw_version: as
    shown last; 0 for none. in_writing: a silence procedure of that meeting is unbroken.
    """

    on: date
    deadline: date
    meeting: str = ""
    meeting_opens_on: date | None = None
    request_due_on: date | None = None
    received_on: date | None = None
    documents: frozenset[str] = frozenset()
    body: str = ""
    gaps: Sequence[str] = ()
    unread: Sequence[str] = ()
    differing: Sequence[str] = ()
    draft_questions: Sequence[int] = ()
    unsettled_questions: Sequence[int] = ()
    inputs_awaited: Sequence[str] = ()
    override_reason: str = ""
    analysis_version: int = 0
    members: Sequence[str] = ()
    agreed: Sequence[str] = ()
    objecting: Sequence[str] = ()
    state_saw_version: int = 0
    needs_committee: bool = False
    committee_saw_version: int = 0
    symbol: str = ""
    in_writing: bool = False
    new_deadline: date | None = None
    told: Mapping[str, str] = field(default_factory=dict)


def submit(now: Situation) -> list[str]:
    return _on_file(now, "request", "note verbale")


def note_missing(now: Situation) -> list[str]:
    """From the day after the request was due."""
    if now.request_due_on is None:
        return ["It is not known when the request is due: no meeting with days is to consider it."]
    if now.on <= now.request_due_on:
        return [f"The request is due on {day_in_words(now.request_due_on, 'EN')}; that day has not passed."]
    return []


def wait_again(now: Situation) -> list[str]:
    """Where another meeting is to consider it, to which it can still come in time, and before the deadline."""
    if not now.meeting or now.on > now.deadline:
        return ["No meeting is to consider it for which it can still come."]
    if now.request_due_on is not None and now.on > now.request_due_on:
        return [f"The request was due on {day_in_words(now.request_due_on, 'EN')}."]
    return []


def note_lapse(now: Situation) -> list[str]:
    """From the day after the deadline."""
    if now.on <= now.deadline:
        return [f"The deadline is {day_in_words(now.deadline, 'EN')}; that day has not passed."]
    return []


def acknowledge(now: Situation) -> list[str]:
    return _on_file(now, "acknowledgement", "circular to all States Parties")


def open_check(now: Situation) -> list[str]:
    return [] if now.body else ["No group is named that analyses the request."]


def ask(now: Situation) -> list[str]:
    return [] if now.draft_questions else ["There is no question to send. Write at least one."]


def close_round(now: Situation) -> list[str]:
    left = [str(number) for number in now.unsettled_questions]
    if not left:
        return []
    which = f"question {left[0]} is" if len(left) == 1 else f"questions {list_in_words(left, 'EN')} are"
    return [f"Of this round {which} still open: record the answer, that the State declined, or that it is overdue."]


def begin_draft(now: Situation) -> list[str]:
    missing = []
    if now.inputs_awaited:
        missing.append(f"Input is still awaited from {list_in_words(list(now.inputs_awaited), 'EN')}. Close it first.")
    if not now.override_reason:
        if now.unread:
            missing.append(f"Two readers are needed for {_items(now.unread)} in this version.")
        if now.differing:
            missing.append(f"Readers differ on {_items(now.differing)}, and nothing is settled.")
        if now.gaps:
            missing.append(f"The article asks for {_items(now.gaps)}, which the request lacks.")
    return missing


def adopt(now: Situation) -> list[str]:
    """By consensus of all members who take part; the State has seen the version that they adopt."""
    missing = []
    if not now.analysis_version:
        missing.append("There is no version of the analysis to agree to.")
    if not now.members:
        missing.append("No member takes part: nobody could adopt the analysis.")
    missing += not_shown(now)
    if now.objecting:
        missing.append(f"{list_in_words(list(now.objecting), 'EN')} did not agree.")
    awaited = [name for name in now.members if name not in now.agreed and name not in now.objecting]
    if awaited:
        missing.append(f"{list_in_words(awaited, 'EN')} {'has' if len(awaited) == 1 else 'have'} not agreed yet.")
    return missing


def not_shown(now: Situation) -> list[str]:
    """Who outside the group has not seen the newest version and should have."""
    whom = [("The State", now.state_saw_version)]
    if now.needs_committee:
        whom.append(("The Coordination Committee", now.committee_saw_version))
    return [told for name, version in whom for told in _not_shown(now, name, version)]


def _not_shown(now: Situation, whom: str, version: int) -> list[str]:
    if not version:
        return [f"{whom} has not been shown the draft."]
    if version != now.analysis_version:
        return [f"{whom} has been shown version {version}, not version {now.analysis_version}."]
    return []


def issue(now: Situation) -> list[str]:
    missing = [] if now.symbol else ["The analysis has no symbol yet."]
    return missing + _on_file(now, "analysis")


def present(now: Situation) -> list[str]:
    """At the meeting; in writing where the decision is put to silence because the meeting cannot sit."""
    if now.in_writing and now.meeting:
        return []
    if not now.meeting or now.meeting_opens_on is None:
        return ["No meeting with days is to consider the request."]
    if now.on < now.meeting_opens_on:
        return [f"The {now.meeting} opens on {day_in_words(now.meeting_opens_on, 'EN')}: it is presented there."]
    return []


def bring_again(now: Situation) -> list[str]:
    return [] if now.meeting else ["No meeting is named that considers it again."]


def follow(now: Situation) -> list[str]:
    return [] if now.new_deadline else ["The new deadline is not in the register."]


def complete(now: Situation) -> list[str]:
    return _on_file(now, "declaration of completion")


def withdraw(now: Situation) -> list[str]:
    return [] if now.told.get("reason") else ["Say why there will be no request, and where it is written."]


def _nothing(now: Situation) -> list[str]:
    return []


GUARDS: Mapping[Act, Callable[[Situation], list[str]]] = {
    Act.ANNOUNCE: _nothing,  # its source is a column that cannot be empty
    Act.SUBMIT: submit,
    Act.NOTE_MISSING: note_missing,
    Act.NOTE_LAPSE: note_lapse,
    Act.WAIT_AGAIN: wait_again,
    Act.ACKNOWLEDGE: acknowledge,
    Act.OPEN_CHECK: open_check,
    Act.ASK: ask,
    Act.CLOSE_ROUND: close_round,
    Act.REVISE: _nothing,  # the new version is put on file by the act itself
    Act.CHECK_AGAIN: _nothing,
    Act.BEGIN_DRAFT: begin_draft,
    Act.ADOPT: adopt,
    Act.ISSUE: issue,
    Act.PRESENT: present,
    Act.GRANT: _nothing,  # what a meeting may decide is in rules/decisions.py
    Act.GRANT_SHORTER: _nothing,
    Act.REFUSE: _nothing,
    Act.DEFER: _nothing,
    Act.BRING_AGAIN: bring_again,
    Act.FOLLOW: follow,
    Act.COMPLETE: complete,
    Act.SUPERSEDE: _nothing,
    Act.FOLLOW_AGAIN: _nothing,
    Act.WITHDRAW: withdraw,
}


def _on_file(now: Situation, *kinds: str) -> list[str]:
    missing = [kind for kind in kinds if kind not in now.documents]
    return [f"Not on file yet: {list_in_words(missing, 'EN')}."] if missing else []


def _items(codes: Sequence[str]) -> str:
    return f"{counted(len(codes), 'item', 'items')} of the checklist ({', '.join(codes)})"
