"""Mail of the sign-in library, handed to the office's mail server once the page has been answered.

Nobody can tell from the time an answer takes whether an address has an account.
"""

import smtplib
from email.message import EmailMessage
from functools import partial
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import structlog
from flask import Response, after_this_request, current_app
from flask_security import MailUtil

log = structlog.get_logger("chancery.accounts")
SECONDS = 20  # the mail server's time to answer


class OfficeMail(MailUtil):
    def send_mail(
        self, template: str, subject: str, recipient: Any, sender: Any, body: Any, html: Any, **context: Any
    ) -> None:
        message = EmailMessage()
        message["Subject"], message["From"], message["To"] = str(subject), str(sender), str(recipient)
        message.set_content(str(body))
        deliver = partial(_deliver, current_app.config["CHANCERY"].mail_url, message)

        @after_this_request
        def once_answered(response: Response) -> Response:
            response.call_on_close(deliver)
            return response


def _deliver(mail_url: str, message: EmailMessage) -> None:
    """Speaks to smtp://user:password@host:587?starttls=1; a refusal is logged, for nobody waits for it any more."""
    parts = urlsplit(mail_url)
    try:
        with smtplib.SMTP(parts.hostname or "localhost", parts.port or 25, timeout=SECONDS) as server:
            if parse_qs(parts.query).get("starttls") == ["1"]:
                server.starttls()
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        log.error("sign-in mail was not sent", reason=type(error).__name__)
