"""Reading the office's mailbox: mail after mail, each kept before it is marked as seen."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from flask import current_app
from sqlalchemy.exc import InterfaceError, OperationalError

from config import Config
from core.db import transaction
from correspondence.mailbox import MailboxAddress, MailboxUnreachable, OpenMailbox, mailbox_address, open_mailbox
from correspondence.queries.clues import House
from correspondence.queries.incoming import mailbox_mark
from correspondence.workflow.incoming import Arrival, note_reading, receive_mail, receive_unreadable

log = structlog.get_logger("chancery.mailbox")

Now = Callable[[], datetime]

MOST_MAILS = 200  # in one run
MOST_MB = 200
MOST_CONNECTIONS = 3  # in one run, where one breaks
# Not the fault of the one mail that is read: it stays in the mailbox until this is over.
_NOT_ITS_FAULT = (OperationalError, InterfaceError, OSError)


@dataclass
class Fetched:
    """read: mails that are now in the house. known: those that were already."""

    read: int = 0
    known: int = 0
    bytes: int = 0

    def count(self, *, new: bool, bytes: int) -> None:
        self.read += new
        self.known += not new
        self.bytes += bytes

    @property
    def full(self) -> bool:
        return self.read + self.known >= MOST_MAILS or self.bytes >= MOST_MB * 1024 * 1024


def read_mailbox(now: Now) -> None:
    """The job: nothing where no mailbox is set."""
    config: Config = current_app.config["CHANCERY"]
    if config.mailbox_url:
        fetch_mail(config, now)


def fetch_mail(config: Config, now: Now) -> Fetched:
    """Reads what is new, as far as one run goes. MailboxUnreachable is noted beside the mailbox and passed on."""
    address = mailbox_address(config.mailbox_url)
    fetched = Fetched()
    for left in reversed(range(MOST_CONNECTIONS)):
        try:
            with open_mailbox(address) as mailbox:
                _read_new(mailbox, house_of(config), fetched, now)
            break
        except MailboxUnreachable as refusal:
            if not left:
                _note_failure(address, refusal.message, at=now())
                raise
            log.warning("mailbox connection lost", reason=refusal.message)
    if fetched.read:
        log.info("mail read", read=fetched.read, known=fetched.known)
    return fetched


def house_of(config: Config) -> House:
    return House(config.house_address, config.secret_key)


def _read_new(mailbox: OpenMailbox, house: House, fetched: Fetched, now: Now) -> None:
    last = _begin(mailbox, now)
    for uid in mailbox.uids_after(last):
        if fetched.full:
            return
        arrival = mailbox.arrival(uid, at=now())
        if arrival is not None:
            fetched.count(new=_keep(arrival, house, at=now()), bytes=len(arrival.raw))
            mailbox.mark_seen(uid)


def _begin(mailbox: OpenMailbox, now: Now) -> int:
    """The last UID read; 0 where the server numbers its mails anew, or the mailbox was never read."""
    with transaction():
        mark = mailbox_mark(mailbox.address.name, to_change=True)
        last = mark.last_uid if mark is not None and mark.uid_validity == mailbox.uid_validity else 0
        note_reading(mailbox.address.name, mailbox.uid_validity, last, at=now())
    return last


def _keep(arrival: Arrival, house: House, *, at: datetime) -> bool:
    """The mail, and how far the mailbox is read, in one transaction; whether it is new."""
    try:
        with transaction():
            note_reading(arrival.mailbox, arrival.uid_validity, arrival.uid, at=at)
            return receive_mail(arrival, house, at=at) is not None
    except _NOT_ITS_FAULT:
        raise
    except Exception as error:  # whatever one hostile mail may raise: it is kept as it came, and the next one is read
        log.exception("a mail could not be read", mailbox=arrival.mailbox, uid=arrival.uid)
        why = f"Reading it failed ({type(error).__name__}); it is kept as it came."
        with transaction():
            note_reading(arrival.mailbox, arrival.uid_validity, arrival.uid, at=at)
            receive_unreadable(arrival, why, at=at)
        return True


def _note_failure(address: MailboxAddress, why: str, *, at: datetime) -> None:
    with transaction():
        mark = mailbox_mark(address.name, to_change=True)
        validity, last = (mark.uid_validity, mark.last_uid) if mark is not None else (0, 0)
        note_reading(address.name, validity, last, at=at, error=why)
