"""The page of a meeting: when and where, its sessions by day, what was moved, and the way to all that belongs to it."""

from functools import partial

from flask import render_template, request
from flask_babel import gettext as _

from conventions.days import Days
from conventions.kinds import MEETING_KINDS, UN_LANGUAGES
from conventions.models import Meeting, MeetingMove
from conventions.naming import title_of
from conventions.registry import get_convention
from conventions.workflow import ref_to_meeting
from core.audit.queries import history_of
from core.clock import now, today
from core.permissions import Right, may, requires
from core.web import as_of
from meetings.forms.sessions import KIND_NAMES, MODE_NAMES
from meetings.queries.programme import Programme, programme_of
from meetings.routes.counter import MEETING, blueprint, languages_in_words, may_see, meeting_of_page
from meetings.routes.panels import panels_of
from meetings.rules.hours import clocks_in_words
from meetings.rules.places import place_in_words
from meetings.rules.standing import next_act, standing, standing_of_session
from states_parties.queries.as_of import states_by_name


@blueprint.get(MEETING)
@requires(Right.READ_REGISTERS)
def meeting(convention: str, meeting: str) -> str:
    """`?clock=utc` tells hours in UTC."""
    on = as_of()
    row = meeting_of_page(convention, meeting)
    at = now() if on == today() else None
    programme = programme_of(row, partial(may_see, convention), at=at, in_utc=request.args.get("clock") == "utc")
    stands = standing(row.state.value, row.starts_on, programme.parts[-1].ends_on, on=on)
    keeps = may(Right.KEEP_MEETINGS, convention=convention)
    held = programme.held
    return render_template(
        "meetings/meeting.html",
        meeting=row,
        on=on,
        standing=stands,
        next_act=next_act(
            stands.word, row.starts_on, sessions=len(held), planned=sum(each.state == "planned" for each in held)
        ),
        programme=programme,
        facts=_facts(row, programme),
        on_now=_on_now(programme),
        clocks=clocks_in_words([each.zone for each in held] or [row.zone]),
        states={
            id: stands_now
            for id, each in programme.sessions.items()
            if (stands_now := standing_of_session(each.state.value, each.day, on=on)).word in ("planned", "cancelled")
        },
        in_utc=request.args.get("clock") == "utc",
        days=Days(row.starts_on, row.ends_on).in_words,
        part_days={part.id: Days(part.starts_on, part.ends_on).in_words for part in programme.parts},
        moves=[(move, *_days_of(move)) for move in programme.moves],
        panels=panels_of(row, programme),
        kind_names=KIND_NAMES,
        history=history_of(ref_to_meeting(row)) if keeps else None,
    )


def _on_now(programme: Programme) -> tuple[int, str]:
    """The session that is held, the first where several are, and with what is on in it as issued; 0 at other times."""
    running = next((each.plan for _day, those in programme.days for each in those if each.running), None)
    if running is None or running.session_id is None:
        return 0, ""
    pieces = programme.pieces.get(running.session_id, ())
    names = (" ".join(filter(None, (each.number, each.name))) for each in pieces if each.running)
    return running.session_id, ": ".join([running.title, *names])


def _days_of(move: MeetingMove) -> tuple[str, str]:
    """The days before and after, in words."""
    before, after = Days(move.from_starts_on, move.from_ends_on), Days(move.to_starts_on, move.to_ends_on)
    return before.in_words, after.in_words


def _facts(row: Meeting, programme: Programme) -> list[tuple[str, str]]:
    """What is on record of the meeting, in words; what is not known is left out."""
    kind = MEETING_KINDS.get(row.kind)
    [state] = states_by_name([row.presidency_state]) if row.presidency_state else [None]
    presidency = ", ".join(filter(None, (state.list_en if state else "", row.president)))
    place = place_in_words("", row.venue, row.city)
    character = _("formal: it may decide") if kind and kind.formal else _("informal: it decides nothing")
    foreseen = {*row.languages, *(code for each in programme.held for code in each.interpretation)}
    languages = languages_in_words([code for code in UN_LANGUAGES if code in foreseen])
    told = [
        (_("Kind"), title_of(get_convention(row.convention), kind) if kind else row.kind),
        (_("Days"), Days(row.starts_on, row.ends_on).in_words),
        (_("Place"), place),
        (_("Held"), str(MODE_NAMES.get(row.format, row.format))),
        (_("Presidency"), presidency),
        (_("Character"), character),
        (_("Interpretation"), languages or _("none foreseen")),
        (_("Clocks"), clocks_in_words([row.zone])),
        (_("Notes"), row.notes),
    ]
    return [(term, value) for term, value in told if value]
