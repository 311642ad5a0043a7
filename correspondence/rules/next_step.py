"""What comes next for a campaign up to its approval: the act, by whom, by when, and why."""

from dataclasses import dataclass

from correspondence.rules.circulation import Stage

PRACTICE = "Office practice"
OFFICER = "ISU officer"


@dataclass(frozen=True)
class NextStep:
    """act: what is done next. who: by whom. act_name: of the page on which it is done, "" for none."""

    act: str
    who: str
    why: str
    page: str = ""


def next_step(
    state: str, signatory: str, stage: Stage | None, *, blocked: int, office: str, heads: str, members: str
) -> NextStep | None:
    """stage: of the last circulation, None without one. blocked: letters that can go nowhere. None from approval on.

    office: whose letters they are; heads: who holds it today; members: whom a draft is circulated to.
    """
    if state not in ("draft", "circulated"):
        return None
    approver = f"{office}{f', {heads}' if heads else ''}"
    if state == "circulated" and stage is Stage.OPEN:
        return NextStep(
            "Members comment or object; silence is consent",
            members,
            "What lies before a committee is not changed. An objection stands until it is settled with words.",
            "remark",
        )
    if state == "circulated" and stage is Stage.OBJECTED:
        return NextStep(
            "Settle the objection with words, or take the draft back",
            f"{OFFICER} or {office}",
            "While an objection stands, the silence has not held, whatever the time.",
            "remarks",
        )
    if blocked:
        letters = "1 letter" if blocked == 1 else f"{blocked} letters"
        return NextStep(
            f"Mend the contacts of {letters}, or withdraw {'it' if blocked == 1 else 'them'}",
            OFFICER,
            "A letter that can go nowhere cannot be approved.",
            "review",
        )
    if signatory == "chair" and stage not in (Stage.ACCEPTED,):
        return NextStep(
            "Read the variants and what is to be checked, then circulate the draft",
            OFFICER,
            f"The {members or 'committee'} sees a chair’s letter before it is approved.",
            "circulate",
        )
    return NextStep(
        "Approve the letters, byte for byte",
        approver,
        "Whoever holds the office on the day approves a manifest with the SHA-256 of every letter. "
        "Nothing leaves by it: scheduling is an act of its own.",
        "approve",
    )
