"""One log for everything: a line of JSON per event in production, a readable line in development.

Of people the log holds account numbers only; of requests the route, never the address with its values.
"""

import logging
import re
import sys
import time
import uuid
from typing import TextIO

import structlog
from flask import Flask, Response, g, request
from sqlalchemy import inspect
from structlog.typing import Processor

from core.db import Model

log = structlog.get_logger("chancery")

REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")

_SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def init_logs(app: Flask, *, as_json: bool) -> None:
    """structlog and the standard library write the same lines to standard error, one of them per request."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    root = logging.getLogger()
    for old in [present for present in root.handlers if present.name == "chancery"]:
        root.removeHandler(old)
    root.addHandler(log_handler(as_json=as_json))
    logging.getLogger("chancery").setLevel(logging.INFO)
    app.before_request(_begin)
    app.after_request(_end)


def log_handler(*, as_json: bool) -> logging.Handler:
    handler = StandardError()
    handler.name = "chancery"
    rendering = _json_lines() if as_json else [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
    processors = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendering]
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processors=processors, foreign_pre_chain=_SHARED))
    return handler


class StandardError(logging.StreamHandler[TextIO]):
    """Writes to what is standard error at the moment, not to what it was when the log was set up."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        return sys.stderr


def _json_lines() -> list[Processor]:
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]


def _begin() -> None:
    """Every event of this request carries its number: the one a proxy gave it, or a new one."""
    given = request.headers.get("X-Request-ID", "")
    g.request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
    g.began = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=g.request_id)


def _end(response: Response) -> Response:
    if "began" not in g:  # refused before anything of ours ran
        return response
    response.headers["X-Request-ID"] = g.request_id
    log.info(
        "request",
        method=request.method,
        route=str(request.url_rule or "-"),
        status=response.status_code,
        ms=round((time.perf_counter() - g.began) * 1000, 1),
        user=_number_of_the_account(),
    )
    return response


def _number_of_the_account() -> int | None:
    """Whoever this request has loaded already: writing a log line must not ask the database."""
    person = g.get("_login_user")
    if not isinstance(person, Model):
        return None
    identity = inspect(person).identity
    return identity[0] if identity else None
