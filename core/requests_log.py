"""Each request is one line of the log and one measurement.

Of people the log holds account numbers only; of requests the route, never the address with its values.
"""

import re
import time
import uuid

import structlog
from flask import Flask, Response, g, request
from prometheus_client import Histogram
from sqlalchemy import inspect

from core.db import Model

log = structlog.get_logger("chancery")

REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
SECONDS = Histogram("chancery_request_seconds", "Time from request to response.", ["method", "route", "status"])


def init_requests_log(app: Flask) -> None:
    app.before_request(_begin)
    app.after_request(_end)


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
    seconds = time.perf_counter() - g.began
    route = str(request.url_rule or "-")
    response.headers["X-Request-ID"] = g.request_id
    SECONDS.labels(request.method, route, str(response.status_code)).observe(seconds)
    log.info(
        "request",
        method=request.method,
        route=route,
        status=response.status_code,
        ms=round(seconds * 1000, 1),
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
