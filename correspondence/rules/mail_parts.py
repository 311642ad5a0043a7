"""The parts of a mail that the parser has taken apart, and their texts in letters that any database keeps."""

import re
from email.message import Message
from typing import Any

from lxml import etree, html

MOST_TEXT = 200_000  # characters of text that are looked at
MOST_IDS = 100

_MESSAGE_ID = re.compile(r"<[^<>\s@]{1,150}@[^<>\s@]{1,100}>")


def tidy(text: str, most: int = MOST_TEXT) -> str:
    """Text that any database keeps and any page shows: no control characters, no half characters, not too long."""
    whole = text[: 2 * most].encode("utf-8", "replace").decode("utf-8")
    whole = whole.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(each for each in whole if each in "\n\t\u00a0\u202f" or each.isprintable())[:most].strip()


def one_line(text: str, most: int) -> str:
    return tidy(" ".join(text[: 4 * most].split()), most)


def message_ids(text: str) -> list[str]:
    """The Message-IDs in a text, each once, in order."""
    return list(dict.fromkeys(_MESSAGE_ID.findall(text[:MOST_TEXT])))[:MOST_IDS]


def leaves_of(message: Message) -> list[Message]:
    """The parts that hold no other parts, in order; an enclosed mail is one of them."""
    found: list[Message] = []
    waiting = [message]
    while waiting:
        part = waiting.pop(0)
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting[:0] = inner(part)
        else:
            found.append(part)
    return found


def inner(message: Message) -> list[Message]:
    payload = message.get_payload()
    return [part for part in payload if isinstance(part, Message)] if isinstance(payload, list) else []


def text_of(part: Message) -> str:
    """The text of a part in whatever character set it says, or nearly; never an error."""
    content = content_of(part)[: 4 * MOST_TEXT]
    for charset in (str(part.get_content_charset() or "utf-8"), "utf-8", "cp1252"):
        try:
            return content.decode(charset)[:MOST_TEXT]
        except (LookupError, ValueError):
            continue
    return content.decode("utf-8", "replace")[:MOST_TEXT]


def content_of(part: Message) -> bytes:
    """The bytes of a part, transfer encoding undone; of an enclosed mail the mail."""
    if part.is_multipart():
        return b"\n".join(each.as_bytes() for each in inner(part))
    content: Any = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def text_of_html(text: str) -> str:
    """What a person reads of an HTML text, a line for each paragraph."""
    try:
        page = html.document_fromstring(text.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError, AssertionError):
        return ""
    etree.strip_elements(page, "script", "style", "head", "title", etree.Comment, with_tail=False)
    for element in page.iter("br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"):
        element.tail = f"\n{element.tail or ''}"
    lines = (" ".join(line.split()) for line in "".join(page.itertext()).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
