"""The pages for what cannot be done: what happened, and what to do now."""

from flask import Flask, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from core.errors import NotFound, RuleViolation, Shortcomings

WITH_A_PAGE = {400, 403, 404, 405, 413, 429}


def init_refusals(app: Flask) -> None:
    app.register_error_handler(RuleViolation, refused)
    app.register_error_handler(NotFound, not_found)
    app.register_error_handler(CSRFError, form_too_old)
    app.register_error_handler(HTTPException, failed)
    app.register_error_handler(500, broken)


def refused(refusal: RuleViolation) -> ResponseReturnValue:
    """A rule forbids it and the page had no form to say so beside a field."""
    items = refusal.items if isinstance(refusal, Shortcomings) else ()
    return render_template("errors/422.html", refusal=refusal, items=items), 422


def not_found(error: NotFound) -> ResponseReturnValue:
    return render_template("errors/404.html", what=str(error)), 404


def form_too_old(_error: CSRFError) -> ResponseReturnValue:
    """The proof that the form came from our own page is missing or no longer good."""
    return render_template("errors/form_too_old.html"), 400


def failed(error: HTTPException) -> ResponseReturnValue:
    if error.code not in WITH_A_PAGE:
        return error
    values = {"limit": current_app.config["MAX_CONTENT_LENGTH"] // 1024 // 1024} if error.code == 413 else {}
    page = render_template(f"errors/{error.code}.html", what="", **values)
    kept = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    return page, error.code, kept


def broken(_error: HTTPException) -> ResponseReturnValue:
    """Something of ours broke, perhaps the database: this page asks neither it nor the session."""
    language = request.cookies.get("language", "")
    with force_locale(language if language in current_app.config["LANGUAGES"] else "en"):
        return current_app.jinja_env.get_template("errors/500.html").render(number=g.get("request_id", "")), 500
