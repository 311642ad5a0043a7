"""Workers are told apart, and one is believed to have ended only where that can be known."""

import multiprocessing
import os
import subprocess
import sys
from multiprocessing.connection import Connection

import pytest

from core.jobs.workers import has_ended, worker_name

FORK = multiprocessing.get_context("fork")


@pytest.fixture
def gone() -> int:
    """The number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def named(**given: object) -> str:
    """This worker's name with some of its parts replaced."""
    parts = dict(zip(("host", "machine", "chance", "number"), worker_name().split("/"), strict=True))
    return "/".join(str(part) for part in {**parts, **given}.values())


def test_a_worker_of_this_machine_that_is_there_no_more_has_ended(gone: int) -> None:
    assert has_ended(named(number=gone))
    assert not has_ended(worker_name())
    assert not has_ended(named(number=os.getppid()))


@pytest.mark.parametrize("elsewhere", [{"host": "other"}, {"machine": "0123456789ab"}, {"machine": ""}])
def test_of_another_machine_or_from_before_it_was_started_nobody_can_tell(gone: int, elsewhere: dict[str, str]) -> None:
    assert not has_ended(named(number=gone, **elsewhere))
    assert not has_ended(named(**elsewhere))


@pytest.mark.parametrize("name", ["", "host/17", "no number", "a/b/c/d"])
def test_a_name_that_is_none_tells_nothing(name: str) -> None:
    assert not has_ended(name)


def test_an_earlier_process_with_the_same_number_has_ended() -> None:
    assert has_ended(named(chance="00000000"))


def test_a_forked_process_has_a_name_of_its_own_and_keeps_it() -> None:
    ours, theirs = FORK.Pipe()
    mine = worker_name()
    process = FORK.Process(target=_tell_name_twice, args=(theirs,))
    process.start()
    first, second = ours.recv()
    process.join()
    assert first == second
    assert first.split("/")[:2] == mine.split("/")[:2]
    assert first.split("/")[2] != mine.split("/")[2]
    assert worker_name() == mine
    assert has_ended(first)


def test_the_longest_name_of_a_machine_fits_into_its_column() -> None:
    assert len(named(host="h" * 64, number=4_194_304)) <= 120


def _tell_name_twice(pipe: Connection) -> None:
    pipe.send((worker_name(), worker_name()))
