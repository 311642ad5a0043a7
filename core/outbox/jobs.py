"""The outbox's tick, which looks for what is due and wakes workers, and the work that they are woken for."""

from flask import current_app

from core.clock import now
from core.db import transaction
from core.jobs.queue import Stopping, wake
from core.jobs.workers import has_ended, worker_name
from core.jobs.workflow import note_trouble
from core.outbox.delivery import NoMailServer, open_delivery
from core.outbox.lanes import free_lanes, leave_lanes_of
from core.outbox.queries import busy_workers, mailings_over, waiting
from core.outbox.rules import MESSAGES_PER_LANE, Patience, lanes_for
from core.outbox.sending import Station, send_what_is_due
from core.outbox.sweeping import bury, expire, sweep

SEND = "send"  # the work's name in the queue
MAIL_SERVER = "mail server"
PATIENCE = Patience()


def look_after_outbox() -> None:
    """Clears up, then wakes as many workers as there are connections worth opening."""
    at, connections = now(), current_app.config["CHANCERY"].mail_connections
    with transaction():
        for worker in filter(has_ended, busy_workers()):
            bury(worker, at=at)
            leave_lanes_of(worker)
        sweep(at=at, patience=PATIENCE)
    expire_what_is_over()
    due = waiting(at, most=connections * MESSAGES_PER_LANE)
    if wanted := min(
        lanes_for(due, connections=connections), free_lanes(connections=connections, at=at, patience=PATIENCE)
    ):
        wake(SEND, wanted)


def expire_what_is_over() -> None:
    """What comes too late ends, mailing by mailing, so that nobody who acts on one waits for the others."""
    at = now()
    for mailing_id in mailings_over(at):
        with transaction():
            expire(mailing_id, at=at)


def send(stopping: Stopping) -> None:
    """Hands over what is due, in one lane; that there is no mail server is noted and tried again at the next tick."""
    try:
        ended = send_what_is_due(station(stopping))
    except NoMailServer as trouble:
        note_trouble(MAIL_SERVER, str(trouble))
        return
    if ended:
        note_trouble(MAIL_SERVER, "")


def station(stopping: Stopping) -> Station:
    """What a worker of this process has at hand."""
    config = current_app.config["CHANCERY"]
    return Station(
        worker=worker_name(),
        house_address=config.house_address,
        connections=config.mail_connections,
        clock=now,
        connect=lambda: open_delivery(config, patience=PATIENCE),
        stop=stopping,
        patience=PATIENCE,
    )
