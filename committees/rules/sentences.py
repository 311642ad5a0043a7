"""What a body did and what it sets out to do, in sentences as the yearly paper has them.

Source: the form of "Activities and Priorities for Implementation 2021-2022", Committee on Cooperative Compliance.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from core.wording import count_in_words, day_in_words

_VERBS = {
    "meeting": "held",
    "letters": "sent",
    "workshop": "held",
    "panel": "held",
    "cooperation": "pursued",
    "paper": "submitted",
    "other": "",  # what was done brings its own verb
}
_FOR_WHOM = {"workshop": "for", "meeting": "for", "panel": "for", "cooperation": "for"}
_MET_WITH = {"meeting", "panel"}  # with whom: the other side of the table, not those who acted together
_DOERS = {
    "committee": "the Committee",
    "working group": "the Coordinators",
    "coordinator": "the Coordinator",
    "coordination committee": "the Committee",
    "analysis group": "the Analysis Group",
    "task force": "the Task Force",
    "focal points": "the Focal Points",
    "presidency": "the President",
    "sponsorship": "the Sponsorship Coordinator",
}
_END = " .,;:"


@dataclass(frozen=True)
class Deed:
    """The pieces of one activity; see committees.models.work.Activity."""

    kind: str
    starts_on: date
    ends_on: date
    what: str
    count: int | None = None
    to_whom: str = ""
    with_whom: str = ""
    purpose: str = ""
    details: str = ""
    when_told: str = ""


def doer(body_kind: str) -> str:
    """How a body of that kind is called in a running text: the Committee."""
    return _DOERS[body_kind]


def activity_sentences(deed: Deed, who: str) -> str:
    """One sentence and the details after it. who: as in `doer`."""
    verb = _VERBS[deed.kind]
    together = with_ = ""
    if deed.with_whom.strip():
        together = "" if deed.kind in _MET_WITH else f", together with {_piece(deed.with_whom)},"
        with_ = f"with {_piece(deed.with_whom)}" if deed.kind in _MET_WITH else ""
    whom = f"{_FOR_WHOM.get(deed.kind, 'to')} {_piece(deed.to_whom)}" if deed.to_whom.strip() else ""
    said = _joined(f"{_when(deed)} {who}{together}", verb, _counted(deed), whom, with_)
    if deed.purpose.strip():
        said += f"{',' if ',' in whom + with_ else ''} {_piece(deed.purpose)}"
    return _joined(_sentence(said), _details(deed.details))


def priority_sentence(text: str, who: str) -> str:
    """The Committee will …; a text that names the body already stays as it is."""
    piece = _piece(text)
    if piece.lower().startswith(f"{who.lower()} "):
        return _sentence(piece)
    return _sentence(f"{who} will {_small(piece)}")


def days_in_words(first: date, last: date) -> str:
    """On 3 March 2021; From 22 to 24 June 2021; In June 2021 and In 2021 where it is the whole of it."""
    if first == last:
        return f"On {day_in_words(first, 'EN')}"
    if (first.year, first.month, first.day) == (last.year, 1, 1) and (last.month, last.day) == (12, 31):
        return f"In {first.year}"
    if (first.year, first.month) == (last.year, last.month):
        if first.day == 1 and last.day == monthrange(last.year, last.month)[1]:
            return f"In {day_in_words(last, 'EN').split(' ', 1)[1]}"
        return f"From {first.day} to {day_in_words(last, 'EN')}"
    if first.year == last.year:
        return f"From {day_in_words(first, 'EN').rsplit(' ', 1)[0]} to {day_in_words(last, 'EN')}"
    return f"From {day_in_words(first, 'EN')} to {day_in_words(last, 'EN')}"


def _when(deed: Deed) -> str:
    told = _piece(deed.when_told)
    return f"{_capital(told)}," if told else days_in_words(deed.starts_on, deed.ends_on)


def _counted(deed: Deed) -> str:
    what = _piece(deed.what)
    return f"{count_in_words(deed.count)} {what}" if deed.count is not None else what


def _details(details: str) -> str:
    piece = " ".join(details.split())
    return _sentence(piece) if piece.strip(_END) else ""


def _sentence(text: str) -> str:
    """With a capital, one stop at the end and single spaces."""
    plain = " ".join(text.split())
    if plain.endswith(("?", "!", ".”", ".)")):
        return _capital(plain)
    return f"{_capital(plain.rstrip(_END))}."


def _piece(text: str) -> str:
    """A part of a sentence: single spaces, no stops around it."""
    return " ".join(text.split()).strip(_END)


def _joined(*pieces: str) -> str:
    return " ".join(piece for piece in pieces if piece)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    """Without its capital, unless the word is an abbreviation or a single letter."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
