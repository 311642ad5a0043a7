"""Of several jobs processes on one database exactly one leads; another takes over when it has gone."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

LOCK_NUMBER = 4_154_003_197  # any number, the same in every release: PostgreSQL keeps it per database

StillLeading = Callable[[], bool]


@contextmanager
def lead(engine: Engine) -> Iterator[StillLeading | None]:
    """While the block runs, this process leads, if a function was given; None: another process does.

    The function tells whether the lead still holds: PostgreSQL drops it together with a broken connection.
    The operating system or PostgreSQL gives it back even when the process is killed.
    """
    by_database = engine.dialect.name == "postgresql"
    with _postgresql_lock(engine) if by_database else _file_lock(f"{engine.url.database}-jobs-lock") as lock:
        yield lock


@contextmanager
def _file_lock(path: str) -> Iterator[StillLeading | None]:
    with open(path, "w", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        yield lambda: True


@contextmanager
def _postgresql_lock(engine: Engine) -> Iterator[StillLeading | None]:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:

        def still_leading() -> bool:
            try:
                connection.execute(text("SELECT 1"))
            except DBAPIError:
                return False
            return True

        if not connection.scalar(text("SELECT pg_try_advisory_lock(:number)"), {"number": LOCK_NUMBER}):
            yield None
            return
        try:
            yield still_leading
        finally:
            with suppress(DBAPIError):
                connection.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": LOCK_NUMBER})
            connection.invalidate()  # closes it for good: a connection given back to the pool might keep the lock
