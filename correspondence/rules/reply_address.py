"""The address that a mail asks to be answered at: the house's own, with a tag that names what is answered.

A tag is a mark (`d` for the dispatch of a letter), the number of what is answered in base 32, and six characters of an
HMAC: nobody can make one for another by counting. Mail servers may change the case of an address, so small and capital
letters are the same.
"""

import hashlib
import hmac

from core.errors import RuleViolation

DISPATCH, INVITATION = "d", "i"
ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"  # of RFC 4648: nothing that reads like something else
PROOF_LENGTH = 6
LONGEST_LOCAL_PART = 64  # RFC 5321, 4.5.3.1.1


def reply_address(number_of: int, house_address: str, key: str, *, mark: str = DISPATCH) -> str:
    """isu+dcqabcdef@chancery.example. RuleViolation where the house's address leaves no room for the tag."""
    local, _, domain = house_address.rpartition("@")
    number = _written(number_of)
    tagged = f"{local}+{mark}{number}{_proof(number, key, mark)}"
    if not local or len(tagged) > LONGEST_LOCAL_PART:
        raise RuleViolation(f"The address {house_address} cannot carry the number of a letter: it is too long.")
    return f"{tagged}@{domain}"


def dispatch_of(address: str, house_address: str, key: str) -> int | None:
    """The dispatch that an address was made for; None for any other address, and for a tag that was not made here."""
    return answered_at(address, house_address, key, mark=DISPATCH)


def answered_at(address: str, house_address: str, key: str, *, mark: str) -> int | None:
    """What the address was made for, by its number among what has that mark; None as for a dispatch."""
    local, _, domain = house_address.lower().rpartition("@")
    found_local, _, found_domain = address.strip().lower().rpartition("@")
    start = f"{local}+{mark}"
    if found_domain != domain or not found_local.startswith(start) or not found_local.isascii():
        return None
    tag = found_local.removeprefix(start)
    number, proof = tag[:-PROOF_LENGTH], tag[-PROOF_LENGTH:]
    found = _read(number)
    if found is None or not hmac.compare_digest(proof, _proof(number, key, mark)):
        return None
    return found


def _written(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, len(ALPHABET))
        digits = ALPHABET[digit] + digits
    return digits


def _read(text: str) -> int | None:
    """The number of its one way of writing; None for anything else."""
    if not text or len(text) > 13 or set(text) - set(ALPHABET):
        return None
    number = 0
    for letter in text:
        number = number * len(ALPHABET) + ALPHABET.index(letter)
    return number if _written(number) == text else None


def _proof(number: str, key: str, mark: str) -> str:
    named = number if mark == DISPATCH else f"{mark} {number}"
    made = hmac.digest(key.encode(), f"reply address {named}".encode(), hashlib.sha256)
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in made[:PROOF_LENGTH])
