"""Where the sign-in library hands over its mail: into the outbox.

A link for a new password is put out once the page has been answered: nobody can tell from the time an answer takes
whether an address has an account. What tells of a change is part of the transaction of the change.
"""

from typing import Any

import structlog
from flask import Flask, Response, after_this_request, current_app
from flask_security import MailUtil

from core.accounts.mail import put_out_sign_in_mail
from core.audit.workflow import Actor
from core.clock import now
from core.db import transaction
from core.errors import RuleViolation
from core.jobs.queue import wake
from core.outbox.jobs import SEND

log = structlog.get_logger("chancery.accounts")
ONCE_ANSWERED = "security/email/reset_instructions"


class OfficeMail(MailUtil):
    def send_mail(
        self, template: str, subject: str, recipient: Any, sender: Any, body: Any, html: Any, **context: Any
    ) -> None:
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
        later = template == ONCE_ANSWERED
        if not later:
            _put_out(str(recipient), str(subject), str(body))

        def finish() -> None:
            with app.app_context():
                if later:
                    with transaction():
                        _put_out(str(recipient), str(subject), str(body))
                wake(SEND)

        @after_this_request
        def once_answered(response: Response) -> Response:
            response.call_on_close(finish)
            return response


def _put_out(recipient: str, subject: str, body: str) -> None:
    try:
        put_out_sign_in_mail(recipient, subject, body, by=Actor("Chancery", now()))
    except RuleViolation as refusal:
        log.error("sign-in mail was not put out", reason=refusal.message)
