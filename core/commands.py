"""Refusals at the command line: a sentence on standard error and exit code 2, as for a wrong option."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click

from core.errors import NotFound, RuleViolation

A_NUMBER = click.IntRange(1, 2**31 - 1)  # of something in the database
P = ParamSpec("P")
R = TypeVar("R")


class Refused(click.ClickException):
    exit_code = 2


def refusals_as_sentences(command: Callable[P, R]) -> Callable[P, R]:
    """Wraps a command so that a broken rule, or something not found, ends it with its sentence."""

    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except RuleViolation as refusal:
            items = getattr(refusal, "items", ())
            raise Refused("\n".join([refusal.message, *(f"  {item}" for item in items[3:])])) from refusal
        except NotFound as refusal:
            raise Refused(str(refusal)) from refusal

    return wrapped
