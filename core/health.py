"""Is this installation well? /healthz for whoever watches it, /metrics for Prometheus."""

import hmac
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, wraps
from typing import Any

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, Flask, Response, abort, current_app, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from core.clock import now
from core.db import db
from core.jobs.queries import failing_jobs, jobs_are_alive
from core.outbox.models import MessageState
from core.outbox.queries import counts_over_all
from core.permissions import Right, public, requires
from core.registers.models import ShippedFile

blueprint = Blueprint("health", __name__)
MESSAGES = Gauge("chancery_outbox_messages", "Messages of the outbox by state.", ["state"])


class Unwell(Exception):
    """A check failed; the message says in a few words, open to everybody, what is wrong."""


@dataclass(frozen=True)
class Check:
    """One question about the installation. `ask` answers in a few words or raises Unwell.

    vital: without it no page can be served, and /healthz answers 503.
    """

    name: str
    ask: Callable[[], str]
    vital: bool = True


def init_health(app: Flask, *, metrics_token: str) -> None:
    """`metrics_token` empty: /metrics is for people only."""
    app.extensions["metrics token"] = metrics_token
    app.register_blueprint(blueprint)


def database_answers() -> str:
    db.session.execute(text("SELECT 1"))
    return "reachable"


def schema_is_current() -> str:
    present = set(MigrationContext.configure(db.session.connection()).get_current_heads())
    if present != newest_revisions(str(current_app.config["MIGRATIONS_DIR"])):
        raise Unwell("not current: run flask prepare")
    return "current"


def registers_are_loaded() -> str:
    loaded = set(db.session.scalars(select(ShippedFile.register)))
    if not loaded.issuperset(register.name for register in current_app.extensions["registers"]):
        raise Unwell("not loaded: run flask prepare")
    return "loaded"


def jobs_are_running() -> str:
    if not jobs_are_alive(at=now(), within=timedelta(minutes=2)):
        raise Unwell("not running")
    if failing := failing_jobs():
        raise Unwell("failing: " + ", ".join(failing))
    return "running"


def mail_has_a_way_out() -> str:
    """The mode it is in; that the mail server does not answer is told with the jobs."""
    config = current_app.config["CHANCERY"]
    if config.mail_mode == "live" and not config.mail_url:
        raise Unwell("live, without a mail server")
    return str(config.mail_mode)


@cache
def newest_revisions(migrations: str) -> set[str]:
    return set(ScriptDirectory(migrations).get_heads())


CHECKS = (
    Check("database", database_answers),
    Check("schema", schema_is_current),
    Check("registers", registers_are_loaded),
    Check("jobs", jobs_are_running, vital=False),
    Check("mail", mail_has_a_way_out, vital=False),
)


@blueprint.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """What each check answers; after a vital one has failed, the others cannot be asked."""
    answers: dict[str, str] = {}
    status = "ok"
    for check in CHECKS:
        try:
            answers[check.name] = check.ask()
            continue
        except Unwell as trouble:
            answers[check.name] = str(trouble)
        except SQLAlchemyError:
            answers[check.name] = "the database does not answer"
        status = "unwell" if check.vital else "degraded"
        if check.vital:
            break
    return {"status": status, **answers}, 503 if status == "unwell" else 200


def by_token_or(right: Right) -> Callable[[Callable[[], Response]], Callable[[], Any]]:
    """Guards a view for programs with the bearer token of the settings, and for people holding the right."""

    def guard(view: Callable[[], Response]) -> Callable[[], Any]:
        for_people = requires(right)(view)

        @wraps(for_people)
        def guarded() -> Any:
            given = request.headers.get("Authorization", "")
            if not given:
                return for_people()
            token = current_app.extensions["metrics token"]
            if not token or not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
                abort(401)
            return view()

        return guarded

    return guard


@blueprint.get("/metrics")
@by_token_or(Right.READ_METRICS)
def metrics() -> Response:
    """What this web process has served since it started, and what waits in the outbox."""
    with suppress(SQLAlchemyError):
        counts = counts_over_all()
        for state in MessageState:
            MESSAGES.labels(state.value).set(counts.get(state, 0))
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)
