"""One connection to the mail server, used for many messages, which knows at every moment how far each one has come."""

import smtplib
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from config import Config
from core.hosts import is_this_machine
from core.outbox.rules import Ending, Patience, Phase, Result, ending_for

At = Callable[[str], None]
Begin = Callable[[], bool]  # commits that the text is about to be handed over; False: it may not go
LOST = (OSError, smtplib.SMTPException)
FINAL_DOT = b".\r\n"


def nothing(point: str) -> None:
    """What happens at the named points of a delivery outside of tests."""


class NoMailServer(Exception):
    """There is nobody to hand anything to: not set, not reachable, or it does not let this office in."""


class ConnectionGone(Exception):
    """A connection that had served before was ended by the server before the message's turn: another one will do."""


class Delivery(Protocol):
    """Where messages are handed to."""

    @property
    def usable(self) -> bool: ...

    def hand_over(self, *, sender: str, address: str, text: bytes, message_id: str, begin: Begin) -> Ending | None:
        """None: `begin` said that it may not go, and nothing of it was handed over."""

    def close(self) -> None: ...


@dataclass(frozen=True)
class MailServer:
    """smtp://user:password@host:587?starttls=1 or smtps://user:password@host:465, taken apart."""

    host: str
    port: int
    implicit_tls: bool = False
    starttls: bool = False
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def of(cls, url: str) -> "MailServer":
        parts = urlsplit(url)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise NoMailServer("CHANCERY_MAIL_URL must look like smtp://user:password@host:587?starttls=1 or smtps://…")
        try:
            port = parts.port
        except ValueError:
            raise NoMailServer("CHANCERY_MAIL_URL has no port that is a number.") from None
        implicit, starttls = parts.scheme == "smtps", parse_qs(parts.query).get("starttls") == ["1"]
        if parts.password and not (implicit or starttls or is_this_machine(parts.hostname)):
            raise NoMailServer(
                f"CHANCERY_MAIL_URL: the password would go to {parts.hostname} without encryption."
                " Write smtps://, or add ?starttls=1."
            )
        return cls(
            host=parts.hostname,
            port=port or (465 if implicit else 25),
            implicit_tls=implicit,
            starttls=starttls,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
        )

    @property
    def on_this_machine(self) -> bool:
        return is_this_machine(self.host)


def open_delivery(config: Config, *, patience: Patience, at: At = nothing) -> Delivery:
    """The mail server of the settings; in test mode a folder, or the sink that is named as one. NoMailServer."""
    if config.mail_mode == "test" and not config.mail_sink:
        return FolderDelivery(config.files_dir / "test-mail", at)
    server = _sink(config.mail_sink) if config.mail_mode == "test" else _server(config.mail_url)
    return SmtpDelivery(server, named=config.house_address.rpartition("@")[2], patience=patience, at=at)


def _server(url: str) -> MailServer:
    if not url:
        raise NoMailServer("CHANCERY_MAIL_MODE is live and CHANCERY_MAIL_URL is empty: there is no mail server.")
    return MailServer.of(url)


def _sink(url: str) -> MailServer:
    sink = MailServer.of(url)
    if not sink.on_this_machine:
        raise NoMailServer("CHANCERY_MAIL_SINK must be on this machine, such as smtp://127.0.0.1:1025.")
    return sink


