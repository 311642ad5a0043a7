"""What an answer of the mail server means, when a message is tried again, and how long one waits for whom."""

import enum
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.addresses import has_control_characters, has_half_characters, is_one_address
from core.errors import RuleViolation

BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 120, 240))  # Office practice
FAILURES_BEFORE_PAUSE = 5  # Office practice: then somebody should look before more is tried
MESSAGES_PER_CLAIM = 20
MESSAGES_PER_LANE = 10  # one more connection for each ten that wait
GREYLISTING = (450, 451)
# Answers about the conversation, not about the address or the message (RFC 5321 section 4.2.3, RFC 4954 section 6).
ABOUT_THE_CONVERSATION = (500, 502, 503, 504, 530, 534, 535, 538)
TOO_LARGE = 552

# Where a kill may strike; the harness strikes at each of them.
POINTS = (
    "connected",
    "claimed",
    "prepared",
    "recipient-accepted",
    "before-handing-over",
    "handing-over-committed",
    "data-accepted",
    "data-sent",
    "before-final-dot",
    "final-dot-sent",
    "reply-read",
    "before-outcome",
    "outcome-committed",
)


class Result(enum.StrEnum):
    """What became of one attempt."""

    ACCEPTED = "accepted"
    DEFERRED = "deferred"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    STOPPED = "stopped"  # nothing to be handed over when its turn came
    GIVEN_BACK = "given back"  # not tried: paused, not due any more, or the worker was told to stop
    LEASE_ENDED = "lease ended"  # the worker was not heard of again; none of the text was handed over


class Phase(enum.StrEnum):
    """How far the conversation about one message had come."""

    SENDER = "sender"
    RECIPIENT = "recipient"
    DATA = "data"
    TEXT = "text"
    ANSWER = "answer"  # the final dot was sent


@dataclass(frozen=True)
class Ending:
    """How one attempt ended. code: None where the server gave no answer. reason: why, where nothing was tried."""

    result: Result
    code: int | None = None
    answer: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Patience:
    """How long one waits, in seconds: for the server in each phase, for the database, and for a silent worker.

    A lease on what is being handed over outlasts the phases it spans. Source: RFC 5321 section 4.5.3.2 for the answer
    after the final dot (ten minutes); the others are Office practice.
    """

    connecting: float = 30
    command: float = 120
    text: float = 300
    answer: float = 600
    claim: float = 600
    handing_over: float = 1200
    lane: float = 1200
    recording: float = 900

    @property
    def longest(self) -> float:
        return max(self.claim, self.handing_over, self.lane)


def ending_for(code: int | None, answer: str, phase: Phase) -> Ending:
    """What the server's answer in that phase means; no code: the connection was lost while waiting for it.

    Without the final dot no server has accepted anything; after it, only a clear answer tells. That it does not take
    mail from this office says nothing about the address. Source: RFC 5321 sections 4.2.1 and 4.1.1.4.
    """
    return Ending(_result_for(code, phase), code, answer[:500])


def _result_for(code: int | None, phase: Phase) -> Result:
    hundreds = (code or 0) // 100
    if phase is Phase.ANSWER and hundreds == 2:
        return Result.ACCEPTED
    if hundreds == 5 and code not in ABOUT_THE_CONVERSATION and (phase is not Phase.SENDER or code == TOO_LARGE):
        return Result.REFUSED
    return Result.UNKNOWN if phase is Phase.ANSWER and hundreds not in (4, 5) else Result.DEFERRED


def counts_as_failure(ending: Ending) -> bool:
    """Whether it is one of the failures in a row that pause a mailing. Greylisting is how some servers greet."""
    if ending.result is Result.DEFERRED:
        return ending.code not in GREYLISTING
    return ending.result in (Result.REFUSED, Result.UNKNOWN)


def next_try(at: datetime, *, tries: int, message_id: str) -> datetime:
    """When a message that was deferred for the `tries`-th time is due again.

    Up to a fifth earlier than the step says, each message at its own distance: not all come back at the same moment.
    """
    step = BACK_OFF[min(max(tries, 1), len(BACK_OFF)) - 1]
    distance = zlib.crc32(f"{message_id} {tries}".encode()) / 2**32
    return at + step * (1 - 0.2 * distance)


def lanes_for(waiting: int, *, connections: int) -> int:
    """How many connections serve so many waiting messages."""
    return min(connections, -(-waiting // MESSAGES_PER_LANE))


def message_id_for(token: str, house_address: str) -> str:
    """The Message-ID, short enough that no mail program folds or encodes it in References."""
    return f"<c{token}@{house_address.rpartition('@')[2]}>"


def check_address(address: str, *, field: str = "address") -> None:
    """One address and nothing else. Source: RFC 5321 section 4.1.2, RFC 5322 section 2.2."""
    check_line(address, field=field)
    if not is_one_address(address):
        raise RuleViolation(f"“{address[:80]}” is not one e-mail address such as mission@state.example.", field=field)


def checked_reason(text: str, *, why: str = "Say why: it stands in the log.", longest: int = 500) -> str:
    """Why somebody acts, in words. why: the sentence where nothing is said."""
    if not text.strip():
        raise RuleViolation(why, field="reason")
    if len(text.strip()) > longest:
        raise RuleViolation(f"The reason is longer than {longest} characters.", field="reason")
    return text.strip()


def parse_addresses(text: str) -> list[tuple[str, str]]:
    """Address and name from lines such as “Mission of Chad <mission@state.example>”, each address once."""
    found: dict[str, str] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        name, bracket, rest = line.rpartition("<")
        address = rest.removesuffix(">").strip() if bracket else line
        check_line(line, field="addresses")
        check_address(address, field="addresses")
        found.setdefault(address, name.strip().strip('"'))
    return list(found.items())


def check_line(text: str, *, field: str) -> None:
    """What stands in one line of a message's head. Source: RFC 5322 section 2.2."""
    if has_control_characters(text):
        raise RuleViolation(f"The {field.replace('_', ' ')} holds a line break or a control character.", field=field)
    if has_half_characters(text):
        raise RuleViolation(f"The {field.replace('_', ' ')} holds half a character.", field=field)
