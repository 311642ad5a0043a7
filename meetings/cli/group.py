"""The command that the files of this counter share, and the meeting that one of them is about."""

from flask.cli import AppGroup

from conventions.models import Meeting
from conventions.queries import find_meeting
from conventions.registry import CONVENTIONS, get_convention
from core.errors import RuleViolation

group = AppGroup("meetings", help="Programme, agendas, timetables, concept notes, participants.")


def meeting_named(ref: str, convention: str) -> Meeting:
    """The meeting of a short name (19MSP, or APMBC/19MSP), in the Convention given or in the one that has it."""
    before, slash, after = ref.partition("/")
    short, named = (after, before) if slash else (ref, convention)
    codes = [get_convention(named.upper()).code] if named else list(CONVENTIONS)
    found = [meeting for code in codes if (meeting := find_meeting(code, short))]
    if not found:
        raise RuleViolation(f"“{short[:40]}” is no meeting in the calendar of {' or '.join(codes)}.")
    if len(found) > 1:
        raise RuleViolation(
            f"Both Conventions have a meeting {found[0].short}: say --convention APMBC or --convention CCM."
        )
    return found[0]