class SmtpDelivery:
    """An open conversation. named: how this office introduces itself."""

    def __init__(self, server: MailServer, *, named: str, patience: Patience, at: At = nothing) -> None:
        self.patience, self.at = patience, at
        self.served = 0
        self.usable = True
        try:
            self._smtp = self._connected(server, named)
        except LOST as error:
            raise NoMailServer(f"The mail server {server.host}:{server.port} {_why(error)}") from error
        at("connected")

    def _connected(self, server: MailServer, named: str) -> smtplib.SMTP:
        """Without TCP_NODELAY every message over TLS would wait for an acknowledgement of the one before."""
        context = ssl.create_default_context()
        timeout = self.patience.connecting
        smtp = (
            smtplib.SMTP_SSL(local_hostname=named, timeout=timeout, context=context)
            if server.implicit_tls
            else smtplib.SMTP(local_hostname=named, timeout=timeout)
        )
        smtp._host = server.host  # type: ignore[attr-defined]  # the name in its certificate
        try:
            code, answer = smtp.connect("127.0.0.1" if server.host == "localhost" else server.host, server.port)
            if code != 220:
                raise smtplib.SMTPConnectError(code, answer)
            _socket(smtp).setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            smtp.ehlo_or_helo_if_needed()
            if server.starttls:
                smtp.starttls(context=context)
                smtp.ehlo_or_helo_if_needed()
            if server.user:
                smtp.login(server.user, server.password)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def hand_over(self, *, sender: str, address: str, text: bytes, message_id: str, begin: Begin) -> Ending | None:
        ending = self._envelope(sender, address, len(text))
        if ending is None:
            self.at("recipient-accepted")
            self.at("before-handing-over")
            if not begin():
                self._reset()
                return None
            self.at("handing-over-committed")
            ending = self._text(text)
        self.served += 1
        if ending.code == 421:
            self.close()
        elif ending.result is not Result.ACCEPTED:
            self._reset()
        return ending

    def close(self) -> None:
        """Says good-bye where that is still possible."""
        if self.usable:
            self.usable = False
            try:
                _socket(self._smtp).settimeout(1)
                self._smtp.quit()
            except LOST:
                self._smtp.close()

    def _envelope(self, sender: str, address: str, size: int) -> Ending | None:
        """None: sender and recipient are accepted. In one breath where the server allows it (RFC 2920)."""
        extent = f" SIZE={size}" if self._smtp.has_extn("size") else ""
        commands = ((Phase.SENDER, f"MAIL FROM:<{sender}>{extent}"), (Phase.RECIPIENT, f"RCPT TO:<{address}>"))
        together = self._smtp.has_extn("pipelining")
        refused: Ending | None = None
        try:
            self._patient(self.patience.command)
            if together:
                self._smtp.send("".join(f"{words}\r\n" for _, words in commands))
            for phase, words in commands:
                if not together:
                    self._smtp.putcmd(words)
                code, answer = self._reply()
                if code // 100 != 2 and refused is None:
                    refused = ending_for(code, answer, phase)
                    if not together or code == 421:
                        break
        except LOST as error:
            refused = self._lost(error, Phase.SENDER)
        if self.served and refused and refused.code in (None, 421):
            self._drop()
            raise ConnectionGone
        return refused

    def _text(self, text: bytes) -> Ending:
        """From DATA to the server's answer. Until the final dot an error means that it has accepted nothing."""
        phase = Phase.DATA
        try:
            self._smtp.putcmd("DATA")
            code, answer = self._reply()
            if code != 354:
                return ending_for(code, answer, phase)
            self.at("data-accepted")
            phase = Phase.TEXT
            self._patient(self.patience.text)
            _socket(self._smtp).sendall(with_dots_doubled(text))
            self.at("data-sent")
            self._patient(self.patience.answer)
            self.at("before-final-dot")
            _socket(self._smtp).sendall(FINAL_DOT)
            phase = Phase.ANSWER
            self.at("final-dot-sent")
            code, answer = self._reply()
            self.at("reply-read")
        except LOST as error:
            return self._lost(error, phase)
        return ending_for(code, answer, phase)

    def _reply(self) -> tuple[int, str]:
        code, answer = self._smtp.getreply()
        return code, answer.decode("utf-8", "replace")

    def _lost(self, error: Exception, phase: Phase) -> Ending:
        self._drop()
        return ending_for(None, f"The connection was lost: {_why(error)}", phase)

    def _drop(self) -> None:
        self.usable = False
        self._smtp.close()

    def _reset(self) -> None:
        """Ready for the next message, or not usable any more."""
        if self.usable:
            try:
                self._patient(self.patience.command)
                if self._smtp.rset()[0] != 250:
                    self.close()
            except LOST:
                self._drop()

    def _patient(self, seconds: float) -> None:
        _socket(self._smtp).settimeout(seconds)


class FolderDelivery:
    """Test mode without a mail server on this machine: each message becomes a file, under its Message-ID."""

    usable = True

    def __init__(self, folder: Path, at: At = nothing) -> None:
        self.folder, self.at = folder, at
        folder.mkdir(parents=True, exist_ok=True)
        at("connected")

    def hand_over(self, *, sender: str, address: str, text: bytes, message_id: str, begin: Begin) -> Ending | None:
        if not begin():
            return None
        self.at("handing-over-committed")
        path = self.folder / f"{message_id.strip('<>').partition('@')[0]}.eml"
        unfinished = path.with_suffix(".part")
        unfinished.write_bytes(text)
        unfinished.replace(path)
        return Ending(Result.ACCEPTED, 250, f"Test mode: kept as {path.name}; nothing was sent.")

    def close(self) -> None:
        """Nothing to close."""


def with_dots_doubled(text: bytes) -> bytes:
    """A line that begins with a dot begins with two. Source: RFC 5321 section 4.5.2. Ends with a line break."""
    doubled = text.replace(b"\r\n.", b"\r\n..")
    if doubled.startswith(b"."):
        doubled = b"." + doubled
    return doubled if doubled.endswith(b"\r\n") else doubled + b"\r\n"


def _socket(smtp: smtplib.SMTP) -> socket.socket:
    if smtp.sock is None:
        raise smtplib.SMTPServerDisconnected("the connection is closed")
    return smtp.sock


def _why(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error.decode("utf-8", "replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        return f"answered {error.smtp_code} {said}"[:300]
    if isinstance(error, TimeoutError):
        return "did not answer in time"
    return f"did not answer ({str(error) or type(error).__name__})"[:300]
