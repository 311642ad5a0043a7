"""E-mail addresses and what must not stand in a line: the same for contacts, accounts and what leaves the house."""

import re

LONGEST = 254
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+[A-Za-z](?:[A-Za-z0-9-]{{0,61}}[A-Za-z0-9])?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")  # the categories Cc, Zl and Zp of Unicode
_HALF = re.compile(r"[\ud800-\udfff]")


def is_one_address(text: str) -> bool:
    """One plain address, as RFC 5321 allows it, without quoted parts; no second recipient can hide in it."""
    local = text.partition("@")[0]
    return len(text) <= LONGEST and len(local) <= 64 and _ADDRESS.fullmatch(text) is not None


def has_control_characters(text: str) -> bool:
    """Line breaks of every kind, and what no screen shows."""
    return _CONTROL.search(text) is not None


def has_half_characters(text: str) -> bool:
    """Half of a pair of UTF-16, which no encoding can carry."""
    return _HALF.search(text) is not None
