"""Addresses that speak of a Convention, and addresses one may be sent back to."""

from collections.abc import Collection
from typing import Any

from flask import Flask, request
from werkzeug.routing import BaseConverter, IntegerConverter, Map
from werkzeug.urls import iri_to_uri

from core.web import link


class NumberConverter(IntegerConverter):
    """`<int:…_id>` matches what an integer column can hold; a greater number is the number of nothing."""

    regex = "[0-9]{1,10}"

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=2**31 - 1)


def take_numbers(app: Flask) -> None:
    app.url_map.converters["int"] = NumberConverter


def take_conventions(app: Flask, codes: Collection[str]) -> None:
    """`/<convention:convention>/` matches the Conventions of this house in small letters; views see the code."""

    class ConventionConverter(BaseConverter):
        regex = "|".join(code.lower() for code in codes)

        def to_python(self, value: str) -> str:
            return value.upper()

        def to_url(self, value: str) -> str:
            return value.lower()

    app.url_map.converters["convention"] = ConventionConverter


def here(**changes: Any) -> str:
    """The address of this page with its query, changed where said; None takes a part away."""
    asked = {**request.args.to_dict(flat=False), **changes}
    if request.endpoint is None or request.method not in ("GET", "HEAD"):
        return iri_to_uri(request.path)
    values = {**(request.view_args or {}), **{name: value for name, value in asked.items() if value is not None}}
    return link(request.endpoint, **{"on": None, **values})


def within_the_house(address: str) -> str:
    """The address if it is a path of this house, else its front door."""
    is_path = address.startswith("/") and not address.startswith("//") and "\\" not in address
    return address if is_path and address.isprintable() else "/"
