"""What higher rooms want to know of mail that comes in. The list is filled in application.py."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import current_app

from core.audit.workflow import Actor
from correspondence.rules.mail import Mail


@dataclass(frozen=True)
class Taken:
    """A mail that answered something of a higher room. words: what it was and what follows, as a sentence.

    by_hand: what is asked for did not follow, and the mail waits for a person, because of what the words say.
    """

    words: str
    by_hand: bool = False


# A mail not of the house itself, before letters are thought of; None: it is nothing of this reader's.
MailReader = Callable[[Mail, Actor], Taken | None]


def taken_by_a_reader(mail: Mail, by: Actor) -> Taken | None:
    """The first reader that takes the mail has acted on it within this transaction."""
    readers: Sequence[MailReader] = current_app.extensions["mail readers"]
    return next((taken for reader in readers if (taken := reader(mail, by)) is not None), None)
