"""Pages of the registers as a person reads them: links, counts, rows, forms."""

import csv
import io
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

from core.permissions import Role
from tests.factories.accounts import sign_in


def signed_in(app: Flask, role: Role = Role.ISU_OFFICER) -> FlaskClient:
    client = app.test_client()
    sign_in(client, role=role)
    return client


def read(client: FlaskClient, address: str) -> html.HtmlElement:
    return html.fromstring(client.get(address).get_data(as_text=True))


def words(element: html.HtmlElement, path: str = "//main") -> str:
    return " ".join(" ".join(found.text_content() for found in element.xpath(path)).split())


def counts(page: html.HtmlElement) -> dict[str, tuple[int, str]]:
    """Words of each count -> its number and the address of its list."""
    found = {}
    for link in page.xpath("//ul[@class='counts']//a[strong]"):
        number = link.xpath("string(strong)")
        found[link.text_content().replace(number, "", 1).strip()] = (int(number), link.get("href"))
    return found


def rows(page: html.HtmlElement) -> list[dict[str, str]]:
    """The rows of the list on the page, by heading."""
    [table] = page.xpath("//section[contains(@class, 'list')]//table") or [None]
    if table is None:
        return []
    headings = [" ".join(each.text_content().split()) for each in table.xpath("./thead//th")]
    lines = [[" ".join(cell.text_content().split()) for cell in line] for line in table.xpath("./tbody/tr")]
    return [dict(zip(headings, line, strict=True)) for line in lines]


def saved_rows(client: FlaskClient, address: str) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    text = client.get(address).get_data().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def send(client: FlaskClient, address: str, fields: dict[str, Any], *, action: str = "") -> TestResponse:
    """Sends the form of the page as a browser does: its own values, those given, the token."""
    page = read(client, address)
    [form] = page.xpath("//main//form[@method='post']")
    values = {name: value for name, value in form.form_values() if name != "csrf_token"}
    [token] = form.xpath(".//input[@name='csrf_token']/@value")
    data = {**values, **fields, "csrf_token": token}
    return client.post(action or address, data=data, follow_redirects=True)
