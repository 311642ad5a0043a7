"""What every page shares: the as-of day, addresses that keep it, files to save, acts by the person signed in."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import quote

from flask import Response, current_app, request, url_for
from flask_login import current_user

from core.audit.workflow import Actor
from core.clock import now, today
from core.errors import RuleViolation
from core.periods import FIRST_DAY, LAST_DAY
from core.wording import day_in_words

# What a browser is told of a file, by the ending of its name.
KINDS_OF_FILES = {
    "csv": "text/csv; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "eml": "message/rfc822",
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


def as_of() -> date:
    """The day this page tells about: `?on=YYYY-MM-DD`, or today. A malformed day is refused by name."""
    text = request.args.get("on", "").strip()
    return parse_day(text, field="on") if text else today()


def parse_day(text: str, *, field: str) -> date:
    """A civil day from its ISO form; RuleViolation names the field and what was written."""
    try:
        if len(text) != 10:
            raise ValueError(text)
        day = date.fromisoformat(text)
    except ValueError:
        raise RuleViolation(
            f"“{text[:40]}” is not a day. Write it as year-month-day, for example 2021-03-03.", field=field
        ) from None
    if not FIRST_DAY <= day <= LAST_DAY:
        known = f"{day_in_words(FIRST_DAY, 'EN')} to {day_in_words(LAST_DAY, 'EN')}"
        raise RuleViolation(f"“{text}” is outside the days known here, {known}.", field=field)
    return day


def link(endpoint: str, **values: Any) -> str:
    """The address of a page, with the as-of day of this page carried along."""
    if "on" not in values and (on := request.args.get("on")):
        values["on"] = on
    return url_for(endpoint, **values)


def whole_address(endpoint: str, **values: Any) -> str:
    """The address of a page with that of the house, for what is read elsewhere, such as mail; also where no page is."""
    base = current_app.config["CHANCERY"].base_url.rstrip("/")
    return f"{base}{current_app.url_map.bind('house').build(endpoint, values)}"


def saved_as(name: str, data: str | bytes | Iterable[bytes], *, kind: str = "") -> Response:
    """The answer that a browser saves under the name, of whatever letters.

    kind: what kind of file it is, where its ending does not say it.
    """
    response = Response(data, content_type=kind or KINDS_OF_FILES[name.rpartition(".")[2].lower()])
    plain = name.encode("ascii", "replace").decode("ascii").replace("?", "_").replace("\\", "_").replace('"', "_")
    response.headers["Content-Disposition"] = f'attachment; filename="{plain}"'
    if plain != name:
        response.headers["Content-Disposition"] += f"; filename*=UTF-8''{quote(name, safe='')}"
    return response


def acting() -> Actor:
    """The person who does this act, now."""
    return Actor(name=current_user.name, at=now(), id=current_user.id)
