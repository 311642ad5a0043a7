"""How a meeting is named at the command line: APMBC/19MSP, “APMBC 19MSP”, or 19MSP with --convention."""

import re

from flask import current_app

from conventions.models import Meeting
from conventions.queries import find_meeting
from conventions.registry import get_convention
from core.errors import RuleViolation
from meetings.queries.meetings import get_meeting


def meeting_named(ref: str, convention: str = "") -> Meeting:
    """RuleViolation where both Conventions have a meeting of the name, or where the two ways disagree; NotFound."""
    known = list(current_app.config["CONVENTIONS"])
    code, rest = [*re.split(r"[/ ]+", ref.strip(), maxsplit=1), ""][:2]
    if rest and code.upper() in known:
        if convention and convention.upper() != code.upper():
            raise RuleViolation(f"“{ref[:40]}” is of the {code.upper()}, not of the {convention.upper()[:10]}.")
        return get_meeting(code.upper(), rest)
    if convention:
        return get_meeting(get_convention(convention.upper()).code, ref)
    having = [found for each in known if (found := find_meeting(each, ref))]
    if len(having) > 1:
        raise RuleViolation(
            f"The {' and the '.join(each.convention for each in having)} have a {having[0].short}. Say which, as "
            f"{having[0].convention}/{having[0].short} or with --convention."
        )
    return having[0] if having else get_meeting(" or the ".join(known), ref)
