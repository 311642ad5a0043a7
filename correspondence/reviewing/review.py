"""A campaign under review: its variants, where its letters go, and the letters to look at first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from correspondence.models.campaigns import Campaign, Letter, LetterState
from correspondence.queries.campaigns import languages_in, previous_campaign
from correspondence.queries.contacts import ways_of
from correspondence.rules.bodies import PLACEHOLDER, TemplateContent
from correspondence.rules.gate import BLOCKING, EXPLAINED, NOWHERE, Problem, Way
from correspondence.rules.outliers import KINDS, Outlier, Seen, outliers

DOUBTS = "to-check"


@dataclass(frozen=True)
class Check:
    """One thing to look at. key: as in addresses. reasons: by State, why it is on the list."""

    key: str
    words: str
    explained: str
    blocking: bool
    reasons: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Review:
    """letters: those that are not withdrawn. ways: by State, only while they are not approved."""

    letters: Sequence[Letter]
    ways: Mapping[str, Way]
    outliers: Sequence[Outlier]
    previous: Campaign | None

    @cached_property
    def contacts(self) -> Sequence[Check]:
        """What is wrong with addresses, what blocks first."""
        return [
            Check(
                _key(problem),
                problem.value,
                EXPLAINED[problem],
                problem in BLOCKING,
                {iso3: [EXPLAINED[problem]] for iso3, way in self.ways.items() if problem in way.problems},
            )
            for problem in Problem
            if any(problem in way.problems for way in self.ways.values())
        ]

    @cached_property
    def unlike(self) -> Sequence[Check]:
        """Letters unlike the others, and those that rest on what is not certain."""
        found = [_check_of(kind, words, self.outliers) for kind, words in KINDS.items()]
        doubts = {letter.iso3: letter.notes for letter in self.letters if letter.notes}
        found.append(
            Check(
                DOUBTS,
                "resting on a fact that is not certain",
                "Their registers or sources are in doubt.",
                False,
                doubts,
            )
        )
        return [check for check in found if check.reasons]

    @property
    def blocked(self) -> int:
        return sum(1 for way in self.ways.values() if way.blocked)

    def channels(self) -> Counter[str]:
        """How many letters go how: e-mail, post, or nowhere."""
        return Counter(channel_of(way) for way in self.ways.values())

    def find(self, key: str) -> Check | None:
        return next((check for check in (*self.contacts, *self.unlike) if check.key == key), None)

    def reasons_of(self, iso3: str) -> list[tuple[str, str]]:
        """What there is to look at in one letter: words and sentence."""
        checks = [check for check in (*self.contacts, *self.unlike) if iso3 in check.reasons and check.key != DOUBTS]
        return [(check.words, sentence) for check in checks for sentence in check.reasons[iso3]]


def review(campaign: Campaign, content: TemplateContent, rows: Sequence[Letter], *, on: date) -> Review:
    """The letters of a campaign as a reviewer looks at them on that day."""
    letters = [letter for letter in rows if letter.state is not LetterState.WITHDRAWN]
    waiting = [letter for letter in letters if letter.state is LetterState.DRAFT]
    previous = previous_campaign(campaign)
    before = languages_in(previous)
    fixed = _words_of_template(content)
    seen = [
        Seen(
            iso3=letter.iso3,
            variant=letter.variant,
            language=letter.language,
            words=_length(letter, fixed),
            addressee=letter.addressee,
            values=letter.values,
            language_before=before.get(letter.iso3, ""),
        )
        for letter in letters
    ]
    return Review(letters, ways_of(campaign, waiting, on=on), outliers(seen), previous)


def channel_of(way: Way) -> str:
    return next((channel for role, channel, _address in way.to if role == "to"), NOWHERE)


def _words_of_template(content: TemplateContent) -> Mapping[tuple[str, str], int]:
    """How many words each paragraph has in each language, fields apart."""
    return {
        (paragraph.id, code): len(PLACEHOLDER.sub("", text).split())
        for paragraph in content.paragraphs
        for code, text in paragraph.texts.items()
    }


def _length(letter: Letter, fixed: Mapping[tuple[str, str], int]) -> int:
    """Words of its paragraphs, of its values, of its tables; near enough to compare letters by."""
    cells = [cell for rows in letter.tables.values() for row in rows for cell in row.values()]
    filled = sum(len(text.split()) for text in (*letter.values.values(), *cells))
    return filled + sum(fixed[each["id"], letter.language] for each in letter.paragraphs)


def _check_of(kind: str, words: str, found: Sequence[Outlier]) -> Check:
    reasons: dict[str, list[str]] = {}
    for each in found:
        if each.kind == kind:
            reasons.setdefault(each.iso3, []).append(each.sentence)
    return Check(kind, words, "", False, reasons)


def _key(problem: Problem) -> str:
    return problem.value.lower().replace(" ", "-")
