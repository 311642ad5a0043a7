"""A mail server that takes everything and keeps nothing, as quick as Python allows: `python -m bench._mail_sink`.

Prints its port. `--delay`: milliseconds it waits before each answer, as a server far away does.
"""

import argparse
import asyncio


class Conversation(asyncio.Protocol):
    def __init__(self, delay_seconds: float) -> None:
        self.delay_seconds = delay_seconds
        self.rest = b""
        self.in_text = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self._say(b"220 sink")

    def data_received(self, data: bytes) -> None:
        self.rest += data
        while self.in_text or b"\n" in self.rest:
            if self.in_text:
                if not self.rest.endswith(b"\r\n.\r\n") and b"\r\n.\r\n" not in self.rest:
                    return
                _, _, self.rest = self.rest.partition(b"\r\n.\r\n")
                self.in_text = False
                self._say(b"250 taken")
            else:
                line, _, self.rest = self.rest.partition(b"\n")
                self._answer(line.strip().upper())

    def _answer(self, line: bytes) -> None:
        if line.startswith(b"EHLO"):
            self._say(b"250-sink\r\n250-PIPELINING\r\n250 SIZE 50000000")
        elif line == b"DATA":
            self.in_text = True
            self._say(b"354 go on")
        else:
            self._say(b"221 bye" if line == b"QUIT" else b"250 fine")

    def _say(self, words: bytes) -> None:
        if self.delay_seconds:
            asyncio.get_running_loop().call_later(self.delay_seconds, self._write, words)
        else:
            self._write(words)

    def _write(self, words: bytes) -> None:
        self.transport.write(words + b"\r\n")  # type: ignore[attr-defined]


async def serve(delay_seconds: float) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: Conversation(delay_seconds), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--delay", type=float, default=0)
    asyncio.run(serve(parser.parse_args().delay / 1000))
