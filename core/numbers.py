"""Numbers as people type them into addresses and hidden fields."""

MOST_DIGITS = 9  # fits every integer column


def whole_number(text: str) -> int | None:
    """The number that up to nine digits 0-9 write; None for anything else, such as "²", "-1" or thousands of digits."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None
