"""flask outbox: what has to be said to the outbox from outside."""

import click
from flask.cli import AppGroup

from core.audit.workflow import Actor
from core.clock import now
from core.commands import refusals_as_sentences
from core.db import transaction
from core.outbox.workflow.restoring import Restored, after_restore, to_doubt
from core.wording import counted

group = AppGroup("outbox", help="What leaves the house.")


@group.command("after-restore")
@click.option("--yes", is_flag=True, help="Do not ask.")
@refusals_as_sentences
def restored(yes: bool) -> None:
    """After a backup was restored, before the services start: nothing that may have left since leaves again."""
    at = now()
    click.echo(_in_words(to_doubt(at=at)))
    if not yes and not click.confirm("Do it?"):
        raise click.Abort
    with transaction():
        done = after_restore(by=Actor("Command line", at))
    click.echo(f"Done. {counted(done.unknown, 'message', 'messages')} to settle under Outbox.")


def _in_words(what: Restored) -> str:
    told = [
        f"{counted(what.paused, 'open mailing', 'open mailings')} to be paused until a person resumes them.",
        f"{counted(what.unknown, 'message', 'messages')} that may have left since the backup: to be settled by a person"
        " or by replies and bounces, and not sent again before.",
        f"{counted(what.stopped, 'private mailing', 'private mailings')} to be stopped, such as links to sign in.",
    ]
    if what.held:
        drafts = counted(what.held, "held mailing", "held mailings")
        told.append(f"{drafts} left as found: look into the log of the mail server before you release anything.")
    return "\n".join(told)
