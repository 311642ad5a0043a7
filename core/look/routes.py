"""The look of every page: layout, language, theme, navigation, refusals, and what browsers are told to refuse."""

from collections.abc import Callable, Collection, Sequence

from babel import negotiate_locale
from flask import Blueprint, Flask, Response, current_app, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import Babel
from flask_babel import gettext as _
from flask_login import current_user
from jinja2 import StrictUndefined
from werkzeug.wrappers import Response as AnyResponse

from core.clock import today
from core.errors import RuleViolation
from core.look import words
from core.look.addresses import here, take_conventions, take_numbers, within_the_house
from core.look.icons import icon
from core.look.navigation import CONVENTION_COOKIE, NavItem, convention_choices, navigation, shown_convention
from core.look.refusals import init_refusals
from core.look.rows import table_rows
from core.periods import last_day
from core.permissions import Right, may, public
from core.web import as_of, link
from core.wording import sources_in_words

blueprint = Blueprint("look", __name__, url_prefix="/look")
THEMES = ("auto", "light", "dark")
A_YEAR = 365 * 24 * 60 * 60


def init_look(
    app: Flask, items: Sequence[NavItem], *, conventions: Collection[str], keep_language: Callable[[str], None]
) -> None:
    """Before any blueprint. `keep_language` writes the language a person chose into their account."""
    app.extensions["navigation"] = items
    app.extensions["keep language"] = keep_language
    take_numbers(app)
    take_conventions(app, conventions)
    Babel(app, locale_selector=chosen_language)
    init_templates(app)
    init_refusals(app)
    app.register_blueprint(blueprint)
    app.after_request(remember_the_convention)


def init_templates(app: Flask) -> None:
    """An unknown name in a template is an error; what every template may use stands here."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        Right=Right,
        as_of=as_of,
        convention_choices=convention_choices,
        conventions=app.config["CONVENTIONS"],
        here=here,
        icon=icon,
        is_today=is_today,
        language=words.language_of_page,
        link=link,
        may=lambda right, convention=None, body=None: may(right, convention=convention, body=body),
        navigation=navigation,
        table_rows=table_rows,
        theme=chosen_theme,
        today=today,
    )
    app.jinja_env.filters.update(
        day=words.day,
        clock=words.clock,
        instant=words.instant,
        number=words.number,
        weekday=words.weekday,
        date_distance=words.date_distance,
        last_day=last_day,
        sources=sources_in_words,
    )
    app.context_processor(lambda: {"convention": shown_convention()})


def is_today() -> bool:
    return as_of() == today()


def chosen_language() -> str:
    """The person's own language; of somebody not signed in, the one chosen here, else the browser's."""
    known = current_app.config["LANGUAGES"]
    signed_in = current_user and current_user.is_authenticated
    own = str(current_user.language if signed_in else request.cookies.get("language", ""))
    wanted = [tag.replace("-", "_") for tag in request.accept_languages.values()]
    return own if own in known else negotiate_locale(wanted, known) or "en"


def chosen_theme() -> str:
    chosen = request.cookies.get("theme", "")
    return chosen if chosen in THEMES else THEMES[0]


@blueprint.post("/theme")
@public
def theme() -> ResponseReturnValue:
    return _remembered("theme", THEMES)


@blueprint.post("/language")
@public
def language() -> ResponseReturnValue:
    answer = _remembered("language", current_app.config["LANGUAGES"])
    if current_user.is_authenticated:
        current_app.extensions["keep language"](request.form["language"])
    return answer


def remember_the_convention(response: Response) -> Response:
    shown = shown_convention()
    if shown and shown != request.cookies.get(CONVENTION_COOKIE):
        _set_cookie(response, CONVENTION_COOKIE, shown)
    return response


def _remembered(name: str, known: Collection[str]) -> AnyResponse:
    """Back to the page where the choice was made, with the choice kept in the browser for a year."""
    chosen = request.form.get(name, "")
    if chosen not in known:
        raise RuleViolation(_("“%(chosen)s” cannot be chosen here.", chosen=chosen[:40]), field=name)
    answer = redirect(within_the_house(request.form.get("back", "/")))
    _set_cookie(answer, name, chosen)
    return answer


def _set_cookie(response: AnyResponse, name: str, value: str) -> None:
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(name, value, max_age=A_YEAR, secure=secure, httponly=True, samesite="Lax")
