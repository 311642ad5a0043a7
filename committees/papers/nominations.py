"""The nomination table of a meeting: for each body who leaves, who is proposed, who is to chair."""

from collections.abc import Iterator, Sequence
from datetime import date

from committees.rules.findings import Finding, Severity
from committees.rules.rotation import SeatThen, Situation
from committees.rules.slates import BodyThen, MeetingThen, Proposal
from committees.rules.suggestion import Offer
from core.docx.papers import Bullet, Grid, Heading, PaperDocument, Part, Text
from core.wording import counted, day_in_words, sources_in_words

HEADER = (
    "Seat",
    "Until the close of the meeting",
    "Proposed",
    "Regional group",
    "Candidacy",
    "Chair in the year after",
)
WIDTHS = (5, 26, 20, 14, 20, 15)
OPEN = "still open"


def nomination_table(
    plan: MeetingThen,
    proposal: Proposal,
    offers: Sequence[Offer],
    told: Sequence[Finding],
    *,
    title: str,
    state: str,
    on: date,
    convention_title: str,
) -> PaperDocument:
    """title, state: of the slate. Bodies for which there is nothing to tell are left out."""
    meeting = plan.meeting
    parts: list[Part] = [Text(_lead(plan, proposal))]
    for body in plan.bodies:
        if proposal.of(body.slug) or body.to_fill or body.slug in proposal.chairs:
            parts += [Heading(body.name), Grid(HEADER, list(_rows(plan, body, proposal, offers)), WIDTHS)]
    parts += _checks(told)
    return PaperDocument(
        title=f"Nominations for the {meeting.name} ({meeting.short})",
        subtitle=f"{title} ({state})",
        letterhead=convention_title,
        running=f"Nominations for the {meeting.short}: {title}",
        footer=f"Nominations for the {meeting.short} · as of {day_in_words(on, 'EN')} · {state}",
        parts=parts,
        wide=True,
    )


def _lead(plan: MeetingThen, proposal: Proposal) -> str:
    begin = f"on {day_in_words(plan.first_day, 'EN')}" if plan.first_day else "on the day after its close"
    leave = sum(len(body.leaving) for body in plan.bodies)
    fill = sum(len(body.to_fill) for body in plan.bodies)
    return (
        f"With the close of the {plan.meeting.short}, {counted(leave, 'member leaves', 'members leave')} and "
        f"{counted(fill, 'seat is', 'seats are')} to be filled. "
        f"{counted(len(proposal.seats), 'State is', 'States are')} proposed here; the new terms begin {begin}."
    )


def _rows(plan: MeetingThen, body: BodyThen, proposal: Proposal, offers: Sequence[Offer]) -> Iterator[Sequence[str]]:
    proposed = {each.seat: each.iso3 for each in proposal.of(body.slug)}
    received = {offer.iso3: offer.received_on for offer in offers if offer.body == body.slug}
    chair = proposal.chairs.get(body.slug)
    for each in body.seats:
        goes_on = each.situation is Situation.CONTINUES and each.holding is not None
        after = proposed.get(each.seat) or (each.elected.iso3 if each.elected else None)
        present = each.holding.iso3 if goes_on and each.holding else after
        yield (
            str(each.seat),
            _until_then(plan, each),
            f"**{plan.states[after].name}**" if after else "goes on" if goes_on else OPEN,
            plan.states[present].region if present else "",
            _candidacy(after, received),
            "Chair" if chair and present == chair else "",
        )


def _until_then(plan: MeetingThen, seat: SeatThen) -> str:
    name = plan.states[seat.holding.iso3].name if seat.holding else ""
    return {
        Situation.LEAVES: f"{name} (leaves)",
        Situation.CONTINUES: f"{name} (until the {seat.holding.ends_with})"
        if seat.holding and seat.holding.ends_with
        else name,
        Situation.VACANT: f"vacant (last {name})" if name else "vacant",
        Situation.DOUBT: f"{name} (end of the term not documented)",
        Situation.NOT_DOCUMENTED: "not documented",
    }[seat.situation]


def _candidacy(iso3: str | None, received: dict[str, date]) -> str:
    if iso3 is None:
        return ""
    return f"received on {day_in_words(received[iso3], 'EN')}" if iso3 in received else "none"


def _checks(told: Sequence[Finding]) -> list[Part]:
    words = {Severity.BREACH: "Against a rule", Severity.WARNING: "To be weighed", Severity.NOTE: "To be known"}
    parts: list[Part] = [Heading("Checks")]
    if not any(each.severity is Severity.BREACH for each in told):
        parts.append(Text("No rule is broken."))
    for severity in Severity:
        sentences = [each for each in told if each.severity is severity]
        if sentences:
            parts.append(Heading(words[severity], level=2))
            parts += [Bullet(f"{each.sentence} ({sources_in_words(each.source)})") for each in sentences]
    return parts
