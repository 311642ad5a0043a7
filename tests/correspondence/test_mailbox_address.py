"""How the address of the mailbox is written in the settings."""

import pytest

from core.errors import RuleViolation
from correspondence.mailbox import mailbox_address


@pytest.mark.parametrize("url", ["imap://isu:x@mail.example/INBOX", "https://mail.example", "imaps://mail.example"])
def test_a_mailbox_elsewhere_is_read_encrypted_or_not_at_all(url: str) -> None:
    with pytest.raises(RuleViolation, match="CHANCERY_MAILBOX_URL"):
        mailbox_address(url)


def test_the_address_of_a_mailbox_is_read_with_its_escapes() -> None:
    address = mailbox_address("imap://isu%40un.org:p%2Fw@mail.example/Old%20mail?starttls=1")
    assert (address.user, address.password, address.folder) == ("isu@un.org", "p/w", "Old mail")
    assert (address.security, address.port, address.name) == ("STARTTLS", 143, "isu@un.org@mail.example/Old mail")
    assert "p/w" not in repr(address)
