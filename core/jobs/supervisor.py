"""The parent of the jobs' processes: starts them, starts again what has ended by itself, stops all of them cleanly."""

import ctypes
import gc
import multiprocessing
import signal
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from threading import Event

import structlog

log = structlog.get_logger("chancery")

PATIENCE_SECONDS = 30  # to end by themselves when told to
PAUSE_SECONDS = 1  # before one that has ended is started again; twice as long each time, up to
LONGEST_PAUSE_SECONDS = 30
WELL_AFTER_SECONDS = 60
PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of Linux' prctl


@dataclass
class Child:
    """One process and how it fares."""

    name: str
    run: Callable[[], None]
    process: BaseProcess
    started_at: float
    pause: float = PAUSE_SECONDS
    again_at: float | None = None


def supervise(runs: Mapping[str, Callable[[], None]], *, stop: Event) -> None:
    """Each in a process of its own until `stop` is set. Forked from here, where no thread and no connection is open."""
    gc.freeze()
    children = [Child(name, run, _started(name, run), time.monotonic()) for name, run in runs.items()]
    while not stop.wait(0.2):
        for child in children:
            if not child.process.is_alive():
                _mind(child)
    _end(children)


def _mind(child: Child) -> None:
    """It has ended by itself: after a pause there is another one."""
    moment = time.monotonic()
    if child.again_at is None:
        log.error("a process has ended by itself", process=child.name, exit_code=child.process.exitcode)
        well = moment - child.started_at > WELL_AFTER_SECONDS
        child.pause = PAUSE_SECONDS if well else min(child.pause * 2, LONGEST_PAUSE_SECONDS)
        child.again_at = moment + child.pause
    elif moment >= child.again_at:
        child.process, child.started_at, child.again_at = _started(child.name, child.run), moment, None


def _started(name: str, run: Callable[[], None]) -> BaseProcess:
    process = multiprocessing.get_context("fork").Process(target=_run, args=(run,), name=name)
    process.start()
    return process


def _run(run: Callable[[], None]) -> None:
    """A child does not outlive its parent."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)
    run()


def _end(children: list[Child]) -> None:
    for child in children:
        if child.process.is_alive():
            child.process.terminate()
    deadline = time.monotonic() + PATIENCE_SECONDS
    for child in children:
        child.process.join(max(0.1, deadline - time.monotonic()))
        if child.process.is_alive():
            child.process.kill()
            child.process.join()
