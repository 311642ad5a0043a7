import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from committees.models.bodies import BodyKind
from committees.models.work import ActivityKind
from committees.rules.sentences import (
    Deed,
    activity_sentences,
    days_in_words,
    doer,
    priority_sentence,
)

ON = date(2021, 3, 3)


def told(kind: str = "meeting", what: str = "a meeting", **pieces: object) -> str:
    return activity_sentences(
        Deed(**{"kind": kind, "starts_on": ON, "ends_on": ON, "what": what, **pieces}), "the Committee"
    )


@pytest.mark.parametrize(
    ("deed", "sentence"),
    [
        ({}, "On 3 March 2021 the Committee held a meeting."),
        (
            {"with_whom": "civil society", "purpose": "to open a dialogue"},
            "On 3 March 2021 the Committee held a meeting with civil society to open a dialogue.",
        ),
        (
            {
                "kind": "letters",
                "what": "tailored letters",
                "count": 164,
                "to_whom": "States Parties",
                "with_whom": "the Coordinating Committee",
                "purpose": "to encourage the submission of Article 7 reports",
            },
            "On 3 March 2021 the Committee, together with the Coordinating Committee, sent 164 tailored letters to"
            " States Parties to encourage the submission of Article 7 reports.",
        ),
        (
            {"kind": "letters", "what": "letters", "count": 2, "to_whom": "Sudan, and Yemen", "purpose": "to ask"},
            "On 3 March 2021 the Committee sent two letters to Sudan, and Yemen, to ask.",
        ),
        (
            {"kind": "workshop", "what": "a workshop", "to_whom": "National Directors", "details": "Online"},
            "On 3 March 2021 the Committee held a workshop for National Directors. Online.",
        ),
        (
            {"kind": "letters", "what": "a letter.", "when_told": "in the lead-up to the 19MSP,"},
            "In the lead-up to the 19MSP, the Committee sent a letter.",
        ),
        ({"kind": "other", "what": "attended the  Pledging Conference"},
         "On 3 March 2021 the Committee attended the Pledging Conference."),
        ({"kind": "paper", "what": "its observations", "to_whom": "the 19MSP"},
         "On 3 March 2021 the Committee submitted its observations to the 19MSP."),
        ({"kind": "cooperation", "what": "its work on Article 9", "with_whom": "the ICRC"},
         "On 3 March 2021 the Committee, together with the ICRC, pursued its work on Article 9."),
    ],
)  # fmt: skip
def test_an_activity_is_told_as_a_committee_would_write_it(deed: dict, sentence: str) -> None:
    assert told(**deed) == sentence


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2021, 6, 22), date(2021, 6, 22), "On 22 June 2021"),
        (date(2021, 6, 22), date(2021, 6, 24), "From 22 to 24 June 2021"),
        (date(2021, 6, 28), date(2021, 7, 2), "From 28 June to 2 July 2021"),
        (date(2020, 12, 28), date(2021, 1, 3), "From 28 December 2020 to 3 January 2021"),
        (date(2021, 2, 1), date(2021, 2, 28), "In February 2021"),
        (date(2021, 2, 1), date(2021, 2, 27), "From 1 to 27 February 2021"),
        (date(2021, 1, 1), date(2021, 12, 31), "In 2021"),
        (date(2020, 1, 1), date(2021, 12, 31), "From 1 January 2020 to 31 December 2021"),
    ],
)
def test_days_are_told_as_short_as_they_can_be(first: date, last: date, words: str) -> None:
    assert days_in_words(first, last) == words


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Continue its exchange with civil society.", "The Committee will continue its exchange with civil society."),
        ("the Committee intends to meet", "The Committee intends to meet."),
        ("ICRC matters: take them up", "The Committee will ICRC matters: take them up."),
    ],
)
def test_a_priority_is_what_the_body_will_do(text: str, sentence: str) -> None:
    assert priority_sentence(text, "the Committee") == sentence


def test_every_kind_of_body_and_of_activity_has_its_words() -> None:
    for body in BodyKind:
        for kind in ActivityKind:
            assert activity_sentences(Deed(kind, ON, ON, "a thing"), doer(body)).startswith("On 3 March 2021 the ")


WORDS = st.text(st.sampled_from("abcAB ,.;:\n"), max_size=30)
WHAT = WORDS.filter(lambda text: text.strip(" .,;:\n"))


@settings(deadline=None)
@given(
    kind=st.sampled_from(list(ActivityKind)),
    what=WHAT,
    pieces=st.fixed_dictionaries(dict.fromkeys(("to_whom", "with_whom", "purpose", "details", "when_told"), WORDS)),
    count=st.none() | st.integers(1, 2000),
    days=st.integers(0, 800),
)
def test_whatever_the_pieces_the_sentence_is_whole(
    kind: ActivityKind, what: str, pieces: dict[str, str], count: int | None, days: int
) -> None:
    deed = Deed(kind, ON, ON + timedelta(days), what, count, **pieces)
    sentence = activity_sentences(deed, "the Committee")
    assert "  " not in sentence
    assert "\n" not in sentence
    assert sentence[0].isupper()
    assert re.search(r"[^ .,;:]\.$", sentence)
