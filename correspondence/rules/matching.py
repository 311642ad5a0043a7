"""Which letter a mail belongs to and how sure that is: clues weighed, and those that contradict told."""

import enum
import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

LONGEST_EVIDENCE = 1000


class MatchConfidence(enum.StrEnum):
    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"
    NONE = "none"


_FROM_BEST = list(MatchConfidence)


@dataclass(frozen=True)
class Clue:
    """One thing that speaks for a State, perhaps for a letter to it. doubt: it speaks against the others instead."""

    words: str
    confidence: MatchConfidence = MatchConfidence.NONE
    iso3: str = ""
    letter_id: int | None = None
    message_id: int | None = None
    doubt: bool = False


@dataclass(frozen=True)
class Match:
    """What the clues come to. words: the evidence, what contradicts it included."""

    confidence: MatchConfidence = MatchConfidence.NONE
    iso3: str = ""
    letter_id: int | None = None
    message_id: int | None = None
    words: str = ""


def weigh(clues: Sequence[Clue]) -> Match:
    """The best clue decides; each that contradicts it makes it one step less sure, an equal one two.

    Clues of the same strength come in the order in which they are to be believed.
    """
    speaking = sorted(
        (clue for clue in clues if not clue.doubt),
        key=lambda clue: (_FROM_BEST.index(clue.confidence), clue.letter_id is None, clue.message_id is None),
    )
    doubts = [clue for clue in clues if clue.doubt]
    if not speaking:
        return Match(words=_told([], doubts))
    best, *others = speaking
    against = [clue for clue in others if _contradicts(clue, best)]
    steps = len(doubts) + sum(_weight(clue, best) for clue in against)
    agreeing = [clue for clue in others if clue not in against]
    return Match(
        confidence=_lowered(best.confidence, steps),
        iso3=best.iso3 or next((clue.iso3 for clue in agreeing if clue.iso3), ""),
        letter_id=best.letter_id,
        message_id=best.message_id,
        words=_told([best, *agreeing], [*against, *doubts]),
    )


def _contradicts(clue: Clue, best: Clue) -> bool:
    other_state = bool(clue.iso3 and best.iso3) and clue.iso3 != best.iso3
    same_strength = clue.confidence is best.confidence
    other_letter = bool(clue.letter_id and best.letter_id) and clue.letter_id != best.letter_id
    return other_state or (same_strength and other_letter)


def _weight(clue: Clue, best: Clue) -> int:
    return 2 if clue.confidence is best.confidence and clue.iso3 != best.iso3 else 1


def _lowered(confidence: MatchConfidence, steps: int) -> MatchConfidence:
    """Not below possible: there is something, and a person looks at it."""
    last = _FROM_BEST.index(MatchConfidence.POSSIBLE)
    return _FROM_BEST[min(_FROM_BEST.index(confidence) + steps, max(last, _FROM_BEST.index(confidence)))]


def _told(agreeing: Sequence[Clue], against: Sequence[Clue]) -> str:
    sentences = [*dict.fromkeys(clue.words for clue in agreeing)]
    sentences += [f"But {clue.words[0].lower()}{clue.words[1:]}" for clue in against]
    return " ".join(sentences)[:LONGEST_EVIDENCE]


# What is said by a sender's domain

# Anybody has an address there; what comes from there says nothing of a State.
PUBLIC_PROVIDERS = frozenset(
    {
        *("gmail.com", "googlemail.com", "yahoo.com", "yahoo.fr", "yahoo.es", "ymail.com", "hotmail.com", "hotmail.fr"),
        *("hotmail.es", "outlook.com", "outlook.fr", "outlook.es", "live.com", "live.fr", "msn.com", "icloud.com"),
        *("me.com", "aol.com", "gmx.com", "gmx.net", "gmx.ch", "gmx.de", "mail.com", "mail.ru", "yandex.ru"),
        *("yandex.com", "proton.me", "protonmail.com", "protonmail.ch", "zoho.com", "bluewin.ch", "orange.fr"),
        *("wanadoo.fr", "laposte.net", "free.fr", "sfr.fr", "qq.com", "163.com", "126.com", "rediffmail.com"),
    }
)
_OF_GOVERNMENTS = frozenset(
    {"gov", "govt", "gouv", "gob", "gub", "gop", "government", "mil", "mfa", "mofa", "mfaic", "mre", "mae", "minrel"}
)
_OTHER_CODES = {"uk": "gb"}  # domains whose last part is not the State's own code


def states_of_domain(
    address: str, of_contacts: Mapping[str, AbstractSet[str]], by_code: Mapping[str, str]
) -> tuple[str, AbstractSet[str]]:
    """The domain of an address, and the States it may be of: those with a contact there, else by its government domain.

    of_contacts: domains of contacts on record, with the States. by_code: small two-letter code -> State.
    """
    domain = address.rpartition("@")[2].lower()
    if not domain or domain in PUBLIC_PROVIDERS:
        return domain, frozenset()
    labels = domain.split(".")
    for start in range(len(labels) - 1):
        if found := of_contacts.get(".".join(labels[start:])):
            return domain, found
    code = _OTHER_CODES.get(labels[-1], labels[-1])
    if set(labels[:-1]) & _OF_GOVERNMENTS and code in by_code:
        return domain, frozenset({by_code[code]})
    return domain, frozenset()


_REFERENCE = re.compile(r"(?<![\w/])[A-Z][A-Z0-9]{0,9}(?:[-/.][A-Z0-9]{1,10}){0,3}/(?:19|20)\d\d/\d{1,6}(?![\w/])")


def references_in(text: str) -> list[str]:
    """What looks like a reference number of the register, each once, in order: CC/2026/0123."""
    return list(dict.fromkeys(_REFERENCE.findall(text.upper())))[:20]


def failed_proof(authentication_results: Sequence[str]) -> str:
    """Why the mail server doubts that the sender is who they say, of its own topmost header; empty when it does not."""
    if not authentication_results:
        return ""
    verdicts = dict(re.findall(r"\b(dmarc|spf|dkim)\s*=\s*([a-z]+)", authentication_results[0].lower()[:4000]))
    if verdicts.get("dmarc") == "fail":
        return "dmarc=fail"
    if verdicts.get("spf") == "fail" and verdicts.get("dkim") != "pass":
        return "spf=fail"
    return ""
