"""Mails as programs in use write them: answers, bounces of several servers, automatic answers, and hostile ones."""

import io
import zipfile
from email.message import EmailMessage
from email.policy import SMTP

HOUSE = "isu@chancery.example"
SENT = "Tue, 03 Mar 2026 10:15:00 +0100"


def a_mail(
    text: str = "Our report follows next week.\n\nAda Example",
    *,
    sender: str = "Mission <mission@td.example>",
    to: str = HOUSE,
    subject: str = "Re: Report of Chad",
    answers: str = "",
    message_id: str = "<1234@mail.td.example>",
    files: list[tuple[str, str, bytes]] | None = None,
    html: str = "",
    **headers: str,
) -> bytes:
    """files: name, media type as the sender says, content. headers: underscores stand for hyphens."""
    mail = EmailMessage(policy=SMTP.clone(max_line_length=998))
    mail["From"], mail["To"], mail["Subject"], mail["Date"], mail["Message-ID"] = sender, to, subject, SENT, message_id
    if answers:
        mail["In-Reply-To"], mail["References"] = answers, answers
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    if html:
        mail.add_alternative(html, subtype="html")
    for name, kind, content in files or []:
        main, _, sub = kind.partition("/")
        mail.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return mail.as_bytes()


def postfix_bounce(to: str, returned_id: str, *, action: str = "failed", status: str = "5.1.1") -> bytes:
    """As Postfix reports by RFC 3464, with the headers of what came back."""
    return f"""Return-Path: <>
Date: {SENT}
From: MAILER-DAEMON@mx.chancery.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: {HOUSE}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4F1A2C0.1772528100/mx.chancery.example"
Message-Id: <20260303091500.AAA@mx.chancery.example>

This is a MIME-encapsulated message.

--4F1A2C0.1772528100/mx.chancery.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.chancery.example.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

--4F1A2C0.1772528100/mx.chancery.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.chancery.example
X-Postfix-Queue-ID: 4F1A2C0
X-Postfix-Sender: rfc822; {HOUSE}
Arrival-Date: {SENT}

Final-Recipient: rfc822; {to}
Original-Recipient: rfc822;{to}
Action: {action}
Status: {status}
Remote-MTA: dns; mail.td.example
Diagnostic-Code: smtp; 550 {status} <{to}>: Recipient address rejected: User unknown

--4F1A2C0.1772528100/mx.chancery.example
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

Return-Path: <{HOUSE}>
Message-ID: {returned_id}
From: ISU <{HOUSE}>
To: {to}
Subject: Report of Chad

--4F1A2C0.1772528100/mx.chancery.example--
""".replace("\n", "\r\n").encode()


def exchange_bounce(to: str, returned_id: str) -> bytes:
    """As Exchange Online: a text of many words, and the whole mail returned."""
    return f"""From: <postmaster@td.example>
To: {HOUSE}
Date: {SENT}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
 boundary="9B095B5ADSN=_01DB8C1"
X-DSNContext: 335a7efd - 4481 - 00000001 - 80040546
X-MS-Exchange-Message-Is-Ndr:
Auto-Submitted: auto-replied
Message-ID: <abc-ndr@td.example>
In-Reply-To: {returned_id}
References: {returned_id}
Subject: =?utf-8?Q?Undeliverable:_Report_of_Chad?=

--9B095B5ADSN=_01DB8C1
Content-Type: text/plain; charset="us-ascii"

Delivery has failed to these recipients or groups:
{to}
The email address you entered couldn't be found.

--9B095B5ADSN=_01DB8C1
Content-Type: message/delivery-status

Reporting-MTA: dns;mail.td.example
Received-From-MTA: dns;mx.chancery.example
Arrival-Date: {SENT}

Final-Recipient: rfc822;{to}
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient {to} not found by SMTP address lookup

--9B095B5ADSN=_01DB8C1
Content-Type: message/rfc822

Message-ID: {returned_id}
From: ISU <{HOUSE}>
To: {to}
Subject: Report of Chad
Content-Type: text/plain

Excellency,
--9B095B5ADSN=_01DB8C1--
""".replace("\n", "\r\n").encode()


