"""What a mail is that comes in: a person's answer, a mail server's report, a machine's answer, or the house itself.

An automatic answer is neither an answer nor a bounce. Sources: RFC 3464 (delivery status), RFC 8098 (disposition),
RFC 3834 (automatic answers), and headers that programs in use are known to write.
"""

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from flufl.bounce import all_failures

from correspondence.rules.mail import Mail
from correspondence.rules.mail_parts import inner, leaves_of, message_ids, one_line, text_of

MOST_SERVERS = 25  # a mail that passed more of them goes in circles
MOST_REPORTED = 50
LONGEST_BOUNCE = 500_000  # characters that the detectors of other formats are let loose on


class IncomingKind(enum.StrEnum):
    REPLY = "reply"
    BOUNCE = "bounce"
    DELIVERY = "delivery report"
    AUTO_REPLY = "automatic reply"
    OTHER = "other"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Reported:
    """One recipient in a report. action: failed, delayed, delivered, relayed, expanded or displayed."""

    address: str
    action: str
    reason: str = ""


@dataclass(frozen=True)
class Nature:
    """What a mail is, and why. returned_ids: Message-IDs of the mail that a report encloses; named_ids: those that it
    only names, as anybody can.

    from_house: it was sent by the house itself, or goes in circles. person: somebody wrote it, to the house alone.
    """

    kind: IncomingKind
    why: str
    reported: tuple[Reported, ...] = ()
    returned_ids: tuple[str, ...] = ()
    named_ids: tuple[str, ...] = ()
    from_house: bool = False
    person: bool = False

    @property
    def delayed(self) -> bool:
        """A server keeps trying: the mail left the house, but nobody has it."""
        return bool(self.reported) and all(each.action == "delayed" for each in self.reported)


def nature_of(mail: Mail, *, house_address: str, own: bool = False) -> Nature:
    """own: its Message-ID is that of a message of the house."""
    if mail.unreadable:
        return Nature(IncomingKind.UNREADABLE, mail.unreadable)
    if circles := _why_from_house(mail, house_address, own=own):
        return Nature(IncomingKind.OTHER, circles, from_house=True)
    if reported := _reported(mail.message, "delivery-status"):
        return _report(mail, reported)
    if shown := _reported(mail.message, "disposition-notification"):
        why = f"The recipient’s program says what became of it: {shown[0].reason}."
        return Nature(IncomingKind.DELIVERY, why, shown, *_ids(mail))
    if _is_of_a_server(mail) and (reported := _found_by_detectors(mail)):
        return _report(mail, reported)
    if why := _why_automatic(mail):
        return Nature(IncomingKind.AUTO_REPLY, why)
    if why := _why_to_many(mail):
        return Nature(IncomingKind.OTHER, why)
    if mail.answers or _ANSWERS.match(mail.subject):
        return Nature(IncomingKind.REPLY, "It says that it answers a mail.", person=True)
    return Nature(IncomingKind.OTHER, "It does not say that it answers a mail.", person=True)


def without_tag(address: str) -> str:
    """isu@chancery.example of isu+dabc@chancery.example, in small letters."""
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


# The house itself, and circles


def _why_from_house(mail: Mail, house_address: str, *, own: bool) -> str:
    if own:
        return "It is a mail of the house that came back."
    if without_tag(mail.sender_address) == without_tag(house_address):
        return "It says to come from the house itself."
    if any(house_address.lower() in loop.lower() for loop in mail.all_of("x-loop")):
        return "It has been here before (X-Loop)."
    servers = len(mail.all_of("received"))
    if servers > MOST_SERVERS:
        return f"It passed {servers} servers and goes in circles."
    return ""


# Reports of mail servers


