"""Numbers and spans of days in the words that all rooms use."""

from datetime import date

import pytest

from core.wording import count_in_words, counted, sources_in_words, span_in_words

FIRST, LAST = date(2021, 5, 4), date(2022, 5, 3)


def test_numbers_are_words_up_to_ten() -> None:
    assert [count_in_words(number) for number in (0, 1, 2, 10, 11, 164, 1200)] == [
        *("no", "one", "two", "ten", "11", "164", "1,200")
    ]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (FIRST, LAST, "from 4 May 2021 to 3 May 2022"),
        (FIRST, None, "from 4 May 2021"),
        (None, LAST, "until 3 May 2022"),
        (None, None, ""),
    ],
)
def test_a_span_says_the_bounds_that_it_has(first: date | None, last: date | None, words: str) -> None:
    assert span_in_words(first, last) == words


def test_one_is_told_in_the_singular_and_sources_are_parted() -> None:
    assert [counted(number, "seat", "seats") for number in (0, 1, 3)] == ["0 seats", "1 seat", "3 seats"]
    assert [sources_in_words(codes) for codes in ("computed;ACA09", "a; b ;c", "one", "")] == [
        "computed; ACA09",
        "a; b; c",
        "one",
        "",
    ]
