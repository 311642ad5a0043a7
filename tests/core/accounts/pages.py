"""What tests of pages share: a form filled in as a browser does, the words that a person reads."""

import re
from html import unescape

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


def send(client: FlaskClient, page: str, address: str = "", **fields: str) -> TestResponse:
    """The form of `page` is sent, to its own address unless another is given, with the page's own CSRF token."""
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(page).text)
    assert token is not None, f"{page} has no form"
    return client.post(address or page, data={"csrf_token": token[1], **fields}, buffered=True)


def words(response: TestResponse) -> str:
    """The text of a page, tags taken away, white space drawn together."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.text)).split())
