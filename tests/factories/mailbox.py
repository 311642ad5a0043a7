"""A real IMAP server (pymap, in memory) beside the test, and a wire to it that can break."""

import asyncio
import imaplib
import socket
import ssl
import threading
from argparse import Namespace
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from types import TracebackType
from urllib.parse import quote

from proxyprotocol.sock import SocketInfoLocal
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPServer
from pysasl.hashing import Cleartext

USER, PASSWORD = "isu", "a password with = and /"


class MailServer:
    """One user with the folder INBOX. encrypted: from the first byte; with a certificate alone, by STARTTLS.

    cut_after: bytes to the client after which each connection breaks, in turn.
    """

    def __init__(self, *, cert: str = "", key: str = "", encrypted: bool = False) -> None:
        self.cert, self.key, self.encrypted = cert, key, encrypted
        self.cut_after: list[int] = []
        self.port = 0
        self._started = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "MailServer":
        self._thread.start()
        assert self._started.wait(20)
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def url(self, folder: str = "INBOX", scheme: str = "imap", query: str = "") -> str:
        return f"{scheme}://{USER}:{quote(PASSWORD, safe='')}@127.0.0.1:{self.port}/{folder}{query}"

    def put(self, *mails: bytes, folder: str = "INBOX") -> None:
        with self.client() as client:
            for mail in mails:
                status, _ = client.append(folder, None, None, mail)
                assert status == "OK"

    def flags(self, folder: str = "INBOX") -> list[str]:
        """The flags of each mail, in order."""
        with self.client() as client:
            client.select(folder, readonly=True)
            _, found = client.fetch("1:*", "(FLAGS)")
            return [each.decode().partition("FLAGS (")[2].partition(")")[0] for each in found if each]

    @contextmanager
    def client(self) -> Iterator[imaplib.IMAP4]:
        anything = ssl.create_default_context()
        anything.check_hostname, anything.verify_mode = False, ssl.CERT_NONE
        if self.encrypted:
            client: imaplib.IMAP4 = imaplib.IMAP4_SSL("127.0.0.1", self.port, ssl_context=anything)
        else:
            client = imaplib.IMAP4("127.0.0.1", self.port)
            if self.cert:
                client.starttls(anything)
        client.login(USER, PASSWORD)
        try:
            yield client
        finally:
            client.logout()

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
            self._loop.run_until_complete(asyncio.gather(task, return_exceptions=True))
        self._loop.close()

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        args = Namespace(
            host=["127.0.0.1"], port="0", debug=False,
            cert=self.cert or None, key=self.key or None, tls=bool(self.cert and not self.encrypted), demo_data=False,
            demo_user=USER, demo_password=PASSWORD, proxy_protocol=None, inherited_sockets=None, passlib_cfg=None,
        )  # fmt: skip
        backend, config = await DictBackend.init(args, hash_context=Cleartext())
        config.apply_context()
        serve = IMAPServer(backend.login, config)

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            if self.cut_after:
                _cut(writer, self.cut_after.pop(0))
            await serve(reader, writer, SocketInfoLocal(writer))

        listening = socket.create_server(("127.0.0.1", 0))
        self.port = listening.getsockname()[1]
        async with AsyncExitStack() as stack:
            await backend.start(stack)
            context = config.ssl_context if self.encrypted else None
            await stack.enter_async_context(await asyncio.start_server(connected, sock=listening, ssl=context))
            self._started.set()
            await self._stop.wait()


def _cut(writer: asyncio.StreamWriter, after: int) -> None:
    """The connection is gone once so many bytes went out."""
    write, sent = writer.write, 0

    def counted(data: bytes) -> None:
        nonlocal sent
        sent += len(data)
        if sent > after:
            writer.transport.abort()
        else:
            write(data)

    writer.write = counted  # type: ignore[method-assign]