def exim_bounce(to: str, returned_id: str) -> bytes:
    """As older Exim: no report for machines, the returned headers in the text."""
    return f"""Return-path: <>
X-Failed-Recipients: {to}
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@mail.td.example>
To: {HOUSE}
Subject: Mail delivery failed: returning message to sender
Message-Id: <E1abc-0001@mail.td.example>
Date: {SENT}

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  {to}
    mailbox is full: retry timeout exceeded

------ This is a copy of the message, including all the headers. ------

Return-path: <{HOUSE}>
Received: from mx.chancery.example
Message-ID: {returned_id}
From: ISU <{HOUSE}>
To: {to}
Subject: Report of Chad

Excellency,
""".encode()


def qmail_bounce(to: str, returned_id: str) -> bytes:
    return f"""Return-Path: <>
From: MAILER-DAEMON@mail.td.example
To: {HOUSE}
Subject: failure notice
Date: {SENT}
Message-ID: <qmail1@mail.td.example>

Hi. This is the qmail-send program at mail.td.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<{to}>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Return-Path: <{HOUSE}>
Message-ID: {returned_id}
From: ISU <{HOUSE}>
To: {to}

Excellency,
""".encode()


def read_receipt(to: str, returned_id: str) -> bytes:
    """As Outlook tells that a mail was opened (RFC 8098)."""
    return f"""From: Mission <{to}>
To: {HOUSE}
Subject: Read: Report of Chad
Date: {SENT}
Message-ID: <read1@td.example>
In-Reply-To: {returned_id}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=disposition-notification; boundary="b1"

--b1
Content-Type: text/plain

Your message was read.

--b1
Content-Type: message/disposition-notification

Reporting-UA: td.example; Microsoft Outlook
Final-Recipient: rfc822;{to}
Original-Message-ID: {returned_id}
Disposition: manual-action/MDN-sent-manually; displayed

--b1--
""".replace("\n", "\r\n").encode()


def away_fr(answers: str) -> bytes:
    """As Exchange answers in French while somebody is away."""
    return a_mail(
        "Bonjour,\n\nJe suis absente du bureau jusqu’au 15 mars. En cas d’urgence : permanence@td.example.",
        subject="Réponse automatique : Rapport du Tchad",
        answers=answers,
        message_id="<away1@td.example>",
        Auto_Submitted="auto-generated",
        X_Auto_Response_Suppress="All",
        X_MS_Exchange_Inbox_Rules_Loop="mission@td.example",
    )


def away_es(answers: str) -> bytes:
    """As some programs in Spanish do: nothing but the subject tells."""
    return a_mail(
        "Estaré fuera de la oficina hasta el 15 de marzo.",
        subject="Respuesta automática: Informe",
        answers=answers,
        message_id="<away2@td.example>",
    )


def away_by_vacation(answers: str) -> bytes:
    """As vacation(1) and Sieve: RFC 3834."""
    return a_mail(
        "I am on leave.",
        subject="Re: Report of Chad",
        answers=answers,
        message_id="<away3@td.example>",
        Auto_Submitted="auto-replied (vacation)",
        Precedence="bulk",
    )


def nested_bomb(depth: int) -> bytes:
    start = b"From: x@evil.example\r\nSubject: nested\r\nMIME-Version: 1.0\r\n"
    for level in range(depth):
        start += b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level)
    return start + b"\r\nhi"


def parts_bomb(parts: int) -> bytes:
    start = b"From: x@evil.example\r\nSubject: parts\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    return start + b"--b\r\n\r\nx\r\n" * parts


def zipped(files: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def a_word_file(**extra: bytes) -> bytes:
    """A file with the members of a Word file; extra: more members, __ for a slash, _dot_ for a full stop."""
    names = {name.replace("__", "/").replace("_dot_", "."): content for name, content in extra.items()}
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>", **names})
