"""The pages for what cannot be done: what happened, and what to do now."""

import re
from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from core.errors import NotFound, RuleViolation, Shortcomings
from core.permissions import last_right_ended_on

CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
WITH_A_PAGE = {400, 403, 404, 405, 413, 429}


def init_refusals(app: Flask) -> None:
    app.register_error_handler(RuleViolation, refused)
    app.register_error_handler(NotFound, not_found)
    app.register_error_handler(CSRFError, form_too_old)
    app.register_error_handler(HTTPException, failed)
    app.register_error_handler(500, broken)
    app.before_request(refuse_control_characters)


def refuse_control_characters() -> None:
    """They cannot be typed, and no database keeps the first of them; texts of several lines may have their ends."""
    for values in (request.args, request.form):
        for name, value in values.items(multi=True):
            _check_writing(name, value)
    _check_writing("", request.path)


def _check_writing(name: str, text: str) -> None:
    if CONTROL_CHARACTERS.search(name + text):
        where = f"“{name}”" if name.isprintable() and name else "The address"
        raise RuleViolation(_("%(where)s has a character that cannot be written.", where=where))


def refused(refusal: RuleViolation) -> ResponseReturnValue:
    """A rule forbids it and the page had no form to say so beside a field.

    A page that was only to be read for a day that is none is offered as of today.
    """
    items = refusal.items if isinstance(refusal, Shortcomings) else ()
    wrong_day = refusal.field == "on" and request.method == "GET"
    today = _without_day() if wrong_day else ""
    return render_template("errors/422.html", refusal=refusal, items=items, today=today), 422


def not_found(error: NotFound) -> ResponseReturnValue:
    return render_template("errors/404.html", what=str(error)), 404


def form_too_old(_error: CSRFError) -> ResponseReturnValue:
    """The proof that the form came from our own page is missing or no longer good."""
    return render_template("errors/form_too_old.html"), 400


def failed(error: HTTPException) -> ResponseReturnValue:
    if error.code not in WITH_A_PAGE:
        return error
    values: dict[str, Any] = {}
    if error.code == 413:
        values["limit"] = current_app.config["MAX_CONTENT_LENGTH"] // 1024 // 1024
    if error.code == 403:
        values["ended_on"] = last_right_ended_on()
    page = render_template(f"errors/{error.code}.html", what="", **values)
    kept = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    return page, error.code, kept


def _without_day() -> str:
    """The address of this page, without the day it was to tell about."""
    others = [(name, value) for name, value in request.args.items(multi=True) if name != "on"]
    return f"{request.path}?{urlencode(others)}" if others else request.path


def broken(_error: HTTPException) -> ResponseReturnValue:
    """Something of ours broke, perhaps the database: this page asks neither it nor the session."""
    language = request.cookies.get("language", "")
    with force_locale(language if language in current_app.config["LANGUAGES"] else "en"):
        return current_app.jinja_env.get_template("errors/500.html").render(number=g.get("request_id", "")), 500
