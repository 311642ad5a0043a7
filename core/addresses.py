"""E-mail addresses and what must not stand in a line: the same for contacts, accounts and what leaves the house."""

import re
import unicodedata

LONGEST = 254
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+[A-Za-z](?:[A-Za-z0-9-]{{0,61}}[A-Za-z0-9])?")


def is_one_address(text: str) -> bool:
    """One plain address, as RFC 5321 allows it, without quoted parts; no second recipient can hide in it."""
    local = text.partition("@")[0]
    return len(text) <= LONGEST and len(local) <= 64 and _ADDRESS.fullmatch(text) is not None


def has_control_characters(text: str) -> bool:
    """Line breaks of every kind, and what no screen shows."""
    return any(unicodedata.category(letter) in ("Cc", "Zl", "Zp") for letter in text)