def _report(mail: Mail, reported: tuple[Reported, ...]) -> Nature:
    actions = {each.action for each in reported}
    ids = _ids(mail)
    if "failed" in actions:
        failed = tuple(each for each in reported if each.action == "failed")
        said = f": {failed[0].reason}" if failed[0].reason else ""
        return Nature(
            IncomingKind.BOUNCE, f"A mail server could not deliver to {failed[0].address}{said}.", failed, *ids
        )
    done = tuple(each for each in reported if each.action != "delayed")
    if done:
        why = f"A mail server says: {done[0].action} to {done[0].address}."
        return Nature(IncomingKind.DELIVERY, why, done, *ids)
    why = f"A mail server still tries to deliver to {reported[0].address}."
    return Nature(IncomingKind.DELIVERY, why, reported, *ids)


def _reported(message: Message, subtype: str) -> tuple[Reported, ...]:
    found: list[Reported] = []
    for part in leaves_of(message):
        if part.get_content_type() == f"message/{subtype}":
            found += [each for block in inner(part) if (each := _recipient(block)) is not None]
    return tuple(found[:MOST_REPORTED])


def _recipient(block: Message) -> Reported | None:
    address = _typed(block, "final-recipient") or _typed(block, "original-recipient")
    if disposition := one_line(str(block.get("disposition", "")), 120):
        return Reported(address, "displayed", disposition.rpartition(";")[2].strip())
    action = one_line(str(block.get("action", "")), 40).lower()
    known = next((each for each in ("fail", "delay", "deliver", "relay", "expand") if action.startswith(each)), "")
    known = "fail" if action.startswith("error") else known  # OpenSMTPD
    if not known:
        return None
    names = {"fail": "failed", "delay": "delayed", "deliver": "delivered", "relay": "relayed", "expand": "expanded"}
    status = one_line(str(block.get("status", "")), 20)
    diagnostic = _typed(block, "diagnostic-code")
    reason = diagnostic if status in diagnostic else f"{status} {diagnostic}".strip()
    return Reported(address, names[known], one_line(reason, 300))


def _typed(block: Message, header: str) -> str:
    """The value after its type: mission@td.example of `rfc822; mission@td.example`."""
    text = one_line(str(block.get(header, "")), 600)
    value = text.partition(";")[2].strip() if ";" in text else text
    return value.strip("<> ").lower() if header.endswith("recipient") else value


def _ids(mail: Mail) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Of the mail enclosed, and any other that is named in the text or in the report's own headers."""
    enclosed: list[str] = []
    named: list[str] = []
    for part in leaves_of(mail.message):
        kind = part.get_content_type()
        if kind == "message/rfc822" or kind == "message/global":
            for returned in inner(part)[:1]:
                enclosed += message_ids(str(returned.get("message-id", "")))
        elif kind in ("text/rfc822-headers", "message/global-headers"):
            enclosed += _id_header(text_of(part))
        elif kind == "message/disposition-notification":
            for block in inner(part):
                enclosed += message_ids(str(block.get("original-message-id", "")))
        elif part.get_content_maintype() == "text":
            text = text_of(part)
            enclosed += _id_header(_copied(text))
            named += message_ids(text)
    sure = dict.fromkeys(each for each in enclosed if each != mail.header_id)
    others = dict.fromkeys(each for each in (*mail.answers, *named) if each != mail.header_id and each not in sure)
    return tuple(sure)[:MOST_REPORTED], tuple(others)[:MOST_REPORTED]


def _copied(text: str) -> str:
    """What older servers enclose as text, below a line of their own."""
    return "".join(re.split(r"(?im)^-{3,}[^\n]*\bcopy of\b[^\n]*$", text, maxsplit=1)[1:])


def _id_header(text: str) -> list[str]:
    return [
        id for line in re.findall(r"(?im)^[ \t>]*message-id:\s*(<[^<>\s]{3,250}>)", text) for id in message_ids(line)
    ]


_SERVERS = {"mailer-daemon", "postmaster", "mdaemon", "mail-daemon", "mailerdaemon", "maildelivery", "mail delivery"}


def _is_of_a_server(mail: Mail) -> bool:
    local = mail.sender_address.partition("@")[0]
    named = local in _SERVERS or local.startswith(("mailer-daemon", "postmaster", "microsoftexchange"))
    report = mail.message.get_content_type() == "multipart/report"
    return named or report or bool(mail.header("x-failed-recipients")) or _has_null_path(mail)


