"""The rail: areas as data, shown as far as the person may go there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, request

from core.permissions import Right, may
from core.web import link

CONVENTION_COOKIE = "convention"


@dataclass(frozen=True)
class NavItem:
    """One entry of the rail. Who sees it, and whether it speaks of one Convention, is known from its view.

    area: the heading it stands under, empty for the areas of the work itself. icon: one listed in package.json.
    home_of: views that belong to it, with all below them, although their addresses do not lie below its own.
    """

    area: Any
    label: Any
    endpoint: str
    icon: str
    home_of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    label: str
    href: str
    icon: str = ""
    current: bool = False


@dataclass(frozen=True)
class Area:
    label: str
    entries: Sequence[Entry]


def navigation() -> list[Area]:
    """The areas with what this person may open, for the Convention of this page or the one last looked at."""
    convention = present_convention()
    shown = [item for item in _items() if _may_open(item.endpoint, convention)]
    hrefs = {item.endpoint: _href(item.endpoint, convention) for item in shown}
    current = max(shown, key=lambda item: _holds_this_page(item, convention), default=None)
    if current is not None and not _holds_this_page(current, convention):
        current = None
    areas: dict[str, list[Entry]] = {}
    for item in shown:
        href = hrefs[item.endpoint]
        areas.setdefault(str(item.area), []).append(Entry(str(item.label), href, item.icon, item is current))
    return [Area(label, entries) for label, entries in areas.items()]


def convention_choices() -> list[Entry]:
    """This page under each Convention the person may see it for; of a page over both, the first area of each."""
    endpoint = request.endpoint or ""
    stays = _speaks_of_one(endpoint)
    if not stays:
        endpoint = next((item.endpoint for item in _items() if _speaks_of_one(item.endpoint)), "")
    values = {**request.args.to_dict(), **(request.view_args or {})} if stays else {}
    return [
        Entry(code, link(endpoint, **{**values, "convention": code}), current=code == shown_convention())
        for code in _codes()
        if endpoint and _may_open(endpoint, code)
    ]


def shown_convention() -> str | None:
    """The Convention this page speaks of; None when it speaks of both, or of none."""
    return (request.view_args or {}).get("convention")


def present_convention() -> str:
    """The Convention of this page, else the one last looked at, else the first that the person may see."""
    codes = _codes()
    remembered = request.cookies.get(CONVENTION_COOKIE, "")
    return shown_convention() or (remembered if remembered in codes else _first_to_see(codes))


def _first_to_see(codes: tuple[str, ...]) -> str:
    return next((code for code in codes if may(Right.READ_REGISTERS, convention=code)), codes[0])


def _items() -> Sequence[NavItem]:
    items: Sequence[NavItem] = current_app.extensions["navigation"]
    return [item for item in items if item.endpoint in current_app.view_functions]


def _codes() -> tuple[str, ...]:
    codes: tuple[str, ...] = current_app.config["CONVENTIONS"]
    return codes


def _speaks_of_one(endpoint: str) -> bool:
    return endpoint in current_app.view_functions and current_app.url_map.is_endpoint_expecting(endpoint, "convention")


def _may_open(endpoint: str, convention: str) -> bool:
    view: Any = current_app.view_functions[endpoint]
    guard = getattr(view, "guard", None)
    if not isinstance(guard, Right):
        return True
    return may(guard, convention=convention if _speaks_of_one(endpoint) else None, anywhere=view.anywhere)


def _href(endpoint: str, convention: str) -> str:
    return link(endpoint, convention=convention) if _speaks_of_one(endpoint) else link(endpoint)


def _holds_this_page(item: NavItem, convention: str) -> int:
    """How much of the address of this page it accounts for; 0 for nothing. One that ends with a slash is one page."""
    paths = [_href(endpoint, convention).partition("?")[0] for endpoint in (item.endpoint, *item.home_of)]
    there = [path for path in paths if request.path == path or request.path.startswith(f"{path}/")]
    return max(map(len, there), default=0)
