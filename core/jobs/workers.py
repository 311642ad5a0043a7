"""Who a worker is: a process of a machine since it was started, never mistaken for a later one."""

import os
import secrets
import socket
from functools import cache
from hashlib import sha256
from pathlib import Path


def worker_name() -> str:
    """host/machine/part by chance/process number."""
    return f"{_here()}/{_by_chance()}/{os.getpid()}"


def has_ended(worker: str) -> bool:
    """Whether a worker of this machine is there no more; of another, or from before it was started, nobody can tell."""
    here, _, by_chance_and_number = worker.partition(f"{_here()}/")
    number = by_chance_and_number.rpartition("/")[2]
    if here or not _machine() or not number.isdigit():
        return False
    if int(number) == os.getpid():
        return worker != worker_name()
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _here() -> str:
    return f"{socket.gethostname()}/{_machine()}"


@cache
def _by_chance() -> str:
    return secrets.token_hex(4)


os.register_at_fork(after_in_child=_by_chance.cache_clear)


@cache
def _machine() -> str:
    """Since it was started, and as far as process numbers mean the same; empty where that cannot be known."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")
        numbers = os.readlink("/proc/self/ns/pid")
    except OSError:
        return ""
    return sha256(f"{boot}{numbers}".encode()).hexdigest()[:12]