def _has_null_path(mail: Mail) -> bool:
    return mail.header("return-path").replace(" ", "") == "<>"


def _found_by_detectors(mail: Mail) -> tuple[Reported, ...]:
    """Bounces in the many formats that are not the standard one."""
    leaves = leaves_of(mail.message)
    if sum(len(str(part.get_payload())) for part in leaves) > LONGEST_BOUNCE:
        return ()
    try:
        delayed, failed = all_failures(mail.message)
    except (ValueError, TypeError, LookupError, AttributeError, AssertionError):
        return ()
    found = [*_of(failed, "failed"), *_of(delayed, "delayed")]
    if not found and (named := mail.header("x-failed-recipients")):
        found = [Reported(each.strip().lower(), "failed") for each in named.split(",") if "@" in each]
    return tuple(found[:MOST_REPORTED])


def _of(addresses: frozenset[bytes], action: str) -> Iterator[Reported]:
    for address in sorted(addresses):
        yield Reported(one_line(address.decode("utf-8", "replace").lower(), 254), action)


# Machines that answer

_AUTOMATIC_BY_BEING_THERE = (
    "x-autoreply", "x-autorespond", "x-autoresponse", "x-autoreply-from", "x-mail-autoreply", "x-autogenerated",
    "x-ms-exchange-inbox-rules-loop", "x-fc-machinegenerated", "x-vacation",
)  # fmt: skip
_AUTOMATIC_BY_VALUE = {
    "precedence": ("auto_reply", "auto-reply", "junk"),
    "x-precedence": ("auto_reply", "auto-reply"),
    "preference": ("auto_reply",),
    "x-ms-exchange-generated-message-source": ("mailbox rules agent",),
    "x-post-messageclass": ("9; autoresponder",),
    "delivered-to": ("autoresponder",),
}
# How the programs in use begin the subject of what they answer while somebody is away.
_AWAY = re.compile(
    r"(automatic reply|auto(matic)?[- ]?(reply|response)|out[- ]of[- ](the[- ])?office|autoreply|ooo|vacation"
    r"|réponse automatique|reponse automatique|message d[’']absence|absence du bureau|absent(e)? du bureau"
    r"|respuesta automática|respuesta automatica|fuera de (la )?oficina|ausente de la oficina"
    r"|automatische antwort|abwesenheitsnotiz|resposta automática|risposta automatica|automatisch antwoord|autosvar)"
    r"\s*(:|$|-|–)",
    re.IGNORECASE,
)
_ANSWERS = re.compile(r"\s*(re|aw|sv|rép|rep|res|ref|réf|antw|vs)\s?(\[\d+\])?\s*:", re.IGNORECASE)


def _why_automatic(mail: Mail) -> str:
    submitted = mail.header("auto-submitted").partition(";")[0].strip().lower()
    if submitted and submitted != "no":
        return f"A machine wrote it (Auto-Submitted: {submitted[:40]})."
    for name in _AUTOMATIC_BY_BEING_THERE:
        if mail.header(name) and mail.header(name).strip().lower() != "no":
            return f"A machine wrote it ({name})."
    for name, values in _AUTOMATIC_BY_VALUE.items():
        if any(value.strip().lower() in values for value in mail.all_of(name)):
            return f"A machine wrote it ({name}: {mail.header(name)[:40]})."
    if _has_null_path(mail):
        return "A machine wrote it: it has no address to answer to (Return-Path: <>)."
    if _AWAY.match(mail.subject):
        return f"Its subject is that of an automatic answer: “{mail.subject[:60]}”."
    return ""


def _why_to_many(mail: Mail) -> str:
    if mail.header("list-id") or mail.header("list-unsubscribe") or mail.header("precedence").strip().lower() == "list":
        return "It went to a mailing list."
    if mail.header("precedence").strip().lower() == "bulk":
        return "It went to many (Precedence: bulk)."
    return ""
