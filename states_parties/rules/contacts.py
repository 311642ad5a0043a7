"""What a mission or focal point must look like before a letter can go there."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields

from core import addresses

LANGUAGES = ("EN", "FR", "ES")
HEAD_KINDS = ("", "ambassador", "charge")
GENDERS = ("", "female", "male")
LONGEST = {
    "post_name": 250,
    "city": 80,
    "address_lines": 1000,
    "email": addresses.LONGEST,
    "person_name": 160,
    "person_function": 160,
    "honorific": 40,
}


@dataclass(frozen=True)
class Contact:
    """Post, address and person. address_lines: one line of the envelope per line. head_kind: "", ambassador, charge."""

    post_name: str
    language: str
    city: str = ""
    address_lines: str = ""
    email: str = ""
    person_name: str = ""
    person_function: str = ""
    head_kind: str = ""
    honorific: str = ""
    gender: str = ""


def tidied(contact: Contact) -> Contact:
    """The same contact without blanks at the ends of texts and lines, and without empty lines in the address."""
    texts = {name: text.strip() for name, text in asdict(contact).items()}
    lines = [line.strip() for line in contact.address_lines.replace("\r\n", "\n").split("\n")]
    return Contact(**{**texts, "address_lines": "\n".join(line for line in lines if line)})


def contact_shortcomings(contact: Contact) -> list[tuple[str, str]]:
    """What is wrong with it, as field and sentence; empty: nothing."""
    return [
        *_text_shortcomings(contact),
        *_email_shortcomings(contact.email),
        *_word_shortcomings("language", contact.language, LANGUAGES),
        *_word_shortcomings("head_kind", contact.head_kind, HEAD_KINDS),
        *_word_shortcomings("gender", contact.gender, GENDERS),
    ]


def _text_shortcomings(contact: Contact) -> Iterator[tuple[str, str]]:
    if not contact.post_name:
        yield "post_name", "The name of the post is missing: a letter is addressed to it."
    for field in fields(contact):
        text = getattr(contact, field.name)
        if len(text) > LONGEST.get(field.name, len(text)):
            yield field.name, f"Longer than {LONGEST[field.name]} characters."
        if addresses.has_control_characters(text.replace("\n", "") if field.name == "address_lines" else text):
            yield field.name, "Holds a line break or a control character."
    if "|" in contact.address_lines:
        yield "address_lines", "Holds “|”, which parts the lines in files: write each line on its own."


def _email_shortcomings(email: str) -> Iterator[tuple[str, str]]:
    if email and not addresses.has_control_characters(email) and not addresses.is_one_address(email):
        yield "email", f"“{email[:80]}” is not one e-mail address such as mission@state.example."


def _word_shortcomings(field: str, text: str, known: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if text not in known:
        choice = ", ".join(word or "empty" for word in known)
        yield field, f"“{text[:40]}” is none of {choice}."
