"""Mail of the sign-in library as a kind of the outbox: for its recipient only, and erased once it has ended."""

from core.accounts.rules import MAIL_LASTS
from core.audit.workflow import Actor
from core.outbox.kinds import OutboxKind
from core.outbox.notices import prepared, put_out_notice
from core.outbox.rules import check_address
from core.outbox.workflow.mailings import make_mailing
from core.outbox.workflow.messages import erase_content

SIGN_IN_MAIL = OutboxKind("sign-in", prepared, ended=erase_content, pauses=False, private=True)


def put_out_sign_in_mail(address: str, subject: str, text: str, *, by: Actor) -> None:
    """Released at once; not sent any more when the link in it would no longer work."""
    check_address(address)
    mailing = make_mailing(SIGN_IN_MAIL.name, "Sign-in mail", None, by.at, by.at + MAIL_LASTS, False, by)
    put_out_notice(mailing, str(mailing.id), address, subject=subject, text=text)
